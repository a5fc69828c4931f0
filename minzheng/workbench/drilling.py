"""The records behind a figure as a page shows them: by month, page by page, with where they lead.

Works on the relation that the figure itself is computed from, so pages and figure cannot disagree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.urls import reverse

from minzheng.kernel.casework.models import Case, Decision
from minzheng.kernel.measures.figures import arguments_of
from minzheng.kernel.people.models import Household
from minzheng.lib.months import Month

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date, datetime

    from minzheng.kernel.measures import Period, Relation

_PERSON_MONTH = re.compile(r"-(\d{4})(0[1-9]|1[0-2])-\d+$")


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `area_code` as it was then; `household_number` is empty where there is none."""

    record_id: str
    person_id: int | None
    household_id: int | None
    area_code: str
    happened_on: date
    quantity: int
    label: str
    household_number: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The records of one month in one subdistrict (12-digit code)."""

    month: Month
    area_code: str
    rows: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Part:
    """The records under one heading: a month, or a subdistrict."""

    key: Any
    rows: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Records:
    """A relation over a period in an area (leading digits of the code), as known at a moment."""

    relation: Relation
    period: Period
    as_of: datetime
    area: str

    def spread(self) -> list[Cell]:
        """How the records spread over months and subdistricts."""
        found = self._rows(
            "SELECT date_trunc('month', happened_on)::date, left(area_code, 9) || '000',"  # noqa: S608
            f" count(*), sum(quantity)::bigint FROM ({self.relation.sql}) AS records"
            " GROUP BY 1, 2 ORDER BY 1, 2",
            {},
        )
        return [Cell(Month.of(day), area, rows, quantity) for day, area, rows, quantity in found]

    def page(
        self, *, after: str = "", month: Month | None = None, limit: int | None = None
    ) -> list[Row]:
        """Records in the order of the fingerprint, from behind `after` on."""
        more = " AND happened_on >= %(first)s AND happened_on < %(next)s" if month else ""
        found = self._rows(
            "SELECT record_id, person_id, household_id, area_code, happened_on, quantity, label"  # noqa: S608
            f" FROM ({self.relation.sql}) AS records"
            f' WHERE record_id COLLATE "C" > %(after)s{more}'
            ' ORDER BY record_id COLLATE "C" LIMIT %(limit)s',
            {
                "after": after,
                "limit": limit,
                "first": month.first_day if month else None,
                "next": month.next.first_day if month else None,
            },
        )
        # Not a join: the planner expects one record of most relations and would loop over all homes.
        homes = {row[2] for row in found}
        numbers = dict(Household.objects.filter(pk__in=homes).values_list("pk", "number"))
        return [
            Row(record_id, person, home, area, day, quantity, label, numbers.get(home, ""))
            for record_id, person, home, area, day, quantity, label in found
        ]

    def _rows(self, sql: str, more: dict[str, Any]) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, arguments_of(self.period, self.as_of, self.area) | more)
            return list(cursor.fetchall())


def parts(cells: Iterable[Cell], heading: Callable[[Cell], Any]) -> list[Part]:
    """The cells added up under a heading, in its order."""
    rows: dict[Any, int] = {}
    quantity: dict[Any, int] = {}
    for cell in cells:
        key = heading(cell)
        rows[key] = rows.get(key, 0) + cell.rows
        quantity[key] = quantity.get(key, 0) + cell.quantity
    return [Part(key, rows[key], quantity[key]) for key in sorted(rows)]


def links(rows: Sequence[Row]) -> dict[str, list[tuple[str, str]]]:
    """{record id: [(words, address)]}: the case a record comes from, the household and its month."""
    cases = _cases_of([row.record_id for row in rows])
    found: dict[str, list[tuple[str, str]]] = {}
    for row in rows:
        leads = found.setdefault(row.record_id, [])
        if number := cases.get(row.record_id):
            leads.append((f"办件 {number}", reverse("case", args=[number])))
        if row.household_id is not None:
            leads.append(
                (f"家庭 {row.household_number}", reverse("household", args=[row.household_id]))
            )
            month = _month_of(row)
            leads.append(("当月测算", reverse("month", args=[row.household_id, month])))
    return found


def _month_of(row: Row) -> Month:
    """The benefit month of a person-month (PROGRAM-202207-17), else the month it happened in."""
    found = _PERSON_MONTH.search(row.record_id)
    return Month(int(found[1]), int(found[2])) if found else Month.of(row.happened_on)


def _cases_of(record_ids: Sequence[str]) -> dict[str, str]:
    """{record id: case number} for records that are cases or decisions."""
    found = {
        number: number
        for number in Case.objects.filter(number__in=record_ids).values_list("number", flat=True)
    }
    decisions = {
        int(record_id.rpartition("-")[2]): record_id
        for record_id in record_ids
        if record_id.startswith(("decision-", "refused-"))
    }
    if decisions:
        rows = Decision.objects.filter(pk__in=decisions).values_list("pk", "case__number")
        found |= {decisions[pk]: number for pk, number in rows}
    return found
