"""A person is registered once; a household is a relation with a beginning and an end."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.kernel.people import operations as people
from minzheng.kernel.people.enums import LeaveReason, Relation
from minzheng.kernel.people.models import HouseholdMembership, Person
from minzheng.kernel.people.queries import by_id_number, members_on
from minzheng.kernel.people.vault import vault
from tests.kernel.builders import XIUFENGSHAN, actor, household, number, person

DAY = date(2022, 3, 1)
pytestmark = pytest.mark.django_db


def test_the_same_number_is_the_same_person():
    details = people.PersonDetails(name="李 四", id_number=number())
    first = people.register_person(details=details, by=actor(), on=DAY)
    again = people.register_person(details=details, by=actor(), on=DAY)
    assert first == again
    assert Person.objects.count() == 1


def test_the_same_number_under_another_name_is_refused():
    text = number()
    people.register_person(details=people.PersonDetails("李四", text), by=actor(), on=DAY)
    with pytest.raises(people.IdentityConflict, match="已登记为“李四”"):
        people.register_person(details=people.PersonDetails("王五", text), by=actor(), on=DAY)


def test_the_number_is_nowhere_in_the_database_in_clear():
    text = number()
    someone = people.register_person(details=people.PersonDetails("李四", text), by=actor(), on=DAY)
    with connection.cursor() as cursor:
        cursor.execute(
            "select p::text from people_person p union all select e::text from audit_event e"
        )
        assert not any(text in row[0] for row in cursor.fetchall())
    assert vault().open(bytes(someone.id_sealed), people.ID_CONTEXT) == text
    assert by_id_number(text) == someone


def test_birth_and_gender_follow_from_the_number():
    someone = person(born=date(2001, 2, 3), male=False)
    assert (someone.birth_on, someone.gender) == (date(2001, 2, 3), "FEMALE")


def test_nobody_lives_in_two_households_at_once():
    shared = person()
    household(shared)
    with pytest.raises(people.AlreadyMember, match="先在原家庭办理成员减少"):
        household(shared)


def test_the_database_refuses_overlapping_membership_by_itself():
    shared = person()
    home, other = household(shared), household(person("乙"))
    with (
        pytest.raises(IntegrityError, match="membership_one_household_at_a_time"),
        transaction.atomic(),
    ):
        HouseholdMembership.objects.create(
            household=other, person=shared, relation=Relation.OTHER, joined_on=date(2022, 2, 1)
        )
    assert members_on(home, DAY).count() == 1


def test_when_the_head_leaves_the_eldest_follows():
    head, young, old = person(), person("小", date(2010, 1, 1)), person("老", date(1940, 1, 1))
    home = household(head, young, old)
    people.remove_member(household=home, person=head, reason=LeaveReason.DIED, by=actor(), on=DAY)
    home.refresh_from_db()
    assert home.head == old
    assert [m.person for m in members_on(home, DAY)] == [young, old]


def test_a_household_has_exactly_one_head():
    with pytest.raises(ValueError, match="有且只有一位户主"):
        people.form_household(
            number="X1",
            area_code=XIUFENGSHAN,
            members=[(person(), Relation.HEAD), (person("乙"), Relation.HEAD)],
            by=actor(),
            on=DAY,
        )
