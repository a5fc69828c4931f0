"""Every commit and every call to the bank, enumerated: the process kills itself just before and just after.

tests/kernel/disbursements/test_crash_points.py does the same with exceptions inside one process;
here it is SIGKILL in a process of its own, two banks, and lost receipts.
"""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.db.backends.base.base import BaseDatabaseWrapper

from minzheng.kernel.disbursements.bank.simulator import Habits
from minzheng.lib.months import Month
from proof import ground
from proof.bank import OutsideBank
from proof.kills import ForgetfulBank
from proof.money import FIRST, District, Stuck
from proof.record import Row

TITLE = "Every crash point of a month"
# All points; `--rounds` bounds how many are tried.
ROUNDS, QUICK_ROUNDS = 1000, 12
FAMILIES = 6
CALM = Habits(
    fails=1500, answers_in_parts=0, reorders=0, hands_out_twice=10_000, days_until_answer=(1, 1)
)
MONTHS_A_DATABASE = 40
MONTHS_A_POINT = 5


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the code, how often it had been passed, and on which side of it to die."""

    place: str
    hit: int
    before: bool


class Watch:
    """Counts the crash points as they are passed, and dies at the one that was chosen."""

    def __init__(self, dies_at: Point | None = None) -> None:
        self.dies_at, self.passed = dies_at, Counter[tuple[str, bool]]()

    def __call__(self, place: str, *, before: bool) -> None:
        self.passed[place, before] += 1
        if Point(place, self.passed[place, before], before) == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def on_commits(self) -> Iterator[None]:
        commit = BaseDatabaseWrapper.commit

        def watched(wrapper: BaseDatabaseWrapper) -> None:
            place = _place()
            self(place, before=True)
            commit(wrapper)
            self(place, before=False)

        BaseDatabaseWrapper.commit = watched
        try:
            yield
        finally:
            BaseDatabaseWrapper.commit = commit


def _place() -> str:
    """Where in the operations a transaction ends."""
    frame = sys._getframe(2)
    while frame.f_back is not None and "minzheng/kernel/" not in frame.f_code.co_filename:
        frame = frame.f_back
    return f"{Path(frame.f_code.co_filename).stem}.{frame.f_code.co_name}:{frame.f_lineno}"


def points(district: District) -> list[Point]:
    """What the first month passes: of each place the first, the second and the last time."""
    watch = Watch()
    district.bank.at_outside_call = [watch]
    with watch.on_commits():
        district.pay(FIRST)
    district.bank.at_outside_call = []
    return [
        Point(place, hit, before)
        for (place, before), times in watch.passed.items()
        for hit in sorted({1, min(2, times), times})
    ]


def die(district: District, month: Month, point: Point) -> bool:
    """A month in another process that dies at the point; whether it came there."""

    def work() -> None:
        watch = Watch(point)
        district.bank.at_outside_call = [watch]
        with watch.on_commits():
            district.pay(month)

    return ground.wait(ground.fork(work)) == -signal.SIGKILL


@dataclass
class Outcome:
    """How many points were hit, at how many places, and at which something went wrong."""

    tried: int
    places: int
    missed: int
    faulty: dict[Point, list[str]]


def enumerate_all(make_bank: type[OutsideBank], most: int, folder: Path) -> Outcome:
    """Each point in a month of its own; the month is taken up again until it closes."""
    chosen: list[Point] = []
    tried, missed, faulty, database = 0, 0, {}, 0
    while database == 0 or tried < len(chosen):
        with ground.fresh(durable=True):
            bank = make_bank(folder / f"{make_bank.__name__}-{database}.sqlite", CALM)
            district = District(bank.open_books(), FAMILIES).settle_in(Random(3))
            found = points(district)
            chosen = chosen or _spread(found, most)
            month = FIRST
            for point in chosen[tried : tried + MONTHS_A_DATABASE]:
                month, reached = _die_somewhere(district, month, point)
                missed += not reached
                tried += 1
                if faults := _faults_after(district, month):
                    faulty[point] = faults
                    # What follows a damaged month proves nothing: go on in a fresh database.
                    break
        database += 1
    return Outcome(tried, len({point.place for point in chosen}), missed, faulty)


def _die_somewhere(district: District, month: Month, point: Point) -> tuple[Month, bool]:
    """(the last month tried, whether it died there): not every month passes every point as often."""
    for _ in range(MONTHS_A_POINT):
        month = month.next
        if die(district, month, point):
            return month, True
    return month, False


def _faults_after(district: District, month: Month) -> list[str]:
    try:
        district.finish(month)
    except Stuck as stuck:
        return [str(stuck)]
    return district.faults(month)


def _spread(found: list[Point], most: int) -> list[Point]:
    step = max(1, -(-len(found) // most))
    return found[::step]


def main(rounds: int, *, quick: bool) -> list[Row]:
    folder = ground.folder_for("crashes")
    safe = enumerate_all(OutsideBank, rounds, folder)
    twin = enumerate_all(ForgetfulBank, rounds, folder)
    return [
        Row(
            f"SIGKILL just before and just after each of {safe.places} places (every commit, every "
            "call to the bank), the 1st, 2nd and last time it is passed; two banks",
            safe.tried,
            _told(safe),
            not safe.faulty and not safe.missed,
        ),
        Row(
            "twin: the bank is not asked before a file is sent again",
            twin.tried,
            _told(twin),
            bool(twin.faulty),
        ),
    ]


def _told(outcome: Outcome) -> str:
    missed = f", {outcome.missed} points not reached" if outcome.missed else ""
    if not outcome.faulty:
        return f"0 doubled, 0 lost, sums equal{missed}"
    point, faults = next(iter(outcome.faulty.items()))
    side = "before" if point.before else "after"
    return (
        f"damage at {len(outcome.faulty)} points, first just {side} {point.place}: "
        f"{'; '.join(faults)}{missed}"
    )
