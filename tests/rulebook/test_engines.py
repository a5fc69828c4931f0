"""All engines give the same fen: plain Python, compiled arrays, DuckDB, PostgreSQL and a referee in Decimal."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.allowance import book
from minzheng.rulebook import FactMissing, FactRefused, ParameterTable, evaluate
from minzheng.rulebook.arrays import block_of, engine
from minzheng.rulebook.parameters import bind
from minzheng.rulebook.sql_printer import DUCKDB, POSTGRESQL, SPARK, months_rows, statement
from tests.rulebook.population import MONTHS, columns, household, tables, usual
from tests.rulebook.referee import Household

OUTPUTS = (
    "符合条件",
    "单人符合",
    "保障人数",
    "人均月收入分",
    "其中基础金",
    "其中施保金",
    "月保障金",
)
DAYS = [month.ymd for month in MONTHS]
households = st.lists(household(), min_size=1, max_size=6)
few = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))


def one_by_one(cases: list[dict[str, Any]], table: ParameterTable) -> np.ndarray:
    """households × months × outputs by the explaining kernel."""
    told = [evaluate(book, case, MONTHS, table) for case in cases]
    return np.array([[[month.value(name) for name in OUTPUTS] for month in case] for case in told])


def in_arrays(
    cases: list[dict[str, Any]], table: ParameterTable, *, jit: bool, threads: int = 1
) -> np.ndarray:
    made = engine(book, OUTPUTS, jit=jit)
    block = block_of(made.schedule, columns(cases))
    results = made.run(block, bind(made.schedule.parameters, table, DAYS), threads=threads)
    return np.stack(
        [results[book.rule("户", name).code].astype(np.int64) for name in OUTPUTS], axis=2
    )


def in_duckdb(cases: list[dict[str, Any]], table: ParameterTable) -> np.ndarray:
    printed = statement(book, OUTPUTS, DUCKDB)
    with duckdb.connect(config={"threads": 1}) as con:
        for name, held in columns(cases).items():
            con.register(f"{name}_", pa.table(held))
            con.execute(f'create table "{name}" as select * from "{name}_"')
        bound = bind(printed.schedule.parameters, table, DAYS)
        con.register("months", pa.Table.from_pylist(months_rows(bound)))
        for check in printed.checks:
            assert con.execute(check.sql).fetchall() == []
        rows = con.execute(printed.text + " order by id, today").fetchall()
    return np.array(rows)[:, 2:].reshape(len(cases), len(MONTHS), len(OUTPUTS))


def in_postgresql(cases: list[dict[str, Any]], table: ParameterTable) -> np.ndarray:
    printed = statement(book, OUTPUTS, POSTGRESQL)
    bound = bind(printed.schedule.parameters, table, DAYS)
    relations = {
        name: {c: v.tolist() for c, v in held.items()} for name, held in columns(cases).items()
    }
    months = months_rows(bound)
    relations["months"] = {column: [row[column] for row in months] for column in months[0]}
    with connection.cursor() as cursor:
        for name, held in relations.items():
            listed = ", ".join(f'"{column}"' for column in held)
            arrays = ", ".join("%s::bigint[]" for _ in held)
            cursor.execute(f'drop table if exists pg_temp."{name}"')
            cursor.execute(
                f'create temp table "{name}" as select * from unnest({arrays}) as t({listed})',
                list(held.values()),
            )
        for check in printed.checks:
            cursor.execute(check.sql)
            assert cursor.fetchall() == []
        cursor.execute(printed.text + " order by id, today")
        rows = cursor.fetchall()
    return np.array(rows, np.int64)[:, 2:].reshape(len(cases), len(MONTHS), len(OUTPUTS))


def same(left: np.ndarray, right: np.ndarray) -> None:
    np.testing.assert_array_equal(left, right)


@few
@given(households, tables())
def test_arrays_in_plain_python_give_what_the_explanation_gives(cases, table):
    same(in_arrays(cases, table, jit=False), one_by_one(cases, table))


@few
@given(households, tables())
def test_compiled_arrays_give_what_the_explanation_gives(cases, table):
    same(in_arrays(cases, table, jit=True, threads=2), one_by_one(cases, table))


@few
@given(households, tables())
def test_duckdb_gives_what_the_explanation_gives(cases, table):
    same(in_duckdb(cases, table), one_by_one(cases, table))


@pytest.mark.django_db
@settings(few, max_examples=8)
@given(households, tables())
def test_postgresql_gives_what_the_explanation_gives(cases, table):
    same(in_postgresql(cases, table), one_by_one(cases, table))


@settings(few, max_examples=40)
@given(household(), tables())
def test_the_decimal_referee_agrees_to_the_fen(case, table):
    for month, told in zip(MONTHS, evaluate(book, case, MONTHS, table), strict=True):
        eligible, amount, uplift = Household(case, month, table).amounts()
        assert (bool(told.value("符合条件")), told.value("月保障金"), told.value("其中施保金")) == (
            eligible,
            int(amount * 100),
            int(uplift * 100),
        ), month


@few
@given(household(), tables(), st.sampled_from(range(1, 12)))
def test_a_change_made_known_later_changes_only_months_from_its_day(case, table, at):
    """Retroactive: cutting every income from a day on leaves the months before as they were."""
    day = MONTHS[at].ymd
    before = one_by_one([case], table)[0]
    for person in case["成员"]:
        kept = [{**row, "至": min(row["至"], day)} for row in person["收入"] if row["自"] < day]
        person["收入"] = kept
    after = one_by_one([case], table)[0]
    same(after[:at], before[:at])
    same(in_arrays([case], table, jit=False)[0], after)


@given(household(), tables())
@settings(few, max_examples=8)
def test_every_formula_can_be_written_in_chinese(case, table):
    told = evaluate(book, case, MONTHS[-1:], table)[0]
    assert "月保障金" in told.as_text(whole=True)
    assert told.as_json()["lines"]


def test_the_spark_statement_parses():
    import sqlglot

    printed = statement(book, OUTPUTS, SPARK)
    for text in (printed.text, *(check.sql for check in printed.checks)):
        assert sqlglot.parse_one(text, read="spark") is not None


# --------------------------------------------------------------------------------------- facts that are not there
def _plain_case() -> dict[str, Any]:
    person = {
        "编号": "1", "自": 19000101, "至": 99991231, "出生日期": 19800101, "收入": [], "支出": [],
        "保障对象": [(19000101, 99991231, 1)], "残疾等级": [(19000101, 99991231, 0)], "重病": [(19000101, 99991231, 0)],
    }  # fmt: skip
    ever = (19000101, 99991231)
    return {
        "城乡类别": [(*ever, 1)], "财产认定": [(*ever, 1)], "救助档次": [(*ever, 0)], "单人保": [(*ever, 0)],
        "成员": [person], "财产": [],
    }  # fmt: skip


@pytest.fixture
def table() -> ParameterTable:
    return usual()


def test_a_gap_in_a_dated_fact_stops_every_engine(table):
    case = _plain_case()
    case["成员"][0]["残疾等级"] = [(19000101, 20220301, 0), (20220401, 99991231, 2)]
    with pytest.raises(FactMissing, match="人“1”在2022年3月没有有效的“残疾等级”"):
        evaluate(book, case, MONTHS, table)
    for jit in (False, True):
        with pytest.raises(FactMissing, match=r"户编号1000.*2022年3月.*残疾等级"):
            in_arrays([case], table, jit=jit)
    with pytest.raises(AssertionError):
        in_duckdb([case], table)


def test_two_rows_in_force_at_once_stop_every_engine(table):
    case = _plain_case()
    case["城乡类别"] = [(19000101, 20220601, 1), (20220501, 99991231, 2)]
    with pytest.raises(FactRefused, match="2022年5月有2条“城乡类别”同时有效"):
        evaluate(book, case, MONTHS, table)
    with pytest.raises(FactRefused, match="2022年5月有2条“城乡类别”"):
        in_arrays([case], table, jit=False)


def test_a_missing_fact_is_named_with_entity_and_row(table):
    case = _plain_case()
    del case["成员"][0]["出生日期"]
    with pytest.raises(FactMissing, match="缺少事实：户·人“1”的“出生日期”"):
        evaluate(book, case, MONTHS, table)


def test_an_amount_beyond_its_bounds_is_refused(table):
    case = _plain_case()
    case["成员"][0]["收入"] = [{"自": 19000101, "至": 99991231, "种类": 1, "金额": 10**12}]
    with pytest.raises(FactRefused, match="超出允许范围"):
        evaluate(book, case, MONTHS, table)
    with pytest.raises(FactRefused, match="超出允许范围"):
        in_arrays([case], table, jit=False)


def test_a_long_history_is_fine_but_not_too_many_rows_at_once(table):
    case = _plain_case()
    years = [
        {"自": 10_000 * y + 101, "至": 10_000 * y + 10_101, "种类": 6, "金额": 100}
        for y in range(1930, 2025)
    ]
    case["成员"][0]["收入"] = years
    assert evaluate(book, case, MONTHS[:1], table)[0].exact("家庭月收入") == 100
    assert in_arrays([case], table, jit=False).shape[0] == 1
    case["成员"][0]["收入"] = [{**row, "自": 19300101, "至": 20250101} for row in years]
    for engine_of in (
        lambda: evaluate(book, case, MONTHS, table),
        lambda: in_arrays([case], table, jit=False),
    ):
        with pytest.raises(FactRefused, match="“收入”同时有95行，最多60行"):
            engine_of()
