"""A benefit month (所属月): the month an allowance is for, whatever day it is paid on."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

_SHAPE = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month, ordered and hashable; `str()` is "2022-07"."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.year <= 9999):
            raise ValueError(f"没有{self.year}年{self.month}月这个月份。请填写如“2022-07”的月份。")

    @classmethod
    def parse(cls, text: str) -> Month:
        """ "2022-07" → Month(2022, 7); anything else raises ValueError."""
        match = _SHAPE.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"“{text}”不是月份。请填写如“2022-07”的月份。")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: dt.date) -> Month:
        return cls(day.year, day.month)

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, self.month, 1)

    @property
    def last_day(self) -> dt.date:
        return dt.date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    @property
    def next(self) -> Month:
        return self.plus(1)

    @property
    def ymd(self) -> int:
        """The first day as a number, 20220701."""
        return self.year * 10_000 + self.month * 100 + 1

    def plus(self, count: int) -> Month:
        """The month `count` months later (earlier if negative)."""
        year, month = divmod(self.year * 12 + self.month - 1 + count, 12)
        return Month(year, month + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def months(first: Month, last: Month) -> list[Month]:
    """All months from `first` to `last`, both included; empty when `last` is earlier."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [first.plus(index) for index in range(count)]
