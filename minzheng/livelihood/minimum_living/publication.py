"""公布: what stays public of a confirmed family, for as long as it is on the roll.

民发〔2021〕57号 第二十四条: name of the applicant, number of insured members, amount; nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minzheng.kernel.areas.queries import full_names
from minzheng.kernel.casework.operations import public_name
from minzheng.kernel.enrollments.enums import Program
from minzheng.kernel.enrollments.models import Allowance

if TYPE_CHECKING:
    from minzheng.lib.months import Month


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """All that the public may see of a family on the roll. A field added here is shown to everybody."""

    applicant: str
    persons: int
    amount_fen: int
    community: str


def published(area_prefix: str, month: Month) -> list[PublishedLine]:
    """Who receives the allowance of a month in an area, by community; minors are not named."""
    latest = (
        Allowance.objects.filter(
            enrollment__program=Program.MINIMUM_LIVING, from_month__lte=month.first_day
        )
        .order_by("enrollment", "-from_month", "-id")
        .distinct("enrollment")
        .values("id")
    )
    paid = (
        Allowance.objects.filter(id__in=latest, amount_fen__gt=0, area_code__startswith=area_prefix)
        .select_related("enrollment__case__applicant", "enrollment__household__head")
        .order_by("area_code", "enrollment")
    )
    names = full_names(month.first_day, under=area_prefix[:6].ljust(12, "0"))
    lines = []
    for row in paid:
        case, household = row.enrollment.case, row.enrollment.household
        # Families taken over from a roster have no application: their head stands for them.
        person = case.applicant if case else household.head
        if person is not None:
            name = public_name(person, month.first_day)
            community = names.get(row.area_code, "")
            lines.append(PublishedLine(name, row.persons, row.amount_fen, community))
    return lines
