"""Two people, two clicks, one effect: with real commits and threads."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections, transaction

from minzheng.kernel.audit.models import Event
from minzheng.kernel.audit.queries import verify
from minzheng.kernel.disbursements import operations
from minzheng.kernel.disbursements.models import (
    BankFile,
    BankResult,
    DisbursementLine,
    PayRun,
    RunTotal,
)
from minzheng.kernel.disbursements.operations import runs, steps
from tests.kernel.disbursements.world import JULY, PROGRAM, World, acting, again, lines, user

DAY = date(2022, 7, 10)


def together(*acts):
    """Run the acts in threads that start at the same moment; results or the refusals raised."""
    gate = Barrier(len(acts))

    def one(act):
        try:
            gate.wait(timeout=10)
            return act()
        except operations.NotPossible as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.fixture
def busy(fresh_database):
    world = World()
    world.money()
    for n in range(20):
        world.family(10_000 + n)
    return world


def refusals(results):
    return [r for r in results if isinstance(r, operations.NotPossible)]


def test_of_two_approvers_one_wins_and_the_other_learns_who(busy):
    run = busy.frozen(JULY)
    others = [acting(user(name), "BUREAU_FINANCE", DAY) for name in ("甲", "乙", "丙", "丁")]
    results = together(*[lambda by=by: operations.approve(run=run, by=by, on=DAY) for by in others])
    refused = refusals(results)
    assert len(refused) == 3
    winner = again(run).approved_by.name
    assert all(f"“已复核”（{winner}" in str(r) for r in refused)
    assert Event.objects.filter(tag="disbursements:run:approved").count() == 1
    assert RunTotal.objects.count() == 1


def test_without_the_compare_and_swap_both_approve(busy, monkeypatch):
    """The twin: the guard is what lets one of them win."""

    def unguarded(run, action, *, by, **columns):
        PayRun.objects.filter(pk=run.pk).update(status="APPROVED", **columns)
        return again(run)

    run = busy.frozen(JULY)
    monkeypatch.setattr(runs, "take", unguarded)
    monkeypatch.setattr(runs, "locked", lambda run: run)
    monkeypatch.setattr(runs, "commit_to_budget", lambda run: None)
    others = [acting(user(name), "BUREAU_FINANCE", DAY) for name in ("甲", "乙")]
    results = together(*[lambda by=by: operations.approve(run=run, by=by, on=DAY) for by in others])
    assert refusals(results) == []
    assert Event.objects.filter(tag="disbursements:run:approved").count() == 2


def test_a_double_click_on_plan_gives_one_run(busy):
    results = together(*[lambda: busy.planned(JULY)] * 5)
    assert len({run.pk for run in results}) == 1
    assert PayRun.objects.count() == 1
    assert len(lines(operations.freeze(run=PayRun.objects.get(), by=busy.clerk(DAY), on=DAY))) == 20


def test_a_double_click_on_freeze_freezes_once(busy):
    run = busy.planned(JULY)
    results = together(*[lambda: operations.freeze(run=run, by=busy.clerk(DAY), on=DAY)] * 4)
    assert len(refusals(results)) == 3
    assert DisbursementLine.objects.filter(run=run).count() == 20
    assert Event.objects.filter(tag="disbursements:run:frozen").count() == 1


def test_a_result_taken_in_by_five_people_counts_once(busy):
    run, file = busy.sent(JULY)
    (content,) = busy.bank.results(number=file.number, on=date(2022, 7, 20))
    later = date(2022, 7, 20)
    results = together(
        *[
            lambda: operations.take_result(
                file=file, content=content, by=busy.finance(later), on=later
            )
        ]
        * 5
    )
    assert len({result.pk for result in results}) == 1
    assert BankResult.objects.count() == 1
    assert again(run).status == "SETTLED"


def test_a_double_click_on_send_sends_once(busy):
    run = busy.approved(JULY)
    (file,) = operations.cut(run=run, by=busy.finance(DAY), on=DAY)
    results = together(
        *[lambda: operations.send(file=file, bank=busy.bank, by=busy.finance(DAY), on=DAY)] * 4
    )
    assert len(refusals(results)) == 3
    assert set(busy.bank.payments.values()) == {1}


def test_freezing_gives_way_to_whoever_is_writing(busy):
    """Attaching waits in short attempts, so a writer who holds a lock finishes first."""
    run = busy.planned(JULY)
    entered, proceed = Barrier(2), Barrier(2)

    def write():
        with transaction.atomic():
            busy.family(99_999, on=date(2022, 7, 9))
            entered.wait(timeout=10)
            proceed.wait(timeout=10)
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        writer = pool.submit(write)
        entered.wait(timeout=10)
        freezer = pool.submit(
            lambda: (
                operations.freeze(run=run, by=busy.clerk(DAY), on=DAY).status,
                connections.close_all(),
            )[0]
        )
        proceed.wait(timeout=10)
        writer.result(timeout=20)
        assert freezer.result(timeout=20) == "FROZEN"
    assert DisbursementLine.objects.filter(run=run).count() == 20


@pytest.mark.parametrize("after", ["attach", "announce"])
def test_a_crash_in_the_middle_is_continued_where_it_stopped(busy, monkeypatch, after):
    class Crash(Exception):
        pass

    def crash(*_, **__):
        raise Crash

    arguments = {
        "program": PROGRAM,
        "month": JULY,
        "planner": busy.clerk(DAY),
        "approver": busy.finance(DAY),
        "bank": busy.bank,
        "on": DAY,
    }
    target = (runs, "list_hash") if after == "attach" else (busy.bank, "submit")
    with monkeypatch.context() as sabotage:
        sabotage.setattr(*target, crash)
        with pytest.raises(Crash):
            operations.run_month(**arguments)
    run = operations.run_month(**arguments)
    if after == "announce":
        # The bank never got it and says so; sending again is a person's decision.
        assert run.status == "APPROVED"
        operations.send(file=BankFile.objects.get(), bank=busy.bank, by=busy.finance(DAY), on=DAY)
        run = operations.run_month(**arguments)
    assert run.status == "CLOSED"
    assert sorted(busy.bank.payments.values()) == [1] * 20
    assert verify() == []
    assert steps.PayRun.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM disbursements_line")
        assert cursor.fetchone()[0] == 20
