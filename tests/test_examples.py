"""The officers' worked examples: every file under examples/, every expected value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from minzheng.config.commands.explain import DEFAULT_AREA, table_for
from minzheng.lib.fen import to_fen
from minzheng.lib.months import Month
from minzheng.livelihood.minimum_living.rules import book, reckon
from minzheng.rulebook.facts_file import expected_value, read

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.yaml"))


def entries() -> list[Any]:
    return [
        pytest.param(path, number, id=f"{path.stem}-{entry['月份']}")
        for path in EXAMPLES
        for number, entry in enumerate(read(path, book).expected)
    ]


@pytest.mark.parametrize(("path", "number"), entries())
def test_the_example_comes_out_as_expected(path, number):
    said = read(path, book)
    expected = dict(said.expected[number])
    month = Month.parse(expected.pop("月份"))
    result = reckon(said.case, month, table_for(said, said.area or DEFAULT_AREA, month))
    shares = {share.person: share.amount_fen for share in result.shares}
    names = {
        str(m.get("编号", row)): m.get("姓名") for row, m in enumerate(said.case["成员"], start=1)
    }
    wanted = {who: to_fen(amount) for who, amount in expected.pop("分配", {}).items()}
    assert not wanted or {names[key]: fen for key, fen in shares.items()} == wanted
    for name, value in expected.items():
        rule = next(
            r for (at, _), r in book.rules.items() if at == "户" and name in (r.name, r.label)
        )
        assert result.explanation.exact(rule.name) == expected_value(book, name, value), name
    assert sum(shares.values()) == result.amount_fen == result.base_fen + result.uplift_fen


def test_every_example_expects_something():
    assert [path.name for path in EXAMPLES if not read(path, book).expected] == []
    assert len(EXAMPLES) >= 20


def test_the_examples_use_every_parameter_of_the_allowance():
    """A formula without an example would show as a parameter nobody looked at."""
    looked_at = set()
    for path in EXAMPLES:
        said = read(path, book)
        for entry in said.expected:
            month = Month.parse(entry["月份"])
            result = reckon(said.case, month, table_for(said, said.area or DEFAULT_AREA, month))
            looked_at |= {used.name for used in result.explanation.parameters}
    assert set(book.parameters) - looked_at == set()
