"""Forming households and what happens to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.kernel.people.enums import LeaveReason, Relation
from minzheng.kernel.people.models import Household, HouseholdMembership, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minzheng.kernel.audit.actor import Actor


class AlreadyMember(Exception):
    """The person lives in another household in that period."""


class NotAMember(Exception):
    """The person does not live in the household on that day."""


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
