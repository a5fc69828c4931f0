"""Guards that have no trial of their own: each tried with it, and with it taken away.

The other twins stand beside their trials: asking the bank (kills, crashpoints), compare-and-swap
(approvers), one run a month (starts), jobs asked for twice (double), numbers in rosters (roster),
hashes (audit).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from random import Random
from unittest import mock

import psycopg
from django.db import IntegrityError, connections

from minzheng.config.cluster import Cluster
from minzheng.kernel.audit import operations as audit
from minzheng.kernel.audit.actor import Actor
from minzheng.kernel.audit.models import Event
from minzheng.kernel.audit.operations import record
from minzheng.kernel.audit.queries import verify
from minzheng.kernel.disbursements import operations
from minzheng.kernel.disbursements.models import BankResult
from minzheng.kernel.disbursements.operations import results, runs
from proof import ground
from proof.bank import OutsideBank
from proof.crashpoints import CALM
from proof.money import FIRST, District, payday
from proof.record import Row
from proof.together import at_once
from tests.kernel.builders import actor
from tests.kernel.disbursements.world import JULY, World

TITLE = "Guards taken away one by one"
ROUNDS, QUICK_ROUNDS = 10, 2
WRITERS, EVENTS = 4, 25
Damage = dict[str, int]


@contextmanager
def dropped(table: str, *names: str) -> Iterator[None]:
    """Constraints and unique indexes of a table, dropped by the owner."""
    with connections["owner"].cursor() as cursor:
        for name in names:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"')
            cursor.execute(f'DROP INDEX IF EXISTS "{name}"')
    yield


# --- the chain's lock ----------------------------------------------------------------------------------


def write_together(*, lock: bool) -> Damage:
    """Processes write events side by side; what is lost or broken of them."""
    before = Event.objects.count()

    def write(writer: int) -> None:
        if not lock:
            # Everybody takes a lock of his own: nobody waits for anybody.
            audit.CHAIN_LOCK = os.getpid()
        for number in range(EVENTS):
            try:
                record(
                    tag="proof:row:touched",
                    target=("proof.row", f"{writer}.{number}"),
                    by=actor(),
                    on=JULY.first_day,
                )
            except IntegrityError:
                continue

    children = [ground.fork(lambda writer=writer: write(writer)) for writer in range(WRITERS)]
    for child in children:
        ground.wait(child)
    lost = WRITERS * EVENTS - (Event.objects.count() - before)
    return _only_bad({"events lost": lost, "breaks": len(verify())})


# --- the second person -------------------------------------------------------------------------------


def approve_alone(*guards_away: Callable[[], object]) -> Damage:
    """One person plans and approves; whether it goes through."""
    world = World()
    world.money()
    world.family()
    run = world.frozen(JULY)
    by = world.finance(payday(JULY))
    alone = by.__class__(world.clerk_user.pk, by.name, by.role, by.area_code, by.at)
    with ExitStack() as away:
        for guard in guards_away:
            away.enter_context(guard())
        (answer,) = at_once([lambda: operations.approve(run=run, by=alone, on=payday(JULY))])
    return _only_bad({"approved by the planner": not isinstance(answer, Exception)})


def without_the_sentence() -> object:
    """The operation does not look who planned."""
    return mock.patch.object(runs, "person", _nobody_we_know)


class _Stranger(int):
    """A number that equals no other."""

    __hash__ = int.__hash__

    def __eq__(self, _other: object) -> bool:
        return False


def _nobody_we_know(by: Actor) -> int:
    return _Stranger(by.user_id or 0)


def without_the_check() -> object:
    """The database does not look either."""
    return dropped("disbursements_payrun", "run_approved_by_second_person")


# --- the same result twice ---------------------------------------------------------------------------


def take_in_by_five(*, keys: bool) -> Damage:
    """Five people take in the same result at once, with nothing but the keys to stop them."""
    world = World()
    world.money()
    for _ in range(10):
        world.family()
    _, file = world.sent(JULY)
    later = payday(JULY) + timedelta(days=10)
    (content,) = world.bank.results(number=file.number, on=later)
    by = world.finance(later)
    with ExitStack() as away:
        for rows in (results.PayRun.objects, results.BankFile.objects):
            away.enter_context(mock.patch.object(rows, "select_for_update", rows.all))
        away.enter_context(mock.patch.object(results, "_settle"))
        if not keys:
            away.enter_context(dropped("disbursements_bankresult", "bank_result_once"))
            away.enter_context(dropped("disbursements_bankresultline", "bank_line_answered_once"))
            away.enter_context(
                dropped("disbursements_unpaiditem", "disbursements_unpaiditem_line_id_key")
            )
        at_once([lambda: operations.take_result(file=file, content=content, by=by, on=later)] * 5)
    taken = BankResult.objects.filter(file=file).count()
    return _only_bad({"result counted again": taken - 1})


# --- commits that are not yet on the disk --------------------------------------------------------------


def kill_database_in_the_bank(cluster: Cluster, *, durable: bool, rounds: int) -> Damage:
    """The postmaster dies while the bank books a file; doubled lines after the month is closed."""
    damaged = 0
    for number in range(rounds):
        with ground.fresh(durable=durable):
            damaged += _killed_in_the_bank(cluster, f"bank-{durable}-{number}", Random(number))
    return _only_bad({"months damaged": damaged})


def _killed_in_the_bank(cluster: Cluster, books: str, random: Random) -> bool:
    bank = OutsideBank(ground.folder_for("twins") / books, CALM).open_books()
    district = District(bank, 4).settle_in(random)
    # What is older has reached the disk; what is tried is the announcement itself.
    _flush(cluster)
    bank.at_outside_call = [_Killer(cluster)]
    ground.wait(ground.fork(lambda: district.pay(FIRST)))
    cluster.start()
    bank.at_outside_call = []
    return not _whole(district)


class _Killer:
    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster

    def __call__(self, place: str, *, before: bool) -> None:
        if place == "bank.submit" and not before:
            ground.kill_postmaster(self.cluster)
            os._exit(1)


def _whole(district: District) -> bool:
    try:
        district.finish(FIRST)
    except Exception:  # noqa: BLE001 - a month that cannot be closed is damage too
        return False
    return not district.faults(FIRST)


def _flush(cluster: Cluster) -> None:
    with psycopg.connect(cluster.dsn("postgres", "postgres"), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
    connections.close_all()


# --- telling -------------------------------------------------------------------------------------------


def _only_bad(damage: Damage) -> Damage:
    return {what: int(times) for what, times in damage.items() if times}


def _pair(
    what: str, times: int, kept: Callable[[], Damage], away: dict[str, Callable[[], Damage]]
) -> list[Row]:
    """The trial with the guard, and once for each way of taking it away."""
    whole = kept()
    rows = [Row(what, times, f"damage: {whole or 'none'}", not whole)]
    for name, trial in away.items():
        damage = trial()
        rows.append(Row(f"twin: {name}", times, f"damage: {damage or 'none'}", bool(damage)))
    return rows


def _in_fresh(trial: Callable[[], Damage], times: int) -> Callable[[], Damage]:
    """The trial so often, each in a database of its own; damage summed up."""

    def repeated() -> Damage:
        found: Damage = {}
        for _ in range(times):
            with ground.fresh():
                for what, count in trial().items():
                    found[what] = found.get(what, 0) + count
        return found

    return repeated


def main(rounds: int, *, quick: bool) -> list[Row]:
    cluster = ground.own_cluster()
    few = max(1, rounds // 3)
    return [
        *_pair(
            f"{WRITERS} processes write {EVENTS} events each into the audit chain at once",
            rounds,
            _in_fresh(lambda: write_together(lock=True), rounds),
            {"no lock on the chain": _in_fresh(lambda: write_together(lock=False), rounds)},
        ),
        *_pair(
            "one person plans and approves",
            few,
            _in_fresh(approve_alone, few),
            {
                "neither the operation nor the database compares the persons": _in_fresh(
                    lambda: approve_alone(without_the_sentence, without_the_check), few
                )
            },
        ),
        *_pair(
            "the same, and only the database compares",
            few,
            _in_fresh(lambda: approve_alone(without_the_sentence), few),
            {},
        ),
        *_pair(
            "five people take in one result at once, and no row lock or settling stops them",
            few,
            _in_fresh(lambda: take_in_by_five(keys=True), few),
            {"no unique keys on results": _in_fresh(lambda: take_in_by_five(keys=False), few)},
        ),
        *_pair(
            "PostgreSQL's postmaster killed at the moment the bank has booked a file",
            few,
            lambda: kill_database_in_the_bank(cluster, durable=True, rounds=few),
            {
                "synchronous_commit off (commits return before the log is written)": (
                    lambda: kill_database_in_the_bank(cluster, durable=False, rounds=few)
                )
            },
        ),
    ]
