"""Registering people, forming households, and what happens to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.kernel.people.enums import LeaveReason, Relation
from minzheng.kernel.people.models import Household, HouseholdMembership, Person
from minzheng.kernel.people.vault import vault
from minzheng.lib import id_number as ids
from minzheng.lib.chinese import pinyin_key, tidy_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minzheng.kernel.audit.actor import Actor

ID_CONTEXT = "person.id"
PHONE_CONTEXT = "person.phone"


class IdentityConflict(Exception):
    """The identity number is already registered to somebody with another name."""


class AlreadyMember(Exception):
    """The person lives in another household in that period."""


class NotAMember(Exception):
    """The person does not live in the household on that day."""


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What is written down about a person who is met for the first time."""

    name: str
    id_number: str
    ethnicity: str = "汉族"
    phone: str = ""


def mask_phone(phone: str) -> str:
    """138****1234"""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****"


def new_person(details: PersonDetails, by: Actor) -> Person:
    """A row not yet saved: name tidied, number checked, sealed and indexed, birth and gender derived."""
    number, seal = ids.normal(details.id_number), vault()
    return Person(
        name=tidy_name(details.name),
        name_key=pinyin_key(details.name),
        id_sealed=seal.seal(number, ID_CONTEXT),
        id_index=seal.index(number),
        id_masked=ids.mask(number),
        birth_on=ids.birth_on(number),
        gender=ids.gender(number),
        ethnicity=details.ethnicity,
        phone_sealed=seal.seal(details.phone, PHONE_CONTEXT) if details.phone else None,
        phone_masked=mask_phone(details.phone) if details.phone else "",
        registered_at=by.at,
    )


@transaction.atomic
def register_person(*, details: PersonDetails, by: Actor, on: date) -> Person:
    """The person with this identity number; a number is registered once.

    Raises ValueError with a sentence for a bad number, IdentityConflict when the number already
    belongs to somebody with another name.
    """
    person = new_person(details, by)
    known = Person.objects.filter(id_index=person.id_index).first()
    if known:
        if known.name != person.name:
            raise IdentityConflict(
                f"证件号 {known.id_masked} 已登记为“{known.name}”，与“{person.name}”不一致，请核对证件。"
            )
        return known
    person.save(force_insert=True)
    record(
        tag="people:person:registered",
        target=person,
        by=by,
        on=on,
        area_code=by.area_code,
        facts={"id": person.id_masked},
    )
    return person


@transaction.atomic
def form_household(
    *,
    number: str,
    area_code: str,
    members: Sequence[tuple[Person, Relation]],
    by: Actor,
    on: date,
) -> Household:
    """A new household of these people from `on`; exactly one of them is the head.

    Raises ValueError for no head or several, AlreadyMember when one lives elsewhere.
    """
    heads = [person for person, relation in members if relation == Relation.HEAD]
    if len(heads) != 1:
        raise ValueError(
            f"家庭 {number} 应有且只有一位户主，现在有 {len(heads)} 位，请更正与户主关系。"
        )
    household = Household.objects.create(
        number=number, area_code=area_code, head=heads[0], formed_on=on
    )
    for person, relation in members:
        _join(household, person, relation, on)
    record(
        tag="people:household:formed",
        target=household,
        by=by,
        on=on,
        area_code=area_code,
        facts={"number": number, "members": [p.pk for p, _ in members]},
    )
    return household


def _join(
    household: Household, person: Person, relation: Relation, on: date
) -> HouseholdMembership:
    elsewhere = (
        HouseholdMembership.objects.in_force_on(on)
        .filter(person=person)
        .exclude(household=household)
        .select_related("household")
        .first()
    )
    if elsewhere:
        raise AlreadyMember(
            f"{person.name}（{person.id_masked}）现为家庭 {elsewhere.household.number} 的成员，"
            "请先在原家庭办理成员减少。"
        )
    return HouseholdMembership.objects.create(
        household=household, person=person, relation=relation, joined_on=on
    )


@transaction.atomic
def add_member(
    *, household: Household, person: Person, relation: Relation, by: Actor, on: date
) -> HouseholdMembership:
    """A birth, a marriage, a return: the person belongs to the household from `on`."""
    membership = _join(household, person, relation, on)
    record(
        tag="people:household:member_added",
        target=household,
        by=by,
        on=on,
        area_code=household.area_code,
        facts={"person": person.pk, "relation": relation},
    )
    return membership


@transaction.atomic
def remove_member(
    *, household: Household, person: Person, reason: LeaveReason, by: Actor, on: date
) -> HouseholdMembership:
    """The person no longer belongs to the household from `on`; a new head is the eldest who stays."""
    membership = (
        HouseholdMembership.objects.in_force_on(on)
        .filter(household=household, person=person)
        .first()
    )
    if membership is None:
        raise NotAMember(f"{person.name}在 {on} 不是家庭 {household.number} 的成员，无需减少。")
    membership.left_on, membership.left_reason = on, reason
    membership.save(update_fields=["left_on", "left_reason"])
    if membership.relation == Relation.HEAD:
        _succeed(household, on)
    record(
        tag="people:household:member_removed",
        target=household,
        by=by,
        on=on,
        area_code=household.area_code,
        facts={"person": person.pk, "reason": reason},
    )
    return membership


def _succeed(household: Household, on: date) -> None:
    """The eldest remaining member becomes head; with nobody left the household is dissolved."""
    eldest = (
        HouseholdMembership.objects.in_force_on(on)
        .filter(household=household)
        .order_by("person__birth_on", "id")
        .first()
    )
    if eldest is None:
        household.dissolved_on = on
        household.save(update_fields=["dissolved_on"])
        return
    eldest.relation = Relation.HEAD
    eldest.save(update_fields=["relation"])
    household.head = eldest.person
    household.save(update_fields=["head"])


@transaction.atomic
def record_death(*, person: Person, died_on: date, by: Actor, on: date) -> Person:
    """A death is recorded once and every program hears of it through the person."""
    if person.died_on == died_on:
        return person
    person.died_on, person.death_recorded_at = died_on, by.at
    person.save(update_fields=["died_on", "death_recorded_at"])
    record(
        tag="people:person:died",
        target=person,
        by=by,
        on=on,
        area_code=by.area_code,
        facts={"died_on": died_on.isoformat()},
    )
    return person


@transaction.atomic
def move_household(*, household: Household, area_code: str, by: Actor, on: date) -> Household:
    """The household is served by another community from now on; what was paid stays where it was."""
    before, household.area_code = household.area_code, area_code
    household.save(update_fields=["area_code"])
    record(
        tag="people:household:moved",
        target=household,
        by=by,
        on=on,
        area_code=area_code,
        facts={"from": before, "to": area_code},
    )
    return household
