"""What happens to a family on the roll: changes, suspension, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.enums import DecisionKind
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.queries import allowance_for, current
from minzheng.kernel.people import operations as people
from minzheng.kernel.people.enums import LeaveReason
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment import operations as assessment
from minzheng.livelihood.household_assessment.enums import DeclarationSource
from minzheng.livelihood.minimum_living.enums import ChangeReason, ExitReason
from minzheng.livelihood.minimum_living.operations.decisions import PROGRAM, decide
from minzheng.livelihood.minimum_living.queries import amount_of, reckon_household
from minzheng.livelihood.minimum_living.workflow import CHANGE, CHANGE_MATTER

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Decision
    from minzheng.kernel.enrollments.models import Enrollment
    from minzheng.kernel.people.models import Household, Person
    from minzheng.livelihood.household_assessment.operations import Means
    from minzheng.livelihood.minimum_living.enums import SuspensionReason


class NotOnRoll(Exception):
    """The household does not receive the allowance."""


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
    decision = decide(case, kind, month, reckoning, by=by, on=on, reason=reason)
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
