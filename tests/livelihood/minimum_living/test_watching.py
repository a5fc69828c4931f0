"""Lists for officers: reviews that are due, benefits that exclude each other; and who may be insured alone."""

from datetime import date

import pytest

from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import AssetKind, Benefit, Circumstance
from minzheng.livelihood.household_assessment.operations import AssetLine
from minzheng.livelihood.minimum_living.batch import differences
from minzheng.livelihood.minimum_living.enums import (
    RecertificationOutcome,
    ReviewClass,
    SingleGround,
)
from minzheng.livelihood.minimum_living.operations import reviews, work
from minzheng.livelihood.minimum_living.overlaps import TABLE, NotInTable, Verdict, verdict
from minzheng.livelihood.minimum_living.queries import reckon_household
from minzheng.livelihood.minimum_living.watching import due_reviews, plus_months
from tests.kernel import builders
from tests.livelihood.minimum_living.roll import (
    JULY,
    JUNE,
    Who,
    bureau,
    clerk,
    declare,
    enrolled,
    home,
    people_of,
    set_policy,
)

pytestmark = pytest.mark.django_db


class TestReviews:
    """定期核查: 12 months for those whose income does not change, 6 for the others (第三十一条)."""

    @pytest.mark.parametrize(("review_class", "due"), [("A", "2023-06-01"), ("C", "2022-12-01")])
    def test_the_cycle_follows_the_class(self, review_class, due):
        family = home(Who("甲"))
        enrolled(family)
        reviews.put_in_review_class(
            household=family,
            review_class=ReviewClass(review_class),
            by=clerk(),
            on=date(2022, 6, 1),
        )
        (row,) = due_reviews(date(2022, 7, 1), builders.KAIFU, until=date(2024, 1, 1))
        assert (row.review_class, row.due_on.isoformat(), row.overdue) == (review_class, due, False)

    def test_nobody_is_due_before_the_day_and_everybody_after_it(self):
        enrolled(home(Who("甲")))
        assert due_reviews(date(2022, 11, 30), builders.KAIFU) == []
        (row,) = due_reviews(date(2022, 12, 2), builders.KAIFU)
        assert (row.review_class, row.overdue) == ("C", True)
        assert due_reviews(date(2022, 12, 2), builders.SHAPING) == []

    def test_a_review_done_moves_the_next_one_by_a_cycle(self):
        family = home(Who("甲"))
        enrolled(family)
        reviews.recertify(
            household=family, outcome=RecertificationOutcome.UNCHANGED, statement="无变化",
            by=clerk(), on=date(2022, 11, 15),
        )  # fmt: skip
        (row,) = due_reviews(date(2022, 12, 2), builders.KAIFU, until=date(2023, 12, 31))
        assert (row.last_on, row.due_on) == (date(2022, 11, 15), date(2023, 5, 15))

    def test_another_cycle_of_the_district_counts_from_its_day(self, policies):
        set_policy(policies, "低保核查周期", "3", band="收入不稳定", since=date(2022, 8, 1))
        enrolled(home(Who("甲")))
        (row,) = due_reviews(date(2022, 9, 2), builders.KAIFU)
        assert row.due_on == date(2022, 9, 1)

    def test_the_last_day_of_a_short_month(self):
        assert plus_months(date(2022, 8, 31), 6) == date(2023, 2, 28)


def test_who_turns_sixty_is_found_when_the_roll_is_reckoned_anew():
    enrollment = enrolled(home(Who("甲", born=date(1962, 7, 15))))
    assert list(differences(JULY, builders.KAIFU)) == []
    (found,) = differences(Month(2022, 8), builders.KAIFU)
    assert found.enrollment == enrollment
    assert (found.held.uplift_fen, found.amount.uplift_fen) == (0, 7_500)


class TestOverlaps:
    """§22 as one table."""

    @pytest.mark.parametrize(
        ("first", "second", "said"),
        [
            ("MINIMUM_LIVING", "EXTREME_HARDSHIP", Verdict.EXCLUSIVE),
            ("CHILD_WELFARE", "MINIMUM_LIVING", Verdict.DIFFERENCE),
            ("EXTREME_HARDSHIP", "DISABILITY_CARE", Verdict.EXCLUSIVE),
            ("EXTREME_HARDSHIP", "CHILD_WELFARE", Verdict.CHOOSE),
            ("CHILD_WELFARE", "DISABILITY_CARE", Verdict.BOTH),
            ("OLD_AGE_CARE", "DISABILITY_CARE", Verdict.HIGHER),
            ("MINIMUM_LIVING", "WORK_INJURY_CARE", Verdict.COUNTS_AS_INCOME),
        ],
    )
    def test_the_table_says_it_in_both_orders(self, first, second, said):
        assert verdict(Benefit(first), Benefit(second)) == said
        assert verdict(Benefit(second), Benefit(first)) == said

    def test_what_nobody_said_is_asked_and_not_guessed(self):
        with pytest.raises(NotInTable, match="请先向区局确认"):
            verdict(Benefit.WORK_INJURY_CARE, Benefit.PRICE_SUBSIDY)

    def test_every_pair_stands_once(self):
        assert all(len(pair) == 2 for pair in TABLE)
        assert len(TABLE) == 23


class TestSingleCoverage:
    """单人保 (第八条; 民发〔2022〕83号)."""

    def _family(self, income: int, **son: object):
        return home(
            Who("父", income, born=date(1962, 1, 1)),
            Who("母", born=date(1964, 1, 1), male=False),
            Who("子", 30_000, born=date(1990, 1, 1), **son),
        )

    def _insure(self, family, ground: SingleGround, month: Month = JULY) -> None:
        work.insure_singly(
            household=family, person=people_of(family)[2], ground=ground,
            statement=ground.label, from_month=month, by=bureau(), on=date(2022, 6, 20),
        )  # fmt: skip

    def test_a_severely_disabled_member_of_a_marginal_family_is_insured_alone(self):
        family = self._family(240_000, disability=(4, 2))
        self._insure(family, SingleGround.DISABILITY)
        assert not reckon_household(family, JUNE).eligible
        result = reckon_household(family, JULY)
        assert (result.singly, result.persons) == (True, 1)
        # 750 − 300, and 20 % of the standard for the severe disability
        assert (result.base_fen, result.uplift_fen) == (45_000, 15_000)

    @pytest.mark.parametrize(("kind", "holds"), [(5, True), (6, True), (4, False)])
    def test_class_three_counts_only_for_intellectual_and_psychiatric_disability(self, kind, holds):
        family = self._family(240_000, disability=(kind, 3))
        if holds:
            self._insure(family, SingleGround.DISABILITY)
            assert reckon_household(family, JULY).eligible
        else:
            with pytest.raises(work.NotSingly, match="不符合单人保条件"):
                self._insure(family, SingleGround.DISABILITY)

    def test_a_family_below_the_standard_is_insured_as_a_whole(self):
        family = self._family(100_000, disability=(4, 1))
        with pytest.raises(work.WholeHouseholdQualifies, match="应整户保障"):
            self._insure(family, SingleGround.DISABILITY)

    @pytest.mark.parametrize(("deposit_fen", "holds"), [(8_100_000, True), (8_100_001, False)])
    def test_the_property_limit_is_that_of_marginal_families(self, deposit_fen, holds):
        # 36 × 750 × 3 persons; the limit of the allowance itself is 24 × 750 × 3 = 54,000
        family = self._family(240_000, disability=(4, 2))
        declare(
            family, people_of(family),
            [Who("父", 240_000), Who("母"), Who("子", 30_000, disability=(4, 2))],
            date(2022, 3, 1), assets=(AssetLine(AssetKind.DEPOSIT, deposit_fen),),
        )  # fmt: skip
        if holds:
            self._insure(family, SingleGround.DISABILITY)
            assert reckon_household(family, JULY).singly
        else:
            with pytest.raises(work.NotSingly):
                self._insure(family, SingleGround.DISABILITY)

    @pytest.mark.parametrize(
        ("month", "holds"), [(Month(2022, 10), False), (Month(2022, 11), True)]
    )
    def test_the_widening_of_2022_counts_from_its_day_and_asks_for_no_marginal_family(
        self, month, holds
    ):
        family = self._family(600_000, disability=(4, 1))
        if holds:
            self._insure(family, SingleGround.JOBLESS_DISABLED, month)
            assert reckon_household(family, month).base_fen == 45_000
        else:
            with pytest.raises(work.NotSingly):
                self._insure(family, SingleGround.JOBLESS_DISABLED, month)

    def test_one_line_says_who_is_insured_and_the_others_are_not(self):
        family = self._family(240_000, disability=(4, 2))
        self._insure(family, SingleGround.DISABILITY)
        told = reckon_household(family, JULY).explanation
        assert told.value("家庭人数") == 3
        assert [told.value("列入保障", "人", row) for row in told.rows("人")] == [0, 0, 1]
        assert told.value("单人保事由", "人", 2) == SingleGround.DISABILITY
        assert Circumstance.SINGLE_DISABILITY.label == "单人保：重残"
