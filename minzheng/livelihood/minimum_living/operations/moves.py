"""迁移、分户、合并: one family leaves a place, becomes two, or two become one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.enums import DecisionKind
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.enums import AllowanceKind
from minzheng.kernel.enrollments.queries import allowance_for
from minzheng.kernel.people import operations as people
from minzheng.kernel.people.enums import LeaveReason, Relation
from minzheng.kernel.people.queries import members_on
from minzheng.lib.months import Month
from minzheng.livelihood.minimum_living.enums import ChangeReason, EventKind, ExitReason
from minzheng.livelihood.minimum_living.models import HandOver, HouseholdEvent
from minzheng.livelihood.minimum_living.operations.changes import (
    month_of,
    on_roll,
    report_change,
    stop,
)
from minzheng.livelihood.minimum_living.operations.decisions import PROGRAM, decide
from minzheng.livelihood.minimum_living.queries import amount_of, reckon_household
from minzheng.livelihood.minimum_living.workflow import CHANGE

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Decision
    from minzheng.kernel.enrollments.models import Enrollment
    from minzheng.kernel.people.models import Household, Person

COUNTY = 6
"""How many digits of an area code name the district."""


class SameDistrict(Exception):
    """Inside one district nothing is stopped and started: the family keeps its enrollment."""


class AlreadyTakenIn(Exception):
    """The new place has taken the family in already."""


class NotEligibleThere(Exception):
    """By the rules of the new place the family gets nothing."""


@transaction.atomic
def move_inside_district(*, case: Case, area_code: str, by: Actor, on: date) -> Decision:
    """区内迁移: the same enrollment, served by and counted in the new community from the month after."""
    household, month = case.household, month_of(case, on)
    if household.area_code[:COUNTY] != area_code[:COUNTY]:
        raise SameDistrict(f"{area_code} 不在本区，请办理跨区迁移衔接（停发与接续）。")
    enrollment = on_roll(household, on)
    people.move_household(household=household, area_code=area_code, by=by, on=on)
    reckoning = reckon_household(household, month)
    casework.take(case=case, action="decide", by=by, on=on)
    decision = decide(
        case, DecisionKind.CHANGE, month, reckoning, by=by, on=on, reason=ChangeReason.MOVED
    )
    enrollments.change_allowance(
        enrollment=enrollment,
        from_month=month,
        amount=amount_of(reckoning),
        reason=ChangeReason.MOVED,
        by=by,
        on=on,
        decision=decision,
    )
    return decision


@transaction.atomic
def hand_over(*, case: Case, area_code: str, document: str, by: Actor, on: date) -> HandOver:
    """跨区迁出: the old district pays to the month of the decision, the new one is due from the next.

    The hand-over stays open (`queries.open_hand_overs`) until the new district has taken the family in.
    """
    household = case.household
    if household.area_code[:COUNTY] == area_code[:COUNTY]:
        raise SameDistrict(f"{area_code} 与原住地同在一区，只办理区内迁移，不停发。")
    first = month_of(case, on)
    stop(case=case, reason=ExitReason.MOVED_OUT, by=by, on=on, from_month=first)
    return HandOver.objects.create(
        household=household,
        from_area=household.area_code,
        to_area=area_code,
        last_month=first.plus(-1).first_day,
        first_month=first.first_day,
        document=document,
        recorded_at=by.at,
    )


@transaction.atomic
def open_take_in(*, handed: HandOver, by: Actor, on: date) -> Case:
    """跨区迁入: the new place opens a case for the family that was handed over."""
    household = handed.household
    if household.area_code == handed.from_area:
        people.move_household(household=household, area_code=handed.to_area, by=by, on=on)
    household.refresh_from_db()
    if household.head is None:
        raise ValueError(f"家庭 {household.number} 没有户主，请先更正家庭成员。")
    return casework.open_case(
        matter=CHANGE,
        household=household,
        applicant=household.head,
        by=by,
        on=on,
        facts={"reason": ChangeReason.MOVED, "from_month": f"{handed.first_month:%Y-%m}"},
    )


@transaction.atomic
def take_in(*, case: Case, handed: HandOver, by: Actor, on: date) -> Enrollment:
    """The new district grants by its own standard from exactly the month after the old one's last.

    However late it decides, there is no gap (what is late is back-paid) and no month twice.
    Raises AlreadyTakenIn, NotEligibleThere.
    """
    household, month = case.household, Month.of(handed.first_month)
    if household.enrollments.filter(program=PROGRAM, started_on=handed.first_month).exists():
        raise AlreadyTakenIn(f"家庭 {household.number} 已自 {month} 在迁入地接续，不能重复纳入。")
    reckoning = reckon_household(household, month)
    if not reckoning.eligible:
        raise NotEligibleThere(
            f"家庭 {household.number} 按迁入地标准不符合条件，请作不予接续决定并书面告知。"
        )
    casework.take(case=case, action="decide", by=by, on=on)
    decision = decide(
        case, DecisionKind.GRANT, month, reckoning, by=by, on=on, reason=ChangeReason.MOVED
    )
    return enrollments.enroll(
        household=household,
        program=PROGRAM,
        from_month=month,
        amount=amount_of(reckoning),
        by=by,
        on=on,
        case=case,
        decision=decision,
    )


@transaction.atomic
def split_household(
    *,
    household: Household,
    leaving: Sequence[tuple[Person, Relation]],
    number: str,
    ground: str,
    by: Actor,
    on: date,
    divorced_on: date | None = None,
) -> tuple[Household, Case]:
    """分户: those who leave form a household of their own, which has to apply; the rest is reckoned anew.

    A divorce or a split shortly before an application is marked for review (`queries.split_marks`).
    """
    for person, _ in leaving:
        people.remove_member(
            household=household, person=person, reason=LeaveReason.SPLIT, by=by, on=on
        )
    other = people.form_household(
        number=number, area_code=household.area_code, members=leaving, by=by, on=on
    )
    _event(EventKind.SPLIT, household, other, ground, divorced_on, by, on)
    household.refresh_from_db()
    if household.head is None:
        raise ValueError(f"家庭 {household.number} 的全部成员都离开了，请改办迁移。")
    return other, report_change(
        household=household,
        applicant=household.head,
        reason=ChangeReason.SPLIT,
        from_month=Month.of(on).next,
        by=by,
        on=on,
    )


@transaction.atomic
def merge_households(
    *,
    into: Household,
    other: Household,
    relations: dict[int, Relation],
    ground: str,
    by: Actor,
    on: date,
) -> list[Case]:
    """合并: the members of `other` join `into`; a change case for each of the two that is on the roll.

    Both cases count from the same month, so that nobody is paid in both or in none.
    """
    month, cases = Month.of(on).next, []
    if other.head is None or into.head is None:
        raise ValueError("合并的两户都应有户主，请先更正家庭成员。")
    if allowance_of(other, month):
        cases.append(
            report_change(
                household=other,
                applicant=other.head,
                reason=ChangeReason.MERGED,
                from_month=month,
                by=by,
                on=on,
            )
        )
    for membership in list(members_on(other, on)):
        person = membership.person
        people.remove_member(household=other, person=person, reason=LeaveReason.OTHER, by=by, on=on)
        relation = relations.get(person.pk, Relation.OTHER)
        people.add_member(household=into, person=person, relation=relation, by=by, on=on)
    _event(EventKind.MERGE, into, other, ground, None, by, on)
    if allowance_of(into, month):
        cases.append(
            report_change(
                household=into,
                applicant=into.head,
                reason=ChangeReason.MERGED,
                from_month=month,
                by=by,
                on=on,
            )
        )
    return cases


def allowance_of(household: Household, month: Month) -> bool:
    """Whether the household is on the roll in the month."""
    held = household.enrollments.in_force_on(month.first_day).filter(program=PROGRAM).first()
    now = allowance_for(held, month) if held else None
    return now is not None and now.kind != AllowanceKind.ENDED


def _event(
    kind: EventKind,
    household: Household,
    other: Household,
    ground: str,
    divorced_on: date | None,
    by: Actor,
    on: date,
) -> None:
    HouseholdEvent.objects.create(
        kind=kind,
        household=household,
        other=other,
        happened_on=on,
        ground=ground,
        divorced_on=divorced_on,
        recorded_at=by.at,
    )
