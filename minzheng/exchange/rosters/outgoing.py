"""The roll of a month as a workbook in the usual columns: numbers masked unless the right is held.

Every text is written as text, so nothing a person typed becomes a formula when the file is opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter

from minzheng.exchange.rosters.errors_file import TEXT_ONLY
from minzheng.kernel.areas.queries import full_names
from minzheng.kernel.disbursements.operations.payees import ACCOUNT_CONTEXT
from minzheng.kernel.disbursements.queries import PayeeAccount, accounts_on
from minzheng.kernel.enrollments.enums import Category, Program
from minzheng.kernel.enrollments.queries import roll
from minzheng.kernel.people.enums import Gender, Relation
from minzheng.kernel.people.models import HouseholdMembership, Person
from minzheng.kernel.people.operations import ID_CONTEXT
from minzheng.kernel.people.vault import vault
from minzheng.lib.fen import to_yuan

if TYPE_CHECKING:
    from minzheng.kernel.enrollments.models import Allowance
    from minzheng.lib.months import Month

COLUMNS = (
    "序号", "街道社区（村）", "低保证号", "户主姓名", "户籍类别（城/农）", "保障人口", "成员姓名", "与户主关系", "性别",
    "出生年月", "身份证号", "本人金额", "家庭月补差", "分类施保金额", "月保障金合计", "纳入时间", "开户行", "账号",
)  # fmt: skip
MONEY = frozenset({"本人金额", "家庭月补差", "分类施保金额", "月保障金合计"})
SHORT = {Category.URBAN: "城", Category.RURAL: "农"}

Row = list[str | int]


@dataclass(frozen=True, slots=True)
class Workbook:
    """The bytes of a roster and how many households and persons stand in it."""

    content: bytes
    households: int
    persons: int


def write(*, month: Month, area: str, full: bool) -> Workbook:
    """Everybody on the roll of a month in an area (a 12-digit code), one row per person."""
    allowances = roll(Program.MINIMUM_LIVING, month, area=area)
    rows = _rows(allowances, month, area, full=full)
    out = BytesIO()
    with xlsxwriter.Workbook(out, TEXT_ONLY) as workbook:
        page = workbook.add_worksheet("花名册")
        bold, money = (
            workbook.add_format({"bold": True, "border": 1, "text_wrap": True}),
            workbook.add_format({"num_format": "0.00", "border": 1}),
        )
        plain = workbook.add_format({"border": 1})
        page.write_row(0, 0, COLUMNS, bold)
        page.freeze_panes(1, 4)
        page.set_column(0, len(COLUMNS) - 1, 13)
        for number, row in enumerate(rows, start=1):
            for column, (heading, value) in enumerate(zip(COLUMNS, row, strict=True)):
                if heading in MONEY:
                    page.write_number(number, column, to_yuan(int(value)), money)
                elif isinstance(value, int):
                    page.write_number(number, column, value, plain)
                else:
                    page.write_string(number, column, value, plain)
    return Workbook(out.getvalue(), len(allowances), len(rows))


def _rows(allowances: list[Allowance], month: Month, area: str, *, full: bool) -> list[Row]:
    homes = [a.enrollment.household_id for a in allowances]
    places = full_names(month.first_day, under=area)
    accounts = accounts_on(Program.MINIMUM_LIVING, homes, month.first_day)
    relations = {
        (h, p): Relation(code).label
        for h, p, code in HouseholdMembership.objects.filter(household__in=homes).values_list(
            "household", "person", "relation"
        )
    }
    rows: list[Row] = []
    for serial, allowance in enumerate(allowances, start=1):
        home = allowance.enrollment.household
        account = accounts.get(home.pk)
        before: Row = [
            serial,
            places.get(allowance.area_code, allowance.area_code),
            home.number,
            home.head.name if home.head else "",
            SHORT[Category(allowance.category)],
            allowance.persons,
        ]
        after: Row = [
            allowance.base_fen,
            allowance.uplift_fen,
            allowance.amount_fen,
            f"{allowance.enrollment.started_on:%Y-%m}",
            account.bank if account else "",
            _account_number(account, full=full),
        ]
        for share in allowance.shares.all():
            relation = relations.get((home.pk, share.person_id), "")
            person = _person(share.person, relation, full=full)
            rows.append([*before, *person, share.amount_fen, *after])
    return rows


def _person(person: Person, relation: str, *, full: bool) -> Row:
    number = person.id_masked
    if full and person.id_sealed is not None:
        number = vault().open(bytes(person.id_sealed), ID_CONTEXT)
    born = f"{person.birth_on:%Y-%m}"
    return [person.name, relation, Gender(person.gender).label, born, number]


def _account_number(account: PayeeAccount | None, *, full: bool) -> str:
    if account is None:
        return ""
    if full:
        return vault().open(account.sealed, ACCOUNT_CONTEXT)
    return account.masked
