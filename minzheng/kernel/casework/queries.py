"""Reading cases: what may be done next, and how much time is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minzheng.kernel.access.queries import NotPermitted, check
from minzheng.kernel.areas.queries import full_names
from minzheng.kernel.casework.enums import ClockUnit
from minzheng.kernel.casework.models import CalendarDay, Clock, PublicNotice
from minzheng.lib.days import WorkingCalendar

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.matters import ClockRule, Step
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
    return not (case.flow.guard and case.flow.guard(case, step, actor))


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


@dataclass(frozen=True, slots=True)
class Overrun:
    """超期: a limit that was not kept. `days_late` counts in the unit of the limit."""

    case_number: str
    matter: str
    area_code: str
    status: str
    code: str
    label: str
    due_on: date
    stopped_on: date | None
    days_late: int
    unit: str
    what_happened: tuple[str, ...]


def overdue(area_prefix: str, on: date, *, only_open: bool = True) -> list[Overrun]:
    """The limits of an area that ran out, the oldest first, each with what was written down about it."""
    calendar = working_calendar()
    late = Clock.objects.ran_out(on).filter(case__area_code__startswith=area_prefix)
    if only_open:
        late = late.filter(stopped_on=None)
    rows = late.select_related("case").prefetch_related("events").order_by("due_on", "id")
    return [_overrun(clock, calendar, on) for clock in rows if not _rule(clock).is_minimum]


def _rule(clock: Clock) -> ClockRule:
    return clock.case.flow.by_clock[clock.code]


def _overrun(clock: Clock, calendar: WorkingCalendar, on: date) -> Overrun:
    end = clock.stopped_on or on
    in_working_days = clock.unit == ClockUnit.WORKING_DAYS
    return Overrun(
        case_number=clock.case.number,
        matter=clock.case.flow.label,
        area_code=clock.case.area_code,
        status=clock.case.status_label,
        code=clock.code,
        label=_rule(clock).label,
        due_on=clock.due_on,
        stopped_on=clock.stopped_on,
        days_late=calendar.count(clock.due_on, end)
        if in_working_days
        else (end - clock.due_on).days,
        unit=str(ClockUnit(clock.unit).label),
        what_happened=tuple(
            f"{event.happened_on} {event.get_kind_display()}：{event.reason}（{event.actor_name}）"
            for event in clock.events.all()
        ),
    )


@dataclass(frozen=True, slots=True)
class BoardLine:
    """All that the public may see of an opinion. A field added here is shown to everybody.

    民发〔2021〕57号 第十九条、第二十四条: applicant, persons, amount, and where and how long it hangs.
    """

    applicant: str
    persons: int
    amount_fen: int
    community: str
    posted_on: date
    ends_on: date


def board(area_prefix: str, on: date) -> list[BoardLine]:
    """The notices that hang in an area on a day, the latest first."""
    hanging = (
        PublicNotice.objects.hanging_on(on)
        .filter(area_code__startswith=area_prefix)
        .order_by("-posted_on", "area_code", "id")
    )
    # A bare community name is never unambiguous: the subdistrict stands before it.
    names = full_names(on, under=area_prefix[:6].ljust(12, "0"))
    return [
        BoardLine(
            applicant=notice.applicant_name,
            persons=notice.persons,
            amount_fen=notice.amount_fen,
            community=names.get(notice.area_code, ""),
            posted_on=notice.posted_on,
            ends_on=notice.ends_on,
        )
        for notice in hanging
    ]
