"""What the real rules give for the families of the script, before anything is stored."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from minzheng.demo import calibration, intents, script
from minzheng.demo.calibration import Reckoned
from minzheng.demo.intents import Intent, Spell
from minzheng.demo.population import Family, Person, Population
from minzheng.demo.targets import Targets
from minzheng.exchange.rosters import cells
from minzheng.exchange.rosters.takeover import reckoned
from minzheng.kernel.enrollments.enums import Category
from minzheng.kernel.people.enums import Relation
from minzheng.livelihood.household_assessment.enums import IncomeKind
from minzheng.livelihood.minimum_living.operations import HouseholdTakenOver, MemberTakenOver


@dataclass(frozen=True, slots=True)
class Story:
    """A population with calibrated incomes, what happens to it, and what the year is expected to cost.

    `opening` is the amount of each family on the roll in January; `expected` Σ fen and person-months by category.
    """

    population: Population
    intents: tuple[Intent, ...]
    opening: dict[int, Reckoned]
    expected: dict[str, tuple[int, int]]


def tell(population: Population, targets: Targets, *, year: int = 2022) -> Story:
    """Script the year and calibrate the incomes to the targets. Raises OutOfReach with the possible range."""
    happenings = script.write(population, year=year)
    spells = spells_of(population, happenings, year)
    moved: dict[int, int] = {}
    for category in ("URBAN", "RURAL"):
        target = targets.of(category)
        if target is not None:
            chosen = [s for s in spells if s.family.category == category]
            moved |= calibration.calibrate(
                chosen, category=category, target_fen=target, reckon=reckon_spells
            )
    settled = replace(population, families=tuple(calibration.apply(population.families, moved)))
    spells = spells_of(settled, happenings, year)
    amounts = reckon_spells(spells)
    opening: dict[int, Reckoned] = {}
    expected = {"URBAN": (0, 0), "RURAL": (0, 0)}
    for spell, amount in zip(spells, amounts, strict=True):
        fen, persons = expected[spell.family.category]
        fen, persons = fen + spell.months * amount.amount_fen, persons + spell.person_months
        expected[spell.family.category] = (fen, persons)
        if spell.family.situation == "ROLL":
            opening.setdefault(spell.family.key, amount)
    return Story(settled, happenings, opening, expected)


def spells_of(population: Population, happenings: Sequence[Intent], year: int) -> list[Spell]:
    """All spells of all families in the year."""
    by_family: dict[int, list[Intent]] = defaultdict(list)
    for intent in happenings:
        by_family[intent.family].append(intent)
    return [
        spell
        for family in population.families
        if family.situation == "ROLL" or family.key in by_family
        for spell in intents.spells(family, by_family[family.key], year)
    ]


def reckon_spells(spells: Sequence[Spell]) -> list[Reckoned]:
    """The rulebook's amounts, one for each spell."""
    return [_reckon(spell) for spell in spells]


def _reckon(spell: Spell) -> Reckoned:
    result = reckoned(as_taken_over(spell.family, spell.members), spell.reckoned_in)
    return Reckoned(result.base_fen, result.uplift_fen)


def as_taken_over(family: Family, members: Sequence[Person]) -> HouseholdTakenOver:
    """A synthetic family as the rules see it."""
    return HouseholdTakenOver(
        number=family.number,
        area_code=family.place.area_code,
        category=Category(family.category),
        members=tuple(_member(person) for person in members),
        since=family.enrolled_in,
        amount_fen=0,
        uplift_fen=0,
        bank=family.bank,
        account_number=family.account_number,
    )


def _member(person: Person) -> MemberTakenOver:
    state = person.condition
    return MemberTakenOver(
        name=person.name,
        id_number=person.id_number,
        relation=Relation(cells.relation(person.relation)),
        work_ability=cells.work_ability(state.work_ability),
        occupation=cells.occupation(state.occupation),
        disability_type=state.disability_kind,
        disability_class=state.disability_class,
        illness=state.illness,
        is_severely_ill=bool(state.illness),
        incomes=tuple((IncomeKind[kind], fen) for kind, fen in person.earnings.incomes),
    )
