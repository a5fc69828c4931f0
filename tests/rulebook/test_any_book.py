"""Whatever a book says, all engines agree: for every book of the office, and for rules made up at random."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from django.db import connection
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import minzheng.livelihood
from minzheng.lib.months import Month, months
from minzheng.rulebook import (
    DATE,
    FEN,
    FEN_PER_PERSON,
    PERSONS,
    RATE,
    TRUTH,
    YEARS,
    Option,
    ParameterTable,
    Rulebook,
    RuleError,
    evaluate,
    options,
    周岁,
    四舍五入,
    当,
    舍去,
    较大,
    较小,
    进位,
)
from minzheng.rulebook.arrays import block_of, engine
from minzheng.rulebook.chinese_printer import value_of
from minzheng.rulebook.parameters import bind
from minzheng.rulebook.sql_printer import DUCKDB, POSTGRESQL, SPARK, months_rows, statement
from tests.rulebook import anything

MONTHS = months(Month(2021, 12), Month(2022, 11))
DAYS = [month.ymd for month in MONTHS]
few = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def outputs(book: Rulebook) -> tuple[str, ...]:
    """All whole household rules."""
    return tuple(
        rule.name
        for (place, _), rule in book.rules.items()
        if place == "户" and rule.divisor is None
    )


def one_by_one(book: Rulebook, cases: list[Any], table: ParameterTable) -> np.ndarray:
    told = [evaluate(book, case, MONTHS, table) for case in cases]
    return np.array(
        [[[month.value(name) for name in outputs(book)] for month in case] for case in told]
    )


def in_arrays(book: Rulebook, cases: list[Any], table: ParameterTable, *, jit: bool) -> np.ndarray:
    made = engine(book, outputs(book), jit=jit)
    block = block_of(made.schedule, anything.columns(book, cases))
    results = made.run(block, bind(made.schedule.parameters, table, DAYS))
    return np.stack(
        [results[book.rule("户", name).code].astype(np.int64) for name in outputs(book)], axis=2
    )


def relations(
    book: Rulebook, cases: list[Any], table: ParameterTable, dialect: str
) -> tuple[str, dict[str, Any]]:
    printed = statement(book, outputs(book), dialect)
    held = {
        name: {c: v.tolist() for c, v in rows.items()}
        for name, rows in anything.columns(book, cases).items()
    }
    listed = months_rows(bind(printed.schedule.parameters, table, DAYS))
    held["months"] = {column: [row[column] for row in listed] for column in listed[0]}
    return printed.text + " order by 1, 2", held


def in_duckdb(book: Rulebook, cases: list[Any], table: ParameterTable) -> np.ndarray:
    sql, held = relations(book, cases, table, DUCKDB)
    with duckdb.connect(config={"threads": 1}) as con:
        for name, rows in held.items():
            con.register(name, pa.table({c: pa.array(v, pa.int64()) for c, v in rows.items()}))
        found = con.execute(sql).fetchall()
    return np.array(found, np.int64)[:, 2:].reshape(len(cases), len(MONTHS), -1)


def in_postgresql(book: Rulebook, cases: list[Any], table: ParameterTable) -> np.ndarray:
    sql, held = relations(book, cases, table, POSTGRESQL)
    with connection.cursor() as cursor:
        for name, rows in held.items():
            arrays = ", ".join("%s::bigint[]" for _ in rows)
            named = ", ".join(f'"{column}"' for column in rows)
            cursor.execute(f'drop table if exists pg_temp."{name}"')
            cursor.execute(
                f'create temp table "{name}" as select * from unnest({arrays}) as t({named})',
                list(rows.values()),
            )
        cursor.execute(sql)
        found = cursor.fetchall()
    return np.array(found, np.int64)[:, 2:].reshape(len(cases), len(MONTHS), -1)


# ------------------------------------------------------------------------------------ the books of the office
ROOMS = sorted(
    path.parent.name for path in Path(minzheng.livelihood.__path__[0]).glob("*/rules.py")
)


@pytest.fixture(params=ROOMS)
def book(request: pytest.FixtureRequest) -> Rulebook:
    found: Rulebook = importlib.import_module(f"minzheng.livelihood.{request.param}.rules").book
    return found


@given(st.data())
@settings(few, max_examples=5)
def test_engines_agree_on_every_book_of_the_office(book, data):
    cases = data.draw(st.lists(anything.case(book), min_size=1, max_size=3))
    table = data.draw(anything.table(book))
    expected = one_by_one(book, cases, table)
    np.testing.assert_array_equal(in_arrays(book, cases, table, jit=False), expected)
    np.testing.assert_array_equal(in_duckdb(book, cases, table), expected)


@pytest.mark.django_db
@given(st.data())
@settings(few, max_examples=2)
def test_postgresql_agrees_on_every_book_of_the_office(book, data):
    cases = data.draw(st.lists(anything.case(book), min_size=1, max_size=3))
    table = data.draw(anything.table(book))
    np.testing.assert_array_equal(in_postgresql(book, cases, table), one_by_one(book, cases, table))


def test_spark_sql_of_every_book_parses(book):
    import sqlglot

    printed = statement(book, outputs(book), SPARK)
    for text in (printed.text, *(check.sql for check in printed.checks)):
        assert sqlglot.parse_one(text, read="spark") is not None


# ------------------------------------------------------------------------------------------ rules at random
class Side(Option):
    LEFT = 1, "左"
    RIGHT = 2, "右"


class Author:
    """Writes well-typed expressions over one row, choosing as Hypothesis says."""

    def __init__(self, data: st.DataObject):
        self.choose = lambda *ways: data.draw(st.sampled_from(ways))()

    def money(self, row: Any, 参: Any, depth: int, known: list[str]) -> Any:
        leaves = [lambda: row.金额, *((lambda name=name: getattr(row, name)) for name in known)]
        if depth == 0:
            return self.choose(*leaves)

        def again() -> Any:
            return self.money(row, 参, depth - 1, known)

        rounding = self.choose(lambda: 四舍五入, lambda: 进位, lambda: 舍去)
        return self.choose(
            *leaves,
            lambda: again() + again(),
            lambda: again() - again(),
            lambda: 较大(again(), again()),
            lambda: 较小(again(), 0),
            lambda: rounding(again() * 参.比例),
            lambda: rounding((again() - again()) / 7),
            lambda: rounding(again() / 较大(row.人头, 1) * row.人头),
            lambda: 当(self.truth(row, 参, depth - 1, known), again(), again()),
            lambda: 当(row.侧 == Side.LEFT, 参.分侧[row.侧] * row.人头, again()),
        )

    def truth(self, row: Any, 参: Any, depth: int, known: list[str]) -> Any:
        def money() -> Any:
            return self.money(row, 参, max(depth - 1, 0), known)

        ways = [
            lambda: money() < money(),
            lambda: money() * 参.比例 >= money() / 3,
            lambda: 周岁(row.生日) >= 参.年龄,
            lambda: 周岁(row.生日) <= 周岁(row.另一日),
            lambda: row.侧 != Side.RIGHT,
            lambda: row.旗,
        ]
        if depth > 0:
            ways += [
                lambda: (
                    self.truth(row, 参, depth - 1, known) & ~self.truth(row, 参, depth - 1, known)
                ),
                lambda: self.truth(row, 参, depth - 1, known) | self.truth(row, 参, 0, known),
            ]
        return self.choose(*ways)


def declared() -> Rulebook:
    book = Rulebook("随意")
    book.entity("户", "household")
    book.entity("人", "member", inside="户", called="成员", most=4, dated=True)
    book.entity("项", "item", inside="人", called="项目", most=4, dated=True)
    book.entity("物", "thing", inside="户", called="物品", most=4)
    for place in ("户", "人", "项", "物"):
        book.fact(place, "金额", "amount", FEN, least=-100_000, most=100_000)
        book.fact(place, "人头", "heads", PERSONS, most=5, dated=True)
        book.fact(place, "侧", "side", options(Side), dated=True)
        book.fact(place, "旗", "flag", TRUTH)
        book.fact(place, "生日", "born", DATE)
        book.fact(place, "另一日", "other", DATE, dated=True)
    book.parameter("比例", "share", RATE, most=20_000)
    book.parameter("年龄", "age", YEARS)
    book.parameter("分侧", "by_side", FEN_PER_PERSON, most=100_000, bands=Side)
    return book


def written(data: st.DataObject) -> Rulebook:
    """A book of random rules: two of a member, two of the household, two more of each that use them."""
    book, author = declared(), Author(data)
    known: dict[str, list[str]] = {"户": [], "人": []}

    def add(place: str, number: int) -> None:
        name = f"规则{place}{number}"
        seen = list(known[place])

        def rule(row: Any, 参: Any) -> Any:
            own = author.money(row, 参, 2, seen)
            if place == "户" and known["人"]:
                own = own + row.成员.其中(lambda 人: author.truth(人, 参, 1, known["人"])).合计(
                    lambda 人: author.money(人, 参, 1, known["人"])
                )
            if place == "户":
                own = own - row.物品.合计(lambda 物: author.money(物, 参, 1, []))
            if place == "人" and known["户"]:
                own = own + getattr(row.户, known["户"][-1])
                own = own + row.项目.其中(
                    lambda 项: 项.金额 < getattr(项.人.户, known["户"][-1])
                ).合计(lambda 项: author.money(项, 参, 1, []) + getattr(项.人, known["人"][0]))
            return own

        rule.__name__ = name
        book.of(place)(f"rule_{number}", FEN)(rule)
        book.value_of(name, book.places[place])
        known[place].append(name)

    for number, place in enumerate(("人", "人", "户", "人", "户")):
        add(place, number)
    return book.close()


@given(st.data())
@settings(few, max_examples=40)
def test_engines_agree_on_rules_made_up_at_random(data):
    try:
        book = written(data)
    except RuleError as error:
        assume("64 位" not in str(error))
        raise
    cases = data.draw(st.lists(anything.case(book), min_size=1, max_size=3))
    table = data.draw(anything.table(book))
    expected = one_by_one(book, cases, table)
    np.testing.assert_array_equal(in_arrays(book, cases, table, jit=False), expected)
    np.testing.assert_array_equal(in_duckdb(book, cases, table), expected)
    for told in evaluate(book, cases[0], MONTHS[:3], table):
        for line in told.lines:
            assert value_of(line._rule.node, line._scope) == told.value(
                line.name, line.entity, line.row
            )


@pytest.mark.slow
@given(st.data())
@settings(few, max_examples=2)
def test_compiled_kernels_agree_on_rules_made_up_at_random(data):
    try:
        book = written(data)
    except RuleError as error:
        assume("64 位" not in str(error))
        raise
    cases = data.draw(st.lists(anything.case(book), min_size=1, max_size=3))
    table = data.draw(anything.table(book))
    np.testing.assert_array_equal(
        in_arrays(book, cases, table, jit=True), one_by_one(book, cases, table)
    )
