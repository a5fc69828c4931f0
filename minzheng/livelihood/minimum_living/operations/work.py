"""介绍就业和拒绝就业; 单人保."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel import policy
from minzheng.kernel.audit.operations import record
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment import operations as assessment
from minzheng.livelihood.household_assessment.enums import Circumstance
from minzheng.livelihood.minimum_living.enums import ChangeReason, JobAnswer, SingleGround
from minzheng.livelihood.minimum_living.models import JobOffer
from minzheng.livelihood.minimum_living.operations.changes import report_change
from minzheng.livelihood.minimum_living.operations.standing import insure_only
from minzheng.livelihood.minimum_living.queries import reckon_household, refusals_in_a_row

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case
    from minzheng.kernel.people.models import Household, Person

SINGLE_KINDS = {
    SingleGround.DISABILITY: Circumstance.SINGLE_DISABILITY,
    SingleGround.ILLNESS: Circumstance.SINGLE_ILLNESS,
    SingleGround.RELIGIOUS: Circumstance.SINGLE_RELIGIOUS,
    SingleGround.LOCAL: Circumstance.SINGLE_LOCAL,
    SingleGround.JOBLESS_DISABLED: Circumstance.SINGLE_JOBLESS_DISABLED,
}


class TooFewRefusals(Exception):
    """A share may only be reduced after the number of refusals that the law names, one after another."""


class WholeHouseholdQualifies(Exception):
    """The family qualifies as a whole: insuring only one member is forbidden (民发〔2022〕83号)."""


class NotSingly(Exception):
    """The person does not meet the conditions of 单人保."""


@transaction.atomic
def record_job_offer(
    *,
    person: Person,
    offered_on: date,
    offered_by: str,
    job: str,
    answer: JobAnswer,
    statement: str,
    by: Actor,
    on: date,
) -> JobOffer:
    """介绍就业 and the answer; a refusal without good reason needs its facts written down."""
    if not statement.strip():
        raise assessment.ReasonMissing(
            "请写明介绍的岗位是否与其健康、劳动能力相适应，以及答复的理由。"
        )
    offer = JobOffer.objects.create(
        person=person,
        offered_on=offered_on,
        offered_by=offered_by,
        job=job,
        answer=answer,
        statement=statement,
        recorded_at=by.at,
    )
    record(
        tag="minimum_living:job_offer:recorded",
        target=offer,
        by=by,
        on=on,
        area_code=by.area_code,
        facts={"person": person.pk, "answer": answer},
    )
    return offer


@transaction.atomic
def reduce_for_refusing_work(*, household: Household, person: Person, by: Actor, on: date) -> Case:
    """拒绝就业减发: only the person's own share, the others keep theirs (第三十四条).

    Raises TooFewRefusals before 拒绝就业次数 unjustified refusals in a row.
    """
    needed = int(policy.load().value("拒绝就业次数", area=household.area_code, on=on).value)
    refused = refusals_in_a_row(person, on)
    if refused < needed:
        raise TooFewRefusals(
            f"{person.name}连续无正当理由拒绝就业 {refused} 次，满 {needed} 次方可减发其本人份额。"
        )
    month = Month.of(on).next
    assessment.record_circumstance(
        person=person,
        kind=Circumstance.WORK_REFUSED,
        statement=f"连续 {refused} 次无正当理由拒绝介绍的工作",
        from_on=month.first_day,
        by=by,
        on=on,
    )
    return _case(household, ChangeReason.REFUSED_WORK, by, on)


@transaction.atomic
def restore_after_work(*, household: Household, person: Person, by: Actor, on: date) -> Case:
    """The person works or accepted a job: the own share is due again from the next month."""
    month = Month.of(on).next
    assessment.end_circumstance(
        person=person, kind=Circumstance.WORK_REFUSED, by=by, on=on, to_on=month.first_day
    )
    return _case(household, ChangeReason.REFUSED_WORK, by, on)


@transaction.atomic
def insure_singly(
    *,
    household: Household,
    person: Person,
    ground: SingleGround,
    statement: str,
    from_month: Month,
    by: Actor,
    on: date,
) -> None:
    """单人保 of one member from a month on, with its ground; part of an application or of a change.

    Raises WholeHouseholdQualifies when the whole family is to be insured, NotSingly when the ground or
    the conditions are not met; nothing is written then.
    """
    assessment.record_circumstance(
        person=person,
        kind=SINGLE_KINDS[ground],
        statement=statement,
        from_on=from_month.first_day,
        by=by,
        on=on,
    )
    insure_only(
        household=household, person=person, ground=statement, by=by, on=from_month.first_day
    )
    reckoning = reckon_household(household, from_month)
    told = reckoning.explanation
    if told.value("按户符合"):
        raise WholeHouseholdQualifies(
            f"家庭 {household.number} 人均收入低于标准，应整户保障，不得仅将{person.name}单独纳入。"
        )
    if not told.value("单人符合"):
        raise NotSingly(f"{person.name}不符合单人保条件，请核对事由、本人收入、家庭收入和财产。")


def _case(household: Household, reason: ChangeReason, by: Actor, on: date) -> Case:
    household.refresh_from_db()
    applicant = household.head
    if applicant is None:
        raise ValueError(f"家庭 {household.number} 没有户主，请先更正家庭成员。")
    return report_change(household=household, applicant=applicant, reason=reason, by=by, on=on)
