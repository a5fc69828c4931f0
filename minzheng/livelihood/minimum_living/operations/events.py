"""人口、户籍、就学、服刑: what happens in a family on the roll, each reported by the clerk as one change case.

Every verb writes the fact from its own day and opens the case for the month the law makes it count from;
`decide_change` then reckons. Nothing here pays or stops anything by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel import policy
from minzheng.kernel.people import operations as people
from minzheng.kernel.people.enums import LeaveReason, Relation
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment import operations as assessment
from minzheng.livelihood.household_assessment.enums import (
    Circumstance,
    Occupation,
    StandingGround,
    StudyLevel,
    WorkAbility,
)
from minzheng.livelihood.minimum_living.enums import ChangeReason
from minzheng.livelihood.minimum_living.operations.changes import report_change
from minzheng.livelihood.minimum_living.operations.standing import classify

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case
    from minzheng.kernel.enrollments.enums import Category
    from minzheng.kernel.people.models import Household, Person
    from minzheng.livelihood.household_assessment.models import Study

IN_CUSTODY = (StandingGround.IMPRISONED, StandingGround.COMPULSORY_REHABILITATION)


class NotInCustody(Exception):
    """Detention before judgement or community correction does not take a person out of the family."""


def _opened(
    household: Household, reason: ChangeReason, by: Actor, on: date, month: Month | None = None
) -> Case:
    household.refresh_from_db()
    if household.head is None:
        raise ValueError(f"家庭 {household.number} 没有户主，请先更正家庭成员。")
    return report_change(
        household=household,
        applicant=household.head,
        reason=reason,
        from_month=month,
        by=by,
        on=on,
    )


@transaction.atomic
def report_birth(
    *, household: Household, child: Person, relation: Relation, by: Actor, on: date
) -> Case:
    """新生儿: a member from the report on and counted from the month after confirmation, or back to the birth.

    Which of the two is the parameter 新生儿起发 (确认次月, 出生次月).
    """
    back = policy.load().value("新生儿起发", area=household.area_code, on=on).text == "出生次月"
    joined = child.birth_on if back else on
    people.add_member(household=household, person=child, relation=relation, by=by, on=joined)
    assessment.record_condition(
        line=assessment.ConditionLine(child.pk, WorkAbility.NONE, Occupation.PRESCHOOL),
        from_on=joined,
        by=by,
        on=on,
    )
    month = Month.of(child.birth_on).next if back else None
    return _opened(household, ChangeReason.BIRTH, by, on, month)


@transaction.atomic
def report_departure(
    *, household: Household, person: Person, left_on: date, reason: LeaveReason, by: Actor, on: date
) -> Case:
    """迁出: counted until the month of the event; from the next month the family is reckoned without them.

    Working away from home is no departure: 共同生活 goes on.
    """
    people.remove_member(household=household, person=person, reason=reason, by=by, on=left_on)
    return _opened(household, ChangeReason.MEMBER_REMOVED, by, on, Month.of(left_on).next)


@transaction.atomic
def imprison(
    *, household: Household, person: Person, ground: StandingGround, on_day: date, by: Actor, on: date
) -> Case:  # fmt: skip
    """服刑、强制隔离戒毒: not counted and not insured from then on; the month is the parameter 服刑停计.

    Raises NotInCustody for anything that is not one of the two (第八条); 拘留、取保、缓刑、社区矫正 stay counted.
    """
    if ground not in IN_CUSTODY:
        raise NotInCustody(
            "只有服刑和强制隔离戒毒的成员不计入家庭人口；拘留、取保候审、缓刑、社区矫正的仍计入。"
        )
    when = policy.load().value("服刑停计", area=household.area_code, on=on_day).text
    month = Month.of(on_day) if when == "当月" else Month.of(on_day).next
    assessment.record_circumstance(
        person=person,
        kind=Circumstance.NOT_COUNTED,
        ground=ground,
        statement=f"{on_day:%Y-%m-%d} 起{ground.label}",
        from_on=month.first_day,
        by=by,
        on=on,
    )
    return _opened(household, ChangeReason.IMPRISONED, by, on, month)


@transaction.atomic
def release(
    *, household: Household, person: Person, released_on: date, by: Actor, on: date
) -> Case:
    """刑满释放、戒毒期满: counted again on the family's report, paid from the month after confirmation."""
    assessment.end_circumstance(
        person=person, kind=Circumstance.NOT_COUNTED, by=by, on=on, to_on=max(released_on, on)
    )
    return _opened(household, ChangeReason.RELEASED, by, on)


@transaction.atomic
def exclude_member(
    *,
    household: Household,
    person: Person,
    ground: StandingGround,
    statement: str,
    from_month: Month,
    by: Actor,
    on: date,
) -> Case:
    """不计入家庭人口 for another reason: taken into 特困供养, declared missing, a postgraduate who lives apart."""
    assessment.record_circumstance(
        person=person,
        kind=Circumstance.NOT_COUNTED,
        ground=ground,
        statement=statement,
        from_on=from_month.first_day,
        by=by,
        on=on,
    )
    return _opened(household, ChangeReason.BENEFIT, by, on, from_month)


@transaction.atomic
def report_study(
    *,
    household: Household,
    person: Person,
    level: StudyLevel,
    school: str,
    from_on: date,
    expected_to: date,
    counted: bool,
    by: Actor,
    on: date,
) -> Case:
    """就学. Up to the bachelor a student is counted; only a postgraduate may be left out (`counted=False`)."""
    if not counted and level is not StudyLevel.POSTGRADUATE:
        raise ValueError(
            f"{person.name}就读{level.label}，本科及以下的在校子女应计入家庭人口（民发〔2021〕57号 第七条）。"
        )
    assessment.record_study(
        person=person,
        level=level,
        school=school,
        from_on=from_on,
        expected_to=expected_to,
        by=by,
        on=on,
    )
    if not counted:
        assessment.record_circumstance(
            person=person,
            kind=Circumstance.NOT_COUNTED,
            ground=StandingGround.POSTGRADUATE,
            statement=f"研究生在读：{school}",
            from_on=Month.of(from_on).next.first_day,
            by=by,
            on=on,
        )
    return _opened(household, ChangeReason.STUDY, by, on)


@transaction.atomic
def report_graduation(
    *, household: Household, study: Study, graduated_on: date, by: Actor, on: date
) -> Case:
    """毕业: still counted; income is assessed only after the months for looking for work."""
    assessment.graduate(
        study=study, graduated_on=graduated_on, area_code=household.area_code, by=by, on=on
    )
    assessment.end_circumstance(
        person=study.person, kind=Circumstance.NOT_COUNTED, by=by, on=on, to_on=on
    )
    return _opened(household, ChangeReason.STUDY, by, on)


@transaction.atomic
def convert_category(
    *, household: Household, category: Category, ground: str, from_month: Month, by: Actor, on: date
) -> Case:
    """农转城、撤村改居: the line changes from a month on; what was paid before stays in the old line."""
    classify(household=household, category=category, ground=ground, by=by, on=from_month.first_day)
    return _opened(household, ChangeReason.CATEGORY, by, on, from_month)
