"""The minimum living rules as most systems have them: a loop over records, Decimal money, look-ups by date."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

ZERO, CENT = Decimal(0), Decimal("0.01")


class Population:
    """The records of the households with id below `last`, already in memory as an ORM would prefetch them."""

    def __init__(self, directory: Path, last: int):
        with duckdb.connect() as con:
            member_of = "household_id"
            self.households = [
                r[0]
                for r in con.execute(
                    f"select id from '{directory}/household.parquet' where id < {last} order by id"
                ).fetchall()
            ]
            self.members = self._rows(
                con,
                f"select parent, id, birth_on, valid_from, valid_to from '{directory}/member.parquet' where parent < {last} order by id",
            )
            self.incomes = self._items(con, directory, "income", member_of, last)
            self.expenses = self._items(con, directory, "expense", member_of, last)
            self.assets = self._rows(
                con,
                f"select parent, kind, amount_fen / 100::decimal(18,2), valid_from, valid_to, count from '{directory}/asset.parquet' where parent < {last}",
            )
            names = ("insured", "disability_level", "severely_ill")
            self.person_facts = {
                n: self._facts(con, directory, f"member_{n}", member_of, last) for n in names
            }
            names = ("area_kind", "asset_judgement", "insured_singly")
            self.household_facts = {
                n: self._facts(con, directory, f"household_{n}", "parent", last) for n in names
            }
        self.assets = {
            key: [(k, Decimal(str(v)).quantize(CENT), a, b, c) for k, v, a, b, c in rows]
            for key, rows in self.assets.items()
        }

    @staticmethod
    def _rows(con: Any, sql: str) -> dict[int, list[Any]]:
        out: dict[int, list[Any]] = defaultdict(list)
        for key, *rest in con.execute(sql).fetchall():
            out[key].append(tuple(rest))
        return out

    def _items(
        self, con: Any, directory: Path, table: str, column: str, last: int
    ) -> dict[int, list[Any]]:
        rows = self._rows(
            con,
            f"select parent, kind, amount_fen, valid_from, valid_to from '{directory}/{table}.parquet' where {column} < {last}",
        )
        return {
            key: [(k, Decimal(fen) / 100, a, b) for k, fen, a, b in held]
            for key, held in rows.items()
        }

    def _facts(
        self, con: Any, directory: Path, table: str, column: str, last: int
    ) -> dict[int, list[Any]]:
        return self._rows(
            con,
            f"select parent, value, valid_from, valid_to from '{directory}/{table}.parquet' where {column} < {last}",
        )


def _now(rows: list[Any], day: int) -> int:
    return next(value for value, since, until in rows if since <= day < until)


def _sum(rows: list[Any], kind: int, day: int) -> Decimal:
    return sum(
        (amount for k, amount, since, until, *_ in rows if k == kind and since <= day < until), ZERO
    )


def _countable(incomes: list[Any], day: int, standard: Decimal, at: dict[str, Any]) -> Decimal:
    wage = max(_sum(incomes, 1, day), ZERO)
    cost = min(standard * at["work_cost_share"], at["work_cost_most"]).quantize(CENT, ROUND_HALF_UP)
    share = at["counted"]
    return (
        (wage - min(wage, cost)) * share["wage"]
        + max(_sum(incomes, 2, day), ZERO) * share["business"]
        + max(_sum(incomes, 3, day), ZERO) * share["property"]
        + (_sum(incomes, 4, day) - _sum(incomes, 5, day)) * share["transfer"]
        + max(_sum(incomes, 6, day), ZERO) * share["other"]
    )


def _uplift_rate(level: int, ill: int, birth: int, day: int, at: dict[str, Any]) -> Decimal:
    age, rates = (day - birth) // 10_000, at["uplift"]
    found = [ZERO]
    if level in (1, 2):
        found.append(rates["disability"])
    if ill:
        found.append(rates["illness"])
    if age >= at["elderly_age"]:
        found.append(rates["elderly"])
    if age < at["adult_age"]:
        found.append(rates["minor"])
    return max(found)


def amount(
    population: Population, household: int, day: int, at: dict[str, Any]
) -> tuple[bool, Decimal]:
    """Eligible, and the amount in yuan, of one household in one month."""
    facts, own = population.household_facts, population.person_facts
    standard = at["standard"]["urban" if _now(facts["area_kind"][household], day) == 1 else "rural"]
    members = [m for m in population.members[household] if m[2] <= day < m[3]]
    countable = {
        m[0]: _countable(population.incomes.get(m[0], []), day, standard, at) for m in members
    }
    spent = [
        sum((_sum(population.expenses.get(m[0], []), kind, day) for m in members), ZERO)
        for kind in (1, 2)
    ]
    most = at["expense_most"]
    spending = min(spent[0], most["rehabilitation"]) + min(spent[1], most["medical"])
    income = max(sum(countable.values(), ZERO) - spending, ZERO)
    size = max(len(members), 1)
    insured = [m for m in members if _now(own["insured"][m[0]], day)]
    if not (insured and _accepted(population, household, day, standard, len(members), at)):
        return False, ZERO
    below = income < standard * size
    uplift = sum(
        (
            standard
            * _uplift_rate(
                _now(own["disability_level"][m[0]], day),
                _now(own["severely_ill"][m[0]], day),
                m[1],
                day,
                at,
            )
            for m in insured
        ),
        ZERO,
    )
    if below:
        base = max(
            (standard * size - income) * len(insured) / size,
            standard * at["least_share"] * len(insured),
        )
    elif (
        _now(facts["insured_singly"][household], day)
        and income < standard * at["marginal_factor"] * size
    ):
        base = sum((max(standard - countable[m[0]], ZERO) for m in insured), ZERO)
    else:
        return False, ZERO
    return True, (base + uplift).quantize(CENT, ROUND_HALF_UP)


def _accepted(
    population: Population,
    household: int,
    day: int,
    standard: Decimal,
    size: int,
    at: dict[str, Any],
) -> bool:
    judged = _now(population.household_facts["asset_judgement"][household], day)
    if judged != 1:
        return judged == 2
    assets = population.assets.get(household, [])
    cars, houses = (
        sum(count for k, _, since, until, count in assets if k == kind and since <= day < until)
        for kind in (2, 3)
    )
    limit = standard * at["deposit_factor"] * size
    return (
        _sum(assets, 1, day) <= limit
        and cars <= at["vehicles_most"]
        and houses <= at["houses_most"]
    )
