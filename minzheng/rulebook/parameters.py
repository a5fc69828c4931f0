"""Dated parameters: the table the policy files hand to a rulebook, and its values bound to a run of months.

The table is the whole agreement between `kernel.policy` and the rulebook: for each (name, band) the dated values
with their sources, for each name the unit as the policy file writes it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from minzheng.rulebook.declarations import ParameterUse
from minzheng.rulebook.errors import ParameterMismatch, ParameterUnset
from minzheng.rulebook.units import POLICY_UNITS

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
    _bound: dict[object, Bound] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        ordered = {
            key: sorted((DatedValue(*row) for row in rows), key=lambda row: row.since)
            for key, rows in self.rows.items()
        }
        object.__setattr__(self, "_sorted", ordered)

    def overridden(self, other: ParameterTable) -> ParameterTable:
        """This table with every parameter of `other` in the place of its own."""
        kept = {key: rows for key, rows in self.rows.items() if key[0] not in other.units}
        return ParameterTable(
            {**kept, **other.rows}, {**self.units, **other.units}, self.area or other.area
        )

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


NEVER = 99_999_999
"""A day after every day."""


@dataclass(frozen=True)
class Bound:
    """The values of the parameters in use, month by month, as a kernel or a months relation wants them."""

    uses: tuple[ParameterUse, ...]
    days: tuple[int, ...]
    until: tuple[int, ...]
    rows: tuple[tuple[DatedValue, ...], ...]
    values: tuple[tuple[int, ...], ...]

    def flat(self) -> list[int]:
        return [value for row in self.values for value in row]


def bind(uses: Sequence[ParameterUse], table: ParameterTable, days: Sequence[int]) -> Bound:
    """The value of each parameter on each day (ascending). Units, options and bounds are checked here, once a table."""
    key = (tuple(uses), tuple(days))
    if key not in table._bound:
        table._bound[key] = _bind(uses, table, days)
    return table._bound[key]


def _bind(uses: Sequence[ParameterUse], table: ParameterTable, days: Sequence[int]) -> Bound:
    rows = tuple(tuple(_in_force(use, table, day) for use in uses) for day in days)
    values = tuple(
        tuple(_whole(use, row, table) for use, row in zip(uses, held, strict=True)) for held in rows
    )
    until: list[int] = []
    for at in range(len(days) - 1, -1, -1):
        same = at + 1 < len(days) and values[at + 1] == values[at]
        later = days[at + 1] if at + 1 < len(days) else NEVER
        until.append(until[-1] if same else later)
    return Bound(tuple(uses), tuple(days), tuple(reversed(until)), rows, values)


_NOT_NEEDED = DatedValue(0, 0, "")


def _in_force(use: ParameterUse, table: ParameterTable, day: int) -> DatedValue:
    parameter, band = use
    if parameter.when is not None:
        decider, option = parameter.when
        if _whole((decider, None), _in_force((decider, None), table, day), table) != option:
            return _NOT_NEEDED
    if band is None:
        return table.at(parameter.name, None, day)
    found = table.find(parameter.name, band.name, day)
    return found or table.at(parameter.name, band.label, day)


def _whole(use: ParameterUse, row: DatedValue, table: ParameterTable) -> int:
    """The value as a whole number in the rule's unit, within the declared bounds."""
    parameter, band = use
    if row is _NOT_NEEDED:
        return 0
    what = f"参数“{parameter.name}{f'（{band.label}）' if band else ''}”（{row.source}）"
    written = table.units.get(parameter.name, "")
    known = POLICY_UNITS.get(written)
    listed = parameter.unit.options
    if known is None or known.unit != (None if listed else parameter.unit):
        wanted = "选项" if listed else str(parameter.unit)
        raise ParameterMismatch(
            f"{what}的单位是“{written}”，规则要的是“{wanted}”。请改参数文件里的单位。"
        )
    value = row.value
    if listed is not None:
        option = listed.named(str(value))
        if option is None:
            labels = "、".join(one.label for one in listed)
            raise ParameterMismatch(f"{what}的值“{value}”不在可选项里：{labels}。")
        return int(option)
    if not isinstance(value, int) or not parameter.lo <= value <= parameter.hi:
        raise ParameterMismatch(
            f"{what}的值 {value} 超出允许范围 {parameter.lo} 至 {parameter.hi}{parameter.unit}。"
        )
    return value
