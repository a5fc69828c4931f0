"""The synthetic population: about 20,000 persons of the district, the same for the same seed.

Three kinds of families: those on the roll when the year begins (ROLL), poor ones that will apply (APPLICANT) and all
others (ORDINARY), some of which apply and are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from minzheng.demo import families, identity, means, names, territory
from minzheng.demo.families import Draft, Seat
from minzheng.demo.means import Condition, Earnings, Wealth
from minzheng.demo.territory import Place
from minzheng.lib.months import Month

ROLL, APPLICANT, ORDINARY = "ROLL", "APPLICANT", "ORDINARY"
BORN_BY = date(2021, 12, 31)
# Persons on the roll on 1 January; with the year script these give about 38,400 and 6,600 person-months.
URBAN_ON_ROLL, RURAL_ON_ROLL = 3_200, 550
URBAN_APPLICANTS, RURAL_APPLICANTS = 330, 60
PERSONS = 20_000
MINORITIES = ("土家族", "苗族", "侗族", "瑶族", "回族")


@dataclass(frozen=True, slots=True)
class Person:
    """One synthetic person. Incomes and expenses: (category, fen per month)."""

    key: int
    name: str
    id_number: str
    gender: str
    birth_on: date
    relation: str
    ethnicity: str
    phone: str
    condition: Condition
    earnings: Earnings

    @property
    def monthly_fen(self) -> int:
        """All incomes of the person, before exclusions and deductions."""
        return sum(fen for _, fen in self.earnings.incomes)


@dataclass(frozen=True, slots=True)
class Family:
    """One synthetic household, head first. `anchor` is the index of the member whose income is calibrated."""

    key: int
    situation: str
    place: Place
    rural: bool
    address: str
    members: tuple[Person, ...]
    wealth: Wealth
    bank: str
    account_number: str
    number: str
    enrolled_in: Month
    review_class: str
    anchor: int

    @property
    def head(self) -> Person:
        return self.members[0]

    @property
    def category(self) -> str:
        """URBAN or RURAL, as the roll classifies the household."""
        return "RURAL" if self.rural else "URBAN"


@dataclass(frozen=True, slots=True)
class Population:
    """All families by kind; `share` is the part of the district's size that was drawn."""

    seed: int
    families: tuple[Family, ...]
    share: float = 1.0

    def of(self, situation: str) -> list[Family]:
        return [family for family in self.families if family.situation == situation]

    @property
    def persons(self) -> int:
        return sum(len(family.members) for family in self.families)


class Settler:
    """Fills drafts with people: the one place that draws names, numbers and addresses."""

    def __init__(self, seed: int, district: str) -> None:
        self.chance = Random(f"{seed}:population")
        self.names = names.load()
        self.registry = identity.Registry(Random(f"{seed}:numbers"))
        self.territory = territory.load(Random(f"{seed}:places"), on=BORN_BY, district=district)
        self.families = 0
        self.people = 0

    def settle(self, situation: str, *, rural: bool) -> Family:
        """The next family of that kind."""
        chance, poor = self.chance, situation != ORDINARY
        draft = families.draw(chance, families.POOR if poor else families.ORDINARY)
        conditions = [means.condition(chance, seat, rural=rural) for seat in draft]
        earn = means.poor_earnings if poor else means.ordinary_earnings
        people = self._people(draft, conditions, earn(chance, draft, conditions))
        place = self.territory.place(chance, rural=rural)
        bank = chance.choice(identity.BANKS)
        self.families += 1
        return Family(
            key=self.families,
            situation=situation,
            place=place,
            rural=rural,
            address=self._address(place),
            members=people,
            wealth=means.wealth(chance, poor=poor),
            bank=bank,
            account_number=self.registry.card(bank),
            number=f"430105{'N' if rural else 'C'}{self.families:06d}",
            enrolled_in=Month(chance.randint(2012, 2021), chance.randint(1, 12)),
            review_class=_review_class(draft),
            anchor=_anchor(people),
        )

    def _people(
        self, draft: Draft, conditions: list[Condition], earnings: list[Earnings]
    ) -> tuple[Person, ...]:
        chance = self.chance
        line, minority = self.names.surname(chance), chance.random() < 0.03
        ethnicity = chance.choice(MINORITIES) if minority else "汉族"
        # The name goes down the male line; whoever marries in, and a mother's child, has another.
        surnames = [
            self.names.surname(chance) if seat.relation in ("配偶", "母") else line
            for seat in draft
        ]
        rows = zip(draft, surnames, conditions, earnings, strict=True)
        return tuple(self.person(*row, ethnicity=ethnicity) for row in rows)

    def person(
        self, seat: Seat, surname: str, state: Condition, earned: Earnings, *, ethnicity: str
    ) -> Person:
        """One person for one seat."""
        chance = self.chance
        born = BORN_BY - timedelta(days=int(seat.age * 365.25) + chance.randrange(365))
        given = self.names.given(chance, born_in=born.year, gender=seat.gender)
        self.people += 1
        return Person(
            key=self.people,
            name=surname + given,
            id_number=self.registry.id_number(birth_on=born, gender=seat.gender),
            gender=seat.gender,
            birth_on=born,
            relation=seat.relation,
            ethnicity=ethnicity,
            phone=self.registry.phone() if seat.age >= 16 else "",
            condition=state,
            earnings=earned,
        )

    def _address(self, place: Place) -> str:
        chance = self.chance
        if place.is_village:
            return f"{place.name}{chance.randint(1, 18)}组{chance.randint(1, 99)}号"
        return f"{place.name}{chance.randint(1, 60)}栋{chance.randint(1, 3)}单元{chance.randint(1, 9)}0{chance.randint(1, 4)}室"


def _review_class(draft: Draft) -> str:
    plights = {seat.plight for seat in draft}
    if "WORKER" in plights:
        return "C"
    return "B" if plights & {"CARER", "IDLE"} else "A"


def _anchor(people: tuple[Person, ...]) -> int:
    """Someone grown up, best without a wage: what he gets counts yuan for yuan."""
    grown = [i for i, p in enumerate(people) if p.condition.occupation not in ("在校", "学龄前")]
    unwaged = [i for i in grown if means.category_of(people[i].condition.occupation) != means.WAGE]
    return (unwaged or grown)[0]


def _until(
    settler: Settler, situation: str, persons: int, *, rural: bool = False
) -> Iterator[Family]:
    settled = 0
    while settled < persons:
        family = settler.settle(situation, rural=rural)
        settled += len(family.members)
        yield family


def build(seed: int, *, district: str = territory.DISTRICT, share: float = 1.0) -> Population:
    """The population of that seed: ROLL families first, then applicants, then everybody else.

    A `share` below 1 gives a smaller district, for tests.
    """
    settler = Settler(seed, district)

    def part(persons: int) -> int:
        return max(round(persons * share), 1)

    settled = [
        *_until(settler, ROLL, part(URBAN_ON_ROLL)),
        *_until(settler, ROLL, part(RURAL_ON_ROLL), rural=True),
        *_until(settler, APPLICANT, part(URBAN_APPLICANTS)),
        *_until(settler, APPLICANT, part(RURAL_APPLICANTS), rural=True),
    ]
    rest = part(PERSONS) - sum(len(family.members) for family in settled)
    settled += _until(settler, ORDINARY, rest)
    return Population(seed=seed, families=tuple(settled), share=share)


class Births:
    """Children who are born into families of a finished population; their numbers are new as well."""

    def __init__(self, population: Population) -> None:
        self.chance = Random(f"{population.seed}:births")
        people = [person for family in population.families for person in family.members]
        self.registry = identity.Registry(self.chance, {p.id_number[:17] for p in people})
        self.names = names.load()
        self.last_key = max(person.key for person in people)

    def child(self, family: Family, *, born_on: date) -> Person:
        """A newborn of that family."""
        gender = self.chance.choice((families.MALE, families.FEMALE))
        head = family.head.name
        surname = head[:2] if head[:2] in self.names.surnames else head[:1]
        self.last_key += 1
        return Person(
            key=self.last_key,
            name=surname + self.names.given(self.chance, born_in=born_on.year, gender=gender),
            id_number=self.registry.id_number(birth_on=born_on, gender=gender),
            gender=gender,
            birth_on=born_on,
            relation="子" if gender == families.MALE else "女",
            ethnicity=family.head.ethnicity,
            phone="",
            condition=Condition(work_ability=means.TOO_YOUNG_OR_OLD, occupation="学龄前"),
            earnings=Earnings(),
        )
