"""The second person reads differences, not two thousand lines; the books must say what the ledger says."""

from datetime import date

import pytest

from minzheng.kernel.disbursements import operations
from minzheng.kernel.disbursements.models import Voucher
from minzheng.kernel.disbursements.operations import NotPossible
from minzheng.kernel.disbursements.reviews import differences
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.people.operations import record_death
from tests.kernel.builders import SHAPING, XIUFENG
from tests.kernel.disbursements.test_unpaid import new_account
from tests.kernel.disbursements.world import AUGUST, JULY

ON = date(2022, 7, 20)


def kinds(run, **scope):
    return [(one.kind.value, one.before_fen, one.now_fen) for one in differences(run, **scope)]


@pytest.fixture
def july(world):
    """Three families were paid in July."""
    families = [world.family(fen, persons=1) for fen in (10_000, 20_000, 30_000)]
    world.paid(JULY)
    return families


def test_a_month_like_the_one_before_has_nothing_to_review(world, july):
    assert kinds(world.frozen(AUGUST)) == []


def test_new_stopped_more_and_less_are_listed_with_both_amounts(world, july):
    first, second, third = july
    world.change(first, 15_000, AUGUST, ON)
    world.change(second, 5_000, AUGUST, ON)
    enrollments.end(
        enrollment=third.enrollment, from_month=AUGUST, reason="OTHER", by=world.clerk(ON), on=ON
    )
    world.family(70_000, persons=1, from_month=AUGUST, on=ON)
    assert kinds(world.frozen(AUGUST)) == [
        ("NEW", 0, 70_000),
        ("STOPPED", 30_000, 0),
        ("MORE", 10_000, 15_000),
        ("LESS", 20_000, 5_000),
    ]


def test_a_person_who_died_before_the_month_stands_first(world, july):
    record_death(person=july[1].people[0], died_on=date(2022, 7, 28), by=world.clerk(ON), on=ON)
    (found,) = differences(world.frozen(AUGUST))
    assert (found.kind.label, found.is_warning) == ("疑似死亡", True)
    assert "2022-07-28" in found.note


def test_another_account_is_listed(world, july):
    new_account(world, july[0], ON)
    assert kinds(world.frozen(AUGUST)) == [("ACCOUNT_CHANGED", 10_000, 10_000)]


def test_one_person_in_two_lines_is_a_conflict(world, july):
    twin = world.family(12_000, persons=1, from_month=AUGUST, on=ON)
    world.change(
        type(twin)(twin.household, july[0].people, twin.enrollment, twin.account),
        12_000,
        AUGUST,
        ON,
    )
    found = [one for one in differences(world.frozen(AUGUST)) if one.is_warning]
    assert {one.kind.value for one in found} == {"TWICE"}
    assert {one.household for one in found} == {
        twin.household.number,
        july[0].household.number,
    }


def test_a_late_change_is_listed_as_a_back_payment(world, july):
    world.change(july[0], 14_000, JULY, ON)
    assert ("BACK_PAYMENT", 0, 4_000) in kinds(world.frozen(AUGUST))


def test_only_households_of_the_scope_are_listed(world, july):
    world.change(july[0], 15_000, AUGUST, ON)
    run = world.frozen(AUGUST)
    assert len(differences(run, area=XIUFENG[:9])) == 1
    assert differences(run, area=SHAPING[:9]) == []


def test_a_list_that_may_still_change_is_not_reviewed(world, july):
    world.change(july[0], 15_000, AUGUST, ON)
    assert differences(world.planned(AUGUST)) == []


class TestVouchers:
    """会计凭证 of a closed run."""

    def _register(self, world, run, **change):
        said = {
            "run": run,
            "source": world.source,
            "number": "记-07-021",
            "amount_fen": 60_000,
            "posted_on": date(2022, 7, 31),
            "by": world.finance(date(2022, 7, 31)),
            "on": date(2022, 7, 31),
        }
        return operations.register_voucher(**(said | change))

    @pytest.fixture
    def closed(self, world):
        for fen in (10_000, 20_000, 30_000):
            world.family(fen, persons=1)
        return world.paid(JULY)

    def test_the_voucher_of_what_was_paid_is_taken(self, world, closed):
        assert self._register(world, closed).number == "记-07-021"

    def test_books_that_differ_from_the_ledger_are_refused_with_both_amounts(self, world, closed):
        with pytest.raises(NotPossible, match=r"600\.01 元.*600\.00 元"):
            self._register(world, closed, amount_fen=60_001)
        assert not Voucher.objects.exists()

    def test_one_voucher_per_run_and_source(self, world, closed):
        self._register(world, closed)
        with pytest.raises(NotPossible, match="不能重复登记"):
            self._register(world, closed, number="记-07-022")

    def test_an_open_run_has_no_voucher(self, world):
        world.family(10_000, persons=1)
        with pytest.raises(NotPossible, match="还没有结清"):
            self._register(world, world.frozen(JULY))
