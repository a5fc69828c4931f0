"""The owner of the database tampers with the audit trail; the chain must tell, and tell where."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from unittest import mock

from django.db import connections
from django.db.backends.utils import CursorWrapper

from minzheng.kernel.audit import queries
from minzheng.kernel.audit.chain import link
from minzheng.kernel.audit.models import Event
from minzheng.kernel.audit.operations import record
from minzheng.kernel.audit.queries import Break, head, verify
from proof import ground
from proof.record import Row
from tests.kernel.builders import actor
from tests.kernel.disbursements.world import JULY, World

TITLE = "Tampering with the audit trail"
ROUNDS, QUICK_ROUNDS = 200, 30
KEPT_EVERY = 10
COLUMNS = ("tag", "target_type", "target_id", "area_code", "happened_on", "recorded_at", "actor_id",
           "actor_name", "actor_role", "channel", "facts", "previous_hash", "hash")  # fmt: skip
EVENTS = "audit_event"


@dataclass
class Trail:
    """A chain with heads kept elsewhere while it grew: {number of events: hash}."""

    kept: dict[int, str] = field(default_factory=dict)
    length: int = 0

    def grow(self, events: int) -> Trail:
        """A paid month, and traces after it; every so many events the head is written down."""
        world = World()
        world.money()
        world.family()
        world.paid(JULY)
        for number in range(events):
            record(
                tag="proof:row:touched",
                target=("proof.row", str(number)),
                by=actor(),
                on=JULY.first_day,
                facts={"n": number, "名": "甲"},
            )
            if number % KEPT_EVERY == 0:
                self.keep()
        self.keep()
        with owner() as cursor:
            cursor.execute(f"CREATE TABLE proof_kept AS TABLE {EVENTS}")
        return self

    def keep(self) -> None:
        self.length, last = head()
        self.kept[self.length] = last

    def against_kept_heads(self) -> list[Break]:
        """The last events before each kept head that is not there any more: located to a stretch."""
        now = dict(Event.objects.filter(id__in=self.kept).values_list("id", "hash"))
        return [
            Break(number, f"第 {number} 条与另存的链头不符。")
            for number, hash_ in sorted(self.kept.items())
            if bytes(now.get(number, b"")).hex() != hash_
        ]

    def restore(self) -> None:
        with owner() as cursor:
            cursor.execute(f"DELETE FROM {EVENTS}")
            cursor.execute(f"INSERT INTO {EVENTS} TABLE proof_kept")


@contextmanager
def owner() -> Iterator[CursorWrapper]:
    with connections["owner"].cursor() as cursor:
        yield cursor


@dataclass(frozen=True, slots=True)
class Deed:
    """`do` tampers and names the event at which the break must be shown."""

    name: str
    do: Callable[[Random, int], int]
    # The chain alone cannot know: only a head kept elsewhere can.
    needs_kept_head: bool = False


def change(random: Random, length: int) -> int:
    at, column = random.randint(1, length), random.choice(COLUMNS)
    with owner() as cursor:
        cursor.execute(f"SELECT {column} FROM {EVENTS} WHERE id = %s", [at])
        (before,) = cursor.fetchone()
        value = _other(column, before)
        cast = "::jsonb" if column == "facts" else ""
        cursor.execute(f"UPDATE {EVENTS} SET {column} = %s{cast} WHERE id = %s", [value, at])
    return at


def _other(column: str, before: object) -> object:
    if column in ("previous_hash", "hash"):
        said = bytes(before)
        return bytes([said[0] ^ 1]) + said[1:]
    if column == "facts":
        said = json.loads(before) if isinstance(before, str) else before
        return json.dumps({**said, "amount_fen": 1})
    if column == "happened_on":
        return before.replace(year=before.year - 1)
    if column == "recorded_at":
        return before.replace(microsecond=(before.microsecond + 1) % 1_000_000)
    return 999_999 if column == "actor_id" else f"{before}x"[-12:]


def delete(random: Random, length: int) -> int:
    at = random.randint(1, length - 1)
    with owner() as cursor:
        cursor.execute(f"DELETE FROM {EVENTS} WHERE id = %s", [at])
    return at


def delete_many(random: Random, length: int) -> int:
    at = random.randint(1, length - 10)
    with owner() as cursor:
        cursor.execute(f"DELETE FROM {EVENTS} WHERE id BETWEEN %s AND %s", [at, at + 5])
    return at


def close_the_gap(random: Random, length: int) -> int:
    """Delete one and number the rest anew."""
    at = random.randint(1, length - 1)
    with owner() as cursor:
        cursor.execute(f"DELETE FROM {EVENTS} WHERE id = %s", [at])
        for number in range(at + 1, length + 1):
            cursor.execute(f"UPDATE {EVENTS} SET id = id - 1 WHERE id = %s", [number])
    return at


def insert(random: Random, length: int) -> int:
    """Push the rest back and put a copy of another event in between."""
    at = random.randint(2, length)
    with owner() as cursor:
        for number in range(length, at - 1, -1):
            cursor.execute(f"UPDATE {EVENTS} SET id = id + 1 WHERE id = %s", [number])
        columns = ", ".join(COLUMNS)
        cursor.execute(
            f"INSERT INTO {EVENTS} (id, {columns}) SELECT %s, {columns} FROM {EVENTS} WHERE id = %s",
            [at, random.randint(1, at - 1)],
        )
    return at


def swap(random: Random, length: int) -> int:
    at = random.randint(1, length - 1)
    other = random.randint(at + 1, length)
    with owner() as cursor:
        for old, new in ((at, -1), (other, at), (-1, other)):
            cursor.execute(f"UPDATE {EVENTS} SET id = %s WHERE id = %s", [new, old])
    return at


def rehash_one(random: Random, length: int) -> int:
    """Change one and give it a hash that fits: the next one does not follow from it any more."""
    at = random.randint(1, length - 1)
    _forge(at)
    return at + 1


def rehash_last(_random: Random, length: int) -> int:
    _forge(length)
    return length


def rehash_all(random: Random, length: int) -> int:
    """Change one and reckon every later hash anew: in itself the chain is whole."""
    at = random.randint(1, length)
    previous = _forge(at)
    for number in range(at + 1, length + 1):
        event = Event.objects.get(pk=number)
        event.previous_hash = previous
        previous = link(event)
        with owner() as cursor:
            cursor.execute(
                f"UPDATE {EVENTS} SET previous_hash = %s, hash = %s WHERE id = %s",
                [bytes(event.previous_hash), previous, number],
            )
    return at


def _forge(at: int) -> bytes:
    event = Event.objects.get(pk=at)
    event.actor_name = "别人"
    fitting = link(event)
    with owner() as cursor:
        cursor.execute(
            f"UPDATE {EVENTS} SET actor_name = %s, hash = %s WHERE id = %s",
            [event.actor_name, fitting, at],
        )
    return fitting


def cut(random: Random, length: int) -> int:
    at = random.randint(length // 2, length)
    with owner() as cursor:
        cursor.execute(f"DELETE FROM {EVENTS} WHERE id >= %s", [at])
    return at


DEEDS = (
    Deed("a column changed", change),
    Deed("an event deleted", delete),
    Deed("six events deleted", delete_many),
    Deed("an event deleted and the rest renumbered", close_the_gap),
    Deed("a copied event inserted", insert),
    Deed("two events exchanged", swap),
    Deed("an event changed and re-hashed", rehash_one),
    Deed("the last event changed and re-hashed", rehash_last, needs_kept_head=True),
    Deed("an event changed and all later ones re-hashed", rehash_all, needs_kept_head=True),
    Deed("the tail cut off", cut, needs_kept_head=True),
)


@dataclass
class Tally:
    done: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    misplaced: Counter[str] = field(default_factory=Counter)


def tamper(trail: Trail, rounds: int, seed: int = 1) -> Tally:
    """So many deeds, each on the whole chain; found, and found where it happened?"""
    random, tally = Random(seed), Tally()
    for number in range(rounds):
        deed = DEEDS[number % len(DEEDS)]
        at = deed.do(random, trail.length)
        found = trail.against_kept_heads() if deed.needs_kept_head else verify()
        tally.done[deed.name] += 1
        if not found:
            tally.missed[deed.name] += 1
        elif deed.needs_kept_head:
            # Located to the stretch between the last kept head that holds and the first that does not.
            before = max((n for n in trail.kept if n < at), default=0)
            first = min(found, key=lambda b: b.event_id).event_id
            tally.misplaced[deed.name] += not (before < at <= first <= at + 2 * KEPT_EVERY)
        else:
            tally.misplaced[deed.name] += not _is_near(found[0].event_id, at)
        trail.restore()
    return tally


def _is_near(shown: int, at: int) -> bool:
    # A forged hash shows at the event itself, or at the next one that should follow from it.
    return at <= shown <= at + 1


def main(rounds: int, *, quick: bool) -> list[Row]:
    with ground.fresh():
        trail = Trail().grow(60)
        alone = tamper(trail, rounds)
        before = verify()
        with mock.patch.object(queries, "link", lambda event: bytes(event.hash)):
            twin = tamper(trail, max(30, rounds // 4))
    rows = [
        Row(
            f"{name}{' (found against a head kept elsewhere every ' + str(KEPT_EVERY) + ' events; the chain alone cannot know)' if _deed(name).needs_kept_head else ''}",
            times,
            f"missed {alone.missed[name]}, in the wrong place {alone.misplaced[name]}",
            not alone.missed[name] and not alone.misplaced[name],
        )
        for name, times in alone.done.items()
    ]
    restored = Row(
        "the untouched chain, between the deeds", rounds, f"{len(before)} false alarms", not before
    )
    missed = {name: times for name, times in twin.missed.items() if times}
    return [
        *rows,
        restored,
        Row(
            "twin: hashes are not reckoned anew",
            sum(twin.done.values()),
            f"missed: {missed}",
            bool(missed),
        ),
    ]


def _deed(name: str) -> Deed:
    return next(deed for deed in DEEDS if deed.name == name)
