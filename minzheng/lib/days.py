"""Days as numbers, and working days (工作日) with 调休."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

_SATURDAY = 5


def ymd(day: dt.date) -> int:
    """2022-07-01 → 20220701."""
    return day.year * 10_000 + day.month * 100 + day.day


def from_ymd(number: int) -> dt.date:
    """20220701 → 2022-07-01; ValueError when no such day exists."""
    try:
        return dt.date(number // 10_000, number // 100 % 100, number % 100)
    except ValueError as error:
        raise ValueError(f"{number}不是日期。请填写如20220701的日期。") from error


@dataclass(frozen=True)
class WorkingCalendar:
    """Working days of the years it knows (day → works or not); beyond them Monday to Friday.

    `workdays` need only list the days that differ from Monday to Friday (holidays and 调休 days).
    """

    workdays: Mapping[dt.date, bool]

    def knows(self, day: dt.date) -> bool:
        """Whether the year of `day` is in the table at all; outside it a due date is a forecast."""
        return any(known.year == day.year for known in self.workdays)

    def is_working(self, day: dt.date) -> bool:
        return self.workdays.get(day, day.weekday() < _SATURDAY)

    def add(self, day: dt.date, count: int) -> dt.date:
        """The last day of a limit of `count` working days; the day it starts on is not counted (民法典 第二百零一条)."""
        if count < 0:
            raise ValueError(f"工作日数不能为负：{count}。")
        while count:
            day += dt.timedelta(days=1)
            count -= self.is_working(day)
        return day

    def count(self, start: dt.date, end: dt.date) -> int:
        """Working days after `start` up to and including `end`; negative when `end` is earlier."""
        if end < start:
            return -self.count(end, start)
        span = (end - start).days
        return sum(self.is_working(start + dt.timedelta(days=step)) for step in range(1, span + 1))
