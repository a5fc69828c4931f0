"""Rows of a workbook → households as they would be taken over, and every reason why some cannot be.

One bad row holds back its whole household, and only that one. Blank household cells take the value of the row above
(forward fill); subtotals, repeated headings and signature lines are passed over. Nothing here touches a database.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from minzheng.exchange.rosters import cells
from minzheng.exchange.rosters.cells import CellProblem
from minzheng.exchange.rosters.columns import (
    MEMBER_FIELDS,
    Header,
    find_header,
    letter,
    repeats_header,
)
from minzheng.exchange.rosters.workbook import Cell, Sheet
from minzheng.lib import id_number as ids
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import IncomeKind, Occupation, WorkAbility

T = TypeVar("T")
SUBTOTAL = re.compile(r".{0,20}(小计|合计|总计|累计)[:：]?")
FOOTER = re.compile(r"(填表|制表|审核|复核|负责人|经办|填报|单位|注|说明|备注)[^\d]{0,8}[:：]")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong where: `row` 1-based, `column` as "J 身份证号" (may be empty for a whole row)."""

    sheet: str
    row: int
    column: str
    sentence: str

    def __str__(self) -> str:
        where = f"工作表“{self.sheet}”第 {self.row} 行" if self.row else f"工作表“{self.sheet}”"
        return f"{where}{f'（{self.column}）' if self.column else ''}：{self.sentence}"


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a household, as the roster says."""

    row: int
    name: str
    id_number: str
    relation: str
    ethnicity: str
    disability_kind: int
    disability_class: int
    illness: str
    work_ability: WorkAbility
    occupation: Occupation
    income_fen: int

    @property
    def income_kind(self) -> IncomeKind:
        """The roster has one figure per person; the occupation says of which kind it is (第十三条)."""
        if self.occupation in (Occupation.EMPLOYED, Occupation.FLEXIBLE):
            return IncomeKind.WAGE
        return IncomeKind.BUSINESS if self.occupation is Occupation.FARMING else IncomeKind.TRANSFER


@dataclass(frozen=True, slots=True)
class Household:
    """One household of the roster. Amounts in fen per month; `place` is 街道 and 社区 as written."""

    sheet: str
    row: int
    number: str
    place: tuple[str, str]
    category: str
    members: tuple[Member, ...]
    enrolled_in: Month
    base_fen: int | None
    uplift_fen: int | None
    amount_fen: int
    review_class: str
    is_single: bool
    bank: str
    account: str
    phone: str
    remark: str

    @property
    def head(self) -> Member:
        return next(member for member in self.members if member.relation == "HEAD")


@dataclass(slots=True)
class Row:
    """A row of a table: household cells already filled from above."""

    sheet: Sheet
    header: Header
    number: int
    values: dict[str, Cell]

    def where(self, name: str) -> str:
        """The column of a field as the officer sees it: letter and heading."""
        at = self.header.places.get(name)
        return "" if at is None else f"{letter(at)} {self.header.texts[name]}"

    def problem(self, name: str, sentence: str) -> Problem:
        return Problem(self.sheet.name, self.number, self.where(name), sentence)


@dataclass(slots=True)
class Staged:
    """What a workbook holds: `households` that can be taken over, `problems` of the others, `remarks` on what was passed over.

    `refused`: number → (sheet, row) of all rows of a household held back; `headers`: sheet → its heading row.
    """

    households: list[Household] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    refused: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    headers: dict[str, int] = field(default_factory=dict)

    def refuse(self, household: Household, sentence: str) -> None:
        """Hold back a household that was readable; the sentence says why."""
        self.households.remove(household)
        self.problems.append(Problem(household.sheet, household.row, "", sentence))
        self.refused[household.number] = [(household.sheet, m.row) for m in household.members]


def stage(sheets: Iterable[Sheet]) -> Staged:
    """All sheets of a workbook, read and checked against themselves."""
    staged = Staged()
    groups: dict[str, list[Row]] = defaultdict(list)
    for sheet in sheets:
        for row in _rows(sheet, staged):
            groups[_key(row)].append(row)
    for key, rows in groups.items():
        household, problems = _household(rows, staged.remarks)
        if household is not None and not problems:
            staged.households.append(household)
        else:
            staged.problems += problems
            staged.refused[key] = [(row.sheet.name, row.number) for row in rows]
    _refuse_shared_people(staged)
    return staged


def _rows(sheet: Sheet, staged: Staged) -> Iterator[Row]:
    if not any(not cells.is_blank(cell) for row in sheet.rows for cell in row):
        return
    if sheet.is_hidden:
        staged.remarks.append(
            Problem(sheet.name, 0, "", "工作表是隐藏的，未读取。需要导入时请取消隐藏。")
        )
        return
    header = find_header(sheet)
    if header is None:
        staged.remarks.append(Problem(sheet.name, 0, "", "没有找到花名册表头，未读取。"))
        return
    if header.missing:
        sentence = f"表头缺少：{'、'.join(header.missing)}。请补上这些列再导入。"
        staged.problems.append(Problem(sheet.name, header.row, "", sentence))
        return
    staged.headers[sheet.name] = header.row
    above: dict[str, Cell] = {}
    for number, cells_of_row in enumerate(sheet.rows[header.row :], start=header.row + 1):
        values = {name: cells_of_row[at] for name, at in header.places.items()}
        if _is_noise(header, cells_of_row, values):
            continue
        _fill_down(values, above)
        above = values
        yield Row(sheet, header, number, values)


def _is_noise(header: Header, row: list[Cell], values: dict[str, Cell]) -> bool:
    texts = [cells.text(cell) for cell in row]
    if not any(texts) or repeats_header(header, row):
        return True
    nobody = cells.is_blank(values["name"]) and cells.is_blank(values["id_number"])
    squeezed = ["".join(text.split()) for text in texts if text]
    return nobody and (
        any(SUBTOTAL.fullmatch(text) or FOOTER.match(text) for text in squeezed)
        or len(squeezed) == 1
    )


def _fill_down(values: dict[str, Cell], above: dict[str, Cell]) -> None:
    """A row without a household number belongs to the household above; a new household starts afresh."""
    own = not cells.is_blank(values["number"])
    same = not own or (above and cells.text(values["number"]) == cells.text(above["number"]))
    for name, cell in values.items():
        if not cells.is_blank(cell) or name in MEMBER_FIELDS or not above:
            continue
        if same or name in ("subdistrict", "community"):
            values[name] = above[name]


def _key(row: Row) -> str:
    number = "".join(cells.text(row.values["number"]).split())
    return number or f"{row.sheet.name}!{row.number}"


class Reader:
    """Reads cells of one row and notes what cannot be read."""

    def __init__(self, row: Row, problems: list[Problem]) -> None:
        self.row, self.problems = row, problems

    def read(self, name: str, how: Callable[[Cell], T], default: T) -> T:
        """The value of a field; the default when its column is missing or the cell is refused."""
        if name not in self.row.values:
            return default
        try:
            return how(self.row.values[name])
        except CellProblem as problem:
            self.problems.append(self.row.problem(name, str(problem)))
            return default


def _household(rows: list[Row], remarks: list[Problem]) -> tuple[Household | None, list[Problem]]:
    problems: list[Problem] = []
    for row in rows:
        if row.number in row.sheet.hidden_rows:
            sentence = "这是隐藏行。请取消隐藏后核对，再导入；不需要的行请删除。"
            problems.append(row.problem("", sentence))
    members = _members(rows, problems, remarks)
    first = Reader(rows[0], problems)
    amount = first.read("amount", cells.amount, 0)
    household = Household(
        sheet=rows[0].sheet.name,
        row=rows[0].number,
        number=first.read("number", cells.number, ""),
        place=(
            first.read("subdistrict", cells.optional, ""),
            first.read("community", cells.optional, ""),
        ),
        category=first.read("category", cells.category, ""),
        members=tuple(members),
        enrolled_in=first.read("enrolled", cells.month, Month(1, 1)),
        base_fen=first.read("base", cells.amount, None),
        uplift_fen=first.read("uplift", cells.amount, None),
        amount_fen=amount,
        review_class=first.read("review_class", cells.review_class, "A"),
        is_single=first.read("single", cells.is_yes, default=False),
        bank=first.read("bank", cells.optional, ""),
        account=first.read("account", cells.account, ""),
        phone=first.read("phone", cells.phone, ""),
        remark=first.read("remark", cells.optional, ""),
    )
    problems += _disagreements(rows, household)
    return (None if problems else household), problems


def _members(rows: list[Row], problems: list[Problem], remarks: list[Problem]) -> list[Member]:
    members: list[Member] = []
    for row in rows:
        member = _member(row, problems)
        twin = next(
            (m for m in members if member.id_number and m.id_number == member.id_number), None
        )
        if twin is None:
            members.append(member)
        elif twin.name == member.name:
            remarks.append(row.problem("name", f"与第 {twin.row} 行是同一人，重复行已略过。"))
        else:
            sentence = f"与第 {twin.row} 行身份证号相同而姓名不同。请按证件更正。"
            problems.append(row.problem("id_number", sentence))
    return members


def _member(row: Row, problems: list[Problem]) -> Member:
    reader = Reader(row, problems)
    kind, grade = reader.read("disability", cells.disability, (0, 0))
    member = Member(
        row=row.number,
        name=reader.read("name", cells.name, ""),
        id_number=reader.read("id_number", cells.id_number, ""),
        relation=reader.read("relation", cells.relation, ""),
        ethnicity=reader.read("ethnicity", cells.optional, "") or "汉族",
        disability_kind=kind,
        disability_class=grade,
        illness=reader.read("illness", cells.optional, ""),
        work_ability=reader.read("work_ability", cells.work_ability, WorkAbility.FULL),
        occupation=reader.read("occupation", cells.occupation, Occupation.OTHER),
        income_fen=reader.read("income", cells.amount, 0),
    )
    gender = reader.read("gender", cells.gender, "")
    if gender and member.id_number and ids.gender(member.id_number) != gender:
        problems.append(row.problem("gender", "性别与身份证号不符。请按证件更正。"))
    born = reader.read("birth", cells.birth_month, None)
    if born and member.id_number and Month.of(ids.birth_on(member.id_number)) != born:
        problems.append(row.problem("birth", "出生年月与身份证号不符。请按证件更正。"))
    return member


def _disagreements(rows: list[Row], household: Household) -> list[Problem]:
    """What the cells of a household say against each other."""
    first, members = rows[0], household.members
    found: list[Problem] = []
    heads = sum(member.relation == "HEAD" for member in members)
    if heads != 1 and all(member.relation for member in members):
        sentence = f"这一户有 {heads} 位户主。请更正与户主关系，每户一位户主。"
        found.append(first.problem("relation", sentence))
    reader = Reader(first, found)
    insured = reader.read("insured_persons", cells.count, None)
    if insured is not None and insured != len(members):
        sentence = f"保障人口为 {insured} 人，册上列出 {len(members)} 人。请补齐成员或更正人数。"
        found.append(first.problem("insured_persons", sentence))
    head_id = reader.read("head_id", cells.optional_id_number, "")
    if head_id and heads == 1 and household.head.id_number not in ("", head_id):
        found.append(
            first.problem("head_id", "户主身份证号与成员中户主的身份证号不同。请按证件更正。")
        )
    parts = (household.base_fen, household.uplift_fen)
    if (
        None not in parts
        and household.base_fen
        and sum(p or 0 for p in parts) != household.amount_fen
    ):
        found.append(
            first.problem("amount", "月保障金合计不等于家庭月补差加分类施保金额。请更正。")
        )
    if not household.amount_fen and not found:
        found.append(
            first.problem("amount", "月保障金合计为空或为零。不再享受的家庭请从册中删除。")
        )
    if household.is_single:
        sentence = "单人保家庭不能由花名册转入（册上没有全家的收入）。请在系统内办理申请。"
        found.append(first.problem("single", sentence))
    if not household.bank:
        found.append(first.problem("bank", "开户行为空。请补填。"))
    return found


def _refuse_shared_people(staged: Staged) -> None:
    """A person may be in one household only: all households that claim the same person are held back."""
    seen: dict[str, list[tuple[Household, Member]]] = defaultdict(list)
    for household in staged.households:
        for member in household.members:
            seen[member.id_number].append((household, member))
    shared = {number: claims for number, claims in seen.items() if len(claims) > 1}
    refused: Counter[str] = Counter()
    for claims in shared.values():
        for household, member in claims:
            others = "、".join(
                f"工作表“{h.sheet}”第 {m.row} 行" for h, m in claims if h is not household
            )
            sentence = f"{member.name}同时列在另一户（{others}）。一人只能在一户，请删去其中一处。"
            staged.problems.append(Problem(household.sheet, member.row, "", sentence))
            refused[household.number] += 1
    staged.households, back = (
        [h for h in staged.households if h.number not in refused],
        [h for h in staged.households if h.number in refused],
    )
    for household in back:
        staged.refused[household.number] = [(household.sheet, m.row) for m in household.members]
