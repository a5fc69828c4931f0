import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.lib.days import WorkingCalendar, from_ymd, ymd
from minzheng.lib.months import Month, months

days = st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31))
some_months = st.builds(Month.of, days)


@given(some_months)
def test_a_month_reads_back_from_its_text(month: Month) -> None:
    assert Month.parse(str(month)) == month
    assert from_ymd(month.ymd) == month.first_day


@given(some_months, st.integers(-600, 600))
def test_months_count_forward_and_back(month: Month, count: int) -> None:
    assert month.plus(count).plus(-count) == month
    assert (month.plus(count) > month) == (count > 0)


@given(some_months)
def test_the_next_month_starts_the_day_after(month: Month) -> None:
    assert month.last_day + dt.timedelta(days=1) == month.next.first_day


def test_a_range_of_months_holds_both_ends() -> None:
    year = months(Month(2022, 1), Month(2022, 12))
    assert len(year) == 12
    assert str(year[-1]) == "2022-12"
    assert months(Month(2022, 2), Month(2022, 1)) == []


@pytest.mark.parametrize("text", ["2022-13", "2022-7", "2022/07", "202207", "", "0000-01"])
def test_other_writings_of_a_month_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="2022-07"):
        Month.parse(text)


@given(days)
def test_a_day_survives_as_a_number(day: dt.date) -> None:
    assert from_ymd(ymd(day)) == day


def test_a_number_that_is_no_day_is_refused() -> None:
    with pytest.raises(ValueError, match="不是日期"):
        from_ymd(20220230)


# 国庆节 2022: off 1–7 October, at work on Saturday 8 and Sunday 9 October (国办发明电〔2021〕11号).
NATIONAL_DAY = WorkingCalendar(
    {dt.date(2022, 10, day): day in (8, 9) for day in range(1, 10)},
)


def test_limits_run_over_holidays_and_count_make_up_days() -> None:
    assert NATIONAL_DAY.add(dt.date(2022, 9, 29), 3) == dt.date(2022, 10, 9)
    assert NATIONAL_DAY.count(dt.date(2022, 9, 29), dt.date(2022, 10, 9)) == 3
    assert NATIONAL_DAY.knows(dt.date(2022, 1, 1))
    assert not NATIONAL_DAY.knows(dt.date(2027, 1, 1))


@given(days, st.integers(0, 60))
def test_counting_back_gives_the_limit(day: dt.date, count: int) -> None:
    due = NATIONAL_DAY.add(day, count)
    assert NATIONAL_DAY.count(day, due) == count
    assert count == 0 or NATIONAL_DAY.is_working(due)
