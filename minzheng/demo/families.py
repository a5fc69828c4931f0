"""Who lives together: draft families by type, before anyone has a name or an income.

A draft is a list of `Seat`s, head first. Types and shares are invented so that a family on the roll has 1.7 persons on
average (performance.md §1, feasibility proof); everybody else lives in ordinary families.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

MALE, FEMALE = "MALE", "FEMALE"
OTHER_GENDER = {MALE: FEMALE, FEMALE: MALE}


@dataclass(frozen=True, slots=True)
class Seat:
    """One place at the table. `plight`: "" | ELDER | ILL | DISABLED | CARER | CHILD | STUDENT | WORKER | IDLE."""

    relation: str
    gender: str
    age: int
    plight: str = ""


Draft = list[Seat]
Maker = Callable[[Random], Draft]


def _gender(chance: Random) -> str:
    return MALE if chance.random() < 0.52 else FEMALE


def _child(chance: Random, *, youngest: int = 1, oldest: int = 19) -> Seat:
    gender, age = _gender(chance), chance.randint(youngest, oldest)
    return Seat("子" if gender == MALE else "女", gender, age, "CHILD" if age < 16 else "STUDENT")


def elder_alone(chance: Random) -> Draft:
    return [Seat("户主", _gender(chance), chance.randint(61, 89), "ELDER")]


def disabled_alone(chance: Random) -> Draft:
    return [Seat("户主", _gender(chance), chance.randint(24, 59), "DISABLED")]


def ill_alone(chance: Random) -> Draft:
    return [Seat("户主", _gender(chance), chance.randint(35, 59), "ILL")]


def jobless_alone(chance: Random) -> Draft:
    return [Seat("户主", _gender(chance), chance.randint(48, 59), "IDLE")]


def elder_couple(chance: Random) -> Draft:
    age = chance.randint(64, 84)
    return [
        Seat("户主", MALE, age, "ELDER"),
        Seat("配偶", FEMALE, age - chance.randint(0, 4), "ELDER"),
    ]


def parent_and_child(chance: Random) -> Draft:
    child = _child(chance)
    gender = FEMALE if chance.random() < 0.7 else MALE
    age = child.age + chance.randint(22, 33)
    return [Seat("户主", gender, age, chance.choice(("WORKER", "ILL", "CARER"))), child]


def elder_with_disabled_child(chance: Random) -> Draft:
    age, gender = chance.randint(62, 84), _gender(chance)
    child = Seat("子" if gender == MALE else "女", gender, age - chance.randint(22, 30), "DISABLED")
    return [Seat("户主", _gender(chance), age, "ELDER"), child]


def grandparent_and_grandchild(chance: Random) -> Draft:
    child = _child(chance, youngest=3, oldest=17)
    relation = "孙子" if child.gender == MALE else "孙女"
    elder = Seat("户主", _gender(chance), child.age + chance.randint(50, 58), "ELDER")
    return [elder, Seat(relation, child.gender, child.age, child.plight)]


def couple_in_trouble(chance: Random) -> Draft:
    age = chance.randint(45, 59)
    plight = chance.choice(("ILL", "DISABLED"))
    return [
        Seat("户主", MALE, age, plight),
        Seat("配偶", FEMALE, age - chance.randint(-2, 5), "CARER"),
    ]


def couple_with_child(chance: Random) -> Draft:
    child = _child(chance)
    age = child.age + chance.randint(24, 34)
    head = Seat("户主", MALE, age, chance.choice(("ILL", "DISABLED", "WORKER")))
    return [head, Seat("配偶", FEMALE, age - chance.randint(0, 4), "CARER"), child]


def couple_with_children(chance: Random) -> Draft:
    family = couple_with_child(chance)
    older = family[-1]
    return [*family, _child(chance, youngest=1, oldest=max(1, older.age - 2))]


def working_alone(chance: Random) -> Draft:
    return [Seat("户主", _gender(chance), chance.randint(23, 59), "WORKER")]


def working_couple(chance: Random) -> Draft:
    age = chance.randint(25, 58)
    return [
        Seat("户主", MALE, age, "WORKER"),
        Seat("配偶", FEMALE, age - chance.randint(-1, 4), "WORKER"),
    ]


def working_family(chance: Random) -> Draft:
    child = _child(chance)
    age = child.age + chance.randint(24, 34)
    return [
        Seat("户主", MALE, age, "WORKER"),
        Seat("配偶", FEMALE, age - chance.randint(0, 4), "WORKER"),
        child,
    ]


def three_generations(chance: Random) -> Draft:
    family = working_family(chance)
    elder = family[0].age + chance.randint(22, 28)
    return [*family, Seat("母", FEMALE, elder, "ELDER")]


def pensioners(chance: Random) -> Draft:
    return elder_couple(chance)


POOR: tuple[tuple[int, Maker], ...] = (
    (21, elder_alone),
    (17, disabled_alone),
    (7, ill_alone),
    (4, jobless_alone),
    (7, elder_couple),
    (10, parent_and_child),
    (10, elder_with_disabled_child),
    (5, grandparent_and_grandchild),
    (4, couple_in_trouble),
    (12, couple_with_child),
    (3, couple_with_children),
)
ORDINARY: tuple[tuple[int, Maker], ...] = (
    (15, working_alone),
    (20, working_couple),
    (40, working_family),
    (10, three_generations),
    (15, pensioners),
)


def draw(chance: Random, types: tuple[tuple[int, Maker], ...]) -> Draft:
    """One family of one of the weighted types."""
    maker = chance.choices([m for _, m in types], [w for w, _ in types])[0]
    return maker(chance)
