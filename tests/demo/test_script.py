"""The year script: plausible days, balanced months, and spells that follow from it."""

from collections import defaultdict
from datetime import date

import pytest

from minzheng.demo import intents, script
from minzheng.demo import population as people
from minzheng.demo.intents import Delta, Intent, Kind, Outcome
from minzheng.lib.months import Month


@pytest.fixture(scope="module")
def population():
    return people.build(2022)


@pytest.fixture(scope="module")
def year(population):
    return script.write(population)


def spells_of(population, year):
    by_family = defaultdict(list)
    for intent in year:
        by_family[intent.family].append(intent)
    return [s for f in population.families for s in intents.spells(f, by_family[f.key], 2022)]


def test_the_same_seed_gives_the_same_year(population, year):
    assert script.write(population) == year


def test_everything_happens_on_working_days(year):
    calendar = script.working_calendar(2022)
    assert not [i for i in year if not calendar.is_working(i.on)]
    assert not [i for i in year if not calendar.is_working(i.decided_on)]


def test_decisions_act_from_the_next_month(year):
    assert all(i.from_month == Month.of(i.decided_on).next for i in year)


def test_applications_take_at_least_the_notice_and_at_most_thirty_working_days(year):
    calendar = script.working_calendar(2022)
    waits = [calendar.count(i.on, i.decided_on) for i in year if i.kind is Kind.APPLY]
    assert min(waits) >= 15
    assert max(waits) <= 30


@pytest.mark.parametrize(("rural", "wanted"), [(False, 38_400), (True, 6_600)])
def test_person_months_come_near_the_published_decomposition(population, year, rural, wanted):
    spells = [s for s in spells_of(population, year) if s.family.rural is rural]
    assert sum(s.person_months for s in spells) == pytest.approx(wanted, rel=0.02)


def test_a_death_is_reported_after_it_happened(year):
    for intent in year:
        if intent.reason == "DIED":
            assert intent.happened_on < intent.on
            assert intent.happened_on.month == intent.on.month


def a_family(population, size):
    return next(f for f in population.of(people.ROLL) if len(f.members) == size)


def an_intent(family, kind, month, **facts):
    day = date(2022, month, 10)
    return Intent(day, kind, family.key, day, Month.of(day).next, **facts)


def test_a_suspension_leaves_a_gap_and_a_resumption_pays_the_old_amount(population):
    family = a_family(population, 1)
    happenings = [an_intent(family, Kind.SUSPEND, 3), an_intent(family, Kind.RESUME, 6)]
    before, after = intents.spells(family, happenings, 2022)
    assert (before.last, after.first) == (Month(2022, 3), Month(2022, 7))
    assert after.reckoned_in == Month(2022, 1)


def test_a_death_takes_one_person_away_from_the_next_month(population):
    family = a_family(population, 2)
    death = an_intent(family, Kind.DEATH, 5, person=family.members[1].key)
    before, after = intents.spells(family, [death], 2022)
    assert (before.months, len(before.members)) == (5, 2)
    assert (after.months, len(after.members)) == (7, 1)


def test_an_open_application_pays_nothing(population):
    family = population.of(people.APPLICANT)[0]
    assert not list(
        intents.spells(family, [an_intent(family, Kind.APPLY, 4, outcome=Outcome.OPEN)], 2022)
    )


def test_a_changed_income_counts_from_the_next_month(population):
    family = a_family(population, 1)
    delta = Delta(family.head.key, "TRANSFER", 5_000)
    before, after = intents.spells(family, [an_intent(family, Kind.CHANGE, 2, delta=delta)], 2022)
    assert after.members[0].monthly_fen == before.members[0].monthly_fen + 5_000
