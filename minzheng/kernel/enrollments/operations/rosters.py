"""Many enrollments at once: what a roster brings in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from minzheng.kernel.audit.operations import record
from minzheng.kernel.enrollments.enums import AllowanceKind, Program
from minzheng.kernel.enrollments.models import Allowance, AllowanceShare, Enrollment
from minzheng.kernel.enrollments.operations.allowances import (
    AlreadyEnrolled,
    Amount,
    allowance_row,
    share_rows,
)
from minzheng.lib.crypto import sm3

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.people.models import Household
    from minzheng.lib.months import Month


@dataclass(frozen=True, slots=True)
class Entry:
    """One household to enroll: in the program since `since`, paid by this system from the run's month."""

    household: Household
    since: Month
    amount: Amount


@transaction.atomic
def enroll_many(
    *,
    program: Program,
    entries: Sequence[Entry],
    from_month: Month,
    reason: str,
    by: Actor,
    on: date,
) -> list[Enrollment]:
    """Enroll many households whose allowance counts from `from_month`; one event with a fingerprint.

    Raises AlreadyEnrolled when one of them already is in the program.
    """
    already = (
        Enrollment.objects.filter(
            Q(ended_on=None) | Q(ended_on__gt=from_month.first_day),
            household__in=[e.household for e in entries],
            program=program,
        )
        .select_related("household")
        .first()
    )
    if already:
        raise AlreadyEnrolled(
            f"家庭 {already.household.number} 已在“{program.label}”在册，不能重复纳入。"
        )
    enrollments = Enrollment.objects.bulk_create(
        Enrollment(household=e.household, program=program, started_on=e.since.first_day)
        for e in entries
    )
    allowances = Allowance.objects.bulk_create(
        allowance_row(enrollment, AllowanceKind.GRANTED, from_month, e.amount, reason=reason, by=by)
        for enrollment, e in zip(enrollments, entries, strict=True)
    )
    AllowanceShare.objects.bulk_create(
        share
        for allowance, e in zip(allowances, entries, strict=True)
        for share in share_rows(allowance, e.amount)
    )
    listed = "\n".join(f"{a.enrollment_id}:{a.amount_fen}" for a in allowances)
    record(
        tag="enrollments:allowance:granted_many",
        target=("enrollments.enrollment", f"{program}:{from_month}"),
        by=by,
        on=on,
        area_code=by.area_code,
        facts={
            "households": len(allowances),
            "persons": sum(a.persons for a in allowances),
            "amount_fen": sum(a.amount_fen for a in allowances),
            "fingerprint": sm3(listed.encode()).hex(),
        },
    )
    return enrollments
