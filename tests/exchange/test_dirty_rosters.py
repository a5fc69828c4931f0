"""Every kind of dirt that rosters of bureaus are known for (assistance.md §26), one test each."""

from datetime import date

import pytest

from minzheng.exchange.rosters import cells, workbook
from minzheng.exchange.rosters.staging import Staged, stage
from minzheng.lib.months import Month
from tests.exchange import rosters
from tests.exchange.rosters import further, id_number, member


def staged(*rows: dict[str, object] | list[object], **how: object) -> Staged:
    return stage(workbook.read(rosters.workbook(*rows, **how)))  # type: ignore[arg-type]


def only_problem(found: Staged) -> str:
    assert not found.households
    (problem,) = found.problems
    return str(problem)


def test_a_clean_household_is_read_with_all_its_facts():
    (household,) = staged(member(保障人口=2), further()).households
    assert household.number == "C0001"
    assert [m.name for m in household.members] == ["刘国德", "陈桂英"]
    assert (household.amount_fen, household.base_fen, household.uplift_fen) == (
        62_500,
        55_000,
        7_500,
    )


def test_blank_household_cells_are_filled_from_the_row_above():
    (household,) = staged(member(保障人口=2), further()).households
    assert len(household.members) == 2


def test_merged_household_cells_belong_to_all_rows_of_the_block():
    found = staged(
        member(保障人口=2),
        further(),
        merged=((3, 4, "低保证号"), (3, 4, "社区（村）"), (3, 4, "账号")),
    )
    (household,) = found.households
    assert [m.row for m in household.members] == [3, 4]


def test_a_new_household_takes_nothing_but_its_place_from_the_one_above():
    second = member(
        低保证号="C0002", 账号="", 街道="", 成员身份证号=id_number("19550505"), 身份证号=""
    )
    found = staged(member(), second)
    assert [h.number for h in found.households] == ["C0001"]
    assert "账号应为12至32位数字" in str(found.problems[0])


def test_subtotals_and_totals_are_passed_over():
    subtotal = {"序号": "高源社区小计", "保障人口": 1, "月保障金合计": 625}
    found = staged(member(), subtotal, {"序号": "合 计", "月保障金合计": 625})
    assert (len(found.households), found.problems) == (1, [])


def test_the_heading_printed_again_on_each_page_is_passed_over():
    second = member(低保证号="C0002", 成员身份证号=id_number("19550505"), 身份证号="")
    assert len(staged(member(), list(rosters.HEADINGS), second).households) == 2


def test_a_signature_line_is_passed_over():
    assert staged(member(), {"序号": "填表人：王某　审核：李某"}).problems == []


def test_a_hidden_row_holds_its_household_back():
    text = only_problem(staged(member(保障人口=2), further(), hidden=(4,)))
    assert "第 4 行" in text
    assert "隐藏行" in text


def test_several_sheets_are_read_together():
    second = member(低保证号="C0002", 成员身份证号=id_number("19550505"), 身份证号="")
    sheets = [
        *workbook.read(rosters.workbook(member(), sheet="甲")),
        *workbook.read(rosters.workbook(second, sheet="乙")),
    ]
    assert [h.sheet for h in stage(sheets).households] == ["甲", "乙"]


def test_an_id_number_stored_as_a_number_is_refused_even_when_its_check_digit_fits():
    text = only_problem(staged(member(成员身份证号=430105194801019970.0, 身份证号="")))
    assert "末几位已经丢失" in text
    assert "N 成员身份证号" in text


def test_an_id_number_in_scientific_notation_is_refused():
    assert "存成了数字" in only_problem(staged(member(成员身份证号="4.30105E+17", 身份证号="")))


def test_an_account_stored_as_a_number_is_refused():
    assert "账号在 Excel 中存成了数字" in only_problem(staged(member(账号=9.0043010000010473e18)))


def test_apostrophes_and_blanks_around_numbers_are_dropped():
    number = id_number("19480101")
    found = staged(
        member(成员身份证号=f"'{number[:6]} {number[6:]}’", 账号=" '9004301000001047298")
    )
    assert found.households[0].head.id_number == number


def test_full_width_digits_are_read():
    wide = id_number("19480101").translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})
    found = staged(member(成员身份证号=wide, 月保障金合计="６２５"))
    assert found.households[0].amount_fen == 62_500


def test_a_lower_case_x_at_the_end_is_read():
    number = next(n for day in range(1, 29) if (n := id_number(f"194801{day:02d}")).endswith("X"))
    found = staged(member(成员身份证号=number.lower(), 身份证号=number))
    assert found.households[0].head.id_number == number


def test_a_fifteen_digit_id_number_is_upgraded():
    found = staged(member(成员身份证号="430105480101997", 身份证号=""))
    assert found.households[0].head.id_number == id_number("19480101")


def test_a_wrong_check_digit_is_named_with_row_and_column_and_without_the_number():
    good = id_number("19480101")
    bad = good[:-1] + ("1" if good[-1] != "1" else "2")
    text = only_problem(staged(member(成员身份证号=bad, 身份证号="")))
    assert "第 3 行（N 成员身份证号）" in text
    assert "校验位不符" in text
    assert bad not in text


@pytest.mark.parametrize(
    "written",
    ["2021.7", 2021.7, "2021年7月", "2021-07-15", "202107", 202107, "2021/7/1", date(2021, 7, 1),
     "20210701", 44378],
)  # fmt: skip
def test_months_are_read_however_they_are_written(written):
    assert cells.month(written) == Month(2021, 7)


def test_a_month_that_lost_its_zero_is_asked_about():
    with pytest.raises(cells.CellProblem, match="1月还是10月"):
        cells.month(2021.1)


@pytest.mark.parametrize(
    ("written", "fen"),
    [("650元", 65_000), ("￥1,250.50", 125_050), (466.67, 46_667), ("", 0), ("无", 0), ("/", 0),
     (466.66999999999996, 46_667), ("６５０．５", 65_050), (0, 0)],
)  # fmt: skip
def test_amounts_are_read_however_they_are_written(written, fen):
    assert cells.amount(written) == fen


@pytest.mark.parametrize("written", ["约650", "六百", 466.666, -5.0])
def test_an_amount_that_is_none_is_refused(written):
    with pytest.raises(cells.CellProblem):
        cells.amount(written)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("长女", "DAUGHTER"),
        ("儿媳", "OTHER"),
        ("妻子", "SPOUSE"),
        (" 户 主 ", "HEAD"),
        ("外孙", "GRANDCHILD"),
    ],
)
def test_free_wording_of_relations_is_understood(written, code):
    assert cells.relation(written) == code


def test_a_name_with_blanks_inside_is_tidied():
    assert staged(member(成员姓名="刘 国　德")).households[0].head.name == "刘国德"


def test_a_head_listed_twice_counts_once_and_is_remarked():
    found = staged(
        member(), further(成员姓名="刘国德", 成员身份证号=id_number("19480101"), 性别="男")
    )
    assert len(found.households[0].members) == 1
    assert "重复行已略过" in str(found.remarks[0])


def test_a_household_with_one_bad_row_is_refused_as_a_whole_and_others_are_kept():
    bad = further(成员身份证号="123")
    good = member(低保证号="C0002", 成员身份证号=id_number("19550505"), 身份证号="")
    found = staged(member(保障人口=2), bad, good)
    assert [h.number for h in found.households] == ["C0002"]
    assert found.refused == {"C0001": [("捞刀河街道", 3), ("捞刀河街道", 4)]}


def test_two_heads_are_refused():
    assert "2 位户主" in str(staged(member(保障人口=2), further(与户主关系="户主")).problems[0])


def test_a_person_in_two_households_holds_both_back():
    found = staged(member(), member(低保证号="C0002"))
    assert not found.households
    assert [p.row for p in found.problems] == [3, 4]
    assert "一人只能在一户" in found.problems[0].sentence


def test_missing_members_are_noticed_by_the_number_of_persons():
    assert "保障人口为 3 人，册上列出 1 人" in only_problem(staged(member(保障人口=3)))


def test_a_gender_against_the_id_number_is_refused():
    assert "性别与身份证号不符" in only_problem(staged(member(性别="女")))


def test_a_sum_that_does_not_add_up_is_refused():
    assert "不等于" in only_problem(staged(member(月保障金合计=630)))


def test_missing_headings_are_named():
    content = rosters.workbook([1])
    sheet = workbook.read(content)[0]
    sheet.rows[1] = [h for h in rosters.HEADINGS if h not in ("账号", "低保证号")]
    text = only_problem(stage([sheet]))
    assert "低保证号、账号" in text


def test_a_sheet_without_a_roster_is_remarked_and_passed_over():
    sheets = workbook.read(rosters.workbook(member()))
    sheets.append(workbook.Sheet("说明", [["填写说明"]], frozenset(), is_hidden=False))
    found = stage(sheets)
    assert len(found.households) == 1
    assert "没有找到花名册表头" in str(found.remarks[0])


def test_a_month_of_birth_against_the_id_number_is_refused():
    assert "出生年月与身份证号不符" in only_problem(staged(member(出生年月="1950.03")))


@pytest.mark.parametrize("written", ["1948.01", "1948-01-01", 74, "74岁", ""])
def test_a_month_of_birth_or_an_age_may_stand_in_the_column(written):
    assert staged(member(出生年月=written)).problems == []


def test_a_household_insured_singly_is_refused_because_the_roster_lacks_the_family():
    assert "单人保家庭不能由花名册转入" in only_problem(staged(member(单人保标志="是")))
