"""Small builders for kernel tests: an actor, a person with a synthetic number, a household."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from minzheng.kernel.audit.actor import Actor
from minzheng.kernel.people import operations as people
from minzheng.kernel.people.enums import Relation
from minzheng.kernel.people.models import Household, Person
from minzheng.lib.id_number import check_digit

KAIFU = "430105000000"
XIUFENG = "430105016000"
XIUFENGSHAN = "430105016009"
SHAPING = "430105019000"
_serial = count(1)


def actor(role: str = "SYSTEM", area: str = KAIFU, on: date = date(2022, 1, 4)) -> Actor:
    return Actor(
        None, f"测试{role}", role, area, datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    )


def number(born: date = date(1970, 5, 20), male: bool = True) -> str:
    """A synthetic number that passes the check: the county code 430199 was never given out."""
    seventeen = f"430199{born:%Y%m%d}{next(_serial) % 100:02d}{1 if male else 2}"
    return seventeen + check_digit(seventeen)


def person(name: str = "张三", born: date = date(1970, 5, 20), male: bool = True) -> Person:
    details = people.PersonDetails(name=name, id_number=number(born, male))
    return people.register_person(details=details, by=actor(), on=date(2022, 1, 4))


def household(*members: Person, area: str = XIUFENGSHAN, on: date = date(2022, 1, 1)) -> Household:
    relations = [Relation.HEAD, *[Relation.OTHER] * len(members)]
    return people.form_household(
        number=f"T{next(_serial):06d}",
        area_code=area,
        members=list(zip(members, relations, strict=False)),
        by=actor(),
        on=on,
    )
