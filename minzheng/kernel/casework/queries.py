"""Reading cases: what may be done next, and how much time is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minzheng.kernel.access.queries import NotPermitted, check
from minzheng.kernel.casework.models import CalendarDay, Clock
from minzheng.lib.days import WorkingCalendar

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.matters import Step
    from minzheng.kernel.casework.models import Case


def working_calendar() -> WorkingCalendar:
    """The State Council's holidays and make-up days as entered; beyond them Monday to Friday."""
    return WorkingCalendar(dict(CalendarDay.objects.values_list("day", "is_working")))


def steps_open_to(case: Case, actor: Actor) -> list[Step]:
    """The steps this actor may take now: exactly what `take` would accept."""
    return [step for step in case.flow.steps_from(case.status) if _may(actor, step, case)]


def _may(actor: Actor, step: Step, case: Case) -> bool:
    try:
        check(actor, step.permission, case.area_code)
    except NotPermitted:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Deadline:
    """A running clock as a page shows it: `days_left` is negative when it ran out."""

    code: str
    label: str
    due_on: date
    days_left: int


def deadlines(case: Case, on: date) -> list[Deadline]:
    """The clocks of a case that still run, the nearest first."""
    calendar = working_calendar()
    running = Clock.objects.filter(case=case, stopped_on=None).order_by("due_on", "id")
    return [
        Deadline(
            clock.code,
            case.flow.by_clock[clock.code].label,
            clock.due_on,
            calendar.count(on, clock.due_on)
            if clock.unit == "WORKING_DAYS"
            else (clock.due_on - on).days,
        )
        for clock in running
    ]
