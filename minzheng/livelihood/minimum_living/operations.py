"""Applying for, granting, changing and stopping the minimum living allowance.

Each verb moves a case and does what follows from the step. Amounts are never typed in: they are
reckoned by the rules from the declared means, and the decision keeps the whole reckoning.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel import policy
from minzheng.kernel.audit.operations import record
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.enums import DecisionKind, NoticeOutcome
from minzheng.kernel.casework.models import PublicNotice
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.enums import Category, Program
from minzheng.kernel.enrollments.queries import allowance_for, current
from minzheng.kernel.people import operations as people
from minzheng.kernel.people.enums import LeaveReason
from minzheng.lib.fen import yuan_text
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment import operations as assessment
from minzheng.livelihood.household_assessment.enums import DeclarationSource
from minzheng.livelihood.minimum_living.enums import ChangeReason, ExitReason
from minzheng.livelihood.minimum_living.models import Classification
from minzheng.livelihood.minimum_living.queries import amount_of, reckon_household
from minzheng.livelihood.minimum_living.workflow import (
    APPLICATION,
    APPLICATION_MATTER,
    CHANGE,
    CHANGE_MATTER,
)

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Decision
    from minzheng.kernel.enrollments.models import Enrollment
    from minzheng.kernel.people.models import Household, Person
    from minzheng.livelihood.household_assessment.operations import Means
    from minzheng.livelihood.minimum_living.enums import RefusalReason, SuspensionReason
    from minzheng.livelihood.minimum_living.rules import Reckoning

PROGRAM = Program.MINIMUM_LIVING


class NotEligible(Exception):
    """The rules give nothing for this household; the message says by how much it misses."""


class NotOnRoll(Exception):
    """The household does not receive the allowance."""


# ------------------------------------------------------------------------------------ application
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
    """启动调查核对."""
    return casework.take(case=case, action="investigate", by=by, on=on, version=version)


@transaction.atomic
def propose(
    *, case: Case, by: Actor, on: date, note: str = "", version: int | None = None
) -> Reckoning:
    """初审意见: reckon with the facts found and write the opinion down with the step."""
    reckoning = reckon_household(case.household, Month.of(on).next)
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
    opinion = case.steps.filter(action="propose").latest("version").facts
    if not opinion["eligible"]:
        raise NotEligible(
            f"办件 {case.number} 的初审意见为不符合条件，应报区局不予确认，不作公示。"
        )
    casework.take(case=case, action="post_notice", by=by, on=on, version=version)
    days = casework.limit_of(APPLICATION_MATTER.by_clock["NOTICE"], area_code=case.area_code, on=on)
    return casework.post_notice(
        case=case,
        persons=opinion["persons"],
        amount_fen=opinion["amount_fen"],
        days=days,
        by=by,
        on=on,
    )


@transaction.atomic
def object_to_notice(*, case: Case, by: Actor, on: date, note: str) -> Case:
    """登记异议: the notice comes down and the family is looked at again."""
    casework.take(case=case, action="object", by=by, on=on, note=note)
    casework.close_notice(notice=_notice(case), outcome=NoticeOutcome.OBJECTED, by=by, on=on)
    return case


@transaction.atomic
def forward(*, case: Case, by: Actor, on: date, version: int | None = None) -> Case:
    """报区局确认, once the notice hung its whole time without an objection."""
    casework.close_notice(notice=_notice(case), outcome=NoticeOutcome.NO_OBJECTION, by=by, on=on)
    return casework.take(case=case, action="forward", by=by, on=on, version=version)


@transaction.atomic
def forward_refusal(*, case: Case, by: Actor, on: date, note: str) -> Case:
    """报区局不予确认: the opinion is that the conditions are not met."""
    return casework.take(case=case, action="forward_refusal", by=by, on=on, note=note)


def _notice(case: Case) -> PublicNotice:
    return PublicNotice.objects.filter(case=case).latest("id")


@transaction.atomic
def grant(*, case: Case, by: Actor, on: date, version: int | None = None) -> Enrollment:
    """确认: paid from the month after the decision (民发〔2021〕57号 第二十一条).

    Raises NotEligible when the rules, applied to the facts as they are now, give nothing.
    """
    month = _first_month(case.area_code, on)
    reckoning = reckon_household(case.household, month)
    if not reckoning.eligible:
        raise NotEligible(_why_not(case.household, reckoning))
    casework.take(case=case, action="grant", by=by, on=on, version=version)
    decision = _decide(case, DecisionKind.GRANT, month, reckoning, by=by, on=on)
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
    return _decide(
        case,
        DecisionKind.REFUSE,
        None,
        reckoning,
        by=by,
        on=on,
        reason=reason,
        statement=statement or _why_not(case.household, reckoning),
    )


def _first_month(area_code: str, on: date) -> Month:
    start = policy.load().value("低保起发", area=area_code, on=on).text
    return Month.of(on) if start == "当月" else Month.of(on).next


def _why_not(household: Household, reckoning: Reckoning) -> str:
    return (
        f"家庭 {household.number} 人均月收入 {yuan_text(reckoning.per_capita_fen)} 元，"
        "按现行标准不符合最低生活保障条件，请核对收入、人口与财产。"
    )


# ----------------------------------------------------------------------------------------- change
@transaction.atomic
def report_change(
    *,
    household: Household,
    applicant: Person,
    reason: ChangeReason,
    by: Actor,
    on: date,
    means: Means | None = None,
) -> Case:
    """报告变化: open a change case; new means, if any, count from that day."""
    _enrollment(household, on)
    case = casework.open_case(
        matter=CHANGE,
        household=household,
        applicant=applicant,
        by=by,
        on=on,
        facts={"reason": reason},
    )
    if means is not None:
        assessment.declare_means(
            household=household,
            means=means,
            source=DeclarationSource.CHANGE,
            from_on=on,
            by=by,
            on=on,
            case=case,
        )
    return case


@transaction.atomic
def report_death(
    *, household: Household, person: Person, died_on: date, by: Actor, on: date
) -> Case:
    """A member died: recorded once, out of the household from that day, and a change case opened.

    The person's own share stops with the next decision (死亡停发); the household is reckoned anew.
    """
    people.record_death(person=person, died_on=died_on, by=by, on=on)
    people.remove_member(
        household=household, person=person, reason=LeaveReason.DIED, by=by, on=died_on
    )
    household.refresh_from_db()
    return report_change(
        household=household,
        applicant=household.head or person,
        reason=ChangeReason.MEMBER_REMOVED,
        by=by,
        on=on,
    )


@transaction.atomic
def review(*, case: Case, by: Actor, on: date, note: str = "") -> Case:
    """核查 of a reported change."""
    return casework.take(case=case, action="review", by=by, on=on, note=note)


@transaction.atomic
def decide_change(*, case: Case, by: Actor, on: date, from_month: Month | None = None) -> Decision:
    """The rules decide what becomes of a reviewed change: more, less, the same, or the end.

    `from_month` defaults to the month after the decision; an earlier one makes arrears.
    """
    household = case.household
    month = from_month or Month.of(on).next
    enrollment = _enrollment(household, on)
    if household.dissolved_on is not None:
        return stop(case=case, reason=ExitReason.DIED, by=by, on=on, from_month=month)
    reckoning = reckon_household(household, month)
    if not reckoning.eligible:
        return stop(
            case=case, reason=ExitReason.INCOME_ABOVE_STANDARD, by=by, on=on, from_month=month
        )
    amount, now = amount_of(reckoning), allowance_for(enrollment, month)
    same = now is not None and {
        (s.person_id, s.base_fen, s.uplift_fen) for s in now.shares.all()
    } == {(s.person_id, s.base_fen, s.uplift_fen) for s in amount.shares}
    casework.take(case=case, action="decide", by=by, on=on)
    kind = DecisionKind.KEEP if same else DecisionKind.CHANGE
    reason = case.steps.get(action="open").facts["reason"]
    decision = _decide(case, kind, month, reckoning, by=by, on=on, reason=reason)
    if not same:
        enrollments.change_allowance(
            enrollment=enrollment,
            from_month=month,
            amount=amount,
            reason=reason,
            by=by,
            on=on,
            decision=decision,
        )
    return decision


@transaction.atomic
def stop(
    *,
    case: Case,
    reason: ExitReason,
    by: Actor,
    on: date,
    statement: str = "",
    from_month: Month | None = None,
) -> Decision:
    """停发 from the month after the decision, with the reason the written notice must state."""
    month = from_month or Month.of(on).next
    enrollment = _enrollment(case.household, on)
    casework.take(case=case, action="decide", by=by, on=on)
    decision = casework.decide(
        case=case,
        kind=DecisionKind.STOP,
        basis=CHANGE_MATTER.basis,
        by=by,
        on=on,
        from_month=month,
        reason=reason,
        statement=statement or f"{reason.label}，自 {month} 起停发。",
    )
    enrollments.end(
        enrollment=enrollment, from_month=month, reason=reason, by=by, on=on, decision=decision
    )
    return decision


@transaction.atomic
def suspend(
    *, case: Case, reason: SuspensionReason, by: Actor, on: date, from_month: Month | None = None
) -> Decision:
    """暂停: nothing is due until it is resumed; the household stays on the roll."""
    month = from_month or Month.of(on).next
    enrollment = _enrollment(case.household, on)
    decision = _decide_on(case, DecisionKind.SUSPEND, month, reason, by=by, on=on)
    enrollments.suspend(
        enrollment=enrollment, from_month=month, reason=reason, by=by, on=on, decision=decision
    )
    return decision


@transaction.atomic
def resume(
    *, case: Case, by: Actor, on: date, from_month: Month | None = None, reason: str = ""
) -> Decision:
    """恢复: the allowance from before the suspension is due again."""
    month = from_month or Month.of(on).next
    enrollment = _enrollment(case.household, on)
    decision = _decide_on(case, DecisionKind.RESUME, month, reason, by=by, on=on)
    enrollments.resume(
        enrollment=enrollment, from_month=month, reason=reason, by=by, on=on, decision=decision
    )
    return decision


def _decide_on(
    case: Case, kind: DecisionKind, month: Month, reason: str, *, by: Actor, on: date
) -> Decision:
    casework.take(case=case, action="decide", by=by, on=on)
    return casework.decide(
        case=case,
        kind=kind,
        basis=CHANGE_MATTER.basis,
        by=by,
        on=on,
        from_month=month,
        reason=reason,
    )


def _enrollment(household: Household, on: date) -> Enrollment:
    found = current(household, PROGRAM, on) or current(
        household, PROGRAM, Month.of(on).next.first_day
    )
    if found is None:
        raise NotOnRoll(f"家庭 {household.number} 不在低保在册，不能办理变更，请办理申请。")
    return found


def _decide(
    case: Case,
    kind: DecisionKind,
    month: Month | None,
    reckoning: Reckoning,
    *,
    by: Actor,
    on: date,
    reason: str = "",
    statement: str = "",
) -> Decision:
    return casework.decide(
        case=case,
        kind=kind,
        basis=case.flow.basis,
        by=by,
        on=on,
        from_month=month,
        amount_fen=reckoning.amount_fen if month else 0,
        reason=reason,
        statement=statement,
        reckoning=reckoning.explanation.as_json() | {"eligible": reckoning.eligible},
    )


# -------------------------------------------------------------------------------- dated attributes
@transaction.atomic
def classify(
    *, household: Household, category: Category, ground: str, by: Actor, on: date
) -> Classification:
    """城乡类别 from a day on, with its ground; the same category again changes nothing."""
    present = Classification.objects.filter(household=household, to_on=None).first()
    if present is not None and present.category == category:
        return present
    if present is not None and present.from_on == on:
        present.delete()
    elif present is not None:
        present.to_on = on
        present.save(update_fields=["to_on"])
    row = Classification.objects.create(
        household=household, category=category, from_on=on, ground=ground
    )
    record(
        tag="minimum_living:household:classified",
        target=household,
        by=by,
        on=on,
        area_code=household.area_code,
        facts={"category": category, "ground": ground},
    )
    return row
