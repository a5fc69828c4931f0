"""The stored means of households as facts for the rulebook: a fixed number of queries for any number of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

from minzheng.kernel.people.models import HouseholdMembership
from minzheng.lib.days import ymd
from minzheng.livelihood.household_assessment.enums import (
    AssetJudgement,
    AssetKind,
    ExpenseKind,
    IncomeKind,
)
from minzheng.livelihood.household_assessment.models import (
    Asset,
    Condition,
    Expense,
    Income,
    PropertyJudgement,
)

if TYPE_CHECKING:
    from datetime import date

LAST_DAY = 99991231

Row = dict[str, Any]


def period(start: date, end: date | None) -> tuple[int, int]:
    """[start, end) as the rulebook writes days; an open end is the last day there is."""
    return ymd(start), ymd(end) if end else LAST_DAY


def dated(
    rows: Iterable[tuple[int, date, date | None, Any]],
) -> dict[int, list[tuple[int, int, Any]]]:
    """{owner: [(from, to, value)]} of (owner, from, to, value) rows."""
    found: dict[int, list[tuple[int, int, Any]]] = defaultdict(list)
    for owner, start, end, value in rows:
        found[owner].append((*period(start, end), value))
    return found


def facts_of(households: Collection[int]) -> dict[int, Row]:
    """{household id: its case} with members, their dated incomes, expenses and conditions.

    What a person's condition row says (残疾等级, 重病) is given dated; a program adds its own facts.
    """
    memberships = list(
        HouseholdMembership.objects.filter(household__in=households)
        .order_by("household", "joined_on", "id")
        .values_list(
            "household_id", "person_id", "joined_on", "left_on", "person__name", "person__birth_on"
        )
    )
    persons = {row[1] for row in memberships}
    incomes = _items(Income.objects.filter(person__in=persons), IncomeKind)
    expenses = _items(Expense.objects.filter(person__in=persons), ExpenseKind)
    conditions = Condition.objects.filter(person__in=persons).order_by("person", "from_on")
    disability = dated(conditions.values_list("person", "from_on", "to_on", "disability_class"))
    illness = dated(conditions.values_list("person", "from_on", "to_on", "is_severely_ill"))
    judgements = dated(
        (household, start, end, int(AssetJudgement[code]))
        for household, start, end, code in PropertyJudgement.objects.filter(
            household__in=households
        )
        .order_by("household", "from_on")
        .values_list("household", "from_on", "to_on", "judgement")
    )
    assets = _assets(households)
    cases: dict[int, Row] = {
        h: {"财产认定": judgements[h], "财产": assets[h], "成员": []} for h in households
    }
    for household, person, joined, left, name, born in memberships:
        since, until = period(joined, left)
        cases[household]["成员"].append(
            {
                "编号": str(person),
                "姓名": name,
                "自": since,
                "至": until,
                "出生日期": ymd(born),
                "残疾等级": disability[person],
                "重病": illness[person],
                "收入": incomes[person],
                "支出": expenses[person],
            }
        )
    return cases


def _items(rows: Any, kinds: type[IncomeKind] | type[ExpenseKind]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    columns = rows.order_by("person", "from_on", "id").values_list(
        "person", "kind", "amount_fen", "from_on", "to_on"
    )
    for person, kind, fen, start, end in columns:
        since, until = period(start, end)
        found[person].append({"种类": int(kinds[kind]), "金额": fen, "自": since, "至": until})
    return found


def _assets(households: Collection[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    columns = (
        Asset.objects.filter(household__in=households)
        .order_by("household", "from_on", "id")
        .values_list("household", "kind", "amount_fen", "count", "from_on", "to_on")
    )
    for household, kind, fen, count, start, end in columns:
        since, until = period(start, end)
        found[household].append(
            {"种类": int(AssetKind[kind]), "金额": fen, "数量": count, "自": since, "至": until}
        )
    return found
