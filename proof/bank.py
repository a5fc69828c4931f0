"""A bank outside the process that is killed: it keeps its books in a file and pays whatever it is sent.

It does not notice duplicates: a file that comes twice is paid twice, and the books show it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from minzheng.kernel.disbursements.bank import codec
from minzheng.kernel.disbursements.bank.layouts import LAYOUTS
from minzheng.kernel.disbursements.bank.port import BankUnreachable
from minzheng.kernel.disbursements.bank.simulator import Habits, SimulatedBank

ROUGH = Habits(
    fails=300, answers_in_parts=3000, reorders=5000, hands_out_twice=3000, loses_receipt=1000
)
_TABLES = """
CREATE TABLE attempt (number TEXT);
CREATE TABLE delivery (id INTEGER PRIMARY KEY, number TEXT);
CREATE TABLE payment (delivery INTEGER, line INTEGER, fen INTEGER);
CREATE TABLE answer (id INTEGER PRIMARY KEY, number TEXT, day TEXT, content BLOB);
"""
LONGEST_ANSWER = 15


@dataclass
class OutsideBank:
    """A `BankPort` whose books are a file. `slowness`: seconds a hand-over takes on either side of booking."""

    path: Path
    habits: Habits = ROUGH
    slowness: float = 0.0
    at_outside_call: list = field(default_factory=list)

    def open_books(self) -> OutsideBank:
        self.path.unlink(missing_ok=True)
        with self._books() as books:
            books.executescript(_TABLES)
        return self

    @contextmanager
    def _books(self) -> Iterator[sqlite3.Connection]:
        books = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        # Killing a process loses nothing that the operating system has; disks are not tried here.
        books.execute("PRAGMA synchronous = OFF")
        try:
            yield books
        finally:
            books.close()

    # --- the port ---------------------------------------------------------------------------------

    def submit(self, *, number: str, layout: str, content: bytes, on: date) -> None:
        self._call("submit", before=True)
        time.sleep(self.slowness)
        counter = SimulatedBank(Random(f"{self.path}:{self._attempt(number)}"), self.habits)
        lost: BankUnreachable | None = None
        try:
            counter.submit(number=number, layout=layout, content=content, on=on)
        except BankUnreachable as unreachable:
            lost = unreachable
        if counter.has(number=number):
            self._book(counter, number, layout, content, on)
        time.sleep(self.slowness)
        self._call("submit", before=False)
        if lost is not None:
            raise lost

    def has(self, *, number: str) -> bool | None:
        self._call("has", before=True)
        with self._books() as books:
            found = books.execute("SELECT 1 FROM delivery WHERE number = ?", [number]).fetchone()
        self._call("has", before=False)
        return found is not None

    def results(self, *, number: str, on: date) -> list[bytes]:
        self._call("results", before=True)
        with self._books() as books:
            found = books.execute(
                "SELECT content FROM answer WHERE number = ? AND day <= ? ORDER BY id",
                [number, on.isoformat()],
            ).fetchall()
        self._call("results", before=False)
        return [content for (content,) in found]

    def _attempt(self, number: str) -> str:
        """A file that was lost on its way may arrive the next time: chance is drawn anew."""
        with self._books() as books:
            books.execute("INSERT INTO attempt VALUES (?)", [number])
            return f"{number}:{books.execute('SELECT count(*) FROM attempt').fetchone()[0]}"

    def _call(self, name: str, *, before: bool) -> None:
        for listener in self.at_outside_call:
            listener(f"bank.{name}", before=before)

    def _book(
        self, counter: SimulatedBank, number: str, layout: str, content: bytes, on: date
    ) -> None:
        form = LAYOUTS[layout]
        _, lines = codec.read(form, form.out, content)
        with self._books() as books:
            books.execute("BEGIN IMMEDIATE")
            delivery = books.execute("INSERT INTO delivery (number) VALUES (?)", [number]).lastrowid
            books.executemany(
                "INSERT INTO payment VALUES (?, ?, ?)",
                [
                    (delivery, line["line_id"], line["amount_fen"])
                    for line in lines
                    if counter.payments[line["line_id"]]
                ],
            )
            books.executemany(
                "INSERT INTO answer (number, day, content) VALUES (?, ?, ?)",
                [(number, day.isoformat(), file) for day, file in _by_day(counter, number, on)],
            )
            books.execute("COMMIT")

    # --- what its books say -----------------------------------------------------------------------

    def paid(self) -> dict[int, tuple[int, int]]:
        """{line: (how many times it was paid, fen in all)}."""
        with self._books() as books:
            found = books.execute("SELECT line, count(*), sum(fen) FROM payment GROUP BY line")
            return {line: (times, fen) for line, times, fen in found}


def _by_day(bank: SimulatedBank, number: str, on: date) -> Iterator[tuple[date, bytes]]:
    """Its result files with the day on which each is handed out first."""
    seen = 0
    for days in range(LONGEST_ANSWER):
        day = on + timedelta(days=days)
        files = bank.results(number=number, on=day)
        yield from ((day, content) for content in files[seen:])
        seen = len(files)
