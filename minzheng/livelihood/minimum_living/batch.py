"""The whole roll for a month: what the rules give each family now beside what is in force. Reads only.

Families are read and reckoned in blocks, a fixed number of queries for each block.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from minzheng.kernel.areas.models import scope_prefix
from minzheng.kernel.enrollments.enums import AllowanceKind, Program
from minzheng.kernel.enrollments.models import Allowance, Enrollment
from minzheng.livelihood.minimum_living.queries import amount_of, category_of, reckon_many

if TYPE_CHECKING:
    from minzheng.kernel.enrollments.operations import Amount
    from minzheng.lib.months import Month

BLOCK = 1_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A family whose month comes out otherwise than it stands; `amount` None: no longer eligible."""

    enrollment: Enrollment
    held: Allowance
    amount: Amount | None


def differences(month: Month, area: str) -> Iterator[Difference]:
    """The families on the roll in the area whose month differs, in order of enrollment.

    Suspended ones are left alone. Raises ParameterUnset, FactMissing with a sentence.
    """
    running = list(
        Enrollment.objects.in_force_on(month.first_day)
        .filter(program=Program.MINIMUM_LIVING, household__area_code__startswith=scope_prefix(area))
        .select_related("household")
        .order_by("id")
    )
    for start in range(0, len(running), BLOCK):
        yield from _of_block(running[start : start + BLOCK], month)


def _of_block(block: Sequence[Enrollment], month: Month) -> Iterator[Difference]:
    held = {
        row.enrollment_id: row
        for row in Allowance.objects.filter(enrollment__in=block, from_month__lte=month.first_day)
        .order_by("enrollment", "-from_month", "-id")
        .distinct("enrollment")
        .prefetch_related("shares")
    }
    paid = [e for e in block if e.pk in held and held[e.pk].kind != AllowanceKind.SUSPENDED]
    reckoned = reckon_many([e.household for e in paid], month)
    for enrollment in paid:
        now, result = held[enrollment.pk], reckoned[enrollment.household_id]
        if not result.eligible:
            yield Difference(enrollment, now, None)
            continue
        shares = {(int(s.person), s.base_fen, s.uplift_fen) for s in result.shares}
        held_shares = {(s.person_id, s.base_fen, s.uplift_fen) for s in now.shares.all()}
        if shares != held_shares or category_of(result) != now.category:
            yield Difference(enrollment, now, amount_of(result))
