"""Dated parameters: the table the policy files hand to a rulebook, and its values bound to a run of months.

The table is the whole agreement between `kernel.policy` and the rulebook: for each (name, band) the dated values
with their sources, for each name the unit as the policy file writes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from minzheng.rulebook.errors import ParameterUnset

ParameterKey = tuple[str, str | None]
"""Name and band; the band is the label or code of an option (“城市” or “URBAN”), None for a single value."""


class DatedValue(NamedTuple):
    """A value in force from `since` (yyyymmdd) until the next row. None means: no longer set from that day."""

    since: int
    value: int | str | None
    source: str


@dataclass(frozen=True)
class ParameterTable:
    """Values for one area. `rows` hold whole numbers (`units.scaled`) or, for unit 选项, the option's label."""

    rows: Mapping[ParameterKey, Sequence[DatedValue]]
    units: Mapping[str, str]
    area: str = ""
    _sorted: dict[ParameterKey, list[DatedValue]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = {
            key: sorted((DatedValue(*row) for row in rows), key=lambda row: row.since)
            for key, rows in self.rows.items()
        }
        object.__setattr__(self, "_sorted", ordered)

    def find(self, name: str, band: str | None, ymd: int) -> DatedValue | None:
        """The row in force on a day, None when there is none."""
        rows = self._sorted.get((name, band), [])
        at = bisect_right(rows, ymd, key=lambda row: row.since)
        return rows[at - 1] if at and rows[at - 1].value is not None else None

    def at(self, name: str, band: str | None, ymd: int) -> DatedValue:
        """The row in force on a day; ParameterUnset names the parameter, the area and the day."""
        row = self.find(name, band, ymd)
        if row is None:
            raise ParameterUnset(unset_sentence(name, band, ymd, self.area))
        return row


def unset_sentence(name: str, band: str | None, ymd: int, area: str) -> str:
    """Why nothing can be computed, and what mends it."""
    what = f"{name}（{band}）" if band else name
    where = f"地区 {area} " if area else ""
    month = f"{ymd // 10_000}年{ymd // 100 % 100}月"
    return f"政策参数“{what}”在{where}{month}没有设定，不能计算。请在 policies/ 中补上数值、起始日期和文件依据。"
