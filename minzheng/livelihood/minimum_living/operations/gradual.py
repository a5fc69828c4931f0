"""就业渐退: a member took work, and what the family got before goes on for some months (民发〔2022〕83号)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel import policy
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.enums import DecisionKind
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.queries import allowance_for
from minzheng.kernel.people.queries import members_on
from minzheng.lib.fen import half_up
from minzheng.lib.months import Month, months
from minzheng.livelihood.minimum_living.enums import ChangeReason
from minzheng.livelihood.minimum_living.models import GradualExit
from minzheng.livelihood.minimum_living.operations.decisions import decide
from minzheng.livelihood.minimum_living.queries import (
    amount_of,
    reckon_before_work,
    reckon_household,
    stage_of,
)
from minzheng.livelihood.minimum_living.rules import split_by_weight
from minzheng.rulebook.units import RATE_ONE

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Decision
    from minzheng.kernel.enrollments.models import Enrollment
    from minzheng.kernel.enrollments.operations import Amount
    from minzheng.kernel.people.models import Person
    from minzheng.livelihood.minimum_living.rules import Reckoning

KEPT = "保持不变"


class NoGradualExit(Exception):
    """The family does not meet the conditions of a 渐退期; the message says which."""


def in_period(enrollment: Enrollment, month: Month) -> GradualExit | None:
    """The latest writing of the period the month lies in."""
    day = month.first_day
    rows = GradualExit.objects.filter(enrollment=enrollment, first_month__lte=day)
    return rows.filter(end_month__gt=day, from_month__lte=day).order_by("from_month", "id").last()


@transaction.atomic
def enter_gradual_exit(
    *, case: Case, enrollment: Enrollment, worker: Person, work_from: date, by: Actor, on: date
) -> Decision:
    """渐退: the amount of the last decision before the work began, for 就业渐退月数 months.

    The period begins with the month after the decision. Raises NoGradualExit when the income of the
    family is still below the standard (then the allowance is simply reckoned anew) or property stands
    against it. Stepped shapes are written ahead, so that they need nobody's attention.
    """
    household, month = enrollment.household, Month.of(on).next
    reckoning = reckon_household(household, month)
    if reckoning.eligible:
        raise NoGradualExit(
            f"家庭 {household.number} 就业后人均月收入仍低于标准，应按收入变化重新核定，不适用渐退。"
        )
    if not reckoning.explanation.value("财产符合规定"):
        raise NoGradualExit(f"家庭 {household.number} 的财产不符合规定，不适用渐退。")
    before = allowance_for(enrollment, Month.of(work_from)) or allowance_for(enrollment, month)
    if before is None or before.amount_fen == 0:
        raise NoGradualExit(f"家庭 {household.number} 就业前没有在发的低保金，不适用渐退。")
    length = int(policy.load().value("就业渐退月数", area=household.area_code, on=on).value)
    exit_ = GradualExit.objects.create(
        enrollment=enrollment,
        worker=worker,
        work_from=work_from,
        means_from=case.opened_on,
        first_month=month.first_day,
        end_month=month.plus(length).first_day,
        from_month=month.first_day,
        base_fen=before.base_fen,
        uplift_fen=before.uplift_fen,
        statement=f"{work_from:%Y-%m-%d} 就业，渐退 {length} 个月",
        recorded_at=by.at,
    )
    casework.take(case=case, action="decide", by=by, on=on)
    reckoning = reckon_household(household, month)
    decision = decide(
        case, DecisionKind.CHANGE, month, reckoning, by=by, on=on, reason=ChangeReason.TOOK_WORK
    )
    _write_steps(exit_, reckoning, decision, by, on)
    return decision


def _write_steps(
    exit_: GradualExit, reckoning: Reckoning, decision: Decision, by: Actor, on: date
) -> None:
    """A row for the first month and for each later one whose share of the old amount is another."""
    area, book = exit_.enrollment.household.area_code, policy.load()
    period = months(Month.of(exit_.first_month), Month.of(exit_.end_month).plus(-1))
    paid: int | None = None
    for at, month in enumerate(period):
        band = stage_of(at, len(period)).label
        share = int(book.value("渐退比例", area=area, on=on, band=band).value)
        if month.first_day < exit_.from_month or share == paid:
            continue
        paid = share
        enrollments.change_allowance(
            enrollment=exit_.enrollment,
            from_month=month,
            amount=_scaled(amount_of(reckoning), exit_, share),
            reason=ChangeReason.TOOK_WORK,
            by=by,
            on=on,
            decision=decision,
        )


def _scaled(amount: Amount, exit_: GradualExit, share: int) -> Amount:
    """The old amount times the stage's share, over the persons of `amount`."""
    base = half_up(exit_.base_fen * share, RATE_ONE)
    uplift = half_up(exit_.uplift_fen * share, RATE_ONE)
    bases = split_by_weight(base, [s.base_fen for s in amount.shares])
    uplifts = split_by_weight(uplift, [s.uplift_fen for s in amount.shares])
    shares = (
        enrollments.Share(s.person_id, b, u)
        for s, b, u in zip(amount.shares, bases, uplifts, strict=True)
    )
    return enrollments.Amount(amount.category, tuple(shares), amount.lines)


@transaction.atomic
def decide_inside(
    *, case: Case, enrollment: Enrollment, month: Month, by: Actor, on: date
) -> Decision:
    """A second change inside the period: who died or left takes the own share along, in every case.

    A birth or a new standard changes nothing, or the old amount is reckoned anew with the income from
    before the work, as 渐退期内变化 says. The period itself does not get longer.
    """
    household, running = enrollment.household, in_period(enrollment, month)
    if running is None:
        raise NoGradualExit(f"家庭 {household.number} 在 {month} 不在渐退期。")
    frozen = _frozen_after(running, month, on)
    casework.take(case=case, action="decide", by=by, on=on)
    reason = case.steps.get(action="open").facts["reason"]
    if frozen == (running.base_fen, running.uplift_fen):
        reckoning = reckon_household(household, month)
        return decide(case, DecisionKind.KEEP, month, reckoning, by=by, on=on, reason=reason)
    changed = GradualExit.objects.create(
        enrollment=enrollment,
        worker=running.worker,
        work_from=running.work_from,
        means_from=running.means_from,
        first_month=running.first_month,
        end_month=running.end_month,
        from_month=month.first_day,
        base_fen=frozen[0],
        uplift_fen=frozen[1],
        statement=f"渐退期内变化：{ChangeReason(reason).label}",
        recorded_at=by.at,
    )
    reckoning = reckon_household(household, month)
    decision = decide(case, DecisionKind.CHANGE, month, reckoning, by=by, on=on, reason=reason)
    _write_steps(changed, reckoning, decision, by, on)
    return decision


def _frozen_after(running: GradualExit, month: Month, on: date) -> tuple[int, int]:
    """The old base and uplift after the change."""
    enrollment, household = running.enrollment, running.enrollment.household
    mode = policy.load().value("渐退期内变化", area=household.area_code, on=on).text
    if mode != KEPT:
        reckoned = reckon_before_work(household, running, month)
        return reckoned.base_fen, reckoned.uplift_fen
    before = allowance_for(enrollment, Month.of(running.from_month))
    here = {m.person_id for m in members_on(household, month.first_day)}
    shares = list(before.shares.all()) if before else []
    stay = [s for s in shares if s.person_id in here]
    if len(stay) == len(shares):
        return running.base_fen, running.uplift_fen
    return (
        _part(running.base_fen, [s.base_fen for s in stay], [s.base_fen for s in shares]),
        _part(running.uplift_fen, [s.uplift_fen for s in stay], [s.uplift_fen for s in shares]),
    )


def _part(whole_fen: int, stay: list[int], all_: list[int]) -> int:
    return half_up(whole_fen * sum(stay), sum(all_)) if sum(all_) else 0
