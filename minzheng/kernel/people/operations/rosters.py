"""Many people and households at once: a roster of a whole district in a handful of statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.kernel.people.enums import Relation
from minzheng.kernel.people.models import Household, HouseholdMembership, Person
from minzheng.kernel.people.operations.households import AlreadyMember
from minzheng.kernel.people.operations.persons import (
    IdentityConflict,
    PersonDetails,
    new_person,
)
from minzheng.lib.crypto import sm3

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minzheng.kernel.audit.actor import Actor


@dataclass(frozen=True, slots=True)
class HouseholdDraft:
    """A household to be formed: its number, its community, its members with the head among them."""

    number: str
    area_code: str
    members: tuple[tuple[PersonDetails, Relation], ...]


@transaction.atomic
def register_persons(*, details: Sequence[PersonDetails], by: Actor) -> list[Person]:
    """One person per entry, known ones found by their blind index, in the order given.

    Raises IdentityConflict when a number is known under another name. The caller records the event.
    """
    drafts = [new_person(one, by) for one in details]
    known = {
        bytes(p.id_index): p
        for p in Person.objects.filter(id_index__in=[d.id_index for d in drafts])
        if p.id_index is not None
    }
    fresh: dict[bytes, Person] = {}
    for draft in drafts:
        index = bytes(draft.id_index or b"")
        met = known.get(index) or fresh.setdefault(index, draft)
        if met.name != draft.name:
            raise IdentityConflict(
                f"证件号 {met.id_masked} 已登记为“{met.name}”，与“{draft.name}”不一致，请核对证件。"
            )
    known.update({bytes(p.id_index or b""): p for p in Person.objects.bulk_create(fresh.values())})
    return [known[bytes(draft.id_index or b"")] for draft in drafts]


@transaction.atomic
def form_households(
    *, drafts: Sequence[HouseholdDraft], by: Actor, on: date
) -> list[tuple[Household, list[Person]]]:
    """Form many households from `on`, each with its people in the order of the draft.

    Raises ValueError when a draft has no head or several, AlreadyMember when somebody lives in
    another household. Nothing is written unless all of it can be.
    """
    _check_heads(drafts)
    people = iter(
        register_persons(details=[person for draft in drafts for person, _ in draft.members], by=by)
    )
    placed = [[next(people) for _ in draft.members] for draft in drafts]
    _check_free([person for persons in placed for person in persons], on)
    households = Household.objects.bulk_create(
        Household(
            number=draft.number,
            area_code=draft.area_code,
            formed_on=on,
            head=persons[[relation for _, relation in draft.members].index(Relation.HEAD)],
        )
        for draft, persons in zip(drafts, placed, strict=True)
    )
    HouseholdMembership.objects.bulk_create(
        HouseholdMembership(household=household, person=person, relation=relation, joined_on=on)
        for household, draft, persons in zip(households, drafts, placed, strict=True)
        for (_, relation), person in zip(draft.members, persons, strict=True)
    )
    numbers = "\n".join(sorted(draft.number for draft in drafts))
    record(
        tag="people:household:formed_many",
        target=("people.household", f"{len(households)}"),
        by=by,
        on=on,
        area_code=by.area_code,
        facts={
            "households": len(households),
            "persons": sum(map(len, placed)),
            "fingerprint": sm3(numbers.encode()).hex(),
        },
    )
    return list(zip(households, placed, strict=True))


def _check_heads(drafts: Sequence[HouseholdDraft]) -> None:
    for draft in drafts:
        heads = sum(relation == Relation.HEAD for _, relation in draft.members)
        if heads != 1:
            raise ValueError(
                f"家庭 {draft.number} 应有且只有一位户主，现在有 {heads} 位，请更正与户主关系。"
            )


def _check_free(persons: Sequence[Person], on: date) -> None:
    taken = (
        HouseholdMembership.objects.in_force_on(on)
        .filter(person__in=persons)
        .select_related("person", "household")
        .first()
    )
    if taken:
        raise AlreadyMember(
            f"{taken.person.name}（{taken.person.id_masked}）现为家庭 {taken.household.number} "
            "的成员，请先在原家庭办理成员减少。"
        )
