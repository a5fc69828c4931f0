"""The year script as data: what happens to which family on which day, and the state of a family month by month."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from minzheng.demo.means import Earnings
from minzheng.demo.population import Family, Person
from minzheng.lib.months import Month, months


class Kind(StrEnum):
    """What the family, or the officer, does."""

    APPLY = "APPLY"
    CHANGE = "CHANGE"
    JOIN = "JOIN"
    LEAVE = "LEAVE"
    DEATH = "DEATH"
    SUSPEND = "SUSPEND"
    RESUME = "RESUME"
    STOP = "STOP"
    ACCOUNT = "ACCOUNT"


class Outcome(StrEnum):
    """How an application ends."""

    GRANT = "GRANT"
    REFUSE = "REFUSE"
    WITHDRAW = "WITHDRAW"
    OPEN = "OPEN"


@dataclass(frozen=True, slots=True)
class Delta:
    """One income line of one person goes up or down by so many fen a month."""

    person: int
    category: str
    fen: int


@dataclass(frozen=True, slots=True)
class Intent:
    """Something that happens: reported `on`, decided `decided_on`, acting on benefits from `from_month`.

    `reason` is a code (stop, refusal, suspension, bank defect); `person` the key of the member it is about.
    """

    on: date
    kind: Kind
    family: int
    decided_on: date
    from_month: Month
    outcome: Outcome = Outcome.GRANT
    reason: str = ""
    person: int = 0
    happened_on: date | None = None
    newcomer: Person | None = None
    delta: Delta | None = None
    channel: str = "WINDOW"


@dataclass(frozen=True, slots=True)
class Spell:
    """Months [first, last] in which a family is paid the same; `reckoned_in` is the month the amount was reckoned for."""

    family: Family
    first: Month
    last: Month
    reckoned_in: Month
    members: tuple[Person, ...]

    @property
    def months(self) -> int:
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def person_months(self) -> int:
        return self.months * len(self.members)

    @property
    def anchored(self) -> bool:
        """Whether the member whose income is calibrated still belongs to the family."""
        anchor = self.family.members[self.family.anchor].key
        return any(person.key == anchor for person in self.members)


def shifted(person: Person, category: str, fen: int) -> Person:
    """The person with one income line changed by `fen` (never below zero; a line of zero disappears)."""
    lines = dict(person.earnings.incomes)
    lines[category] = max(lines.get(category, 0) + fen, 0)
    kept = tuple((name, amount) for name, amount in lines.items() if amount)
    return replace(person, earnings=Earnings(kept, person.earnings.expenses))


def members_after(members: tuple[Person, ...], intent: Intent) -> tuple[Person, ...]:
    """Who is in the family, with which means, once the intent has been decided."""
    if intent.delta is not None:
        delta = intent.delta
        members = tuple(
            shifted(p, delta.category, delta.fen) if p.key == delta.person else p for p in members
        )
    if intent.kind in (Kind.LEAVE, Kind.DEATH):
        return tuple(p for p in members if p.key != intent.person)
    return (*members, intent.newcomer) if intent.newcomer is not None else members


def spells(family: Family, intents: Iterable[Intent], year: int) -> Iterator[Spell]:
    """The months of the year in which the family is paid, cut where a decision changes something."""
    members, paid = family.members, family.situation == "ROLL"
    start, last = Month(year, 1), Month(year, 12)
    reckoned_in = start
    for intent in sorted(intents, key=lambda i: (i.from_month, i.on)):
        if intent.kind is Kind.ACCOUNT or intent.from_month > last:
            continue
        if paid and start < intent.from_month and members:
            yield Spell(family, start, intent.from_month.plus(-1), reckoned_in, members)
        start = intent.from_month
        if intent.kind not in (Kind.SUSPEND, Kind.RESUME):  # a resumed allowance is the old one
            reckoned_in = start
        members = members_after(members, intent)
        paid = _paid_after(paid, intent)
    if paid and members:
        yield Spell(family, start, last, reckoned_in, members)


def _paid_after(paid: bool, intent: Intent) -> bool:  # noqa: FBT001 (a state, not an option)
    if intent.kind in (Kind.STOP, Kind.SUSPEND):
        return False
    if intent.kind is Kind.APPLY:
        return intent.outcome is Outcome.GRANT
    return True if intent.kind is Kind.RESUME else paid


def roll_of(found: Iterable[Spell], month: Month) -> list[Spell]:
    """The spells in force in a month: that month's roll."""
    return [spell for spell in found if month in months(spell.first, spell.last)]
