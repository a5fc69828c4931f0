from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.lib.fen import half_up, split_evenly, to_fen, to_yuan, yuan_text

fens = st.integers(-(10**15), 10**15)


@given(fens)
def test_an_amount_survives_the_way_to_text_and_back(fen: int) -> None:
    assert to_fen(yuan_text(fen)) == fen
    assert to_fen(to_yuan(fen)) == fen


@given(st.integers(-(10**9), 10**9))
def test_whole_numbers_are_yuan(yuan: int) -> None:
    assert to_fen(yuan) == yuan * 100


def test_yuan_text_has_two_decimals() -> None:
    assert [yuan_text(fen) for fen in (0, 5, -5, 123450, -100)] == [
        "0.00",
        "0.05",
        "-0.05",
        "1234.50",
        "-1.00",
    ]


@pytest.mark.parametrize(
    "text", ["650.001", Decimal("0.005"), "abc", "", "1e3", "NaN", Decimal("Infinity"), "１２"]
)
def test_what_is_not_an_exact_amount_is_refused_in_chinese(text: str | Decimal) -> None:
    if text == "１２":
        assert to_fen(text) == 1200
        return
    with pytest.raises(ValueError, match="金额"):
        to_fen(text)


@pytest.mark.parametrize("value", [6.5, True])
def test_floats_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="浮点数"):
        to_fen(value)  # type: ignore[arg-type]


@given(fens, st.integers(1, 10**6))
def test_half_up_is_the_nearest_whole_number(numerator: int, denominator: int) -> None:
    rounded = half_up(numerator, denominator)
    assert abs(2 * (numerator - rounded * denominator)) <= denominator
    assert half_up(-numerator, denominator) == -rounded
    assert half_up(numerator, -denominator) == -rounded


def test_a_half_goes_away_from_zero() -> None:
    assert [half_up(number, 2) for number in (1, 3, -1, -3)] == [1, 2, -1, -2]


@given(fens, st.integers(1, 50))
def test_shares_add_up_and_differ_by_at_most_one_fen(total: int, parts: int) -> None:
    shares = split_evenly(total, parts)
    assert sum(shares) == total
    assert max(shares) - min(shares) <= 1


def test_what_is_left_over_goes_to_the_first() -> None:
    assert split_evenly(125_000, 3) == [41_667, 41_667, 41_666]
    with pytest.raises(ValueError, match="份"):
        split_evenly(1, 0)
