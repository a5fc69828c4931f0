"""SIGKILL at random moments: to the worker that runs a month, and to PostgreSQL under it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from minzheng.config.cluster import Cluster
from proof import ground
from proof.bank import OutsideBank
from proof.money import FIRST, District, Stuck, is_closed
from proof.record import Row

TITLE = "Processes killed in the middle of a month"
ROUNDS, QUICK_ROUNDS = 200, 10
FAMILIES = 60
MOST_KILLS = 4
MONTHS_A_DATABASE = 25
# Every so many rounds PostgreSQL itself is killed first.
DATABASE_EVERY = 4


class ForgetfulBank(OutsideBank):
    """The sabotage: nobody asks whether a file arrived, so every file not known to be sent goes again."""

    def has(self, *, number: str) -> bool | None:
        return False


@dataclass
class Tally:
    """What was done to it, and how many rounds went wrong."""

    rounds: int = 0
    kills: int = 0
    database_kills: int = 0
    faulty: dict[int, list[str]] = field(default_factory=dict)
    back: list[float] = field(default_factory=list)
    lines: int = 0
    fen: int = 0

    @property
    def told(self) -> str:
        if not self.faulty:
            return f"0 doubled, 0 lost, sums equal ({self.lines:,} lines)"
        first = next(iter(self.faulty.values()))
        return f"{len(self.faulty)} of {self.rounds} rounds damaged ({'; '.join(first)} …)"


@dataclass
class Trial:
    """Rounds against one kind of bank. `cluster`: whose postmaster may be killed; None spares it."""

    make_bank: Callable[[Path], OutsideBank]
    random: Random
    cluster: Cluster | None = None
    families: int = FAMILIES
    tally: Tally = field(default_factory=Tally)

    def run(self, rounds: int, folder: Path) -> Tally:
        """All rounds; every database plays a number of months."""
        done = 0
        while done < rounds:
            share = min(MONTHS_A_DATABASE, rounds - done)
            with ground.fresh(durable=True):
                self.play(share, folder / f"bank-{done}.sqlite")
            done += share
        return self.tally

    def play(self, rounds: int, books: Path) -> None:
        """Rounds in the database at hand, a month each."""
        bank = self.make_bank(books).open_books()
        district = District(bank, self.families).settle_in(self.random)
        began = time.monotonic()
        # The first month is left in peace: how long does one take?
        try:
            district.finish(FIRST)
        except Stuck as stuck:
            # It happens where the bank is not asked: a lost receipt alone is enough.
            self.tally.rounds += 1
            self.tally.faulty[self.tally.rounds] = [str(stuck)]
            return
        typical = time.monotonic() - began
        month = FIRST
        for _ in range(rounds):
            district.mend(month, self.random)
            month = month.next
            try:
                self._kill_often(district, month, typical)
                district.finish(month)
                faults = district.faults(month)
            except Stuck as stuck:
                faults = [str(stuck)]
            self.tally.rounds += 1
            self.tally.lines += district.families
            if faults:
                self.tally.faulty[self.tally.rounds] = faults
                return

    def _kill_often(self, district: District, month, typical: float) -> None:
        for turn in range(MOST_KILLS):
            child = ground.fork(lambda: district.pay(month))
            seconds = self.random.uniform(0, typical * 0.6)
            hit_database = self.cluster and turn == 0 and self.tally.rounds % DATABASE_EVERY == 0
            if hit_database:
                self._kill_database(child, seconds)
            else:
                self.tally.kills += ground.kill_after(child, seconds)
            if is_closed(month):
                return

    def _kill_database(self, child: int, seconds: float) -> None:
        assert self.cluster is not None
        time.sleep(seconds)
        ground.kill_postmaster(self.cluster)
        self.tally.database_kills += 1
        began = time.monotonic()
        self.tally.kills += ground.kill_after(child, self.random.uniform(0, 0.2))
        self.cluster.start()
        self.tally.back.append(time.monotonic() - began)


def outside(path: Path) -> OutsideBank:
    return OutsideBank(path, slowness=0.05)


def forgetful(path: Path) -> OutsideBank:
    return ForgetfulBank(path, slowness=0.05)


def main(rounds: int, *, quick: bool) -> list[Row]:
    folder, cluster = ground.folder_for("banks"), ground.own_cluster()
    tally = Trial(outside, Random(20220701), cluster).run(rounds, folder)
    back = sorted(tally.back)[len(tally.back) // 2] if tally.back else 0.0
    rows = [
        Row(
            f"a month of {FAMILIES} families, the worker killed up to {MOST_KILLS} times in it "
            f"({tally.kills} SIGKILLs), PostgreSQL's postmaster killed in every fourth month "
            f"({tally.database_kills} SIGKILLs, answering again after {back:.1f} s)",
            tally.rounds,
            tally.told,
            not tally.faulty and tally.rounds == rounds,
        )
    ]
    few = max(6, rounds // 5)
    twin = Trial(forgetful, Random(7), families=20)
    for number in range(few):
        # A damaged month ends a history, so each round of the twin has a database of its own.
        with ground.fresh(durable=True):
            twin.play(1, folder / f"forgetful-{number}.sqlite")
    rows.append(
        Row(
            f"twin: the bank is not asked before a file is sent again ({twin.tally.kills} SIGKILLs)",
            few,
            twin.tally.told,
            bool(twin.tally.faulty),
        )
    )
    return rows
