"""From an application to a decision.

Each verb moves a case and does what follows from the step. Amounts are never typed in: they are
reckoned by the rules from the declared means, and the decision keeps the whole reckoning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel import policy
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.enums import DecisionKind, NoticeOutcome, ObjectionHandling
from minzheng.kernel.casework.models import PublicNotice
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.queries import current
from minzheng.lib.fen import yuan_text
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment import operations as assessment
from minzheng.livelihood.household_assessment.enums import DeclarationSource
from minzheng.livelihood.investigations.queries import (
    looked_at_since,
    missing_district_visit,
)
from minzheng.livelihood.minimum_living.operations.decisions import (
    PROGRAM,
    decide,
    refuse_unjudged,
)
from minzheng.livelihood.minimum_living.operations.standing import classify
from minzheng.livelihood.minimum_living.queries import amount_of, reckon_household
from minzheng.livelihood.minimum_living.workflow import APPLICATION, APPLICATION_MATTER

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Decision
    from minzheng.kernel.enrollments.enums import Category
    from minzheng.kernel.enrollments.models import Enrollment
    from minzheng.kernel.people.models import Household, Person
    from minzheng.livelihood.household_assessment.operations import Means
    from minzheng.livelihood.minimum_living.enums import RefusalReason
    from minzheng.livelihood.minimum_living.rules import Reckoning


class NotEligible(Exception):
    """The rules give nothing for this household; the message says by how much it misses."""


class VisitMissing(Exception):
    """Nobody visited the family yet, or the district has to and did not."""


@transaction.atomic
def apply(
    *,
    household: Household,
    applicant: Person,
    means: Means,
    category: Category,
    ground: str,
    by: Actor,
    on: date,
) -> Case:
    """申请: the family applies and declares its means; its urban or rural line begins that day."""
    if current(household, PROGRAM, Month.of(on).next.first_day):
        raise enrollments.AlreadyEnrolled(f"家庭 {household.number} 已在低保在册，请办理变更。")
    case = casework.open_case(
        matter=APPLICATION, household=household, applicant=applicant, by=by, on=on
    )
    assessment.declare_means(
        household=household,
        means=means,
        source=DeclarationSource.APPLICATION,
        from_on=on,
        by=by,
        on=on,
        case=case,
    )
    classify(household=household, category=category, ground=ground, by=by, on=on)
    return case


@transaction.atomic
def accept(*, case: Case, by: Actor, on: date, version: int | None = None) -> Case:
    """受理: the statutory clocks begin."""
    return casework.take(case=case, action="accept", by=by, on=on, version=version)


@transaction.atomic
def investigate(*, case: Case, by: Actor, on: date, version: int | None = None) -> Case:
    """启动调查核对; the district then has three days to start matching."""
    return casework.take(case=case, action="investigate", by=by, on=on, version=version)


@transaction.atomic
def start_matching(*, case: Case, by: Actor, on: date, version: int | None = None) -> Case:
    """启动信息核对 by the district."""
    return casework.take(case=case, action="start_matching", by=by, on=on, version=version)


@transaction.atomic
def propose(
    *, case: Case, by: Actor, on: date, note: str = "", version: int | None = None
) -> Reckoning:
    """初审意见: reckon with the facts found and write the opinion down with the step.

    Raises VisitMissing before somebody visited the family; after an objection a visit or an
    appraisal since then is needed. Raises PropertyNotJudged while only property that nobody has
    judged yet stands against the family.
    """
    _refuse_without_visit(case)
    reckoning = reckon_household(case.household, Month.of(on).next)
    if not reckoning.eligible:
        refuse_unjudged(reckoning, case.household)
    casework.take(
        case=case,
        action="propose",
        by=by,
        on=on,
        version=version,
        note=note,
        facts={
            "eligible": reckoning.eligible,
            "persons": reckoning.persons,
            "amount_fen": reckoning.amount_fen,
            "per_capita_fen": reckoning.per_capita_fen,
        },
    )
    return reckoning


@transaction.atomic
def post_notice(*, case: Case, by: Actor, on: date, version: int | None = None) -> PublicNotice:
    """张榜公示 of an opinion to grant: applicant, persons, amount, for the statutory days."""
    casework.refuse_unsettled(case)
    opinion = case.steps.filter(action="propose").latest("version").facts
    if not opinion["eligible"]:
        raise NotEligible(f"办件 {case.number} 的初审意见为不符合条件，应报请不予确认，不作公示。")
    casework.take(case=case, action="post_notice", by=by, on=on, version=version)
    days = casework.limit_of(APPLICATION_MATTER.by_clock["NOTICE"], area_code=case.area_code, on=on)
    return casework.post_notice(
        case=case,
        persons=opinion["persons"],
        amount_fen=opinion["amount_fen"],
        days=days,
        by=by,
        on=on,
        holds="TOTAL",
    )


@transaction.atomic
def forward(*, case: Case, by: Actor, on: date, version: int | None = None) -> Case:
    """报请确认, once the notice hung its whole time and no objection waits for an answer."""
    casework.refuse_unsettled(case)
    casework.close_notice(notice=notice_of(case), outcome=NoticeOutcome.NO_OBJECTION, by=by, on=on)
    return casework.take(case=case, action="forward", by=by, on=on, version=version)


@transaction.atomic
def forward_refusal(*, case: Case, by: Actor, on: date, note: str) -> Case:
    """报请不予确认: the opinion is that the conditions are not met."""
    casework.refuse_unsettled(case)
    return casework.take(case=case, action="forward_refusal", by=by, on=on, note=note)


def notice_of(case: Case) -> PublicNotice:
    """The latest notice of the case."""
    return PublicNotice.objects.filter(case=case).latest("id")


def _refuse_without_visit(case: Case) -> None:
    last = case.objections.exclude(handling=ObjectionHandling.SET_ASIDE).last()
    objected_on = last.received_on if last else None
    if looked_at_since(case, objected_on):
        return
    if objected_on is None:
        raise VisitMissing(
            f"办件 {case.number} 尚无入户调查记录，请由两名以上调查人员入户调查并登记后再提出初审意见。"
        )
    raise VisitMissing(
        f"办件 {case.number} 于 {objected_on} 收到异议，请重新调查或组织民主评议后再提出初审意见。"
    )


def _refuse_without_district_visit(case: Case) -> None:
    reason = missing_district_visit(case, stage="TO_CONFIRM")
    if reason:
        raise VisitMissing(f"{reason}，请区民政局入户调查并登记后再作出确认决定。")


@transaction.atomic
def grant(*, case: Case, by: Actor, on: date, version: int | None = None) -> Enrollment:
    """确认: paid from the month after the decision (民发〔2021〕57号 第二十一条).

    Raises NotEligible when the rules, applied to the facts as they are now, give nothing;
    VisitMissing when the district had to visit and did not; NotSettled while a complaint waits.
    """
    _refuse_without_district_visit(case)
    casework.refuse_unsettled(case)
    month = _first_month(case.area_code, on)
    reckoning = reckon_household(case.household, month)
    if not reckoning.eligible:
        raise NotEligible(_why_not(case.household, reckoning))
    casework.take(case=case, action="grant", by=by, on=on, version=version)
    decision = decide(case, DecisionKind.GRANT, month, reckoning, by=by, on=on)
    return enrollments.enroll(
        household=case.household,
        program=PROGRAM,
        from_month=month,
        amount=amount_of(reckoning),
        by=by,
        on=on,
        case=case,
        decision=decision,
    )


@transaction.atomic
def refuse(
    *,
    case: Case,
    reason: RefusalReason,
    statement: str,
    by: Actor,
    on: date,
    version: int | None = None,
) -> Decision:
    """不予确认, with the reason that the written notice must state."""
    casework.take(case=case, action="refuse", by=by, on=on, version=version)
    reckoning = reckon_household(case.household, _first_month(case.area_code, on))
    return decide(
        case,
        DecisionKind.REFUSE,
        None,
        reckoning,
        by=by,
        on=on,
        reason=reason,
        statement=statement or _ground(reckoning),
    )


def _first_month(area_code: str, on: date) -> Month:
    start = policy.load().value("低保起发", area=area_code, on=on).text
    return Month.of(on) if start == "当月" else Month.of(on).next


def _ground(reckoning: Reckoning) -> str:
    """What the family reads in its letter when the officer adds nothing."""
    standard = reckoning.explanation.value("低保标准")
    if not reckoning.explanation.value("低于标准"):
        return (
            f"您家庭人均月收入 {yuan_text(reckoning.per_capita_fen)} 元，"
            f"不低于低保标准 {yuan_text(standard)} 元。"
        )
    return (
        f"您家庭人均月收入 {yuan_text(reckoning.per_capita_fen)} 元，低于低保标准 "
        f"{yuan_text(standard)} 元，但财产或者其他条件不符合规定。"
    )


def _why_not(household: Household, reckoning: Reckoning) -> str:
    return (
        f"家庭 {household.number} 人均月收入 {yuan_text(reckoning.per_capita_fen)} 元，"
        "按现行标准不符合最低生活保障条件，请核对收入、人口与财产。"
    )
