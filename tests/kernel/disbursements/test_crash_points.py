"""The process dies before and after every commit of a month: nobody is paid twice, nobody is lost.

An exception in place of a commit leaves what a kill leaves: everything since the last commit is
gone. Each crash point gets a month of its own; the month is then taken up again until it closes.
"""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from minzheng.kernel.audit.queries import verify
from minzheng.kernel.disbursements import operations, queries
from minzheng.kernel.disbursements.models import DisbursementLine, PayRun
from minzheng.lib.months import Month
from tests.kernel.disbursements.world import JULY, PROGRAM, World, moment

FAMILIES = 3
ATTEMPTS = 4


class Crash(Exception):
    pass


@contextmanager
def crash_at(monkeypatch, point: int, *, before: bool):
    """The process dies at the `point`-th commit, just before or just after it."""
    commit, seen = BaseDatabaseWrapper.commit, [0]

    def dying(self):
        seen[0] += 1
        if seen[0] == point and before:
            self.rollback()
            raise Crash
        commit(self)
        if seen[0] == point:
            raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "commit", dying)
        yield


def pay(world: World, month: Month) -> PayRun:
    on = date(month.year, month.month, 10)
    return operations.run_month(
        program=PROGRAM,
        month=month,
        planner=world.clerk(on),
        approver=world.finance(on),
        bank=world.bank,
        on=on,
    )


def crash_and_continue(
    world: World, monkeypatch, month: Month, point: int, *, before: bool
) -> bool:
    """Whether the month crashed at all; either way it is closed afterwards."""
    crashed = False
    with crash_at(monkeypatch, point, before=before):
        try:
            pay(world, month)
        except Crash:
            crashed = True
    for _ in range(ATTEMPTS):
        if pay(world, month).status == "CLOSED":
            return crashed
    raise AssertionError(f"{month} 未能结清")


@pytest.fixture
def paying(fresh_database):
    world = World()
    for year in (2022, 2023, 2024, 2025):
        world.money(year=year)
    for n in range(FAMILIES):
        world.family(40_000 + n)
    return world


@pytest.mark.parametrize("before", [True, False], ids=["before commit", "after commit"])
def test_every_crash_point_ends_in_one_payment_each(paying, monkeypatch, before):
    month, point = JULY, 1
    while crash_and_continue(paying, monkeypatch, month, point, before=before):
        month, point = month.next, point + 1
    assert point > 10, "a month has more commits than this; is the sabotage still in place?"
    lines = DisbursementLine.objects.count()
    assert lines == FAMILIES * point
    assert sorted(paying.bank.payments.values()) == [1] * lines
    end = moment(date(2026, 1, 1))
    for run in PayRun.objects.all():
        sums = queries.balance(run, as_of=end)
        assert (sums.paid_fen, sums.difference_fen) == (run.amount_fen, 0)
    assert verify() == []


def test_without_asking_the_bank_a_crash_pays_twice(paying, monkeypatch):
    """The twin: what saves the money is that an announced file is not sent before the bank is asked."""
    monkeypatch.setattr(paying.bank, "has", lambda *, number: False)
    month = JULY
    for point in range(1, 30):
        if not crash_and_continue(paying, monkeypatch, month, point, before=True):
            break
        month = month.next
    assert max(paying.bank.payments.values()) == 2
