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
    AssetStanding,
    Circumstance,
    ExpenseKind,
    IncomeKind,
    Occupation,
    Sex,
    SupportDocument,
    SupporterRelation,
    WorkAbility,
)
from minzheng.livelihood.household_assessment.models import (
    Asset,
    Condition,
    Expense,
    Income,
    IncomeFinding,
    PersonCircumstance,
    PropertyJudgement,
    Supporter,
)

if TYPE_CHECKING:
    from datetime import date

LAST_DAY = 99991231

Row = dict[str, Any]
MENTAL_DISABILITIES = (5, 6)
"""残疾类别: 智力, 精神."""


def circumstances_of_condition(
    ability: WorkAbility, occupation: Occupation, disability_type: int
) -> list[Circumstance]:
    """What a person's condition means to the rules."""
    found = {
        Circumstance.ABLE: ability == WorkAbility.FULL,
        Circumstance.PARTLY_ABLE: ability == WorkAbility.PARTIAL,
        Circumstance.STUDENT: occupation == Occupation.STUDENT,
        Circumstance.MENTAL_DISABILITY: disability_type in MENTAL_DISABILITIES,
    }
    return [kind for kind, holds in found.items() if holds]


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
            "household_id",
            "person_id",
            "joined_on",
            "left_on",
            "person__name",
            "person__birth_on",
            "person__gender",
        )
    )
    persons = {row[1] for row in memberships}
    incomes = _items(Income.objects.filter(person__in=persons), IncomeKind)
    for person, found in _findings(persons).items():
        incomes[person] += found
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
    circumstances, supporters = _circumstances(persons), _supporters(persons)
    cases: dict[int, Row] = {
        h: {"财产认定": judgements[h], "财产": assets[h], "成员": []} for h in households
    }
    for household, person, joined, left, name, born, gender in memberships:
        since, until = period(joined, left)
        cases[household]["成员"].append(
            {
                "编号": str(person),
                "姓名": name,
                "自": since,
                "至": until,
                "出生日期": ymd(born),
                "性别": int(Sex[gender]),
                "残疾等级": disability[person],
                "重病": illness[person],
                "收入": incomes[person],
                "支出": expenses[person],
                "情形": circumstances[person],
                "义务人": supporters[person],
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
        .values_list(
            "household", "kind", "amount_fen", "other_fen", "count", "standing", "from_on", "to_on"
        )
    )
    for household, kind, fen, other, count, standing, start, end in columns:
        since, until = period(start, end)
        found[household].append(
            {
                "种类": int(AssetKind[kind]),
                "金额": fen,
                "另计金额": other,
                "数量": count,
                "认定": int(AssetStanding[standing]),
                "自": since,
                "至": until,
            }
        )
    return found


def _findings(persons: Collection[int]) -> dict[int, list[Row]]:
    """Incomes found; one that a second person must confirm counts only when confirmed."""
    rows = IncomeFinding.objects.filter(person__in=persons)
    return _items(rows.exclude(kind=IncomeKind.WAGE_DECIDED.name, confirmed_by_name=""), IncomeKind)


def _circumstances(persons: Collection[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    conditions = Condition.objects.filter(person__in=persons).order_by("person", "from_on")
    columns = conditions.values_list(
        "person", "work_ability", "occupation", "disability_type", "from_on", "to_on"
    )
    for person, ability, occupation, disability, start, end in columns:
        since, until = period(start, end)
        found[person] += [
            {"种类": int(kind), "自": since, "至": until}
            for kind in circumstances_of_condition(
                WorkAbility[ability], Occupation[occupation], disability
            )
        ]
    recorded = PersonCircumstance.objects.filter(person__in=persons).order_by("person", "id")
    for person, kind, start, end in recorded.values_list("person", "kind", "from_on", "to_on"):
        since, until = period(start, end)
        found[person].append({"种类": int(Circumstance[kind]), "自": since, "至": until})
    decided = IncomeFinding.objects.filter(
        person__in=persons, kind=IncomeKind.WAGE_DECIDED.name
    ).exclude(confirmed_by_name="")
    for person, start, end in decided.values_list("person", "from_on", "to_on"):
        since, until = period(start, end)
        code = int(Circumstance.WAGE_DECIDED)
        found[person].append({"种类": code, "自": since, "至": until})
    return found


def _supporters(persons: Collection[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in Supporter.objects.filter(person__in=persons).order_by("person", "id"):
        since, until = period(row.from_on, row.to_on)
        found[row.person_id].append(
            {
                "姓名": row.name,
                "关系": int(SupporterRelation[row.relation]),
                "出生日期": ymd(row.birth_on),
                "家庭月收入": row.income_fen,
                "家庭人数": row.persons,
                "被赡养人数": row.supported,
                "子女人数": row.children,
                "文书": int(SupportDocument[row.document]),
                "文书金额": row.document_fen,
                "实付金额": row.paid_fen,
                "自": since,
                "至": until,
            }
        )
    return found
