"""The rule language: rules of law as short Chinese functions, traced once, printed for every engine. Pure, no Django.

A book declares entities, facts and parameters, then rules; `close()` traces and checks them all:

    book = Rulebook("最低生活保障", extends=assessment.book)
    book.fact("人", "重病", "severely_ill", TRUTH, dated=True)
    户 = book.of("户")

    @户("below_standard", TRUTH, "人均月收入低于低保标准", basis="社会救助暂行办法 第九条")
    def 低于标准(户: 行) -> 值:
        return 户.人均月收入 < 户.低保标准

`explain` computes one household with every value; `arrays` and `sql_printer` do the same for millions.
"""

from minzheng.rulebook.book import Rulebook
from minzheng.rulebook.case import Case
from minzheng.rulebook.errors import (
    FactMissing,
    FactRefused,
    ParameterMismatch,
    ParameterUnset,
    RulebookError,
    RuleError,
)
from minzheng.rulebook.explanation import Explanation, evaluate, explain
from minzheng.rulebook.language import (
    RoundingMode,
    一人,
    今天,
    值,
    参数,
    取整,
    周岁,
    四舍五入,
    当,
    日期,
    舍去,
    行,
    较大,
    较小,
    进位,
)
from minzheng.rulebook.parameters import DatedValue, ParameterTable
from minzheng.rulebook.units import (
    DATE,
    DAYS,
    FEN,
    FEN_PER_PERSON,
    MONTHS,
    NUMBER,
    PERSONS,
    RATE,
    TRUTH,
    YEARS,
    Option,
    options,
)

__all__ = [
    "DATE",
    "DAYS",
    "FEN",
    "FEN_PER_PERSON",
    "MONTHS",
    "NUMBER",
    "PERSONS",
    "RATE",
    "TRUTH",
    "YEARS",
    "Case",
    "DatedValue",
    "Explanation",
    "FactMissing",
    "FactRefused",
    "Option",
    "ParameterMismatch",
    "ParameterTable",
    "ParameterUnset",
    "RoundingMode",
    "RuleError",
    "Rulebook",
    "RulebookError",
    "evaluate",
    "explain",
    "options",
    "一人",
    "今天",
    "值",
    "参数",
    "取整",
    "周岁",
    "四舍五入",
    "当",
    "日期",
    "舍去",
    "行",
    "较大",
    "较小",
    "进位",
]
