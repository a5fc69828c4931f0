# ruff: noqa: S608 - table and column names are declared codes; the relations come from our own modules.
"""Where facts for a whole-population run come from: Parquet files or PostgreSQL, a span of households at a time.

A source has the tables of `minzheng.rulebook.arrays`. Tables below the members carry a further column
`household_id`, so that a span of households can be read without a join.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import adbc_driver_postgresql.dbapi
import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds

from minzheng.rulebook.arrays import Array, Tables
from minzheng.rulebook.declarations import Place
from minzheng.rulebook.errors import FactMissing
from minzheng.rulebook.schedule import Schedule


class Source(Protocol):
    def edges(self, households: int) -> list[int]:
        """Ids that cut the households into spans [a, b) of about this many."""
        ...

    def tables(self, schedule: Schedule, first: int, last: int) -> Tables:
        """The tables a schedule needs, for households first ≤ id < last."""
        ...


@dataclass(frozen=True)
class _Wanted:
    """One table: its name, its columns, and the column that holds the household."""

    table: str
    columns: tuple[str, ...]
    household: str


def wanted(schedule: Schedule) -> list[_Wanted]:
    """The tables and columns a schedule reads."""
    out = []
    for place in schedule.places:
        facts = schedule.facts[place]
        columns = [
            *(["id"] if schedule.is_asked_by_id(place) else []),
            *(["parent"] if place.parent else []),
            *(["valid_from", "valid_to"] if place.dated else []),
            *(fact.code for fact in facts if not fact.dated),
        ]
        out.append(_Wanted(place.code, tuple(columns), _household_column(place)))
        dated = ("parent", "valid_from", "valid_to", "value")
        below = "parent" if place.parent is None else "household_id"
        out += [_Wanted(f"{place.code}_{f.code}", dated, below) for f in facts if f.dated]
    return out


def _household_column(place: Place) -> str:
    if place.parent is None:
        return "id"
    return "parent" if place.parent.parent is None else "household_id"


def numpy_of(table: str, rows: pa.Table) -> dict[str, Array]:
    """Columns as arrays; an empty cell is a missing fact."""
    out = {}
    for name in rows.column_names:
        column = rows[name]
        if column.null_count:
            raise FactMissing(
                f"缺少事实：表“{table}”的“{name}”有{column.null_count}行为空。请补填后再计算。"
            )
        out[name] = column.to_numpy()
    return out


def _cut(ids: Array, households: int) -> list[int]:
    ordered = np.sort(ids)
    return [*(int(one) for one in ordered[::households]), int(ordered[-1]) + 1] if len(ids) else []


@dataclass(frozen=True)
class ParquetSource:
    """A directory with one Parquet file a table, best sorted by household (then only what is needed is read)."""

    directory: Path
    _opened: dict[str, ds.Dataset] = field(default_factory=dict, repr=False, compare=False)

    def edges(self, households: int) -> list[int]:
        return _cut(self._rows("household", ["id"], None)["id"].to_numpy(), households)

    def tables(self, schedule: Schedule, first: int, last: int) -> Tables:
        out = {}
        for want in wanted(schedule):
            key = ds.field(want.household)
            rows = self._rows(want.table, want.columns, (key >= first) & (key < last))
            out[want.table] = numpy_of(want.table, rows)
        return out

    def _rows(self, table: str, columns: Sequence[str], where: ds.Expression | None) -> pa.Table:
        # One object a table: it keeps the file's index of row groups, which is long for a whole country.
        if table not in self._opened:
            self._opened[table] = ds.dataset(self.directory / f"{table}.parquet")
        return self._opened[table].to_table(columns=list(columns), filter=where, use_threads=False)


@dataclass(frozen=True)
class PostgresSource:
    """Relations of a PostgreSQL database: for each table a SELECT that gives its columns as whole numbers."""

    url: str
    relations: Mapping[str, str]

    def edges(self, households: int) -> list[int]:
        return _cut(
            self._rows(f"select id from ({self.relations['household']}) r")["id"].to_numpy(),
            households,
        )

    def tables(self, schedule: Schedule, first: int, last: int) -> Tables:
        return {
            want.table: numpy_of(want.table, self._rows(self._select(want, first, last)))
            for want in wanted(schedule)
        }

    def _select(self, want: _Wanted, first: int, last: int) -> str:
        columns = ", ".join(want.columns)
        span = f"{want.household} >= {int(first)} and {want.household} < {int(last)}"
        return f"select {columns} from ({self.relations[want.table]}) r where {span}"

    def _rows(self, sql: str) -> pa.Table:
        with (
            adbc_driver_postgresql.dbapi.connect(self.url) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
            return cursor.fetch_arrow_table()
