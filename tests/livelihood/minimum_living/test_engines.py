"""The law as it stands gives the same fen in every engine, for random families with every fact of the book.

Cases and parameters are drawn from what the book itself declares, so a new fact or parameter is in the test at once.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minzheng.lib.months import Month, months
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
few = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def values_of(fact: Fact) -> st.SearchStrategy[int]:
    if fact.unit.options is not None:
        return st.sampled_from([int(one) for one in fact.unit.options])
    if fact.unit == TRUTH:
        return st.sampled_from([0, 1])
    if fact.unit == DATE:
        return st.sampled_from(BIRTHS)
    if fact.unit in (PERSONS, NUMBER):
        return st.integers(fact.lo, fact.lo + 3)
    return st.one_of(st.integers(max(fact.lo, -5_000), 120_000), st.just(0), st.just(75_000))


@st.composite
def history(draw: st.DrawFn, values: st.SearchStrategy[int]) -> list[tuple[int, int, int]]:
    cuts = sorted(draw(st.sets(st.sampled_from(CUTS), max_size=1)))
    return [(a, b, draw(values)) for a, b in pairwise([EVER, *cuts, NEVER])]


@st.composite
def row(draw: st.DrawFn, place: Place, number: int) -> dict[str, Any]:
    out: dict[str, Any] = {"编号": str(number)}
    if place.dated and draw(st.booleans()):
        ends = draw(
            st.lists(st.sampled_from([EVER, *CUTS, NEVER]), min_size=2, max_size=2, unique=True)
        )
        out["自"], out["至"] = sorted(ends)
    for fact in place.facts.values():
        drawn = draw(history(values_of(fact)) if fact.dated else values_of(fact))
        out[fact.name] = drawn
    for child in place.children:
        count = draw(st.integers(0, MOST[child.name]))
        out[child.called] = [draw(row(child, n)) for n in range(1, count + 1)]
    return out


CASES = st.lists(row(next(iter(book.places.values())), 1), min_size=1, max_size=5)


def parameter_values(parameter: Parameter) -> st.SearchStrategy[int | str]:
    if parameter.unit.options is not None:
        return st.sampled_from([one.label for one in parameter.unit.options])
    if parameter.unit == RATE:
        return st.sampled_from([r for r in (0, 3_333, 8_000, 10_000, 15_000) if r <= parameter.hi])
    if parameter.unit == YEARS:
        return st.sampled_from([16, 18, 46, 51, 60])
    if parameter.name == "取整单位":
        return st.sampled_from([1, 10, 100])
    if parameter.unit in (FEN, FEN_PER_PERSON):
        return st.sampled_from([0, 1, 30_000, 75_000, 193_000])
    return st.integers(0, 2)


UNITS = {
    name: next(
        text
        for text, unit in POLICY_UNITS.items()
        if unit.unit == (None if p.unit.options else p.unit) and unit.unit != MONTHS
    )
    for name, p in book.parameters.items()
}


@st.composite
def tables(draw: st.DrawFn) -> ParameterTable:
    rows: dict[tuple[str, str | None], list[DatedValue]] = {}
    for name, parameter in book.parameters.items():
        values = parameter_values(parameter)
        for band in [one.label for one in parameter.bands] or [None]:
            later = draw(st.lists(st.sampled_from(CUTS), max_size=1))
            days = [EVER, *later]
            rows[name, band] = [DatedValue(day, draw(values), "示例") for day in days]
    return ParameterTable(rows, UNITS, "430105")


def columns(cases: list[dict[str, Any]]) -> dict[str, dict[str, np.ndarray]]:
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

    for case in cases:
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


def one_by_one(cases: list[dict[str, Any]], table: ParameterTable) -> np.ndarray:
    told = [evaluate(book, case, PERIOD, table) for case in cases]
    return np.array([[[month.value(name) for name in OUTPUTS] for month in case] for case in told])


@few
@given(CASES, tables())
def test_arrays_give_what_the_explanation_gives(cases, table):
    made = engine(book, OUTPUTS, jit=False)
    block = block_of(made.schedule, columns(cases))
    results = made.run(block, bind(made.schedule.parameters, table, DAYS))
    found = [results[book.rule("户", name).code].astype(np.int64) for name in OUTPUTS]
    np.testing.assert_array_equal(np.stack(found, axis=2), one_by_one(cases, table))


@settings(few, max_examples=15)
@given(CASES, tables())
def test_sql_gives_what_the_explanation_gives(cases, table):
    printed = statement(book, OUTPUTS, DUCKDB)
    with duckdb.connect(config={"threads": 1}) as con:
        for name, held in columns(cases).items():
            con.register(f"{name}_", pa.table(held))
            con.execute(f'create table "{name}" as select * from "{name}_"')
        bound = bind(printed.schedule.parameters, table, DAYS)
        con.register("months", pa.Table.from_pylist(months_rows(bound)))
        rows = con.execute(printed.text + " order by id, today").fetchall()
    found = np.array(rows)[:, 2:].reshape(len(cases), len(PERIOD), len(OUTPUTS))
    np.testing.assert_array_equal(found, one_by_one(cases, table))


@settings(few, max_examples=60)
@given(row(next(iter(book.places.values())), 1), tables(), st.sampled_from(PERIOD))
def test_the_parts_of_the_persons_add_up_and_nobody_gets_a_negative_part(case, table, month):
    result = reckon(case, month, table)
    assert sum(s.base_fen for s in result.shares) == result.base_fen
    assert sum(s.uplift_fen for s in result.shares) == result.uplift_fen
    assert all(s.base_fen >= 0 and s.uplift_fen >= 0 for s in result.shares)
    assert result.eligible or result.amount_fen == 0
    assert bool(result.shares) == result.eligible


@pytest.mark.parametrize("name", OUTPUTS)
def test_every_output_is_a_rule_of_the_household(name):
    assert book.rule("户", name).place.parent is None
