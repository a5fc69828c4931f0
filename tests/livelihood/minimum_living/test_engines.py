"""The law as it stands gives the same fen in every engine, for random families with every fact of the book.

Cases and parameters are drawn from what the book itself declares, so a new fact or parameter is in the test at once.
"""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from minzheng.lib.months import Month, months
from minzheng.livelihood.household_assessment.enums import AssetJudgement, Circumstance
from minzheng.livelihood.minimum_living.rules import book, reckon
from minzheng.rulebook import FEN, FEN_PER_PERSON, RATE, DatedValue, ParameterTable, evaluate
from minzheng.rulebook.arrays import block_of, engine
from minzheng.rulebook.declarations import Fact, Parameter, Place
from minzheng.rulebook.parameters import bind
from minzheng.rulebook.sql_printer import DUCKDB, months_rows, statement
from minzheng.rulebook.units import DATE, MONTHS, NUMBER, PERSONS, POLICY_UNITS, TRUTH, YEARS

OUTPUTS = (
    "符合条件", "单人符合", "渐退中", "保障人数", "财产待认定", "人均月收入分", "拒绝就业减发额",
    "其中基础金", "其中施保金", "月保障金",
)  # fmt: skip
PERIOD = months(Month(2022, 7), Month(2023, 1))
DAYS = [month.ymd for month in PERIOD]
EVER, NEVER = 19_000_101, 99_991_231
CUTS = [20220701, 20220815, 20221001, 20221020, 20221101, 20230101]
BIRTHS = [19450101, 19611001, 19621101, 19670301, 19711101, 19801231, 20041101, 20060601, 20220615]
MOST = {"人": 4, "收入": 3, "支出": 2, "情形": 3, "义务人": 2, "财产": 3, "渐退": 1}
SEEDS = range(15)


def value_of(chance: Random, fact: Fact) -> int:
    if fact.unit.options is Circumstance:
        # Most kinds only matter together with other facts: those that matter alone come more often.
        often = [Circumstance.WORK_REFUSED, Circumstance.ABLE, *list(Circumstance)[12:17]]
        return int(chance.choice([*Circumstance, *often, *often]))
    if fact.unit.options is AssetJudgement:
        return int(chance.choice([AssetJudgement.ACCEPTED, *AssetJudgement]))
    if fact.unit.options is not None:
        return int(chance.choice(list(fact.unit.options)))
    if fact.unit == TRUTH:
        return chance.randrange(2)
    if fact.unit == DATE:
        return chance.choice(BIRTHS)
    if fact.unit in (PERSONS, NUMBER):
        return fact.lo + chance.randrange(4)
    return chance.choice([chance.randint(max(fact.lo, -5_000), 90_000), 0, 75_000])


def history(chance: Random, fact: Fact) -> list[tuple[int, int, int]]:
    edges = [EVER, *chance.sample(CUTS, chance.randrange(2)), NEVER]
    return [(a, b, value_of(chance, fact)) for a, b in pairwise(edges)]


def row(chance: Random, place: Place, number: int) -> dict[str, Any]:
    out: dict[str, Any] = {"编号": str(number)}
    if place.dated and chance.random() < 0.3:
        out["自"], out["至"] = sorted(chance.sample([EVER, *CUTS, NEVER], 2))
    for fact in place.facts.values():
        out[fact.name] = history(chance, fact) if fact.dated else value_of(chance, fact)
    for child in place.children:
        count = chance.randint(1 if child.name == "人" else 0, MOST[child.name])
        out[child.called] = [row(chance, child, n) for n in range(1, count + 1)]
    return out


def cases(seed: int) -> list[dict[str, Any]]:
    chance, root = Random(seed), next(iter(book.places.values()))
    return [row(chance, root, 1) for _ in range(60)]


def parameter_value(chance: Random, parameter: Parameter) -> int | str:
    if parameter.unit.options is not None:
        return chance.choice([one.label for one in parameter.unit.options])
    if parameter.unit == RATE:
        return chance.choice(
            [r for r in (0, 3_333, 8_000, 10_000, 15_000, 25_000) if r <= parameter.hi]
        )
    if parameter.unit == YEARS:
        return chance.choice([16, 18, 46, 51, 60])
    if parameter.name == "取整单位":
        return chance.choice([1, 10, 100])
    if parameter.unit in (FEN, FEN_PER_PERSON):
        return chance.choice([1, 30_000, 75_000, 80_000, 193_000])
    return chance.randrange(3)


UNITS = {
    name: next(
        text
        for text, unit in POLICY_UNITS.items()
        if unit.unit == (None if p.unit.options else p.unit) and unit.unit != MONTHS
    )
    for name, p in book.parameters.items()
}


def table_of(seed: int) -> ParameterTable:
    chance = Random(1_000 + seed)
    rows: dict[tuple[str, str | None], list[DatedValue]] = {}
    for name, parameter in book.parameters.items():
        for band in [one.label for one in parameter.bands] or [None]:
            days = [EVER, *chance.sample(CUTS, chance.randrange(2))]
            rows[name, band] = [
                DatedValue(day, parameter_value(chance, parameter), "示例") for day in days
            ]
    return ParameterTable(rows, UNITS, "430105")


def columns(families: list[dict[str, Any]]) -> dict[str, dict[str, np.ndarray]]:
    """The cases as the tables that arrays and SQL read."""
    held: dict[str, list[dict[str, int]]] = {}
    root = next(iter(book.places.values()))
    for place in book.places.values():
        held[place.code] = []
        held |= {f"{place.code}_{f.code}": [] for f in place.facts.values() if f.dated}
    ids = iter(range(1, 1_000_000))

    def write(place: Place, case: dict[str, Any], parent: int) -> None:
        own = next(ids)
        line = {"id": own, "parent": parent}
        line |= {"valid_from": case.get("自", EVER), "valid_to": case.get("至", NEVER)}
        line |= {f.code: int(case[f.name]) for f in place.facts.values() if not f.dated}
        held[place.code].append(line)
        for fact in (f for f in place.facts.values() if f.dated):
            held[f"{place.code}_{fact.code}"] += [
                {"parent": own, "valid_from": a, "valid_to": b, "value": int(v)}
                for a, b, v in case[fact.name]
            ]
        for child in place.children:
            for inner in case[child.called]:
                write(child, inner, own)

    for case in families:
        write(root, case, 0)
    names = {
        place.code: ["id", "parent", "valid_from", "valid_to"]
        + [f.code for f in place.facts.values() if not f.dated]
        for place in book.places.values()
    }
    return {
        table: {
            column: np.array([line[column] for line in lines], np.int64)
            for column in names.get(table, ["parent", "valid_from", "valid_to", "value"])
        }
        for table, lines in held.items()
    }


def one_by_one(families: list[dict[str, Any]], table: ParameterTable) -> np.ndarray:
    told = [evaluate(book, case, PERIOD, table) for case in families]
    return np.array([[[month.value(name) for name in OUTPUTS] for month in case] for case in told])


@pytest.mark.parametrize("seed", SEEDS)
def test_arrays_give_what_the_explanation_gives(seed):
    families, table = cases(seed), table_of(seed)
    made = engine(book, OUTPUTS, jit=False)
    block = block_of(made.schedule, columns(families))
    results = made.run(block, bind(made.schedule.parameters, table, DAYS))
    found = [results[book.rule("户", name).code].astype(np.int64) for name in OUTPUTS]
    np.testing.assert_array_equal(np.stack(found, axis=2), one_by_one(families, table))


@pytest.mark.parametrize("seed", SEEDS)
def test_sql_gives_what_the_explanation_gives(seed):
    families, table = cases(seed), table_of(seed)
    printed = statement(book, OUTPUTS, DUCKDB)
    with duckdb.connect(config={"threads": 1}) as con:
        for name, held in columns(families).items():
            con.register(f"{name}_", pa.table(held))
            con.execute(f'create table "{name}" as select * from "{name}_"')
        bound = bind(printed.schedule.parameters, table, DAYS)
        con.register("months", pa.Table.from_pylist(months_rows(bound)))
        rows = con.execute(printed.text + " order by id, today").fetchall()
    found = np.array(rows)[:, 2:].reshape(len(families), len(PERIOD), len(OUTPUTS))
    np.testing.assert_array_equal(found, one_by_one(families, table))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_parts_of_the_persons_add_up_and_nobody_gets_a_negative_part(seed):
    table = table_of(seed)
    for case in cases(seed):
        result = reckon(case, Month(2022, 11), table)
        assert sum(s.base_fen for s in result.shares) == result.base_fen
        assert sum(s.uplift_fen for s in result.shares) == result.uplift_fen
        assert all(s.base_fen >= 0 and s.uplift_fen >= 0 for s in result.shares)
        assert result.eligible or result.amount_fen == 0
        assert bool(result.shares) == result.eligible


def test_the_random_families_come_by_every_way_to_an_allowance():
    seen = np.zeros(len(OUTPUTS), np.int64)
    for seed in SEEDS:
        seen += (one_by_one(cases(seed), table_of(seed)) > 0).sum(axis=(0, 1))
    assert dict(zip(OUTPUTS, seen >= 10, strict=True)) == dict.fromkeys(OUTPUTS, True), seen
