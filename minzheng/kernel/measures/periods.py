"""Periods of figures: half-open [from, to)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from minzheng.lib.months import Month


@dataclass(frozen=True, order=True, slots=True)
class Period:
    """[from_on, to_on): `to_on` is the first day that no longer belongs to it."""

    from_on: dt.date
    to_on: dt.date

    def __post_init__(self) -> None:
        if self.to_on <= self.from_on:
            raise ValueError(f"期间的止日{self.to_on}须晚于起日{self.from_on}。")

    @classmethod
    def year(cls, year: int, *, through_month: int = 12) -> Period:
        """The year, or its first months: through_month=10 is 1–10月."""
        return cls(dt.date(year, 1, 1), Month(year, through_month).next.first_day)

    @classmethod
    def month(cls, month: Month) -> Period:
        return cls(month.first_day, month.next.first_day)

    @classmethod
    def day(cls, day: dt.date) -> Period:
        return cls(day, day + dt.timedelta(days=1))

    @property
    def through(self) -> dt.date:
        """截至: the last day inside."""
        return self.to_on - dt.timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.from_on}..{self.through}"
