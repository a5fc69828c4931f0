"""What happens to a family on the roll: changes, suspension, the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from minzheng.kernel import policy
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.enums import DecisionKind
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.enums import AllowanceKind
from minzheng.kernel.enrollments.queries import allowance_for, current
from minzheng.kernel.people import operations as people
from minzheng.kernel.people.enums import LeaveReason
from minzheng.lib.months import Month, months
from minzheng.livelihood.household_assessment import operations as assessment
from minzheng.livelihood.household_assessment.enums import DeclarationSource
from minzheng.livelihood.minimum_living.enums import (
    ChangeReason,
    EventKind,
    ExitReason,
    SuspensionReason,
)
from minzheng.livelihood.minimum_living.models import HouseholdEvent
from minzheng.livelihood.minimum_living.operations import gradual
from minzheng.livelihood.minimum_living.operations.decisions import (
    PROGRAM,
    decide,
    exit_reason,
    refuse_unjudged,
)
from minzheng.livelihood.minimum_living.queries import amount_of, reckon_household
from minzheng.livelihood.minimum_living.workflow import CHANGE, CHANGE_MATTER

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Decision
    from minzheng.kernel.enrollments.models import Allowance, Enrollment
    from minzheng.kernel.people.models import Household, Person
    from minzheng.livelihood.household_assessment.operations import Means
    from minzheng.livelihood.minimum_living.rules import Reckoning


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
    from_month: Month | None = None,
    facts: dict[str, Any] | None = None,
) -> Case:
    """报告变化: open a change case; new means, if any, count from that day.

    `from_month` is the month the law makes the change count from (a death: the month after it); without
    it the month after the decision.
    """
    on_roll(household, on, from_month)
    case = casework.open_case(
        matter=CHANGE,
        household=household,
        applicant=applicant,
        by=by,
        on=on,
        facts={
            "reason": reason,
            **({"from_month": str(from_month)} if from_month else {}),
            **(facts or {}),
        },
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

    The person's own share stops from the month that 死亡停发 names, however late the death became known:
    what was paid for later months becomes recovery items of the next run and is never netted.
    """
    people.record_death(person=person, died_on=died_on, by=by, on=on)
    people.remove_member(
        household=household, person=person, reason=LeaveReason.DIED, by=by, on=died_on
    )
    household.refresh_from_db()
    return report_change(
        household=household,
        applicant=household.head or person,
        reason=ChangeReason.DIED,
        from_month=_month_after(died_on, "死亡停发", household.area_code),
        by=by,
        on=on,
    )


def _month_after(day: date, parameter: str, area_code: str) -> Month:
    """The month of the day or the one after it, as the parameter (当月, 次月) says."""
    when = policy.load().value(parameter, area=area_code, on=day).text
    return Month.of(day) if when == "当月" else Month.of(day).next


@transaction.atomic
def review(*, case: Case, by: Actor, on: date, note: str = "") -> Case:
    """核查 of a reported change."""
    return casework.take(case=case, action="review", by=by, on=on, note=note)


@transaction.atomic
def decide_change(*, case: Case, by: Actor, on: date, from_month: Month | None = None) -> Decision:
    """The rules decide what becomes of a reviewed change: more, less, the same, or the end.

    `from_month` defaults to the month the case was opened for, else to the month after the decision.
    Every month from it on is reckoned and written where it differs: earlier ones make arrears or recoveries.
    """
    household, opened = case.household, case.steps.get(action="open").facts
    month = from_month or month_of(case, on)
    enrollment = on_roll(household, on, month)
    month = max(month, _first_month(enrollment))
    if household.dissolved_on is not None:
        return stop(case=case, reason=_end_of(household), by=by, on=on, from_month=month)
    reckoning = reckon_household(household, month)
    # Below the standard again (the work was lost), the ordinary rule gives no less than the old amount.
    if gradual.in_period(enrollment, month) and not reckoning.explanation.value("按户符合"):
        return gradual.decide_inside(case=case, enrollment=enrollment, month=month, by=by, on=on)
    if not reckoning.eligible:
        refuse_unjudged(reckoning, household)
        reason = exit_reason(reckoning, enrollment, month)
        return stop(case=case, reason=reason, by=by, on=on, from_month=month)
    if reckoning.amount_fen == 0:
        refused = SuspensionReason.REFUSED_WORK
        return suspend(case=case, reason=refused, by=by, on=on, from_month=month)
    differing = months_that_differ(enrollment, month, _last_month(enrollment, month, on))
    casework.take(case=case, action="decide", by=by, on=on)
    kind = DecisionKind.CHANGE if differing else DecisionKind.KEEP
    reason = opened["reason"]
    decision = decide(case, kind, month, reckoning, by=by, on=on, reason=reason)
    for at, reckoned in differing:
        write_month(enrollment, at, reckoned, reason=reason, decision=decision, by=by, on=on)
    return decision


def _first_month(enrollment: Enrollment) -> Month:
    """The first month this system knows an allowance of; earlier ones were paid elsewhere or not at all."""
    first = enrollment.allowances.order_by("from_month").first()
    return Month.of(first.from_month if first else enrollment.started_on)


def _last_month(enrollment: Enrollment, first: Month, on: date) -> Month:
    """The month after the decision, or the last one before an enrollment that has ended."""
    last = max(first, Month.of(on).next)
    return min(last, Month.of(enrollment.ended_on).plus(-1)) if enrollment.ended_on else last


def write_month(
    enrollment: Enrollment,
    month: Month,
    reckoning: Reckoning,
    *,
    reason: str,
    decision: Decision,
    by: Actor,
    on: date,
) -> None:
    """From `month` the allowance is what was reckoned, or nothing any more."""
    if not reckoning.eligible:
        enrollments.end(
            enrollment=enrollment,
            from_month=month,
            reason=exit_reason(reckoning, enrollment, month),
            by=by,
            on=on,
            decision=decision,
        )
        return
    enrollments.change_allowance(
        enrollment=enrollment,
        from_month=month,
        amount=amount_of(reckoning),
        reason=reason,
        by=by,
        on=on,
        decision=decision,
    )


def months_that_differ(
    enrollment: Enrollment, first: Month, last: Month
) -> list[tuple[Month, Reckoning]]:
    """The months from `first` to `last` in which the rules now give something else than what will be in force.

    Suspended months stay as they are; after a month that ends the enrollment nothing follows.
    """
    found: list[tuple[Month, Reckoning]] = []
    for month in months(first, last):
        held = allowance_for(enrollment, month)
        if held is not None and held.kind == AllowanceKind.SUSPENDED:
            continue
        reckoning = reckon_household(enrollment.household, month)
        # A row written for an earlier month holds until the ledger has a later one of its own.
        written = found[-1][1] if found and not _begins(held, month, found[-1][0]) else None
        now = _parts(written) if written else _held_parts(held)
        if _parts(reckoning) == now:
            continue
        found.append((month, reckoning))
        if not reckoning.eligible:
            break
    return found


def _begins(held: Allowance | None, month: Month, written: Month) -> bool:
    """Whether the row in force for the month begins after the last month that will be written."""
    return held is not None and written.first_day < held.from_month <= month.first_day


Parts = tuple[str, frozenset[tuple[int, int, int]]]


def _parts(reckoning: Reckoning) -> Parts:
    amount = amount_of(reckoning)
    shares = ((s.person_id, s.base_fen, s.uplift_fen) for s in amount.shares)
    return str(amount.category), frozenset(shares)


def _held_parts(held: Allowance | None) -> Parts:
    if held is None:
        return "", frozenset()
    shares = ((s.person_id, s.base_fen, s.uplift_fen) for s in held.shares.all())
    return held.category, frozenset(shares)


def month_of(case: Case, on: date) -> Month:
    """The month a change counts from: what the case was opened with, else the one after the decision."""
    known = case.steps.get(action="open").facts.get("from_month")
    return Month.parse(known) if known else Month.of(on).next


def _end_of(household: Household) -> ExitReason:
    merged = HouseholdEvent.objects.filter(other=household, kind=EventKind.MERGE).exists()
    return ExitReason.MERGED if merged else ExitReason.DIED


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
    enrollment = on_roll(case.household, on, month)
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
    enrollment = on_roll(case.household, on)
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
    enrollment = on_roll(case.household, on)
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


def on_roll(household: Household, on: date, month: Month | None = None) -> Enrollment:
    """The enrollment of the day, of the month after it, or of the earlier month a change counts from.

    Raises NotOnRoll.
    """
    days = [on, Month.of(on).next.first_day, *([month.first_day] if month else [])]
    found = next((e for day in days if (e := current(household, PROGRAM, day))), None)
    if found is None:
        raise NotOnRoll(f"家庭 {household.number} 不在低保在册，不能办理变更，请办理申请。")
    return found
