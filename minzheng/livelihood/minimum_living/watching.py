"""Lists for officers: who is due for review, who is on two benefits, whom a new standard lets in. Read only."""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Max, Q

from minzheng.kernel import policy
from minzheng.kernel.areas.models import scope_prefix
from minzheng.kernel.casework.enums import DecisionKind
from minzheng.kernel.casework.models import Case
from minzheng.kernel.enrollments.enums import Program
from minzheng.kernel.enrollments.models import Allowance, Enrollment
from minzheng.kernel.people.models import Household, HouseholdMembership
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import Benefit
from minzheng.livelihood.household_assessment.models import BenefitHeld
from minzheng.livelihood.minimum_living.enums import EventKind
from minzheng.livelihood.minimum_living.models import (
    GradualExit,
    HandOver,
    HouseholdEvent,
    ReviewGroup,
    TakeOver,
)
from minzheng.livelihood.minimum_living.overlaps import CONFLICTS, Verdict, verdict
from minzheng.livelihood.minimum_living.queries import reckon_many
from minzheng.livelihood.minimum_living.workflow import APPLICATION

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from minzheng.livelihood.minimum_living.rules import Reckoning

REVIEW_BANDS = {"A": "收入无变化", "B": "收入短期内变化不大", "C": "收入不稳定"}
DEFAULT_CLASS = "C"
"""A family that nobody has put in a class is looked at most often."""


def plus_months(day: date, count: int) -> date:
    """The same day `count` months later, the last of the month where there is no such day."""
    month = Month.of(day).plus(count)
    last = calendar.monthrange(month.year, month.month)[1]
    return date(month.year, month.month, min(day.day, last))


@dataclass(frozen=True, slots=True)
class DueReview:
    """A family to be looked at by `due_on`; `last_on` is when it last was, or when it came on the roll."""

    enrollment: Enrollment
    review_class: str
    last_on: date
    due_on: date
    overdue: bool


def due_reviews(on: date, area: str, *, until: date | None = None) -> list[DueReview]:
    """定期核查 due by `until` (today unless said otherwise), the most overdue first."""
    running = (
        Enrollment.objects.in_force_on(on)
        .filter(program=Program.MINIMUM_LIVING, household__area_code__startswith=scope_prefix(area))
        .select_related("household", "household__takeover")
        .annotate(reviewed_on=Max("recertifications__done_on"))
    )
    classes = dict(
        ReviewGroup.objects.in_force_on(on)
        .filter(household__in=running.values("household"))
        .values_list("household", "review_class")
    )
    found = []
    for enrollment in running:
        review_class = classes.get(enrollment.household_id, DEFAULT_CLASS)
        last = enrollment.reviewed_on or _known_since(enrollment)
        cycle = review_months(review_class, enrollment.household.area_code, on)
        due = plus_months(last, cycle)
        if due <= (until or on):
            found.append(DueReview(enrollment, review_class, last, due, due < on))
    return sorted(found, key=lambda row: (row.due_on, row.enrollment.pk))


def _known_since(enrollment: Enrollment) -> date:
    """When the family came on the roll, or on ours: of reviews before a take-over nothing is known."""
    taken_over: TakeOver | None = getattr(enrollment.household, "takeover", None)
    started: date = enrollment.started_on
    return started if taken_over is None else max(started, taken_over.taken_over_on)


def review_months(review_class: str, area: str, on: date) -> int:
    """核查周期 of a class in months, as in force on a day."""
    band = REVIEW_BANDS[review_class]
    return int(policy.load().value("低保核查周期", area=area, on=on, band=band).value)


# --------------------------------------------------------------------------------------------- overlaps
@dataclass(frozen=True, slots=True)
class Conflict:
    """One person with two benefits that do not simply go together in a month."""

    person_id: int
    first: Benefit
    second: Benefit
    verdict: Verdict


def conflicts(month: Month, area: str) -> list[Conflict]:
    """待遇重叠 of everybody paid the allowance or holding another benefit in the month."""
    day = month.first_day
    held: dict[int, set[Benefit]] = defaultdict(set)
    others = BenefitHeld.objects.in_force_on(day)
    for person, benefit in others.values_list("person", "benefit"):
        held[person].add(Benefit(benefit))
    for person in _paid_persons(day, area):
        held[person].add(Benefit.MINIMUM_LIVING)
    here = set(
        HouseholdMembership.objects.in_force_on(day)
        .filter(household__area_code__startswith=scope_prefix(area))
        .values_list("person", flat=True)
    )
    found = []
    for person in sorted(here & held.keys()):
        mine = sorted(held[person])
        for at, first in enumerate(mine):
            for second in mine[at + 1 :]:
                said = verdict(first, second)
                if said in CONFLICTS:
                    found.append(Conflict(person, first, second, said))
    return found


def _paid_persons(day: date, area: str) -> list[int]:
    """Persons with a share of the allowance in force on the day."""
    latest = (
        Allowance.objects.filter(
            enrollment__program=Program.MINIMUM_LIVING,
            area_code__startswith=scope_prefix(area),
            from_month__lte=day,
        )
        .order_by("enrollment", "-from_month", "-id")
        .distinct("enrollment")
    )
    paid = Allowance.objects.filter(pk__in=latest.values("pk"), amount_fen__gt=0)
    return list(paid.values_list("shares__person", flat=True))


# ------------------------------------------------------------------------------------- monitoring, marks
def newly_below(month: Month, area: str) -> list[tuple[Household, Reckoning]]:
    """Families not on the roll, refused within 停保后监测月数 or once stopped, whom the rules of `month` let in.

    A new standard makes nobody a recipient by itself: they are told, and apply (民发〔2021〕57号 第二十八条).
    """
    day = month.first_day
    span = int(policy.load().value("停保后监测月数", area=area, on=day).value)
    since = month.plus(-span).first_day
    refused = Case.objects.filter(
        matter=APPLICATION, decisions__kind=DecisionKind.REFUSE, closed_on__gte=since
    )
    stopped = Enrollment.objects.filter(program=Program.MINIMUM_LIVING, ended_on__gte=since)
    on_roll = Enrollment.objects.in_force_on(day).filter(program=Program.MINIMUM_LIVING)
    homes = list(
        Household.objects.filter(
            Q(pk__in=refused.values("household")) | Q(pk__in=stopped.values("household")),
            area_code__startswith=scope_prefix(area),
            dissolved_on=None,
        )
        .exclude(pk__in=on_roll.values("household"))
        .order_by("pk")
    )
    reckoned = reckon_many(homes, month)
    return [(home, reckoned[home.pk]) for home in homes if reckoned[home.pk].eligible]


def gradual_exits_ending(month: Month, area: str) -> QuerySet[GradualExit]:
    """渐退 whose last paid month is the one before `month`: to be decided (停发 or 转边缘) before it."""
    return GradualExit.objects.filter(
        end_month=month.first_day,
        enrollment__household__area_code__startswith=scope_prefix(area),
        enrollment__ended_on=None,
    ).distinct()


def open_hand_overs(area: str) -> list[HandOver]:
    """Families handed over to this area that it has not taken in yet, the oldest first."""
    rows = HandOver.objects.filter(to_area__startswith=scope_prefix(area)).order_by("first_month")
    return [
        row
        for row in rows
        if not Enrollment.objects.filter(
            household=row.household,
            program=Program.MINIMUM_LIVING,
            started_on=row.first_month,
        ).exists()
    ]


def split_marks(household: Household, on: date) -> list[HouseholdEvent]:
    """分户或离婚 within 分户复核月数: look hard at who really lives together; no ground to refuse by itself."""
    span = int(policy.load().value("分户复核月数", area=household.area_code, on=on).value)
    since = plus_months(on, -span)
    rows = HouseholdEvent.objects.filter(kind=EventKind.SPLIT)
    rows = rows.filter(Q(household=household) | Q(other=household))
    return list(rows.filter(Q(happened_on__gte=since) | Q(divorced_on__gte=since)).order_by("id"))


def within_tolerance(before: Reckoning, after: Reckoning, area: str, on: date) -> bool:
    """核查期内无明显变化: the income moved by no more than 核查变动幅度, people and property did not."""
    told, now = before.explanation, after.explanation
    if told.value("家庭人数") != now.value("家庭人数") or now.value("财产待认定"):
        return False
    share = int(policy.load().value("核查变动幅度", area=area, on=on).value)
    old, new = told.exact("家庭月收入"), now.exact("家庭月收入")
    return abs(new - old) * 10_000 <= old * share
