"""The working calendar: national holidays and make-up days as published."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.kernel.casework.models import CalendarDay

if TYPE_CHECKING:
    from minzheng.kernel.audit.actor import Actor


@transaction.atomic
def load_calendar(*, first_year: int, last_year: int, by: Actor, on: date) -> int:
    """Enter the published holidays and make-up days of these years; returns how many days differ."""
    import chinese_calendar

    day, days = date(first_year, 1, 1), []
    while day.year <= last_year:
        is_working = chinese_calendar.is_workday(day)
        if is_working != (day.weekday() < 5):
            days.append(CalendarDay(day=day, is_working=is_working))
        day += timedelta(days=1)
    CalendarDay.objects.bulk_create(days, ignore_conflicts=True)
    record(
        tag="casework:calendar:loaded",
        target=("casework.calendarday", f"{first_year}-{last_year}"),
        by=by,
        on=on,
        facts={"days": len(days)},
    )
    return len(days)
