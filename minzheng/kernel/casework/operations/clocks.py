"""Statutory limits of a case: starting and stopping them with its steps, pausing and extending them with a reason.

The start day is not counted; working days follow the State Council's calendar with its make-up days
(assistance.md §28). A pause moves the due day by the days that were not counted.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel import policy
from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check_any
from minzheng.kernel.audit.operations import record
from minzheng.kernel.casework.enums import ClockEventKind, ClockUnit
from minzheng.kernel.casework.models import Case, Clock, ClockEvent
from minzheng.kernel.casework.queries import working_calendar

if TYPE_CHECKING:
    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.matters import ClockRule, Step


# Whoever accepts or decides answers for the limits.
RESPONSIBLE = (Permission.CASE_ACCEPT, Permission.CASE_DECIDE)


class ClockNotRunning(Exception):
    """The limit does not run, or is paused already."""


def limit_of(rule: ClockRule, *, area_code: str, on: date, band: str | None = None) -> int:
    """The number of days in force; an unset one blocks with a sentence that names it."""
    value = policy.load().value(rule.parameter, area=area_code, on=on, band=band or rule.band)
    return int(value.value)


def due_on(unit: ClockUnit | str, start: date, days: int) -> date:
    """The last day of the limit; the day it starts is not counted."""
    if unit == ClockUnit.WORKING_DAYS:
        return working_calendar().add(start, days)
    return start + timedelta(days=days)


def run_clocks(case: Case, step: Step, on: date) -> None:
    """Stop and start what the step says; a closed case stops all of its clocks.

    A limit that runs already runs on: doing a step again gives nobody more time.
    """
    stopping = case.flow.by_clock if case.closed_on else step.stops
    Clock.objects.filter(case=case, code__in=list(stopping), stopped_on=None).update(stopped_on=on)
    running = set(Clock.objects.filter(case=case, stopped_on=None).values_list("code", flat=True))
    for code in step.starts:
        if code in running:
            continue
        rule = case.flow.by_clock[code]
        band = rule.band_of(case) if rule.band_of else None
        limit = limit_of(rule, area_code=case.area_code, on=on, band=band)
        Clock.objects.create(
            case=case,
            code=code,
            started_on=on,
            limit_days=limit,
            unit=rule.unit,
            due_on=due_on(rule.unit, on, limit),
        )


def stop_clock(case: Case, code: str, on: date) -> None:
    """What the limit asked for is done; a limit that does not run stays as it is."""
    Clock.objects.filter(case=case, code=code, stopped_on=None).update(
        stopped_on=on, paused_on=None
    )


@transaction.atomic
def pause_clock(*, case: Case, code: str, reason: str, by: Actor, on: date) -> Clock:
    """中止计算: from `on` no day counts until it is continued."""
    check_any(by, RESPONSIBLE, case.area_code)
    clock = _running(case, code)
    if clock.paused_on is not None:
        raise ClockNotRunning(
            f"办件 {case.number} 的时限已在 {clock.paused_on} 中止，无需再次中止。"
        )
    clock.paused_on = on
    clock.save(update_fields=["paused_on"])
    _write(clock, ClockEventKind.PAUSED, None, reason, by=by, on=on)
    return clock


@transaction.atomic
def continue_clock(*, case: Case, code: str, reason: str, by: Actor, on: date) -> Clock:
    """恢复计算: the due day moves by what was not counted."""
    check_any(by, RESPONSIBLE, case.area_code)
    clock = _running(case, code)
    if clock.paused_on is None:
        raise ClockNotRunning(f"办件 {case.number} 的时限没有中止，无需恢复。")
    if clock.unit == ClockUnit.WORKING_DAYS:
        missed = working_calendar().count(clock.paused_on, on)
    else:
        missed = (on - clock.paused_on).days
    clock.due_on, clock.paused_on = due_on(clock.unit, clock.due_on, missed), None
    clock.save(update_fields=["due_on", "paused_on"])
    _write(clock, ClockEventKind.CONTINUED, clock.due_on, reason, by=by, on=on)
    return clock


@transaction.atomic
def extend_clock(*, case: Case, code: str, band: str, reason: str, by: Actor, on: date) -> Clock:
    """延长: the limit of another band of the same parameter counts from the same start (30 → 45)."""
    check_any(by, RESPONSIBLE, case.area_code)
    clock = _running(case, code)
    rule = case.flow.by_clock[code]
    limit = limit_of(rule, area_code=case.area_code, on=clock.started_on, band=band)
    if limit <= clock.limit_days:
        raise ClockNotRunning(
            f"办件 {case.number} 的时限已是 {clock.limit_days} 天，“{band}”为 {limit} 天，不是延长。"
        )
    shift = limit - clock.limit_days
    clock.limit_days, clock.due_on = limit, due_on(clock.unit, clock.due_on, shift)
    clock.save(update_fields=["limit_days", "due_on"])
    _write(clock, ClockEventKind.EXTENDED, clock.due_on, reason, by=by, on=on)
    return clock


@transaction.atomic
def expire_clocks(*, by: Actor, on: date) -> int:
    """到期未办结: write down, once for each due day, where a case stood when its limit ran out.

    Run daily by the worker; returns how many were new.
    """
    late = [
        clock
        for clock in Clock.objects.ran_out(on).select_related("case")
        if not clock.case.flow.by_clock[clock.code].is_minimum
        and not clock.events.filter(kind=ClockEventKind.EXPIRED, due_on=clock.due_on).exists()
    ]
    for clock in late:
        step = clock.case.steps.filter(taken_on__lte=clock.due_on).latest("version")
        status = clock.case.flow.statuses[step.target]
        reason = f"{clock.due_on} 到期时办件为“{status}”，最后由{step.actor_name}办理"
        _write(clock, ClockEventKind.EXPIRED, clock.due_on, reason, by=by, on=on)
    return len(late)


@transaction.atomic
def explain_overrun(*, case: Case, code: str, reason: str, by: Actor, on: date) -> Clock:
    """超期说明: why a limit was not kept, and what is being done."""
    check_any(by, RESPONSIBLE, case.area_code)
    clock = Clock.objects.ran_out(on).filter(case=case, code=code).order_by("-id").first()
    if clock is None:
        raise ClockNotRunning(f"办件 {case.number} 的这项时限没有超期，无需说明。")
    _write(clock, ClockEventKind.EXPLAINED, clock.due_on, reason, by=by, on=on)
    return clock


def _running(case: Case, code: str) -> Clock:
    clock = Clock.objects.select_for_update().filter(case=case, code=code, stopped_on=None).first()
    if clock is None:
        raise ClockNotRunning(f"办件 {case.number} 现在没有这项在计的时限。")
    return clock


def _write(
    clock: Clock, kind: ClockEventKind, due: date | None, reason: str, *, by: Actor, on: date
) -> None:
    if not reason.strip():
        raise ValueError("请写明中止、恢复或延长时限的原因。")
    ClockEvent.objects.create(
        clock=clock,
        kind=kind,
        happened_on=on,
        due_on=due,
        reason=reason,
        actor_name=by.name,
        recorded_at=by.at,
    )
    record(
        tag=f"casework:clock:{kind.lower()}",
        target=clock.case,
        by=by,
        on=on,
        area_code=clock.case.area_code,
        facts={"clock": clock.code, "reason": reason},
    )
