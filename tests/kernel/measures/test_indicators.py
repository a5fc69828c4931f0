"""What would print one unit and count another is refused when it is declared."""

import datetime as dt

import pytest

from minzheng.kernel.measures import (
    Claim,
    Distinct,
    Indicator,
    MeasureError,
    Period,
    PeriodKind,
    Ratio,
    Relation,
    Rows,
    Sum,
    Unit,
)
from minzheng.kernel.measures.indicators import unique_ids

RELATION = Relation("SELECT 1")


def indicator(unit: Unit, measure, **more) -> Indicator:
    return Indicator("sample_figure", "示例", unit, "示例口径", RELATION, measure, **more)


@pytest.mark.parametrize(
    ("unit", "measure"),
    [
        (Unit.PERSON, Distinct("person_id")),
        (Unit.HOUSEHOLD, Distinct("household_id")),
        (Unit.PERSON_TIME, Rows()),
        (Unit.YUAN, Sum()),
        (Unit.YUAN_PER_PERSON_MONTH, Ratio(Sum(), Rows())),
        (Unit.SHARE, Ratio(Sum(), Rows())),
        (Unit.ITEM, Rows()),
    ],
)
def test_units_are_counted_as_their_name_says(unit, measure):
    assert indicator(unit, measure).measure == measure


@pytest.mark.parametrize(
    ("unit", "measure"),
    [
        (Unit.PERSON, Rows()),
        (Unit.PERSON, Distinct("household_id")),
        (Unit.PERSON_TIME, Distinct("person_id")),
        (Unit.HOUSEHOLD, Distinct("person_id")),
        (Unit.YUAN, Rows()),
        (Unit.ITEM, Sum()),
        (Unit.YUAN_PER_PERSON_MONTH, Ratio(Sum(), Distinct("person_id"))),
        (Unit.PERSON_TIME, Ratio(Sum(), Rows())),
        (Unit.SHARE, Rows()),
    ],
)
def test_mixing_units_is_refused(unit, measure):
    with pytest.raises(MeasureError, match=r"sample_figure.*单位"):
        indicator(unit, measure)


def test_ids_columns_and_parameters_are_checked():
    with pytest.raises(MeasureError, match="编号"):
        Indicator("低保", "示例", Unit.ITEM, "示例", RELATION, Rows())
    with pytest.raises(MeasureError, match="没有“name”"):
        Distinct("name")
    with pytest.raises(MeasureError, match="year"):
        Relation("SELECT %(year)s")
    same = indicator(Unit.ITEM, Rows())
    with pytest.raises(MeasureError, match="重复"):
        unique_ids([same, same])


def test_a_year_and_its_last_day_are_different_periods():
    whole = indicator(Unit.ITEM, Rows()).period(2022)
    assert str(whole) == "2022-01-01..2022-12-31"
    october = indicator(Unit.ITEM, Rows(), through_month=10).period(2022)
    assert october.through == dt.date(2022, 10, 31)
    stock = indicator(Unit.ITEM, Rows(), period_kind=PeriodKind.YEAR_END).period(2022)
    assert (stock.from_on, stock.through) == (dt.date(2022, 12, 31), dt.date(2022, 12, 31))
    with pytest.raises(ValueError, match="晚于"):
        Period(dt.date(2022, 1, 1), dt.date(2022, 1, 1))


def test_a_claim_without_anything_to_prove_it_is_no_claim():
    with pytest.raises(ValueError, match="无法佐证"):
        Claim("all_fine", "一切正常", "示例")
