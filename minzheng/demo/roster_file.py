"""Writes the opening roster of the demo as bureaus keep it: one row per member, merged household cells, subtotals.

Amounts are those the rulebook reckons; the columns are the usual ones (assistance.md §26, item 1).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from minzheng.demo.calibration import Reckoned
from minzheng.demo.population import Family, Person
from minzheng.exchange.rosters.cells import DISABILITY_KINDS
from minzheng.lib.fen import to_yuan

HOUSEHOLD_BEFORE = (
    "序号", "街道", "社区（村）", "低保证号", "户主姓名", "身份证号", "户籍类别（城/农）", "户籍人口", "保障人口",
)  # fmt: skip
MEMBER = (
    "成员姓名", "与户主关系", "性别", "出生年月", "身份证号", "民族", "健康状况", "残疾类别等级", "病种", "劳动能力",
    "职业/就学", "月收入",
)  # fmt: skip
HOUSEHOLD_AFTER = (
    "家庭月收入", "人均收入", "低保标准", "家庭月补差", "分类施保金额", "月保障金合计", "保障类别（A/B/C）",
    "单人保标志", "纳入时间", "变更时间及原因", "开户行", "账号", "联系电话", "备注",
)  # fmt: skip
COLUMNS = (*HOUSEHOLD_BEFORE, *MEMBER, *HOUSEHOLD_AFTER)
GENDERS = {"MALE": "男", "FEMALE": "女"}
KINDS = {code: word for word, code in DISABILITY_KINDS.items()}
CLASSES = ("", "一级", "二级", "三级", "四级")
TITLE_ROWS = 2
CREATED = datetime(2022, 1, 4, 10, tzinfo=UTC)

Cells = list[str | int | float]


@dataclass(frozen=True, slots=True)
class Formats:
    title: Format
    heading: Format
    cell: Format
    money: Format
    subtotal: Format


def write(
    path: Path, families: Sequence[Family], reckoned: Mapping[int, Reckoned], *, standard_fen: int
) -> int:
    """One sheet per subdistrict; returns the number of member rows written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ordered = sorted(families, key=lambda f: (f.place.area_code, f.number))
    rows = 0
    with xlsxwriter.Workbook(path) as workbook:
        # Without a fixed moment the same roster would have other bytes each time.
        workbook.set_properties({"created": CREATED})
        formats = _formats(workbook)
        for subdistrict, group in groupby(ordered, key=lambda f: f.place.subdistrict):
            sheet = workbook.add_worksheet(subdistrict)
            rows += _sheet(sheet, list(group), reckoned, formats, standard_fen)
    return rows


def _formats(workbook: xlsxwriter.Workbook) -> Formats:
    edge = {"border": 1, "valign": "vcenter"}
    return Formats(
        title=workbook.add_format({"bold": True, "font_size": 16, "align": "center"}),
        heading=workbook.add_format({**edge, "bold": True, "text_wrap": True, "align": "center"}),
        cell=workbook.add_format(edge),
        money=workbook.add_format({**edge, "num_format": "0.00"}),
        subtotal=workbook.add_format({**edge, "bold": True, "num_format": "0.00"}),
    )


def _sheet(
    sheet: Worksheet,
    families: list[Family],
    reckoned: Mapping[int, Reckoned],
    formats: Formats,
    standard_fen: int,
) -> int:
    last = len(COLUMNS) - 1
    sheet.merge_range(
        0, 0, 0, last, f"{families[0].place.subdistrict}城乡最低生活保障对象花名册", formats.title
    )
    sheet.write_row(TITLE_ROWS - 1, 0, COLUMNS, formats.heading)
    sheet.freeze_panes(TITLE_ROWS, 5)
    sheet.set_column(0, last, 11)
    row, serial, members = TITLE_ROWS, 0, 0
    for place, group in groupby(families, key=lambda f: f.place.name):
        cost = persons = 0
        for family in group:
            serial += 1
            result = reckoned[family.key]
            _family(sheet, row, serial, family, result, formats, standard_fen)
            row += len(family.members)
            persons += len(family.members)
            cost += result.amount_fen
        members += persons
        row = _subtotal(sheet, row, f"{place}小计", persons, cost, formats)
    total = sum(reckoned[family.key].amount_fen for family in families)
    _subtotal(sheet, row, "合计", members, total, formats)
    return members


def _subtotal(
    sheet: Worksheet, row: int, label: str, persons: int, cost_fen: int, formats: Formats
) -> int:
    sheet.write(row, 0, label, formats.subtotal)
    sheet.write(row, COLUMNS.index("保障人口"), persons, formats.subtotal)
    sheet.write(row, COLUMNS.index("月保障金合计"), float(to_yuan(cost_fen)), formats.subtotal)
    return row + 1


def _family(
    sheet: Worksheet,
    row: int,
    serial: int,
    family: Family,
    result: Reckoned,
    formats: Formats,
    standard_fen: int,
) -> None:
    size = len(family.members)
    before = _before(family, serial)
    after = _after(family, result, standard_fen)
    offset = len(HOUSEHOLD_BEFORE) + len(MEMBER)
    for start, values in ((0, before), (offset, after)):
        for column, value in enumerate(values, start):
            shape = formats.money if isinstance(value, float) else formats.cell
            if size == 1:
                sheet.write(row, column, value, shape)
            else:
                sheet.merge_range(row, column, row + size - 1, column, value, shape)
    for place, person in enumerate(family.members):
        sheet.write_row(row + place, len(HOUSEHOLD_BEFORE), _person(person), formats.cell)


def _before(family: Family, serial: int) -> Cells:
    size = len(family.members)
    return [
        serial,
        family.place.subdistrict,
        family.place.name,
        family.number,
        family.head.name,
        family.head.id_number,
        "农" if family.rural else "城",
        size,
        size,
    ]


def _person(person: Person) -> Cells:
    state = person.condition
    disability = f"{KINDS[state.disability_kind]}{CLASSES[state.disability_class]}" if state.disability_kind else ""  # fmt: skip
    return [
        person.name,
        person.relation,
        GENDERS[person.gender],
        f"{person.birth_on:%Y.%m}",
        person.id_number,
        person.ethnicity,
        state.health,
        disability,
        state.illness,
        state.work_ability,
        state.occupation,
        float(to_yuan(person.monthly_fen)),
    ]


def _after(family: Family, result: Reckoned, standard_fen: int) -> Cells:
    size = len(family.members)
    counted = standard_fen * size - result.base_fen
    return [
        float(to_yuan(counted)),
        round(counted / 100 / size, 2),
        float(to_yuan(standard_fen)),
        float(to_yuan(result.base_fen)),
        float(to_yuan(result.uplift_fen)),
        float(to_yuan(result.amount_fen)),
        family.review_class,
        "否",
        f"{family.enrolled_in.year}.{family.enrolled_in.month:02d}",
        "",
        family.bank,
        family.account_number,
        next((p.phone for p in family.members if p.phone), ""),
        "",
    ]
