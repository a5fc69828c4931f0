"""标准调整: the whole roll reckoned anew for a run of months and written as one operation with one audit event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.areas.models import scope_prefix
from minzheng.kernel.audit.operations import record
from minzheng.kernel.enrollments.enums import Program
from minzheng.kernel.enrollments.models import Enrollment
from minzheng.kernel.enrollments.operations import change_many
from minzheng.kernel.people.models import Household
from minzheng.lib.months import months
from minzheng.livelihood.minimum_living.batch import differences
from minzheng.livelihood.minimum_living.enums import ChangeReason
from minzheng.livelihood.minimum_living.models import Classification

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.enrollments.enums import Category
    from minzheng.lib.months import Month


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What became of the roll: rows written by month, and families that no longer meet the conditions.

    Those are not stopped here: a stop needs its own decision, notice and reasons.
    """

    written: dict[Month, int]
    no_longer_eligible: list[Enrollment]


@transaction.atomic
def recompute_roll(
    *,
    first: Month,
    last: Month,
    area: str,
    document: str,
    by: Actor,
    on: date,
    reason: ChangeReason = ChangeReason.STANDARD,
) -> Recomputed:
    """Every family of the area from `first` to `last`, each month by its own standard and facts.

    Months already paid become arrears (补发) of the next run by themselves, for the months they belong to.
    """
    written: dict[Month, int] = {}
    out: dict[int, Enrollment] = {}
    fingerprints = []
    for month in months(first, last):
        changed = []
        for difference in differences(month, area):
            if difference.amount is None:
                out[difference.enrollment.pk] = difference.enrollment
            else:
                changed.append((difference.enrollment, difference.amount))
        written[month] = len(changed)
        fingerprints.append(change_many(changes=changed, from_month=month, reason=reason, by=by))
    record(
        tag="minimum_living:roll:recomputed",
        target=("minimum_living.roll", f"{area}:{first}..{last}"),
        by=by,
        on=on,
        area_code=area,
        facts={
            "document": document,
            "reason": reason,
            "written": {str(month): count for month, count in written.items()},
            "no_longer_eligible": sorted(out),
            "fingerprints": fingerprints,
        },
    )
    return Recomputed(written, [out[key] for key in sorted(out)])


@transaction.atomic
def convert_area(
    *,
    area: str,
    category: Category,
    ground: str,
    from_month: Month,
    document: str,
    by: Actor,
    on: date,
) -> Recomputed:
    """撤村改居、拆迁: every family on the roll of a community changes its line from a month on.

    The year falls into two spells; what was paid before stays in the old line.
    """  # fmt: skip
    start = from_month.first_day
    homes = Household.objects.filter(
        area_code__startswith=scope_prefix(area),
        pk__in=Enrollment.objects.in_force_on(start)
        .filter(program=Program.MINIMUM_LIVING)
        .values("household"),
    )
    rows = Classification.objects.filter(household__in=homes)
    in_force = Classification.objects.in_force_on(start).filter(household__in=homes)
    present = list(in_force.exclude(category=category))
    changed = [row.household_id for row in present]
    rows.filter(household__in=changed, from_on__gte=start).delete()
    rows.filter(pk__in=[row.pk for row in present], from_on__lt=start).update(to_on=start)
    Classification.objects.bulk_create(
        Classification(
            household_id=row.household_id,
            category=category,
            tier=row.tier,
            insured_singly_id=row.insured_singly_id,
            from_on=start,
            ground=ground,
        )
        for row in present
    )
    return recompute_roll(
        first=from_month,
        last=from_month,
        area=area,
        document=document,
        by=by,
        on=on,
        reason=ChangeReason.CATEGORY,
    )
