"""Builds small dirty rosters for the tests."""

import io

import xlsxwriter

from minzheng.demo.roster_file import COLUMNS
from minzheng.lib.id_number import check_digit


def id_number(born: str, sequence: str = "997", county: str = "430105") -> str:
    """A synthetic ID number (sequence codes 996-999 are never issued to people born after 1900)."""
    body = f"{county}{born}{sequence}"
    return body + check_digit(body)


def member(**changes: object) -> dict[str, object]:
    """A roster row: one elderly man who lives alone."""
    row: dict[str, object] = {
        "序号": 1,
        "街道": "捞刀河街道",
        "社区（村）": "高源社区",
        "低保证号": "C0001",
        "户主姓名": "刘国德",
        "身份证号": id_number("19480101"),
        "户籍类别（城/农）": "城",
        "保障人口": 1,
        "成员姓名": "刘国德",
        "与户主关系": "户主",
        "性别": "男",
        "成员身份证号": id_number("19480101"),
        "劳动能力": "无",
        "职业/就学": "退休",
        "月收入": 200,
        "家庭月补差": 550,
        "分类施保金额": 75,
        "月保障金合计": 625,
        "保障类别（A/B/C）": "A",
        "纳入时间": "2019.7",
        "开户行": "星城示例银行",
        "账号": "9004301000001047298",
    }
    return row | changes


HEADINGS = [*COLUMNS[:13], "成员身份证号", *COLUMNS[14:]]
# The household part of a row; left out on the rows of further members.
HOUSEHOLD = (*COLUMNS[:9], *COLUMNS[21:])


def further(**changes: object) -> dict[str, object]:
    """The row of another member, with the household cells left empty."""
    row = member(成员姓名="陈桂英", 与户主关系="配偶", 性别="女", 月收入=0)
    row["成员身份证号"] = id_number("19500202", "996")
    return {key: value for key, value in (row | changes).items() if key not in HOUSEHOLD}


def workbook(
    *rows: dict[str, object] | list[object],
    sheet: str = "捞刀河街道",
    hidden: tuple[int, ...] = (),
    merged: tuple[tuple[int, int, str], ...] = (),
) -> bytes:
    """An .xlsx with a title, headings in row 2 and `rows` from row 3.

    `hidden` and `merged` (first row, last row, heading) count rows as the spreadsheet does.
    """
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        page = book.add_worksheet(sheet)
        page.write(0, 0, "城乡最低生活保障对象花名册")
        page.write_row(1, 0, HEADINGS)
        for index, row in enumerate(rows, start=2):
            cells = row if isinstance(row, list) else [row.get(h, "") for h in HEADINGS]
            for column, value in enumerate(cells):
                page.write(index, column, value)
        for first, last, heading in merged:
            column, row = HEADINGS.index(heading), rows[first - 3]
            assert isinstance(row, dict)
            page.merge_range(first - 1, column, last - 1, column, row[heading])
        for row_number in hidden:
            page.set_row(row_number - 1, None, None, {"hidden": True})
    return memory.getvalue()
