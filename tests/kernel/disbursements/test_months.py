"""A year with a bank that behaves as banks do: nobody twice, nobody lost."""

from contextlib import suppress
from datetime import date
from random import Random

import pytest

from minzheng.kernel.audit.queries import verify
from minzheng.kernel.disbursements import operations, queries
from minzheng.kernel.disbursements.bank.port import BankUnreachable
from minzheng.kernel.disbursements.bank.simulator import Habits, SimulatedBank
from minzheng.kernel.disbursements.models import DisbursementLine, PayRun
from minzheng.lib.months import Month, months
from tests.kernel.disbursements.world import JULY, PROGRAM, moment

ROUGH = Habits(
    fails=1500,
    answers_in_parts=5000,
    days_until_answer=(1, 3),
    hands_out_twice=5000,
    reorders=8000,
    loses_receipt=3000,
    arrives_when_receipt_is_lost=10_000,
)


def run_month(world, bank, month, progress=None):
    on = date(month.year, month.month, 10)
    return operations.run_month(
        program=PROGRAM,
        month=month,
        planner=world.clerk(on),
        approver=world.finance(on),
        bank=bank,
        on=on,
        progress=progress,
    )


@pytest.mark.parametrize("seed", range(3))
def test_half_a_year_with_a_rough_bank_balances_to_the_fen(world, seed):
    for n in range(12):
        world.family(30_000 + 1_111 * n, persons=1)
    bank = SimulatedBank(Random(seed), ROUGH)
    for month in months(JULY, Month(2022, 12)):
        run = run_month(world, bank, month)
        assert run.status == "CLOSED"
        day = date(month.year, month.month, 25)
        for item in queries.open_items().select_related("run"):
            operations.correct_item(item=item, by=world.clerk(day), on=day, reason="账户已恢复")
    end = moment(date(2022, 12, 31))
    due = dict.fromkeys(months(JULY, Month(2022, 12)), 12 * 30000 + 1111 * 66)
    arrived = {}
    for row in queries.rows(queries.PERSON_MONTHS, {"as_of": end}):
        month = Month.of(row[2])
        arrived[month] = arrived.get(month, 0) + row[-1]
    waiting = 0
    for item in queries.open_items():
        line = DisbursementLine.objects.get(pk=item.line_id)
        arrived[Month.of(line.for_month)] += line.amount_fen
        waiting += 1
    assert arrived == due
    assert set(bank.payments.values()) <= {0, 1}
    assert all(queries.balance(run, as_of=end).difference_fen == 0 for run in PayRun.objects.all())
    assert waiting < 12
    assert verify() == []


def test_a_month_run_again_does_nothing(world):
    world.family()
    first = world.paid(JULY)
    again = world.paid(JULY)
    assert (again.pk, again.version, again.status) == (first.pk, first.version, "CLOSED")


def test_progress_is_told_step_by_step(world):
    world.family()
    heard = []
    run_month(world, world.bank, JULY, progress=lambda *step: heard.append(step))
    assert [step for step, _, _ in heard] == [
        "编制", "冻结", "复核", "制作代发文件", "送银行", "回盘", "结清", "完成",
    ]  # fmt: skip
    assert heard[-1][1:] == (7, 7)


def test_the_same_random_gives_the_same_bank(world):
    for n in range(6):
        world.family(40_000 + n)
    _, file = world.sent(JULY)
    day = date(2022, 7, 11)
    content = operations.export_file(file=file, by=world.finance(day), on=day)
    answers = []
    for _ in range(2):
        bank = SimulatedBank(Random(11), ROUGH)
        with suppress(BankUnreachable):
            bank.submit(number=file.number, layout=file.layout, content=content, on=day)
        answers.append(bank.results(number=file.number, on=date(2022, 8, 1)))
    assert answers[0] == answers[1]
    assert answers[0]
