"""What is due for a month, as known at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minzheng.kernel.areas.queries import scope_prefix
from minzheng.kernel.enrollments.models import Allowance, Enrollment

if TYPE_CHECKING:
    from datetime import date, datetime

    from minzheng.kernel.enrollments.enums import Program
    from minzheng.kernel.people.models import Household
    from minzheng.lib.months import Month


def current(household: Household, program: Program, on: date) -> Enrollment | None:
    """The household's enrollment in the program on a day."""
    return Enrollment.objects.in_force_on(on).filter(household=household, program=program).first()


def allowance_for(
    enrollment: Enrollment, month: Month, *, as_of: datetime | None = None
) -> Allowance | None:
    """The allowance row in force for a month; None before the first one."""
    rows = Allowance.objects.filter(enrollment=enrollment, from_month__lte=month.first_day)
    if as_of is not None:
        rows = rows.filter(recorded_at__lte=as_of)
    return rows.order_by("-from_month", "-id").first()


def roll(program: Program, month: Month, *, area: str) -> list[Allowance]:
    """The allowances in force for a month in an area (a 12-digit code), by area and household number.

    Each comes with its household, its head and the persons' shares: three queries for any number.
    """
    latest = (
        Allowance.objects.filter(enrollment__program=program, from_month__lte=month.first_day)
        .order_by("enrollment", "-from_month", "-id")
        .distinct("enrollment")
        .values("pk")
    )
    return list(
        Allowance.objects.filter(
            pk__in=latest, amount_fen__gt=0, area_code__startswith=scope_prefix(area)
        )
        .select_related("enrollment__household__head")
        .prefetch_related("shares__person")
        .order_by("area_code", "enrollment__household__number")
    )
