"""Numbers are written as the bureau wrote them: all 56 figures of the published report."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.kernel.measures import Display, Indicator, Ratio, Relation, Rows, Sum, Unit, display

CHECK_FILE = Path(__file__).parent / "seed_figures_check.csv"
CHECKS = list(csv.DictReader(CHECK_FILE.read_text(encoding="utf-8").splitlines()))
RELATION = Relation("SELECT 1")


def as_printed(row: dict[str, str], value: Fraction) -> str:
    """Through an indicator, because its unit decides whether 万 belongs to the number or to 万元."""
    unit = {"yuan": Unit.YUAN, "fraction": Unit.SHARE}.get(row["canonical_unit"], Unit.PERSON_TIME)
    measure = {Unit.YUAN: Sum(), Unit.SHARE: Ratio(Sum(), Rows())}.get(unit, Rows())
    indicator = Indicator("sample", "示例", unit, "示例", RELATION, measure, row["format_rule"])
    return indicator.printed(value)[0]


@pytest.mark.parametrize("row", CHECKS, ids=[row["id"] for row in CHECKS])
def test_a_figure_of_the_report_is_printed_so_exactly_within_its_interval(row):
    low, high = Fraction(Decimal(row["exact_low_incl"])), Fraction(Decimal(row["exact_high_excl"]))
    # Counts move in ones, money in fen, averages and shares in smaller steps.
    steps = {"yuan": Fraction(1, 100), "fraction": Fraction(1, 10_000)}
    step = steps.get(row["canonical_unit"], Fraction(1))
    if row["format_rule"] == "yuan2":
        step = Fraction(1, 200)
    last = high - step
    middle = low + (last - low) / 2 // step * step
    for value in (low, middle, last):
        assert as_printed(row, value) == row["printed"]
    assert as_printed(row, high) != row["printed"]
    if low:
        assert as_printed(row, low - step) != row["printed"]


def test_all_fifty_six_are_there():
    assert len(CHECKS) == 56


@pytest.mark.parametrize(
    ("rule", "value", "text"),
    [
        ("yu100", Fraction(300), "300"),
        ("yu100", Fraction(301), "300余"),
        ("jin", Fraction(9_999), "近万"),
        ("jin", Fraction(10_000), "10000"),
        ("jin", Fraction(19_500), "近2万"),
        ("jin", Fraction(46), "近50"),
        ("jin", Fraction(12), "12"),
        ("zh", Fraction(2), "两"),
        ("zh", Fraction(12), "十二"),
        ("pct1", Fraction(1, 3), "33.3%"),
        ("yuan2", Fraction(1, 200), "0.01"),
        ("yuan2", Fraction(-5, 2), "-2.50"),
        ("wan1", Fraction(57_499), "5.7"),
    ],
)
def test_the_rules_at_their_edges(rule, value, text):
    assert display(rule)(value).text == text


def test_yu_is_never_written_when_the_number_is_exact():
    assert display("wan_yu10")(Fraction(8_700_000)).text == "870"
    assert display("wan_yu10")(Fraction(870_000_001, 100)).text == "870余"


@given(st.fractions(0, 10**9), st.sampled_from([0, 1, 2]))
def test_rounding_is_to_the_nearest(value, places):
    printed = Fraction(display(f"wan{places}")(value).text)
    assert abs(printed - value / 10_000) <= Fraction(1, 2 * 10**places)


@pytest.mark.parametrize("name", ["", "wan3", "yu50", "float", "yu"])
def test_unknown_rules_are_refused(name):
    with pytest.raises(ValueError, match="书写规则"):
        display(name)


def test_whole_number_rules_refuse_fractions():
    with pytest.raises(ValueError, match="不是整数"):
        display("int")(Fraction(1, 2))
    assert isinstance(display("int"), Display)
