"""Definitions of indicators: a relation of records and how they are counted."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from minzheng.kernel.measures.displays import Display
from minzheng.kernel.measures.displays import display as display_named
from minzheng.kernel.measures.periods import Period
from minzheng.kernel.measures.units import Unit

COLUMNS = (
    "record_id",
    "person_id",
    "household_id",
    "area_code",
    "happened_on",
    "quantity",
    "label",
)
PARAMETERS = frozenset({"from_on", "to_on", "as_of", "area"})
_ID = re.compile(r"[a-z][a-z0-9_]{2,37}")


class MeasureError(ValueError):
    """A definition that would count the wrong thing; the sentence names indicator and remedy."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A PostgreSQL SELECT giving `COLUMNS`: record_id text (unique), person_id, household_id, area_code text,
    happened_on date, quantity bigint (fen, or 1, or 0/1 for a share), label text.

    It may use %(from_on)s and %(to_on)s (the period, half-open), %(as_of)s (count only what was recorded by then) and
    %(area)s (the leading digits of the area code); a literal percent sign is written %%.
    """

    sql: str

    def __post_init__(self) -> None:
        unknown = set(re.findall(r"%\((\w+)\)s", self.sql)) - PARAMETERS
        if unknown:
            raise MeasureError(f"记录集使用了未知的参数{'、'.join(sorted(unknown))}。")


@dataclass(frozen=True, slots=True)
class Rows:
    """The number of records."""

    sql: str = "count(*)"


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of the records' quantities (fen for money)."""

    sql: str = "coalesce(sum(quantity), 0)"


@dataclass(frozen=True, slots=True)
class Distinct:
    """The number of different values of a column: person_id, household_id, record_id."""

    column: str

    def __post_init__(self) -> None:
        if self.column not in COLUMNS:
            raise MeasureError(f"记录集没有“{self.column}”这一列。可用：{'、'.join(COLUMNS)}。")

    @property
    def sql(self) -> str:
        return f"count(DISTINCT {self.column})"


@dataclass(frozen=True, slots=True)
class Ratio:
    """Two measures of the *same* records, divided: Ratio(Sum(), Rows()) is 元 per 人次, or a share of 0/1 quantities.

    A ratio of sums, never a mean of ratios.
    """

    numerator: Rows | Sum | Distinct
    denominator: Rows | Sum | Distinct


Measure = Rows | Sum | Distinct | Ratio


class PeriodKind(enum.StrEnum):
    """YEAR: what happened in the year. YEAR_END: how things stood on its last day."""

    YEAR = "YEAR"
    YEAR_END = "YEAR_END"


class StockOrFlow(enum.StrEnum):
    """FLOW 累计数, STOCK 期末数."""

    FLOW = "FLOW"
    STOCK = "STOCK"


_COUNTED_THINGS = {
    Unit.ITEM, Unit.PIECE, Unit.TIME, Unit.ORGANIZATION, Unit.ENTRY, Unit.PROJECT, Unit.BED, Unit.PLACE
}  # fmt: skip


def _allowed(unit: Unit) -> tuple[Measure, ...]:
    """How records may be counted when the number is printed in this unit; a ratio is tested apart."""
    if unit in _COUNTED_THINGS:
        return (Rows(), Distinct("record_id"))
    fixed: dict[Unit, Measure] = {
        Unit.PERSON: Distinct("person_id"),
        Unit.HOUSEHOLD: Distinct("household_id"),
        Unit.PERSON_TIME: Rows(),
        Unit.HOUSEHOLD_TIME: Rows(),
        Unit.YUAN: Sum(),
        Unit.YUAN_PER_PERSON_MONTH: Ratio(Sum(), Rows()),
    }
    return (fixed[unit],) if unit in fixed else ()


@dataclass(frozen=True)
class Indicator:
    """One number of a report. `definition` is its 口径 in Chinese; a change of meaning raises `version`."""

    id: str
    label: str
    unit: Unit
    definition: str
    records: Relation
    measure: Measure
    display: Display | str = "int"
    period_kind: PeriodKind = PeriodKind.YEAR
    stock_or_flow: StockOrFlow = StockOrFlow.FLOW
    version: int = 1
    through_month: int = 12

    def __post_init__(self) -> None:
        if not _ID.fullmatch(self.id):
            raise MeasureError(f"指标编号“{self.id}”应为3至38个小写英文字母、数字或下划线。")
        self._guard_unit()
        if isinstance(self.display, str):
            object.__setattr__(self, "display", display_named(self.display))

    def period(self, year: int) -> Period:
        """The period the indicator is taken over in a report of `year`."""
        whole = Period.year(year, through_month=self.through_month)
        return Period.day(whole.through) if self.period_kind is PeriodKind.YEAR_END else whole

    def printed(self, value: Fraction) -> tuple[str, str]:
        """(number, what follows it): ("4359.88", "万元"), ("5.8万", "人次"), ("87%", "")."""
        assert isinstance(self.display, Display)  # noqa: S101 (made so above; for the type checker)
        text, in_wan = self.display(value)
        if self.unit.is_money:
            return text, "万元" if in_wan else self.unit.suffix
        return text + ("万" if in_wan else ""), self.unit.suffix

    def _guard_unit(self) -> None:
        """Refuse at load what would print one unit and count another."""
        allowed = _allowed(self.unit)
        is_share = self.unit is Unit.SHARE and isinstance(self.measure, Ratio)
        if self.measure not in allowed and not is_share:
            names = "、".join(str(measure) for measure in allowed) or "Ratio(…)"
            raise MeasureError(
                f"指标“{self.id}”以“{self.unit.label}”为单位，却按{self.measure}计数。可用：{names}。"
            )


def unique_ids(definitions: Sequence[Indicator]) -> dict[str, Indicator]:
    """By id; MeasureError when an id stands twice."""
    found: dict[str, Indicator] = {}
    for definition in definitions:
        if definition.id in found:
            raise MeasureError(f"指标编号“{definition.id}”重复。请改名。")
        found[definition.id] = definition
    return found
