"""A district that pays month after month, and the question after each: doubled, lost, or to the fen?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from random import Random

from django.db import connections

from minzheng.kernel.audit.models import Event
from minzheng.kernel.audit.queries import verify
from minzheng.kernel.disbursements import operations, queries
from minzheng.kernel.disbursements.models import DisbursementLine, PayRun, UnpaidItem
from minzheng.kernel.institutions.enums import InstitutionKind
from minzheng.kernel.institutions.models import Institution
from minzheng.lib.months import Month
from proof.bank import OutsideBank
from proof.ground import fork, wait
from tests.kernel import builders
from tests.kernel.disbursements.world import JULY, PROGRAM, Family, World, moment

YEARS = range(2022, 2042)
FIRST = JULY
END = moment(date(2050, 1, 1))
MOST_ATTEMPTS = 12


@dataclass
class District:
    """Families at two banks, money for twenty years, a clerk and a financier."""

    bank: OutsideBank
    families: int
    world: World = field(default_factory=World)
    entitled: dict[int, int] = field(default_factory=dict)
    known: list[Family] = field(default_factory=list)

    def settle_in(self, random: Random) -> District:
        """Enter everything into the database at hand."""
        for year in YEARS:
            self.world.money(year=year)
        first, second = self.world.institution, _second_bank()
        for number in range(self.families):
            self.world.institution = second if number % 3 == 0 else first
            fen = random.randrange(1, 200_000)
            family = self.world.family(fen, persons=1)
            self.entitled[family.enrollment.pk] = fen
            self.known.append(family)
        return self

    def pay(self, month: Month) -> PayRun:
        """The whole month, or what is left of it."""
        on = payday(month)
        return operations.run_month(
            program=PROGRAM,
            month=month,
            planner=self.world.clerk(on),
            approver=self.world.finance(on),
            bank=self.bank,
            on=on,
        )

    def finish(self, month: Month) -> int:
        """Take the month up again, each time in a new process, until it is closed; how many times.

        Raises Stuck when it does not close.
        """
        for attempt in range(MOST_ATTEMPTS):
            if is_closed(month):
                return attempt
            wait(fork(lambda: self.pay(month)))
        raise Stuck(f"{month} did not close by itself")

    def mend(self, month: Month, random: Random) -> None:
        """Some of what the bank returned gets its account back and is paid again next month."""
        on = date(month.year, month.month, 28)
        for item in queries.open_items().select_related("run"):
            if random.random() < 0.5:
                operations.correct_item(
                    item=item, by=self.world.clerk(on), on=on, reason="账户已恢复"
                )

    def faults(self, month: Month) -> list[str]:
        """Everything that is wrong about a closed month; empty when every fen is where it should be."""
        runs = list(PayRun.objects.filter(month=month.first_day))
        if len(runs) != 1:
            return [f"{len(runs)} runs"]
        run, found = runs[0], []
        lines = {x.pk: x for x in DisbursementLine.objects.filter(run=run)}
        at_bank = {line: paid for line, paid in self.bank.paid().items() if line in lines}
        unpaid = set(UnpaidItem.objects.filter(run=run).values_list("line_id", flat=True))
        regular = Counter({x.enrollment_id: x.amount_fen for x in lines.values() if is_regular(x)})
        doubled = [line for line, (times, _) in at_bank.items() if times > 1]
        lost = [line for line in lines if line not in at_bank and line not in unpaid]
        sums = queries.balance(run, as_of=END)
        bank_fen = sum(fen for _, fen in at_bank.values())
        if doubled:
            found.append(f"doubled: {len(doubled)} lines")
        if lost or regular != Counter(self.entitled):
            found.append(f"lost: {len(lost)} lines")
        if bank_fen != sums.paid_fen:
            found.append(f"bank paid {bank_fen}, ledger says {sums.paid_fen}")
        if sums.difference_fen or sum(x.amount_fen for x in lines.values()) != sums.due_fen:
            found.append(f"difference {sums.difference_fen}")
        if approvals(run) != 1:
            found.append("not approved exactly once")
        return found + [found.problem for found in verify()]


class Stuck(Exception):
    """A month that no number of attempts closes."""


def payday(month: Month) -> date:
    return date(month.year, month.month, 10)


def is_regular(line: DisbursementLine) -> bool:
    return line.kind == "REGULAR"


def is_closed(month: Month) -> bool:
    closed = PayRun.objects.filter(month=month.first_day, status="CLOSED").exists()
    connections.close_all()
    return closed


def approvals(run: PayRun) -> int:
    return Event.objects.filter(tag="disbursements:run:approved", target_id=str(run.pk)).count()


def _second_bank() -> Institution:
    return Institution.objects.create(
        code="BANK-B",
        name="湘江示例银行",
        kind=InstitutionKind.BANK,
        area_code=builders.KAIFU,
    )
