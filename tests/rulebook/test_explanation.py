"""What an officer reads: values with units, formulas with the family's numbers, legal basis, parameters with sources."""

from __future__ import annotations

import json
import time

import pytest

from benchmarks.allowance import book
from benchmarks.entitlement import FAMILY
from minzheng.lib.months import Month
from minzheng.rulebook import Explanation, evaluate, explain
from tests.rulebook.population import usual

JULY = Month(2022, 7)


@pytest.fixture
def told() -> Explanation:
    return explain(book, FAMILY, JULY, usual())


def line(told: Explanation, name: str, entity: str = "户", row: int = 0):
    return next(one for one in told.lines if (one.name, one.entity, one.row) == (name, entity, row))


def test_a_line_says_value_formula_and_basis(told):
    one = line(told, "家庭月收入")
    assert (one.text, one.unit) == ("1260.00元", "分")
    assert one.formula == "各人合计 1260.00元 － 刚性支出扣减 0.00元"
    assert one.basis.startswith("民发〔2021〕57号")


def test_an_exact_fraction_is_shown_as_one(told):
    case = FAMILY | {"成员": FAMILY["成员"][:3]}
    one = line(explain(book, case, JULY, usual()), "人均月收入")
    assert one.value.denominator == 3
    assert one.text == "128.333333…元/人"
    assert one.formula == "家庭月收入 385.00元 ÷ 家庭人数 3人"


def test_of_a_choice_only_the_branch_taken_is_said(told):
    assert line(told, "低保标准").formula == "低保标准（城市） 750.00元/人"
    assert "低保标准（农村）" not in told.as_text()
    assert line(told, "施保类别", "人", 1).text == "重度残疾人"


def test_parameters_come_with_their_source_and_only_those_looked_at(told):
    used = {(p.name, p.band): p for p in told.parameters}
    assert used["低保标准", "城市"].source == "示例 低保标准"
    assert used["务工成本扣减比例", ""].text == "30%"
    assert ("低保标准", "农村") not in used
    assert ("单人保方式", "") not in used


def test_the_plain_data_survives_json(told):
    data = json.loads(json.dumps(told.as_json(), ensure_ascii=False))
    assert data["month"] == "2022-07"
    amount = next(one for one in data["lines"] if one["code"] == "amount_fen")
    assert amount["value"] == told.value("月保障金")


def test_reading_an_unrounded_rule_as_a_whole_number_is_refused(told):
    case = FAMILY | {"成员": FAMILY["成员"][:3]}
    three = explain(book, case, JULY, usual())
    with pytest.raises(ValueError, match="未取整的分数"):
        three.value("人均月收入")
    assert three.exact("人均月收入") * 3 == 38_500


def test_lines_that_come_to_nothing_stay_out_of_the_short_text(told):
    assert "本人分类施保金：0.00元" not in told.as_text()
    assert "本人分类施保金：0.00元" in told.as_text(whole=True)


def test_one_household_month_takes_less_than_a_millisecond():
    """The best of many, so that a busy machine does not decide; the measured value is in benchmarks/README.md."""
    evaluate(book, FAMILY, [JULY], usual())
    table, best = usual(), 1.0
    for _ in range(200):
        started = time.perf_counter()
        evaluate(book, FAMILY, [JULY], table)
        best = min(best, time.perf_counter() - started)
    assert best < 0.001
