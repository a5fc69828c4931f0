"""A mistake in a rule is found when the book is loaded, and said with file, line and rule."""

from __future__ import annotations

from typing import Any

import pytest

from minzheng.lib.months import Month
from minzheng.rulebook import (
    DATE,
    FEN,
    FEN_PER_PERSON,
    NUMBER,
    PERSONS,
    RATE,
    TRUTH,
    YEARS,
    DatedValue,
    Option,
    ParameterMismatch,
    ParameterTable,
    ParameterUnset,
    Rulebook,
    RuleError,
    explain,
    options,
    今天,
    取整,
    周岁,
    四舍五入,
    当,
    日期,
    较大,
    进位,
)


class Side(Option):
    LEFT = 1, "左"
    RIGHT = 2, "右"


class Colour(Option):
    RED = 1, "红"


@pytest.fixture
def book() -> Rulebook:
    made = Rulebook("试验")
    made.entity("户", "household")
    made.entity("人", "member", inside="户", called="成员", most=10, dated=True)
    made.entity("收入", "income", inside="人", most=10, dated=True)
    made.fact("户", "侧", "side", options(Side), dated=True)
    made.fact("户", "色", "colour", options(Colour))
    made.fact("户", "面积", "area", NUMBER)
    made.fact("户", "房租", "rent", FEN)
    made.fact("人", "出生日期", "birth_on", DATE)
    made.fact("收入", "金额", "amount", FEN)
    made.parameter("标准", "standard", FEN_PER_PERSON)
    made.parameter("比例", "share", RATE)
    made.parameter("分侧金额", "by_side", FEN, bands=Side)
    made.parameter("左金额", "left_only", FEN, bands=(Side.LEFT,))
    return made


def refused(book: Rulebook, rule: Any, unit: Any = FEN) -> str:
    """The sentence with which the rule is refused."""
    book.of("户")("rule", unit)(rule)
    with pytest.raises(RuleError) as error:
        book.close()
    return str(error.value)


WRONG = {
    "fen + persons": (lambda 户: 户.房租 + 户.成员.人数(), "单位不同，不能相加：分 与 人"),
    "fen × fen": (lambda 户: 户.房租 * 户.房租, "单位不能相乘：分 × 分"),
    "fen < persons": (lambda 户: 户.房租 < 户.成员.人数(), "单位不同，不能比较：分 与 人"),
    "fen < fen a head": (lambda 户, 参: 户.房租 < 参.标准, "不能比较：分 与 分/人"),
    "rate + fen": (lambda 户, 参: 参.比例 + 户.房租, "不能相加：率 与 分"),
    "a bare amount": (lambda 户: 户.房租 + 500, "金额和比例不能直接写成数字（500）"),
    "a bare amount compared": (lambda 户: 当(户.房租 > 30_000, 户.房租, 0), "请设为政策参数"),
    "a date added": (lambda 户: 户.成员.合计(lambda 人: 人.出生日期 + 人.出生日期), "不能加减"),
    "other list of options": (
        lambda 户: 当(户.侧 == Colour.RED, 户.房租, 0),
        "不能比较：Side 与 Colour",
    ),
    "if": (lambda 户: 户.房租 if 户.面积 > 0 else 0, "规则里不能用 if"),
    "and": (lambda 户: 当(户.房租 > 0 and 户.面积 > 0, 户.房租, 0), "“且”写 &"),
    "chained comparison": (lambda 户: 当(0 < 户.面积 < 9, 户.房租, 0), "连续比较"),
    "not": (lambda 户: 当(not 户.房租, 户.房租, 0), "“非”写 ~"),
    "float": (lambda 户: 户.面积 * 0.5, "规则里只有整数"),
    "//": (lambda 户: 户.房租 // 2, "不用 //"),
    "division by what may be zero": (lambda 户: 四舍五入(户.房租 / 户.面积), "除数可能为零"),
    "a condition as money": (lambda 户: 当(户.房租, 户.房租, 0), "要的是“是否”"),
    "no otherwise": (lambda 户: 当(户.房租 > 0, 户.房租), "当(…) 的写法"),
    "unknown fact": (lambda 户: 户.房祖, "没有“房祖”这个事实或规则。是不是“房租”？"),
    "unknown parameter": (
        lambda 户, 参: 参.标淮 * 户.成员.人数(),
        "没有声明“标淮”这个参数。是不是“标准”？",
    ),
    "a row asked for a value": (lambda 户: 户.成员.出生日期, "“成员”是多行"),
    "a band that is not there": (lambda 户, 参: 参.左金额[户.侧], "没有右一档"),
    "a band by another list": (lambda 户, 参: 参.分侧金额[户.色], "分档，不能用"),
    "rounding what is no money": (
        lambda 户, 参: 取整(户.面积, 单位=参.标准, 方式=参.标准),
        "取整 只用于金额",
    ),
    "not what was declared": (lambda 户: 户.成员.人数(), "声明的单位是“分”，算出来却是“人”"),
    "today as a value": (
        lambda 户: 当(当(户.房租 > 0, 今天, 日期(2022, 1, 1)) < 日期(2022, 5, 1), 户.房租, 0),
        "“今天”只能直接与日期比较",
    ),
    "too large": (
        lambda 户, 参: 进位(户.房租 * 参.比例 * 参.比例 * 参.比例 * 参.比例),
        "超出 64 位整数",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_rule_is_refused_with_its_place(book, what):
    rule, sentence = WRONG[what]
    told = refused(book, rule)
    assert sentence in told
    assert "test_loading.py 第" in told
    assert "规则“<lambda>”" in told


def test_the_line_named_is_the_line_of_the_mistake(book):
    def 租金(户):
        合计 = 户.房租
        return 合计 + 户.面积  # this line

    told = refused(book, 租金)
    assert f"第{租金.__code__.co_firstlineno + 2}行，规则“租金”" in told


def test_a_circle_of_rules_is_listed(book):
    户 = book.of("户")

    @户("first", FEN)
    def 甲(户):
        return 户.乙

    @户("second", FEN)
    def 乙(户):
        return 户.丙 + 户.房租

    @户("third", FEN)
    def 丙(户):
        return 户.甲

    with pytest.raises(RuleError, match="规则循环引用：甲 → 乙 → 丙 → 甲"):
        book.close()


def test_the_same_code_twice_is_refused(book):
    book.of("户")("same", FEN)(lambda 户: 户.房租)
    with pytest.raises(RuleError, match="代码“household_same”重复"):
        book.of("户")("same", FEN)(_named("另一", lambda 户: 户.房租))


def test_a_code_must_be_fit_for_a_column(book):
    with pytest.raises(RuleError, match="须为小写英文字母"):
        book.of("户")("房租", FEN)(lambda 户: 户.房租)


def _named(name: str, rule: Any) -> Any:
    rule.__name__ = name
    return rule


# ------------------------------------------------------------------------------------ what the language can say
ROWS = {
    ("标准", None): [DatedValue(20200101, 75_000, "文件一")],
    ("比例", None): [DatedValue(20200101, 3_333, "文件二")],
    ("分侧金额", "左"): [DatedValue(20200101, 100, "文件三")],
    ("分侧金额", "RIGHT"): [
        DatedValue(20200101, 200, "文件三"),
        DatedValue(20220701, 250, "文件四"),
    ],
}
UNITS = {"标准": "元/人·月", "比例": "比例", "分侧金额": "元"}
TABLE = ParameterTable(rows=ROWS, units=UNITS, area="430105")
CASE = {
    "侧": 2, "色": 1, "面积": 60, "房租": 100_000,
    "成员": [
        {"编号": "1", "出生日期": 19620702, "收入": [{"金额": 30_000}, {"金额": 10_000, "至": 20220601}]},
        {"编号": "2", "出生日期": 20220615, "自": 20220615, "收入": []},
        {"编号": "3", "出生日期": 20000101, "至": 20220801, "收入": [{"金额": 2}]},
    ],
}  # fmt: skip
JULY = Month(2022, 7)


def test_a_member_rule_may_use_household_sums_and_the_household_its_result(book):
    """每人分摊 needs a household sum, 最大者人数 needs 每人分摊: two passes over the members."""
    户, 人 = book.of("户"), book.of("人")

    @户("total", FEN)
    def 总收入(户):
        return 户.成员.合计(lambda 人: 人.本人收入)

    @人("own", FEN)
    def 本人收入(人):
        return 人.收入.合计(lambda 项: 项.金额)

    @人("above", TRUTH)
    def 高于平均(人):
        return 人.本人收入 > 人.户.总收入 / 较大(人.户.成员.个数(), 1)

    @户("count_above", PERSONS)
    def 高于平均人数(户):
        return 户.成员.人数(lambda 人: 人.高于平均)

    told = explain(book.close(), CASE, JULY, TABLE)
    assert (told.value("总收入"), told.value("高于平均人数")) == (30_002, 1)
    assert [told.value("高于平均", "人", row) for row in told.rows("人")] == [1, 0, 0]


def test_a_rule_has_versions_by_date(book):
    户 = book.of("户")

    @户("paid", FEN, basis="旧规定")
    def 补贴(户):
        return 户.房租

    @户("paid", FEN, basis="民发〔2022〕83号", 自="2022-10-20")
    def 补贴(户):  # noqa: F811
        return 户.房租 * 2

    book.close()
    october, november = (explain(book, CASE, Month(2022, m), TABLE) for m in (10, 11))
    assert (october.value("补贴"), november.value("补贴")) == (100_000, 200_000)
    assert (october.lines[0].basis, november.lines[0].basis) == ("旧规定", "民发〔2022〕83号")


def test_the_first_version_is_in_force_from_the_beginning(book):
    book.of("户")("paid", FEN, 自="2022-10-20")(lambda 户: 户.房租)
    with pytest.raises(RuleError, match="最早的版本不写 自="):
        book.close()


def test_fractions_stay_exact_until_they_are_rounded(book):
    户 = book.of("户")

    @户("third", FEN, basis="例")
    def 三分之一(户):
        return 户.房租 / 3

    @户("whole", FEN)
    def 三倍(户):
        return 四舍五入(户.三分之一 * 3)

    @户("below", TRUTH)
    def 小于比例(户, 参):
        return 户.房租 * 参.比例 < 户.三分之一

    told = explain(book.close(), CASE, JULY, TABLE)
    assert told.value("三倍") == 100_000
    assert told.value("小于比例") == 1
    assert told.lines[0].text == "333.333333…元"


def test_age_changes_on_the_birthday_and_is_zero_before_birth(book):
    @book.of("人")("age", YEARS)
    def 年龄(人):
        return 周岁(人.出生日期)

    @book.of("户")("old", PERSONS)
    def 老人(户):
        return 户.成员.人数(lambda 人: 人.年龄 >= 60)

    book.close()
    assert [explain(book, CASE, Month(2022, m), TABLE).value("老人") for m in (7, 8)] == [0, 1]
    assert explain(book, CASE, JULY, TABLE).value("年龄", "人", 1) == 0


@pytest.mark.parametrize(("month", "amount"), [(6, 200), (7, 250)])
def test_a_band_is_found_by_label_or_code_on_its_day(book, month, amount):
    book.of("户")("by_side", FEN)(_named("分侧", lambda 户, 参: 参.分侧金额[户.侧]))
    told = explain(book.close(), CASE, Month(2022, month), TABLE)
    assert told.value("分侧") == amount
    assert [(used.name, used.band) for used in told.parameters] == [("分侧金额", "右")]


# ------------------------------------------------------------------------------------------------ parameters
def _standard(book: Rulebook) -> Rulebook:
    book.of("户")("due", FEN)(_named("应得", lambda 户, 参: 参.标准 * 户.成员.人数()))
    return book.close()


def test_an_unset_parameter_stops_the_work_and_is_named_with_area_and_month(book):
    with pytest.raises(ParameterUnset, match="“标准”在地区 430105 2019年12月没有设定"):
        explain(_standard(book), CASE, Month(2019, 12), TABLE)


def test_a_parameter_that_ends_is_unset_from_then_on(book):
    rows = ROWS | {("标准", None): [DatedValue(20200101, 1, ""), DatedValue(20220801, None, "")]}
    table = ParameterTable(rows=rows, units=UNITS)
    assert explain(_standard(book), CASE, JULY, table).value("应得") == 3
    with pytest.raises(ParameterUnset, match="2022年8月"):
        explain(book, CASE, Month(2022, 8), table)


@pytest.mark.parametrize(
    ("unit", "value", "sentence"),
    [("元", 75_000, "单位是“元”，规则要的是“分/人”"), ("元/人·月", 10**12, "超出允许范围")],
)
def test_a_parameter_of_another_unit_or_size_is_refused(book, unit, value, sentence):
    rows = ROWS | {("标准", None): [DatedValue(20200101, value, "文件一")]}
    with pytest.raises(ParameterMismatch, match=sentence):
        explain(
            _standard(book), CASE, JULY, ParameterTable(rows=rows, units=UNITS | {"标准": unit})
        )


def test_a_book_that_extends_another_leaves_it_as_it_was(book):
    book.of("户")("rent_twice", FEN)(_named("双租", lambda 户: 户.房租 + 户.房租))
    larger = Rulebook("更大", extends=book.close())
    larger.fact("户", "电费", "power", FEN)
    larger.of("户")("costs", FEN)(_named("费用", lambda 户: 户.双租 + 户.电费))
    larger.close()
    assert "电费" not in book.places["户"].facts
    assert explain(larger, CASE | {"电费": 5}, JULY, TABLE).value("费用") == 200_005
