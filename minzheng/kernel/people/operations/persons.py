"""Registering people, once each, and their deaths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.kernel.people.models import Person
from minzheng.kernel.people.vault import vault
from minzheng.lib import id_number as ids
from minzheng.lib.chinese import pinyin_key, tidy_name

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor

ID_CONTEXT = "person.id"
PHONE_CONTEXT = "person.phone"


class IdentityConflict(Exception):
    """The identity number is already registered to somebody with another name."""


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
