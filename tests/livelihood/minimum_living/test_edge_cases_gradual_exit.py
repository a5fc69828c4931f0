"""The tricky cases 23 and 24 of the handbook (assistance.md §23): work that lifts a family above the standard."""

from datetime import date

import pytest

from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import IncomeKind
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.livelihood.minimum_living.enums import ChangeReason, ExitReason
from minzheng.livelihood.minimum_living.operations import gradual
from minzheng.livelihood.minimum_living.operations.changes import on_roll
from minzheng.livelihood.minimum_living.queries import reckon_household
from minzheng.livelihood.minimum_living.watching import gradual_exits_ending
from tests.kernel import builders
from tests.livelihood.minimum_living.roll import (
    Who,
    bureau,
    changed,
    clerk,
    decided,
    due,
    enrolled,
    home,
    means_of,
    people_of,
    set_policy,
)

pytestmark = pytest.mark.django_db
AUGUST_10, NOVEMBER_3 = date(2022, 8, 10), date(2022, 11, 3)


def taken_work(family, on: date = NOVEMBER_3) -> None:
    """The first member takes work that lifts the family above the standard; decided that day."""
    people_, enrollment = people_of(family), on_roll(family, on)
    who = [Who("甲", 400_000, kind=IncomeKind.WAGE), *[Who("乙")] * (len(people_) - 1)]
    case = changed(family, ChangeReason.TOOK_WORK, on, means=means_of(people_, who))
    minimum_living.review(case=case, by=clerk(on), on=on)
    gradual.enter_gradual_exit(
        case=case, enrollment=enrollment, worker=people_[0], work_from=date(2022, 10, 20),
        by=bureau(on), on=on,
    )  # fmt: skip


def test_23_work_that_lifts_a_family_above_the_standard_keeps_the_old_amount_for_six_months(
    policies,
):
    set_policy(policies, "低保标准", "750")
    family = home(Who("甲", 60_000), Who("乙"))
    enrollment = enrolled(family)
    taken_work(family)
    assert due(enrollment, Month(2022, 12)) == due(enrollment, Month(2023, 5)) == 90_000
    reckoning = reckon_household(family, Month(2023, 5))
    assert (reckoning.eligible, reckoning.amount_fen) == (True, 90_000)
    (ending,) = gradual_exits_ending(Month(2023, 6), builders.KAIFU)
    assert ending.enrollment == enrollment
    over = date(2023, 5, 12)
    decision = decided(changed(family, ChangeReason.INCOME, over), over)
    assert decision.reason == ExitReason.GRADUAL_EXIT_OVER
    assert due(enrollment, Month(2023, 6)) == 0


def test_23_a_stepped_shape_is_written_ahead(policies):
    set_policy(policies, "低保标准", "750")
    set_policy(policies, "渐退比例", "0.8", band="中段")
    set_policy(policies, "渐退比例", "0.6", band="后段")
    family = home(Who("甲", 60_000), Who("乙"))
    enrollment = enrolled(family)
    taken_work(family)
    paid = [due(enrollment, Month(2022, 12).plus(n)) for n in range(6)]
    assert paid == [90_000, 90_000, 72_000, 72_000, 54_000, 54_000]
    assert [reckon_household(family, Month(2022, 12).plus(n)).amount_fen for n in range(6)] == paid


def test_23_who_stays_below_the_standard_is_reckoned_anew_and_has_no_gradual_exit():
    family = home(Who("甲", 60_000), Who("乙"))
    enrollment, people_ = enrolled(family), people_of(family)
    who = [Who("甲", 100_000, kind=IncomeKind.WAGE), Who("乙")]
    case = changed(family, ChangeReason.TOOK_WORK, AUGUST_10, means=means_of(people_, who))
    minimum_living.review(case=case, by=clerk(AUGUST_10), on=AUGUST_10)
    with pytest.raises(gradual.NoGradualExit, match="仍低于标准"):
        gradual.enter_gradual_exit(
            case=case, enrollment=enrollment, worker=people_[0], work_from=AUGUST_10,
            by=bureau(AUGUST_10), on=AUGUST_10,
        )  # fmt: skip


def test_24_a_death_inside_the_gradual_exit_takes_the_own_share_along(policies):
    set_policy(policies, "低保标准", "750")
    family = home(Who("甲", 60_000), Who("乙"), Who("丙"))
    enrollment = enrolled(family)
    taken_work(family)
    later = date(2023, 1, 9)
    case = minimum_living.report_death(
        household=family, person=people_of(family)[2], died_on=date(2023, 1, 4), by=clerk(later),
        on=later,
    )  # fmt: skip
    decided(case, later)
    # 3 × 750 − 600 = 1650 before; two of three shares afterwards, and the period is no longer
    assert (due(enrollment, Month(2023, 1)), due(enrollment, Month(2023, 2))) == (165_000, 110_000)
    assert due(enrollment, Month(2023, 5)) == 110_000
    assert not reckon_household(family, Month(2023, 6)).eligible


@pytest.mark.parametrize(("mode", "fen"), [("保持不变", 90_000), ("按渐退前收入重新核定", 100_000)])
def test_24_a_new_standard_inside_the_gradual_exit_follows_the_parameter(policies, mode, fen):
    set_policy(policies, "低保标准", "750")
    set_policy(policies, "低保标准", "800", since=date(2023, 1, 1))
    set_policy(policies, "渐退期内变化", mode)
    family = home(Who("甲", 60_000), Who("乙"))
    enrollment = enrolled(family)
    taken_work(family)
    later = date(2023, 1, 9)
    decided(changed(family, ChangeReason.STANDARD, later), later)
    assert due(enrollment, Month(2023, 2)) == fen


def test_24_who_loses_the_work_inside_the_period_is_reckoned_by_the_ordinary_rule(policies):
    set_policy(policies, "低保标准", "750")
    family = home(Who("甲", 60_000), Who("乙"))
    enrollment, people_ = enrolled(family), people_of(family)
    taken_work(family)
    lost = date(2023, 1, 9)
    idle = means_of(people_, [Who("甲"), Who("乙")])
    decided(changed(family, ChangeReason.INCOME, lost, means=idle), lost)
    assert (due(enrollment, Month(2023, 1)), due(enrollment, Month(2023, 2))) == (90_000, 150_000)
