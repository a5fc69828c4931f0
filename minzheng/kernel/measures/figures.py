"""Evaluation: one indicator, one period, one area, as of one moment → a Figure and its records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple, Protocol

from minzheng.kernel.measures.indicators import (
    COLUMNS,
    Distinct,
    Indicator,
    MeasureError,
    Ratio,
    Relation,
    Rows,
    Sum,
)
from minzheng.kernel.measures.periods import Period
from minzheng.lib.crypto import sm3

NO_VALUE = "无数据"
_DECIMALS = 10


class Cursor(Protocol):
    """A PostgreSQL cursor (django.db.connection.cursor() or psycopg)."""

    def execute(self, sql: str, params: Any = None, /) -> Any: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> Any: ...


class Record(NamedTuple):
    """One row behind a figure."""

    record_id: str
    person_id: int | None
    household_id: int | None
    area_code: str
    happened_on: dt.date
    quantity: int
    label: str


@dataclass(frozen=True)
class Figure:
    """A number with everything that proves it. `value` is exact in `indicator.unit` (元, not fen); None: nothing to divide by."""

    indicator: Indicator
    period: Period
    area: str
    as_of: dt.datetime
    value: Fraction | None
    rows: int
    fingerprint: str

    @property
    def id(self) -> str:
        return self.indicator.id

    @property
    def through(self) -> dt.date:
        return self.period.through

    @property
    def printed(self) -> str:
        """As the report writes the number: 587.53, 5.8万, 870余."""
        return NO_VALUE if self.value is None else self.indicator.printed(self.value)[0]

    @property
    def suffix(self) -> str:
        """What follows it: 元, 人次, 万元."""
        return "" if self.value is None else self.indicator.printed(self.value)[1]

    @property
    def text(self) -> str:
        """587.53元, 5.8万人次, 870余万元."""
        return self.printed + self.suffix

    @property
    def exact(self) -> str | None:
        """The value as decimal text (at most ten places when it does not end), for files and hashes."""
        return None if self.value is None else decimal_text(self.value)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, the same for the same figure: goes into the canonical JSON of a sealed report."""
        return {
            "id": self.id,
            "label": self.indicator.label,
            "value": self.exact,
            "numerator": None if self.value is None else self.value.numerator,
            "denominator": None if self.value is None else self.value.denominator,
            "unit": self.indicator.unit.label,
            "printed": self.printed,
            "text": self.text,
            "rows": self.rows,
            "fingerprint": self.fingerprint,
            "period": str(self.period),
            "through": str(self.through),
            "stock_or_flow": str(self.indicator.stock_or_flow),
            "area": self.area,
            "as_of": self.as_of.isoformat(),
            "definition": self.indicator.definition,
            "definition_version": self.indicator.version,
        }


def decimal_text(value: Fraction) -> str:
    """Exact decimal text; a value whose decimals do not end is cut after ten places."""
    for places in range(_DECIMALS + 1):
        if (value * 10**places).denominator == 1 or places == _DECIMALS:
            break
    units = int(value * 10**places)
    if not places:
        return str(units)
    sign, (whole, rest) = ("-" if units < 0 else ""), divmod(abs(units), 10**places)
    return f"{sign}{whole}.{rest:0{places}d}"


def evaluate(
    indicator: Indicator, period: Period, as_of: dt.datetime, area: str, cursor: Cursor
) -> Figure:
    """The figure, in one statement. `area` is the leading digits of the area code ("430105").

    The fingerprint is SM3 over "record_id:quantity\\n" in the order of record_id (as bytes).
    """
    measure = indicator.measure
    parts = (measure.numerator, measure.denominator) if isinstance(measure, Ratio) else (measure,)
    rows, fingerprint, totals = totals_of(
        indicator.id, indicator.records, parts, arguments_of(period, as_of, area), cursor
    )
    return Figure(
        indicator=indicator,
        period=period,
        area=area,
        as_of=as_of,
        value=_value(indicator, totals),
        rows=rows,
        fingerprint=fingerprint,
    )


def drill(
    indicator: Indicator,
    period: Period,
    as_of: dt.datetime,
    area: str,
    cursor: Cursor,
    *,
    after: str | None = None,
    limit: int | None = None,
) -> list[Record]:
    """The records behind the figure in the order of the fingerprint; page on with `after` = the last record_id."""
    return records(indicator.records, period, as_of, area, cursor, after=after, limit=limit)


def records(
    relation: Relation,
    period: Period,
    as_of: dt.datetime,
    area: str,
    cursor: Cursor,
    *,
    after: str | None = None,
    limit: int | None = None,
) -> list[Record]:
    """As `drill`, for any relation (the exceptions of a claim)."""
    arguments = arguments_of(period, as_of, area) | {"after": after, "limit": limit}
    where = 'WHERE record_id COLLATE "C" > %(after)s' if after is not None else ""
    cursor.execute(
        f"SELECT {', '.join(COLUMNS)} FROM ({relation.sql}) AS records {where} "  # noqa: S608 (definitions, no input)
        f'ORDER BY record_id COLLATE "C" LIMIT %(limit)s',
        arguments,
    )
    return [Record(*row) for row in cursor.fetchall()]


def totals_of(
    name: str,
    relation: Relation,
    parts: Sequence[Rows | Sum | Distinct],
    arguments: dict[str, Any],
    cursor: Cursor,
) -> tuple[int, str, list[int]]:
    """(rows, fingerprint, one total for each measure)."""
    measures = "".join(f", ({part.sql})::numeric" for part in parts)
    cursor.execute(
        f"""SELECT count(*), count(DISTINCT record_id),
            string_agg(record_id || ':' || quantity || chr(10), '' ORDER BY record_id COLLATE "C")
            {measures} FROM ({relation.sql}) AS records""",  # noqa: S608 (definitions, no input)
        arguments,
    )
    rows, different, listed, *totals = cursor.fetchone()
    if rows != different:
        raise MeasureError(f"“{name}”的记录集有{rows - different}条重复的记录编号，不能计数。")
    return rows, sm3((listed or "").encode()).hex(), [int(total) for total in totals]


def _value(indicator: Indicator, totals: list[int]) -> Fraction | None:
    scale = indicator.unit.scale
    if isinstance(indicator.measure, Ratio):
        top, bottom = totals
        return Fraction(top, bottom * scale) if bottom else None
    return Fraction(totals[0], scale)


def arguments_of(period: Period, as_of: dt.datetime, area: str) -> dict[str, Any]:
    if as_of.tzinfo is None:
        raise ValueError("截至时刻须带时区。")
    return {"from_on": period.from_on, "to_on": period.to_on, "as_of": as_of, "area": area}
