"""The synthetic population: the same for a seed, plausible, and nobody real."""

from collections import Counter

import pytest

from minzheng.demo import population as people
from minzheng.demo.identity import luhn_digit
from minzheng.lib import id_number


@pytest.fixture(scope="module")
def population():
    return people.build(2022)


def everybody(population):
    return [person for family in population.families for person in family.members]


def test_the_same_seed_gives_the_same_people(population):
    assert people.build(2022) == population


def test_another_seed_gives_other_people(population):
    assert people.build(7).families[0] != population.families[0]


def test_the_roll_has_the_size_of_the_district(population):
    roll = population.of(people.ROLL)
    persons = sum(len(family.members) for family in roll)
    assert 3_740 <= persons <= 3_760
    assert 1.6 < persons / len(roll) < 1.8
    assert 20_000 <= population.persons < 20_010


def test_id_numbers_are_right_unique_and_never_issued(population):
    numbers = [person.id_number for person in everybody(population)]
    assert len(set(numbers)) == len(numbers)
    assert {number[14:17] for number in numbers} == {"996", "997", "998", "999"}
    assert not [n for n in numbers if id_number.problem(n)]


def test_id_numbers_fit_birth_and_gender(population):
    for person in everybody(population):
        assert id_number.birth_on(person.id_number) == person.birth_on
        assert id_number.gender(person.id_number) == person.gender


def test_old_county_codes_end_when_the_county_did(population):
    codes = Counter(person.id_number[:6] for person in everybody(population))
    assert codes["430122"] > 100
    young = [p for p in everybody(population) if p.birth_on.year >= 2011]
    assert not [p for p in young if p.id_number.startswith("430122")]


def test_phones_and_cards_cannot_be_anybodys(population):
    cards = [family.account_number for family in population.families]
    assert len(set(cards)) == len(cards)
    assert all(card[0] == "9" and luhn_digit(card[:-1]) == card[-1] for card in cards)
    assert all(p.phone.startswith("154") for p in everybody(population) if p.phone)


def test_villages_are_rural_mostly(population):
    in_villages = [f for f in population.of(people.ROLL) if f.place.is_village]
    assert sum(f.rural for f in in_villages) > 0.7 * len(in_villages)
    rural = [f for f in population.of(people.ROLL) if f.rural]
    assert sum(f.place.is_village for f in rural) > 0.6 * len(rural)


def test_nobody_lives_in_a_community_that_did_not_exist_yet(population):
    assert "东华社区" not in {family.place.name for family in population.families}


def test_namesakes_exist(population):
    names = Counter(person.name for person in everybody(population))
    assert names.most_common(1)[0][1] > 5
