"""Finding people and households."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minzheng.kernel.people.models import Household, HouseholdMembership, Person
from minzheng.kernel.people.vault import vault
from minzheng.lib.id_number import normal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet


def by_id_number(number: str) -> Person | None:
    """The person with this identity number (15 digits are upgraded), found by its blind index."""
    return Person.objects.filter(id_index=vault().index(normal(number))).first()


def persons_by_id_numbers(numbers: Iterable[str]) -> dict[str, Person]:
    """{normalised number: person} for those already known: one query for a whole roster."""
    by_index = {vault().index(n): n for n in map(normal, numbers)}
    found = Person.objects.filter(id_index__in=list(by_index))
    return {by_index[bytes(p.id_index)]: p for p in found if p.id_index is not None}


def members_on(household: Household, day: date) -> QuerySet[HouseholdMembership]:
    """Who lives together in the household on a day, the head first."""
    return (
        HouseholdMembership.objects.in_force_on(day)
        .filter(household=household)
        .select_related("person")
        .order_by("joined_on", "id")
    )


def household_of(person: Person, day: date) -> Household | None:
    """The household a person belongs to on a day."""
    membership = (
        HouseholdMembership.objects.in_force_on(day)
        .filter(person=person)
        .select_related("household")
        .first()
    )
    return membership.household if membership else None
