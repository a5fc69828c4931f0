"""Which column of a roster is which: headings as bureaus write them (assistance.md §26, item 1)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minzheng.exchange.rosters.workbook import Cell, Sheet
from minzheng.lib.chinese import half_width

# Field → headings, brackets and blanks left out.
HEADINGS: dict[str, tuple[str, ...]] = {
    "serial": ("序号", "编号"),
    "subdistrict": ("街道", "乡镇", "街道乡镇", "乡镇街道", "镇街", "街道/乡镇", "乡镇/街道"),
    "community": (
        "社区",
        "村",
        "社区/村",
        "村/社区",
        "村居",
        "社区村",
        "村社区",
        "居委会",
        "所属社区",
    ),
    "number": ("低保证号", "低保编号", "低保证编号", "保障证号", "家庭编号"),
    "head_name": ("户主姓名", "户主", "申请人", "申请人姓名"),
    "head_id": ("户主身份证号", "户主身份证号码", "申请人身份证号", "户主证件号码"),
    "category": ("户籍类别", "城乡类别", "城乡", "户口性质", "类别", "低保类别"),
    "registered_persons": ("户籍人口", "家庭人口", "户籍人数"),
    "insured_persons": ("保障人口", "保障人数", "享受人数"),
    "name": ("成员姓名", "姓名", "家庭成员姓名", "家庭成员", "保障对象姓名"),
    "relation": ("与户主关系", "关系", "与申请人关系", "与户主的关系"),
    "gender": ("性别",),
    "birth": ("出生年月", "出生年月/年龄", "年龄", "出生日期"),
    "id_number": ("身份证号", "身份证号码", "成员身份证号", "公民身份号码", "证件号码", "身份证"),
    "ethnicity": ("民族",),
    "health": ("健康状况", "身体状况"),
    "disability": ("残疾类别等级", "残疾类别及等级", "残疾等级", "残疾类别"),
    "illness": ("病种", "重病病种", "患病种类"),
    "work_ability": ("劳动能力", "劳动力状况"),
    "occupation": ("职业/就学", "职业", "职业就学", "就业就学情况", "就业状况"),
    "income": ("月收入", "个人月收入", "本人月收入"),
    "household_income": ("家庭月收入", "家庭总收入", "家庭月总收入"),
    "per_capita": ("人均收入", "人均月收入", "家庭人均月收入"),
    "standard": ("低保标准", "保障标准"),
    "base": ("家庭月补差", "月补差", "补差金额", "补差", "家庭补差"),
    "uplift": ("分类施保金额", "分类施保金", "分类施保", "分类救助金额"),
    "amount": ("月保障金合计", "月保障金", "月保障金额", "保障金合计", "月发放金额", "合计"),
    "review_class": ("保障类别", "分类管理类别", "ABC类"),
    "single": ("单人保标志", "单人保", "是否单人保"),
    "enrolled": ("纳入时间", "享受时间", "批准时间", "起始时间", "纳入年月"),
    "changed": ("变更时间及原因", "变更情况", "变更原因"),
    "bank": ("开户行", "开户银行", "银行名称"),
    "account": ("账号", "银行账号", "银行卡号", "卡号", "账户", "一卡通账号"),
    "phone": ("联系电话", "电话", "手机号码", "手机"),
    "remark": ("备注", "说明"),
}
MEMBER_FIELDS = frozenset(
    ("name", "relation", "gender", "birth", "id_number", "ethnicity", "health", "disability",
     "illness", "work_ability", "occupation", "income")
)  # fmt: skip
REQUIRED = (
    "community",
    "number",
    "name",
    "relation",
    "id_number",
    "category",
    "amount",
    "enrolled",
)
REQUIRED_TO_PAY = ("bank", "account")
# So many known headings make a row the heading row.
ENOUGH, DEEPEST = 6, 15
_FIELD_OF = {heading: field for field, headings in HEADINGS.items() for heading in headings}
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】")


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table begins: `row` is 1-based; `places` field → column index, `texts` field → heading as written."""

    row: int
    places: dict[str, int]
    texts: dict[str, str]

    @property
    def missing(self) -> list[str]:
        """Headings without which a roster cannot be read."""
        return [HEADINGS[f][0] for f in (*REQUIRED, *REQUIRED_TO_PAY) if f not in self.places]


def plain(cell: Cell) -> str:
    """A heading without blanks, brackets, stars; half-width."""
    text = half_width(str(cell)).replace("（", "(").replace("）", ")")
    return _BRACKETS.sub("", "".join(text.split())).strip("*＊:：")


def find_header(sheet: Sheet) -> Header | None:
    """The heading row of a sheet: the first of its top rows with enough known headings."""
    for index, row in enumerate(sheet.rows[:DEEPEST]):
        header = _header(index + 1, row)
        if len(header.places) >= ENOUGH:
            return header
    return None


def _header(number: int, row: Sequence[Cell]) -> Header:
    places: dict[str, int] = {}
    texts: dict[str, str] = {}
    for column, cell in enumerate(row):
        field = _FIELD_OF.get(plain(cell)) if isinstance(cell, str) else None
        # The first 身份证号 after 户主姓名 is the head's, the one after 成员姓名 the member's.
        if field == "id_number" and "name" not in places and "head_name" in places:
            field = "head_id"
        if field and field not in places:
            places[field], texts[field] = column, str(cell).strip()
    return Header(number, places, texts)


def repeats_header(header: Header, row: Sequence[Cell]) -> bool:
    """Whether a row is the heading printed once more (page breaks)."""
    return len(_header(0, row).places) >= ENOUGH


def letter(index: int) -> str:
    """0 → A, 26 → AA: the column as the spreadsheet shows it."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
