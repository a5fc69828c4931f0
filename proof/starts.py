"""Fifty people start the same month at the same instant."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from unittest import mock

from django.db import connections

from minzheng.kernel.disbursements.models import PayRun
from minzheng.kernel.disbursements.operations import runs, steps
from proof import ground
from proof.bank import OutsideBank
from proof.money import FIRST, District, Stuck
from proof.record import Row
from proof.together import at_once, refusals, unexplained

TITLE = "Fifty parallel starts of one month"
ROUNDS, QUICK_ROUNDS = 20, 2
PEOPLE = 50


def race(district: District, rounds: int, people: int) -> tuple[dict[str, int], int]:
    """({what was wrong: rounds}, starts refused with a sentence)."""
    wrong = {"not one run": 0, "damaged": 0, "not closed": 0, "errors": 0}
    refused, month = 0, FIRST
    for _ in range(rounds):
        results = at_once([lambda month=month: district.pay(month)] * people)
        refused += len(refusals(results))
        wrong["errors"] += len(unexplained(results))
        wrong["not one run"] += PayRun.objects.filter(month=month.first_day).count() != 1
        try:
            district.finish(month)
            wrong["damaged"] += bool(district.faults(month))
        except Stuck:
            wrong["not closed"] += 1
        month = month.next
    return {what: times for what, times in wrong.items() if times}, refused


def without_one_run_a_month() -> None:
    """The sabotage: the unique key of runs is dropped, by the owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'disbursements_payrun'::regclass"
            " AND contype = 'u'"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE disbursements_payrun DROP CONSTRAINT "{name}"')


@contextmanager
def without_turns() -> Iterator[None]:
    """The sabotage: nobody waits for whoever plans or moves the run."""
    with mock.patch.object(runs, "wait_for_turn"), mock.patch.object(steps, "wait_for_turn"):
        yield


def main(rounds: int, *, quick: bool) -> list[Row]:
    folder = ground.folder_for("starts")
    with ground.fresh():
        district = District(OutsideBank(folder / "bank").open_books(), 10).settle_in(Random(1))
        wrong, refused = race(district, rounds, PEOPLE)
    with ground.fresh(), without_turns():
        district = District(OutsideBank(folder / "turns").open_books(), 10).settle_in(Random(1))
        crowd, _ = race(district, 3, PEOPLE)
    with ground.fresh(), without_turns():
        district = District(OutsideBank(folder / "twin").open_books(), 10).settle_in(Random(1))
        without_one_run_a_month()
        damage, _ = race(district, 1, PEOPLE)
    return [
        Row(
            f"{PEOPLE} sessions run the whole month at once: one run, everybody paid once, closed "
            f"(of {rounds * PEOPLE:,} starts {refused:,} were refused with a sentence)",
            rounds,
            f"{wrong or '0 wrong'}",
            not wrong,
        ),
        Row(
            "twin: nobody waits for his turn (only the keys are left: money is safe, people see errors)",
            3,
            f"damage: {crowd or 'none'}",
            bool(crowd),
        ),
        Row(
            "twin: no turns and no unique key on (program, month, sequence)",
            1,
            f"damage: {damage or 'none'}",
            bool(damage.get("not one run")),
        ),
    ]
