"""The script of a year: applications, changes, suspensions, stops and deaths, drawn from the seed.

How often what happens is invented; the counts keep the roll level, so that 2022 ends near 38,400 urban and 6,600 rural
person-months (performance.md §1). Every decision falls into the month of its report and acts from the next month
(民发〔2021〕57号 第二十一条), so no arrears arise that the script has not planned.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

import chinese_calendar

from minzheng.demo import means
from minzheng.demo.intents import Delta, Intent, Kind, Outcome
from minzheng.demo.population import APPLICANT, ORDINARY, ROLL, Births, Family, Person, Population
from minzheng.lib.days import WorkingCalendar
from minzheng.lib.months import Month

# Of 2,200 households; the rest of the year is quiet for everybody else.
CHANGES, JOINS, LEAVES, SUSPENSIONS, ACCOUNTS = 190, 24, 22, 22, 42
DEATHS = 84
STOPS = (
    ("INCOME_ABOVE_STANDARD", 62),
    ("PROPERTY_ABOVE_LIMIT", 9),
    ("MOVED_OUT", 16),
    ("TO_EXTREME_HARDSHIP", 18),
    ("VOLUNTARY", 14),
    ("REFUSED_REVIEW", 5),
    ("IMPRISONED", 3),
)
REFUSALS, WITHDRAWALS = 58, 7
BANK_DEFECTS = (
    "ACCOUNT_DORMANT",
    "CARD_NOT_ACTIVATED",
    "ACCOUNT_CLOSED",
    "NAME_MISMATCH",
    "ACCOUNT_FROZEN",
)
LAST_DECIDED_MONTH = 11
# Money is on the accounts before this day; a death known earlier would hold back its own month.
AFTER_PAYDAY = 13
ONLINE, HELPED, WINDOW = "ONLINE", "ONLINE_HELPED", "WINDOW"


def working_calendar(year: int) -> WorkingCalendar:
    """Working days of the year and its neighbours as the State Council set them (调休 included)."""
    day, last = date(year - 1, 1, 1), date(year + 1, 12, 31)
    known: dict[date, bool] = {}
    while day <= last:
        known[day] = chinese_calendar.is_workday(day)
        day += timedelta(days=1)
    return WorkingCalendar(known)


@dataclass(frozen=True, slots=True)
class Diary:
    """Draws days of one year."""

    chance: Random
    year: int
    calendar: WorkingCalendar

    def working_day(self, month: int, *, first: int = 3, last: int = 19) -> date:
        """A working day between two days of a month."""
        days = [date(self.year, month, day) for day in range(first, last + 1)]
        return self.chance.choice([day for day in days if self.calendar.is_working(day)])

    def decision(self, on: date, *, at_most: int = 7) -> date:
        """A working day after `on`, still in its month."""
        day = self.calendar.add(on, self.chance.randint(1, at_most))
        while day.month != on.month or not self.calendar.is_working(day):
            day -= timedelta(days=1)
        return max(day, on)


@dataclass(slots=True)
class Writer:
    """Deals families out to happenings, each family at most one on the roll."""

    chance: Random
    diary: Diary
    quiet: list[Family]
    share: float
    births: Births
    intents: list[Intent]

    def take(self, count: int, fits: Callable[[Family], bool] = lambda _: True) -> list[Family]:
        """`count` families (of a whole district) to which nothing has happened yet."""
        chosen = [family for family in self.quiet if fits(family)][: self.part(count)]
        gone = {family.key for family in chosen}
        self.quiet = [family for family in self.quiet if family.key not in gone]
        return chosen

    def part(self, count: int) -> int:
        """How many of `count` fall on a district of this size; at least one."""
        return max(round(count * self.share), 1)

    def add(
        self,
        family: Family,
        kind: Kind,
        month: int,
        *,
        between: tuple[int, int] = (3, 20),
        at_most: int = 7,
        **facts: Any,
    ) -> Intent:
        """A report between two days of that month, decided in the same month after `at_most` working days."""
        on = self.diary.working_day(month, first=between[0], last=between[1])
        decided_on = self.diary.decision(on, at_most=at_most)
        intent = Intent(on, kind, family.key, decided_on, Month.of(decided_on).next, **facts)
        self.intents.append(intent)
        return intent


def write(population: Population, *, year: int = 2022) -> tuple[Intent, ...]:
    """All intents of the year, by day."""
    chance = Random(f"{population.seed}:script")
    quiet = population.of(ROLL)
    chance.shuffle(quiet)
    diary = Diary(chance, year, working_calendar(year))
    writer = Writer(chance, diary, quiet, population.share, Births(population), [])
    _deaths(writer)
    _stops(writer)
    _changes(writer)
    _comings_and_goings(writer)
    _suspensions(writer)
    _broken_accounts(writer)
    _applications(writer, population)
    return tuple(sorted(writer.intents, key=lambda i: (i.on, i.family, i.kind)))


def _month(writer: Writer, last: int = 12) -> int:
    return writer.chance.randint(1, last)


def _deaths(writer: Writer) -> None:
    """The old and the ill die; a family of one leaves the roll with that."""
    for family in writer.take(DEATHS, lambda f: any(_frail(p) for p in f.members)):
        person = next(p for p in family.members if _frail(p))
        kind = Kind.DEATH if len(family.members) > 1 else Kind.STOP
        facts: dict[str, Any] = {
            "between": (AFTER_PAYDAY, 20),
            "person": person.key,
            "reason": "DIED",
        }
        # The rest of a family is reckoned anew; who lived alone simply leaves the roll.
        last = LAST_DECIDED_MONTH if kind is Kind.DEATH else 12
        intent = writer.add(family, kind, _month(writer, last), **facts)
        died_on = intent.on - timedelta(days=writer.chance.randint(1, intent.on.day - 2))
        writer.intents[-1] = replace(intent, happened_on=died_on)


def _frail(person: Person) -> bool:
    return person.birth_on.year <= 1952 or bool(person.condition.illness)


def _stops(writer: Writer) -> None:
    for reason, count in STOPS:
        fits = {
            "INCOME_ABOVE_STANDARD": lambda f: _earner(f) is not None,
            "TO_EXTREME_HARDSHIP": lambda f: len(f.members) == 1 and f.head.birth_on.year <= 1961,
            "IMPRISONED": lambda f: len(f.members) == 1 and f.head.birth_on.year >= 1965,
        }.get(reason, lambda _: True)
        for family in writer.take(count, fits):
            earner = _earner(family)
            delta, last = None, 12
            if reason == "INCOME_ABOVE_STANDARD" and earner is not None:
                last = LAST_DECIDED_MONTH
                wage = 900 * len(family.members) + 10 * writer.chance.randint(60, 200)
                delta = Delta(earner.key, means.WAGE, wage * means.YUAN)
            writer.add(family, Kind.STOP, _month(writer, last), reason=reason, delta=delta)


def _earner(family: Family) -> Person | None:
    able = (means.FULL, means.PARTIAL)
    return next((p for p in family.members if p.condition.work_ability in able), None)


def _changes(writer: Writer) -> None:
    """An income goes up or down a little; the family stays entitled."""
    for family in writer.take(CHANGES):
        person = family.members[family.anchor]
        category = means.category_of(person.condition.occupation)
        have = dict(person.earnings.incomes).get(category, 0) // means.YUAN
        step = 10 * writer.chance.randint(3, 12)
        needed = means.COMMUTING if category == means.WAGE else 0
        falls = have > step + needed and writer.chance.random() < 0.45
        delta = Delta(person.key, category, (-step if falls else step) * means.YUAN)
        reason = "INCOME_FELL" if falls else "INCOME_ROSE"
        writer.add(
            family, Kind.CHANGE, _month(writer, LAST_DECIDED_MONTH), reason=reason, delta=delta
        )


def _comings_and_goings(writer: Writer) -> None:
    for family in writer.take(JOINS, lambda f: 1 < len(f.members) <= 3):
        month = _month(writer, LAST_DECIDED_MONTH)
        born = date(writer.diary.year, month, 1) - timedelta(days=writer.chance.randint(5, 40))
        baby = writer.births.child(family, born_on=born)
        facts: dict[str, Any] = {
            "reason": "BORN",
            "newcomer": baby,
            "person": baby.key,
            "happened_on": born,
        }
        writer.add(family, Kind.JOIN, month, **facts)
    for family in writer.take(LEAVES, lambda f: len(f.members) >= 3):
        leaver = family.members[-1]
        writer.add(
            family,
            Kind.LEAVE,
            _month(writer, LAST_DECIDED_MONTH),
            reason="MOVED_OUT",
            person=leaver.key,
        )


def _suspensions(writer: Writer) -> None:
    """暂停: until the family answers; three of four come back."""
    for number, family in enumerate(writer.take(SUSPENSIONS)):
        month = _month(writer, 8)
        writer.add(family, Kind.SUSPEND, month, reason="LOST_CONTACT")
        later = month + writer.chance.randint(1, 3)
        if number % 4:
            writer.add(family, Kind.RESUME, later, reason="REACHED")
        else:
            writer.add(family, Kind.STOP, later, reason="LOST_CONTACT")


def _broken_accounts(writer: Writer) -> None:
    """The bank returns one month's money; a new card repairs it before the month is over."""
    for family in writer.take(ACCOUNTS):
        defect = writer.chance.choice(BANK_DEFECTS)
        days = (AFTER_PAYDAY, AFTER_PAYDAY + 3)
        writer.add(family, Kind.ACCOUNT, _month(writer), between=days, at_most=3, reason=defect)


def _applications(writer: Writer, population: Population) -> None:
    chance, diary = writer.chance, writer.diary
    granted = population.of(APPLICANT)
    chance.shuffle(granted)
    others = [f for f in population.of(ORDINARY) if len(f.members) > 1]
    chance.shuffle(others)
    plan = [(family, Outcome.GRANT, "") for family in granted]
    refused, withdrawn = writer.part(REFUSALS), writer.part(WITHDRAWALS)
    plan += [(f, Outcome.REFUSE, "INCOME_NOT_BELOW_STANDARD") for f in others[:refused]]
    plan += [(f, Outcome.WITHDRAW, "") for f in others[refused : refused + withdrawn]]
    for family, outcome, reason in plan:
        month = chance.randint(1, 12)
        # A decision in December would need the standard of the next year, which nobody knows yet:
        # what comes in by the first days of November is decided, what comes in December stays open.
        in_november = month == LAST_DECIDED_MONTH
        on = diary.working_day(month, first=1, last=4 if in_november else 28)
        decided_on = diary.calendar.add(on, chance.randint(15, 18 if in_november else 23))
        if decided_on > date(diary.year, LAST_DECIDED_MONTH, 30):
            outcome = Outcome.OPEN
        writer.intents.append(
            Intent(
                on,
                Kind.APPLY,
                family.key,
                decided_on,
                Month.of(decided_on).next,
                outcome=outcome,
                reason=reason,
                channel=chance.choices((ONLINE, HELPED, WINDOW), (58, 37, 5))[0],
            )
        )
