"""Moves the synthetic incomes so that the rulebook's own amounts add up to the published 人均补差.

The figure is Σ amounts ÷ Σ person-months of a year (assistance.md §21.2, D1), rounded half up to a fen. Amounts fall yuan
for yuan when counted income rises, so the money that is missing is spread over the families in proportion to how far
each can move: a closed form, checked with the rulebook after each round.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from minzheng.demo import means
from minzheng.demo.intents import Spell, shifted
from minzheng.demo.population import Family
from minzheng.lib.fen import half_up, yuan_text

ROUNDS = 8
# A family on the roll keeps at least this gap per head, and a wage is never moved into its deduction.
LEAST_GAP_FEN = 1_000
STEPS_FEN = (1_000, 100, 10, 1)
NAMES = {"URBAN": "城市", "RURAL": "农村"}

Reckon = Callable[[Sequence[Spell]], Sequence["Reckoned"]]


class OutOfReach(Exception):
    """No set of incomes gives the target; the message says the possible range."""


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What the rulebook gives for one spell and month: 补差 and 分类施保 in fen."""

    base_fen: int
    uplift_fen: int

    @property
    def amount_fen(self) -> int:
        return self.base_fen + self.uplift_fen


@dataclass(frozen=True, slots=True)
class Room:
    """How far one family's anchor income can move: `months` it acts on, fen it can fall and rise."""

    family: int
    months: int
    can_fall: int
    can_rise: int


def anchor_line(family: Family) -> tuple[int, str]:
    """The income line that is moved: (key of the person, category)."""
    person = family.members[family.anchor]
    return person.key, means.category_of(person.condition.occupation)


def with_income_moved(family: Family, fen: int) -> Family:
    """The family with its anchor income changed by `fen`."""
    key, category = anchor_line(family)
    members = tuple(shifted(p, category, fen) if p.key == key else p for p in family.members)
    return replace(family, members=members)


def move(spell: Spell, fen: int) -> Spell:
    """The spell with the anchor income changed, where the anchor still belongs to the family."""
    if not fen or not spell.anchored:
        return spell
    key, category = anchor_line(spell.family)
    members = tuple(shifted(p, category, fen) if p.key == key else p for p in spell.members)
    return replace(spell, members=members)


def calibrate(
    spells: Sequence[Spell], *, category: str, target_fen: int, reckon: Reckon
) -> dict[int, int]:
    """{family key: change of its anchor income in fen} with which the spells print the target.

    Raises OutOfReach with the possible range.
    """
    persons = sum(spell.person_months for spell in spells)
    moved: dict[int, int] = defaultdict(int)
    for _ in range(ROUNDS):
        present = [move(spell, moved[spell.family.key]) for spell in spells]
        reckoned = reckon(present)
        paid = total(present, reckoned)
        if _settled(paid, persons, target_fen):
            return {family: fen for family, fen in moved.items() if fen}
        missing = target_fen * persons - paid
        rooms = _rooms(present, reckoned)
        _refuse_if_out_of_reach(category, target_fen, paid, persons, rooms)
        for family, fen in spread(missing, rooms, slack=persons // 8).items():
            moved[family] -= fen
    raise OutOfReach(
        f"{NAMES[category]}低保人均补差未能在 {ROUNDS} 轮内校准到 {yuan_text(target_fen)} 元。"
    )


def total(spells: Iterable[Spell], reckoned: Iterable[Reckoned]) -> int:
    """What the spells cost in the year, in fen."""
    return sum(s.months * r.amount_fen for s, r in zip(spells, reckoned, strict=True))


def _settled(paid: int, persons: int, target_fen: int) -> bool:
    """Whether it prints the target with room to spare: within a quarter of the rounding interval."""
    return half_up(paid, persons) == target_fen and abs(paid - target_fen * persons) * 4 <= persons


def _rooms(spells: Sequence[Spell], reckoned: Sequence[Reckoned]) -> list[Room]:
    by_family: dict[int, list[tuple[Spell, Reckoned]]] = defaultdict(list)
    for spell, result in zip(spells, reckoned, strict=True):
        if spell.anchored:
            by_family[spell.family.key].append((spell, result))
    return [
        Room(
            family=family,
            months=sum(spell.months for spell, _ in pairs),
            can_fall=min(_line_fen(spell) for spell, _ in pairs),
            can_rise=max(min(r.base_fen - LEAST_GAP_FEN * len(s.members) for s, r in pairs), 0),
        )
        for family, pairs in sorted(by_family.items())
    ]


def _line_fen(spell: Spell) -> int:
    """How much of the anchor income can go."""
    key, category = anchor_line(spell.family)
    lines = next(dict(p.earnings.incomes) for p in spell.members if p.key == key)
    kept = means.COMMUTING * means.YUAN if category == means.WAGE else 0
    return max(lines.get(category, 0) - kept, 0)


def spread(missing: int, rooms: Sequence[Room], *, slack: int) -> dict[int, int]:
    """How far each family's amount moves so that Σ months × change comes within `slack` of `missing` (fen)."""
    sign = 1 if missing > 0 else -1
    limits = {room.family: room.can_fall if sign > 0 else room.can_rise for room in rooms}
    months = {room.family: room.months for room in rooms}
    wanted, capacity = abs(missing), sum(limits[f] * months[f] for f in limits)
    coarse = STEPS_FEN[0]
    changes = {
        f: limit * min(wanted, capacity) // max(capacity, 1) // coarse * coarse
        for f, limit in limits.items()
    }
    rest = wanted - sum(changes[f] * months[f] for f in changes)
    for step in STEPS_FEN:
        if rest <= slack:
            break
        for family, limit in limits.items():
            if months[family] * step <= rest and changes[family] + step <= limit:
                changes[family] += step
                rest -= months[family] * step
    return {family: sign * fen for family, fen in changes.items() if fen}


def _refuse_if_out_of_reach(
    category: str, target_fen: int, paid: int, persons: int, rooms: Sequence[Room]
) -> None:
    most = half_up(paid + sum(r.can_fall * r.months for r in rooms), persons)
    least = half_up(paid - sum(r.can_rise * r.months for r in rooms), persons)
    if not least <= target_fen <= most:
        raise OutOfReach(
            f"{NAMES[category]}低保人均补差 {yuan_text(target_fen)} 元无法达到："
            f"按当年保障标准和演示人口，可能的范围是 {yuan_text(least)} 元至 {yuan_text(most)} 元。"
        )


def apply(families: Iterable[Family], moved: Mapping[int, int]) -> list[Family]:
    """The families with their calibrated incomes."""
    return [with_income_moved(f, moved[f.key]) if f.key in moved else f for f in families]
