"""Steps of cases on days: the notice hangs its seven days, holidays are respected, nothing overlaps."""

from datetime import date, timedelta

import pytest

from minzheng.demo import agenda
from minzheng.demo.intents import Intent, Kind, Outcome
from minzheng.demo.script import working_calendar
from minzheng.lib.months import Month


@pytest.fixture(scope="module")
def calendar():
    return working_calendar(2022)


def an_application(on: date, decided_on: date, outcome: Outcome = Outcome.GRANT) -> Intent:
    return Intent(
        on, Kind.APPLY, 1, decided_on, Month.of(decided_on).next, outcome=outcome, reason=""
    )


def steps(intent, calendar):
    return {task.step: task.on for task in agenda.tasks([intent], calendar)}


def test_the_notice_hangs_seven_whole_days(calendar):
    found = steps(an_application(date(2022, 3, 1), date(2022, 3, 25)), calendar)
    assert found["forward"] - found["post_notice"] > timedelta(days=7)
    assert found["grant"] == date(2022, 3, 25)


def test_a_notice_over_the_spring_festival_ends_on_a_working_day(calendar):
    found = steps(an_application(date(2022, 1, 17), date(2022, 2, 18)), calendar)
    assert calendar.is_working(found["forward"])


def test_a_refusal_hangs_no_notice(calendar):
    found = steps(an_application(date(2022, 3, 1), date(2022, 3, 25), Outcome.REFUSE), calendar)
    assert list(found) == list(agenda.REFUSAL_STEPS)


def test_an_application_that_is_withdrawn_ends_before_the_opinion(calendar):
    found = steps(an_application(date(2022, 3, 1), date(2022, 3, 25), Outcome.WITHDRAW), calendar)
    assert list(found) == ["apply", "accept", "investigate", "withdraw"]


def test_an_open_application_waits_for_its_opinion(calendar):
    found = steps(an_application(date(2022, 12, 1), date(2022, 12, 28), Outcome.OPEN), calendar)
    assert list(found) == ["apply", "accept", "investigate"]


def test_too_few_days_for_the_statutory_steps_are_an_error(calendar):
    with pytest.raises(agenda.DoesNotFit):
        steps(an_application(date(2022, 3, 1), date(2022, 3, 10)), calendar)


@pytest.mark.parametrize(("month", "day"), [(1, 10), (2, 8), (5, 9), (10, 8), (12, 8)])
def test_payday_is_the_eighth_or_the_first_working_day_after_it(calendar, month, day):
    assert agenda.payday(2022, month, calendar) == date(2022, month, day)
