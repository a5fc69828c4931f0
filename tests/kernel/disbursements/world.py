"""A small district that pays: a clerk, a financier, a bank, money, and families with allowances."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from random import Random

from minzheng.kernel.access.models import User
from minzheng.kernel.audit.actor import Actor
from minzheng.kernel.disbursements import operations
from minzheng.kernel.disbursements.bank import codec
from minzheng.kernel.disbursements.bank.layouts import LAYOUTS
from minzheng.kernel.disbursements.bank.simulator import Habits, SimulatedBank
from minzheng.kernel.disbursements.enums import FundLevel
from minzheng.kernel.disbursements.models import BankFile, DisbursementLine, FundSource, PayRun
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.enums import Category, Program
from minzheng.kernel.enrollments.models import Enrollment
from minzheng.kernel.enrollments.operations import Amount, Share
from minzheng.kernel.institutions.enums import InstitutionKind
from minzheng.kernel.institutions.models import Institution
from minzheng.kernel.people.models import Household, Person
from minzheng.lib.fen import split_evenly
from minzheng.lib.months import Month
from tests.kernel import builders

PROGRAM = Program.MINIMUM_LIVING
JULY, AUGUST, SEPTEMBER = Month(2022, 7), Month(2022, 8), Month(2022, 9)
MILLION = 100_000_000
_serial = count(1)

PUNCTUAL = Habits(
    fails=0, answers_in_parts=0, days_until_answer=(1, 1), hands_out_twice=0, reorders=0
)


def moment(day: date, hour: int = 1) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def user(name: str) -> User:
    return User.objects.create(username=f"u{next(_serial)}", name=name)


def acting(who: User, role: str, day: date, hour: int = 1) -> Actor:
    return Actor(who.pk, who.name, role, builders.KAIFU, moment(day, hour))


def households_amount(people: list[Person], fen: int, category: Category) -> Amount:
    parts = split_evenly(fen, len(people))
    shares = tuple(Share(p.pk, part, 0) for p, part in zip(people, parts, strict=True))
    return Amount(category=category, shares=shares)


@dataclass
class Family:
    household: Household
    people: list[Person]
    enrollment: Enrollment
    account: str


@dataclass
class World:
    clerk_user: User = field(default_factory=lambda: user("李经办"))
    finance_user: User = field(default_factory=lambda: user("王财务"))
    bank: SimulatedBank = field(default_factory=lambda: SimulatedBank(Random(7), PUNCTUAL))
    institution: Institution = field(
        default_factory=lambda: Institution.objects.create(
            code=f"BANK{next(_serial)}",
            name="星城银行",
            kind=InstitutionKind.BANK,
            area_code=builders.KAIFU,
        )
    )
    source: FundSource | None = None

    def clerk(self, day: date, hour: int = 1) -> Actor:
        return acting(self.clerk_user, "BUREAU_ASSISTANCE", day, hour)

    def finance(self, day: date, hour: int = 2) -> Actor:
        return acting(self.finance_user, "BUREAU_FINANCE", day, hour)

    def money(self, fen: int = MILLION, year: int = 2022, category: str = "") -> FundSource:
        day = date(year, 1, 5)
        self.source = operations.register_fund_source(
            code="DISTRICT", name="区级资金", level=FundLevel.DISTRICT, by=self.clerk(day), on=day
        )
        operations.appropriate(
            source=self.source,
            year=year,
            program=PROGRAM,
            amount_fen=fen,
            document=f"区财社〔{year}〕{next(_serial)}号",
            issued_on=day,
            category=category,
            by=self.clerk(day),
            on=day,
        )
        return self.source

    def family(
        self,
        fen: int = 85_000,
        *,
        persons: int = 3,
        from_month: Month = JULY,
        on: date = date(2022, 6, 20),
        category: Category = Category.URBAN,
        payee: bool = True,
    ) -> Family:
        serial = next(_serial)
        people = [
            builders.person(f"张{serial}", born=date(1960 + serial % 50, 1 + n, 1 + serial % 28))
            for n in range(persons)
        ]
        household = builders.household(*people)
        enrollment = enrollments.enroll(
            household=household,
            program=PROGRAM,
            from_month=from_month,
            amount=households_amount(people, fen, category),
            by=self.clerk(on),
            on=on,
        )
        account = f"6217{serial:012d}"
        family = Family(household, people, enrollment, account)
        if payee:
            self.give_account(family, account, on)
        return family

    def give_account(self, family: Family, account: str, on: date):
        return operations.assign_payee(
            household=family.household,
            program=PROGRAM,
            person=family.people[0],
            bank=self.institution,
            account_number=account,
            by=self.clerk(on),
            on=on,
        )

    def change(
        self,
        family: Family,
        fen: int,
        from_month: Month,
        on: date,
        category: Category = Category.URBAN,
    ):
        return enrollments.change_allowance(
            enrollment=family.enrollment,
            from_month=from_month,
            amount=households_amount(family.people, fen, category),
            reason="STANDARD_CHANGED",
            by=self.clerk(on),
            on=on,
        )

    # --- a month ----------------------------------------------------------------------------------

    def planned(self, month: Month, on: date | None = None) -> PayRun:
        on = on or date(month.year, month.month, 10)
        return operations.plan(program=PROGRAM, month=month, by=self.clerk(on), on=on)

    def frozen(self, month: Month, on: date | None = None) -> PayRun:
        on = on or date(month.year, month.month, 10)
        return operations.freeze(run=self.planned(month, on), by=self.clerk(on), on=on)

    def approved(self, month: Month, on: date | None = None) -> PayRun:
        on = on or date(month.year, month.month, 10)
        return operations.approve(run=self.frozen(month, on), by=self.finance(on), on=on)

    def sent(
        self, month: Month, on: date | None = None, layout: str = "ONE_CARD"
    ) -> tuple[PayRun, BankFile]:
        on = on or date(month.year, month.month, 10)
        run = self.approved(month, on)
        layouts = {self.institution.code: layout}
        (file,) = operations.cut(run=run, by=self.finance(on), on=on, layouts=layouts)
        operations.send(file=file, bank=self.bank, by=self.finance(on), on=on)
        return again(run), BankFile.objects.get(pk=file.pk)

    def paid(self, month: Month, on: date | None = None) -> PayRun:
        """The whole month with a bank that does not fail."""
        on = on or date(month.year, month.month, 10)
        return operations.run_month(
            program=PROGRAM,
            month=month,
            planner=self.clerk(on),
            approver=self.finance(on),
            bank=self.bank,
            on=on,
        )


def again(run: PayRun) -> PayRun:
    return PayRun.objects.get(pk=run.pk)


def lines(run: PayRun) -> list[tuple[str, str, int]]:
    """[(kind, for-month, fen)] of a run in the order of its list."""
    found = DisbursementLine.objects.filter(run=run).order_by("id")
    return [(line.kind, f"{line.for_month:%Y-%m}", line.amount_fen) for line in found]


def result_file(
    file: BankFile,
    answers: list[tuple[DisbursementLine, str, str]],
    *,
    numbers: dict[int, str],
    booked_on: date = date(2022, 7, 12),
    **header: object,
) -> bytes:
    """A result file as the bank would write it: (line, status word, code) each; `numbers` by line."""
    layout = LAYOUTS[file.layout]
    totals = {
        "number": file.number,
        "program": "最低生活保障",
        "period": "202207",
        "lines": len(answers),
        "amount_fen": sum(line.amount_fen for line, _, _ in answers),
    }
    records = [
        {
            "line_id": line.pk,
            "name": "张",
            "id_number": "",
            "account": numbers[line.pk],
            "amount_fen": line.amount_fen,
            "status": status,
            "code": code,
            "message": "",
            "booked_on": booked_on,
            "reference": f"R{line.pk}",
        }
        for line, status, code in answers
    ]
    return codec.write(layout, layout.back, totals | header, records)
