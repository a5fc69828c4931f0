"""A report holds no number that no figure proves."""

import pytest

from minzheng.reporting.documents import (
    Claimed,
    Numbered,
    Text,
    Token,
    UnboundDigits,
    refuse_unbound_digits,
    unbound_digits,
)
from tests.reporting.documents.sample import report


def test_a_bound_report_passes():
    assert (
        unbound_digits(
            report(Token("2022年"), Numbered("x", "58人"), Claimed("y", "三级联动", "HOLDS"))
        )
        == []
    )
    refuse_unbound_digits(report())


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("共5.8万人次", "5.8"),
        ("比例为８７％", "８７％"),
        ("四个专项行动", "四个"),
        ("两处历史埋葬点", "两处"),
        ("三百余人", "三百余人"),
        ("十二月", "十二月"),
        ("做到一周全覆盖", "一周"),
        ("近万条数据", "近万"),
        ("数十家", "数十家"),
        ("零感染0例", "0"),
    ],
)  # fmt: skip
def test_a_number_without_a_figure_is_found(words, number):
    found = unbound_digits(report(Text(words)))
    assert {item.number for item in found} == {number}
    with pytest.raises(UnboundDigits, match="基本民生保障"):
        refuse_unbound_digits(report(Text(words)))


@pytest.mark.parametrize(
    "words",
    [
        "统一部署，十分重要，一体推进，万众一心，百姓满意，千方百计",
        "第一书记，唯一",
        "一般困难家庭",
    ],
)
def test_words_that_are_no_numbers_pass(words):
    assert unbound_digits(report(Text(words))) == []


def test_a_phrase_may_be_allowed_by_name_and_nothing_else_with_it():
    assert unbound_digits(report(Text("一次性补贴")), allowed=["一次性"]) == []
    assert unbound_digits(report(Text("一次性补贴十次")), allowed=["一次性"])[0].number == "十次"
