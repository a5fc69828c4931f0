"""Entering and leaving programs; granting, changing and stopping allowances."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.kernel.enrollments.enums import AllowanceKind, Category, Program
from minzheng.kernel.enrollments.models import Allowance, AllowanceShare, Enrollment
from minzheng.kernel.enrollments.queries import allowance_for, current
from minzheng.lib.months import Month

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Decision
    from minzheng.kernel.people.models import Household


class AlreadyEnrolled(Exception):
    """The household is already in this program in that period."""


class NotEnrolled(Exception):
    """The household is not in this program in that month."""


@dataclass(frozen=True, slots=True)
class Share:
    """One person's part, in fen."""

    person_id: int
    base_fen: int
    uplift_fen: int

    @property
    def amount_fen(self) -> int:
        return self.base_fen + self.uplift_fen


@dataclass(frozen=True, slots=True)
class Amount:
    """What a rule gave for a household and month: its parts by person, its line of statistics, its lines."""

    category: Category
    shares: tuple[Share, ...]
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def base_fen(self) -> int:
        return sum(share.base_fen for share in self.shares)

    @property
    def uplift_fen(self) -> int:
        return sum(share.uplift_fen for share in self.shares)


def allowance_row(
    enrollment: Enrollment,
    kind: AllowanceKind,
    from_month: Month,
    amount: Amount,
    *,
    reason: str,
    by: Actor,
    decision: Decision | None = None,
) -> Allowance:
    """A ledger row not yet written."""
    return Allowance(
        enrollment=enrollment,
        from_month=from_month.first_day,
        kind=kind,
        category=amount.category,
        area_code=enrollment.household.area_code,
        persons=len(amount.shares),
        base_fen=amount.base_fen,
        uplift_fen=amount.uplift_fen,
        amount_fen=amount.base_fen + amount.uplift_fen,
        reason=reason,
        decision=decision,
        lines=amount.lines,
        recorded_at=by.at,
    )


def share_rows(allowance: Allowance, amount: Amount) -> list[AllowanceShare]:
    """The persons' parts of an allowance that is written already."""
    return [
        AllowanceShare(
            allowance=allowance,
            person_id=share.person_id,
            base_fen=share.base_fen,
            uplift_fen=share.uplift_fen,
            amount_fen=share.amount_fen,
        )
        for share in amount.shares
    ]


def _write(
    enrollment: Enrollment,
    kind: AllowanceKind,
    from_month: Month,
    amount: Amount,
    *,
    decision: Decision | None,
    reason: str,
    by: Actor,
    on: date,
) -> Allowance:
    allowance = allowance_row(
        enrollment, kind, from_month, amount, reason=reason, by=by, decision=decision
    )
    allowance.save(force_insert=True)
    AllowanceShare.objects.bulk_create(share_rows(allowance, amount))
    record(
        tag=f"enrollments:allowance:{kind.lower()}",
        target=allowance,
        by=by,
        on=on,
        area_code=allowance.area_code,
        facts={
            "household": enrollment.household_id,
            "program": enrollment.program,
            "from": str(from_month),
            "amount_fen": allowance.amount_fen,
            "persons": allowance.persons,
            "reason": reason,
        },
    )
    return allowance


@transaction.atomic
def enroll(
    *,
    household: Household,
    program: Program,
    from_month: Month,
    amount: Amount,
    by: Actor,
    on: date,
    case: Case | None = None,
    decision: Decision | None = None,
) -> Enrollment:
    """The household is in the program from `from_month`, with this allowance.

    Raises AlreadyEnrolled when it already is.
    """
    if current(household, program, from_month.first_day):
        raise AlreadyEnrolled(
            f"家庭 {household.number} 已在“{Program(program).label}”在册，不能重复纳入。"
        )
    enrollment = Enrollment.objects.create(
        household=household, program=program, case=case, started_on=from_month.first_day
    )
    _write(
        enrollment,
        AllowanceKind.GRANTED,
        from_month,
        amount,
        decision=decision,
        reason="",
        by=by,
        on=on,
    )
    return enrollment


@transaction.atomic
def change_allowance(
    *,
    enrollment: Enrollment,
    from_month: Month,
    amount: Amount,
    reason: str,
    by: Actor,
    on: date,
    decision: Decision | None = None,
    kind: AllowanceKind = AllowanceKind.CHANGED,
) -> Allowance:
    """From `from_month` the allowance is another one; an earlier month than the present makes arrears."""
    _refuse_after_end(enrollment, from_month)
    return _write(
        enrollment, kind, from_month, amount, decision=decision, reason=reason, by=by, on=on
    )


@transaction.atomic
def suspend(
    *,
    enrollment: Enrollment,
    from_month: Month,
    reason: str,
    by: Actor,
    on: date,
    decision: Decision | None = None,
) -> Allowance:
    """Nothing is due from `from_month` until it is resumed; the household stays on the roll."""
    _refuse_after_end(enrollment, from_month)
    return _write_zero(enrollment, AllowanceKind.SUSPENDED, from_month, reason, decision, by, on)


@transaction.atomic
def resume(
    *,
    enrollment: Enrollment,
    from_month: Month,
    reason: str,
    by: Actor,
    on: date,
    decision: Decision | None = None,
) -> Allowance:
    """The allowance that was in force before the suspension is due again from `from_month`."""
    _refuse_after_end(enrollment, from_month)
    latest = allowance_for(enrollment, from_month)
    if latest is None or latest.kind != AllowanceKind.SUSPENDED:
        raise NotEnrolled(f"家庭 {enrollment.household.number} 没有处于暂停状态，无需恢复。")
    before = (
        Allowance.objects.filter(enrollment=enrollment, amount_fen__gt=0)
        .order_by("-from_month", "-id")
        .first()
    )
    if before is None:
        raise NotEnrolled(f"家庭 {enrollment.household.number} 没有可以恢复的保障金。")
    return _write(
        enrollment,
        AllowanceKind.RESUMED,
        from_month,
        _amount_of(before),
        decision=decision,
        reason=reason,
        by=by,
        on=on,
    )


@transaction.atomic
def end(
    *,
    enrollment: Enrollment,
    from_month: Month,
    reason: str,
    by: Actor,
    on: date,
    decision: Decision | None = None,
) -> Allowance:
    """The household leaves the program: nothing is due from `from_month` on.

    Found late, it also takes back what was written for later months; the ledger keeps both.
    """
    _refuse_after_end(enrollment, from_month)
    for month in _later_months(enrollment, from_month):
        _write_zero(enrollment, AllowanceKind.ENDED, month, reason, decision, by, on)
    ended = _write_zero(enrollment, AllowanceKind.ENDED, from_month, reason, decision, by, on)
    enrollment.ended_on, enrollment.end_reason = from_month.first_day, reason
    enrollment.save(update_fields=["ended_on", "end_reason"])
    return ended


def _later_months(enrollment: Enrollment, from_month: Month) -> list[Month]:
    """Months after `from_month` from which something else than nothing begins."""
    rows = Allowance.objects.filter(enrollment=enrollment, from_month__gt=from_month.first_day)
    begin = rows.order_by("from_month").values_list("from_month", flat=True).distinct()
    later = ((Month.of(day), allowance_for(enrollment, Month.of(day))) for day in begin)
    return [month for month, held in later if held is not None and held.amount_fen]


def _refuse_after_end(enrollment: Enrollment, from_month: Month) -> None:
    if enrollment.ended_on is not None and from_month.first_day >= enrollment.ended_on:
        raise NotEnrolled(
            f"家庭 {enrollment.household.number} 自 {enrollment.ended_on:%Y-%m} 起已停发，"
            f"不能再办理 {from_month} 的变动。"
        )


def _write_zero(
    enrollment: Enrollment,
    kind: AllowanceKind,
    from_month: Month,
    reason: str,
    decision: Decision | None,
    by: Actor,
    on: date,
) -> Allowance:
    latest = allowance_for(enrollment, from_month)
    if latest is None:
        raise NotEnrolled(f"家庭 {enrollment.household.number} 在 {from_month} 尚未起发。")
    nothing = Amount(category=Category(latest.category), shares=())
    return _write(
        enrollment, kind, from_month, nothing, decision=decision, reason=reason, by=by, on=on
    )


def _amount_of(allowance: Allowance) -> Amount:
    shares = tuple(
        Share(s.person_id, s.base_fen, s.uplift_fen) for s in allowance.shares.order_by("id")
    )
    return Amount(category=Category(allowance.category), shares=shares, lines=allowance.lines)
