"""A number is its records: the rows add up to it, and one change in the ledger moves what it must and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from minzheng.kernel.disbursements import operations as disbursements
from minzheng.kernel.disbursements.queries import open_items
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.enums import Category
from minzheng.kernel.measures import Distinct, Figure, Ratio, Rows, Sum
from minzheng.lib.months import Month
from minzheng.reporting.catalogue.queries import catalogue
from tests.kernel.builders import KAIFU
from tests.kernel.disbursements.test_unpaid import answer, new_account
from tests.kernel.disbursements.world import AUGUST, JULY, SEPTEMBER, World

pytestmark = pytest.mark.django_db
YEAR_END = datetime(2023, 1, 10, tzinfo=UTC)
MONEY = {"assisted_person_times", "relief_funds_total"}


def _figures(as_of: datetime = YEAR_END) -> dict[str, Figure]:
    return catalogue().figures(2022, as_of=as_of, area=KAIFU)


def _moved(before: dict[str, Figure], after: dict[str, Figure]) -> set[str]:
    """Ids whose records are other ones now."""
    return {
        figure_id
        for figure_id in after
        if (before[figure_id].fingerprint, before[figure_id].value)
        != (after[figure_id].fingerprint, after[figure_id].value)
    }


@pytest.fixture
def world() -> World:
    """Two families, one urban and one rural, paid for July and August."""
    world = World()
    world.money()
    world.urban = world.family(90_000, persons=2)
    world.rural = world.family(50_000, persons=1, category=Category.RURAL)
    world.paid(JULY)
    world.paid(AUGUST)
    return world


def test_the_averages_are_sums_divided_by_person_months(world):
    figures = _figures()
    assert figures["urban_dibao_avg_supplement"].value == Fraction(450)
    assert figures["rural_dibao_avg_supplement"].value == Fraction(500)
    assert figures["assisted_person_times"].value == 6
    assert figures["relief_funds_total"].value == 2800


def test_the_rows_behind_every_figure_add_up_to_it(world):
    for figure in _figures().values():
        rows = list(catalogue().drill_all(figure.id, 2022, as_of=YEAR_END, area=KAIFU))
        assert len(rows) == figure.rows

        def total(measure, rows=rows):
            if isinstance(measure, Sum):
                return sum(row.quantity for row in rows)
            if isinstance(measure, Rows):
                return len(rows)
            assert isinstance(measure, Distinct)
            return len({getattr(row, measure.column) for row in rows})

        measure, scale = figure.indicator.measure, figure.indicator.unit.scale
        if isinstance(measure, Ratio):
            bottom = total(measure.denominator)
            expected = Fraction(total(measure.numerator), bottom * scale) if bottom else None
        else:
            expected = Fraction(total(measure), scale)
        assert figure.value == expected, figure.id


def test_a_month_paid_to_everybody_moves_money_and_averages_but_no_cases(world):
    before = _figures()
    world.paid(SEPTEMBER)
    moved = _moved(before, _figures())
    assert moved == {*MONEY, "urban_dibao_avg_supplement", "rural_dibao_avg_supplement"}


def test_a_change_in_a_rural_family_leaves_the_urban_average_alone(world):
    on = date(2022, 8, 20)
    world.change(world.rural, 60_000, SEPTEMBER, on, Category.RURAL)
    before = _figures()
    assert _moved(before, before) == set()
    world.paid(SEPTEMBER)
    after = _figures()
    assert after["urban_dibao_avg_supplement"].value == before["urban_dibao_avg_supplement"].value
    assert after["rural_dibao_avg_supplement"].value == Fraction(1600, 3)


def test_an_unpaid_decision_moves_no_figure_of_money(world):
    before = _figures()
    world.change(world.rural, 60_000, SEPTEMBER, date(2022, 8, 20), Category.RURAL)
    assert _moved(before, _figures()) == set()


def test_a_stop_is_counted_as_an_ended_household_and_nothing_else(world):
    before = _figures()
    on = date(2022, 8, 20)
    enrollments.end(
        enrollment=world.rural.enrollment,
        from_month=SEPTEMBER,
        reason="INCOME_ABOVE_STANDARD",
        by=world.clerk(on),
        on=on,
    )
    assert _moved(before, _figures()) == {"dibao_households_ended"}


def test_money_that_came_back_counts_once_it_is_paid_again(world):
    run, _ = world.sent(SEPTEMBER)
    answer(world, run, [("成功", ""), ("失败", "E05")], day=date(2022, 9, 12))
    without = _figures()
    assert without["assisted_person_times"].value == 6 + 2
    later = date(2022, 9, 20)
    new_account(world, world.rural, later)
    item = open_items().get()
    disbursements.correct_item(item=item, by=world.clerk(later), on=later)
    world.paid(Month(2022, 10))
    after = _figures()
    assert after["assisted_person_times"].value == 6 + 2 + 3 + 1
    assert after["rural_dibao_avg_supplement"].value == Fraction(500)
    assert (
        after["relief_funds_total"].value - without["relief_funds_total"].value == 900 + 500 + 500
    )


def test_an_earlier_moment_still_gives_the_earlier_figures(world):
    before = _figures(as_of=datetime(2022, 9, 1, tzinfo=UTC))
    world.paid(SEPTEMBER)
    world.paid(Month(2022, 10))
    assert _moved(before, _figures(as_of=datetime(2022, 9, 1, tzinfo=UTC))) == set()
