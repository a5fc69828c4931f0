"""A figure and the records behind it come from one relation."""

import datetime as dt
from fractions import Fraction

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minzheng.kernel.measures import (
    Claim,
    Distinct,
    Indicator,
    MeasureError,
    Period,
    Ratio,
    Relation,
    Rows,
    Sum,
    Target,
    Threshold,
    Unit,
    Verdict,
    drill,
    evaluate,
    judge,
)
from minzheng.kernel.measures.figures import decimal_text
from minzheng.lib.crypto import sm3

pytestmark = pytest.mark.django_db
YEAR = Period.year(2022)
AS_OF = dt.datetime(2023, 1, 15, tzinfo=dt.UTC)
PAYMENTS = [
    # record, person, household, area, day, fen, recorded on
    ("p1", 1, 1, "430105001001", "2022-01-20", 58_000, "2022-01-20"),
    ("p10", 1, 1, "430105001001", "2022-02-20", 60_000, "2022-02-20"),
    ("p2", 2, 1, "430105001001", "2022-02-20", 58_259, "2022-02-20"),
    ("p3", 3, 2, "430105002001", "2022-12-31", 10_000, "2023-02-01"),
    ("p4", 4, 3, "430102001001", "2022-05-05", 99_999, "2022-05-05"),
    ("p5", 5, 4, "430105001001", "2023-01-01", 99_999, "2023-01-01"),
]


def relation(rows=PAYMENTS) -> Relation:
    values = ", ".join(
        f"('{r}', {p}::bigint, {h}::bigint, '{a}', date '{d}', {q}::bigint, timestamptz '{t} 00:00Z')"
        for r, p, h, a, d, q, t in rows
    )
    return Relation(
        f"""SELECT record_id, person_id, household_id, area_code, happened_on, quantity, '100%%' AS label
        FROM (VALUES {values}) AS v(record_id, person_id, household_id, area_code, happened_on, quantity, recorded_at)
        WHERE happened_on >= %(from_on)s AND happened_on < %(to_on)s AND recorded_at <= %(as_of)s
          AND starts_with(area_code, %(area)s)"""
    )


def indicator(unit, measure, display="int", records=None) -> Indicator:
    return Indicator("sample_figure", "示例", unit, "示例", records or relation(), measure, display)


def figure(unit, measure, display="int", *, as_of=AS_OF, area="430105", records=None):
    with connection.cursor() as cursor:
        return evaluate(indicator(unit, measure, display, records), YEAR, as_of, area, cursor)


def test_each_unit_counts_its_own_way():
    assert figure(Unit.PERSON_TIME, Rows()).text == "3人次"
    assert figure(Unit.PERSON, Distinct("person_id")).text == "2人"
    assert figure(Unit.HOUSEHOLD, Distinct("household_id")).text == "1户"
    assert figure(Unit.YUAN, Sum(), "yuan2").text == "1762.59元"
    assert figure(Unit.YUAN, Sum(), "wan2").text == "0.18万元"


def test_an_average_is_a_ratio_of_sums():
    average = figure(Unit.YUAN_PER_PERSON_MONTH, Ratio(Sum(), Rows()), "yuan2")
    assert average.value == Fraction(176_259, 300)
    assert (average.text, average.rows) == ("587.53元", 3)


def test_what_was_recorded_later_counts_later_and_changes_the_fingerprint():
    before = figure(Unit.PERSON_TIME, Rows())
    after = figure(Unit.PERSON_TIME, Rows(), as_of=dt.datetime(2023, 2, 2, tzinfo=dt.UTC))
    assert (before.rows, after.rows) == (3, 4)
    assert before.fingerprint != after.fingerprint


def test_a_street_sees_its_own_records():
    assert figure(Unit.PERSON_TIME, Rows(), area="430105002").rows == 0
    assert figure(Unit.PERSON_TIME, Rows(), area="430102").rows == 1


def test_the_fingerprint_is_sm3_of_the_records_in_byte_order():
    listed = b"p1:58000\np10:60000\np2:58259\n"
    assert figure(Unit.YUAN, Sum(), "yuan2").fingerprint == sm3(listed).hex()


def test_drilling_down_pages_through_the_same_records():
    money = indicator(Unit.YUAN, Sum(), "yuan2")
    with connection.cursor() as cursor:
        whole = drill(money, YEAR, AS_OF, "430105", cursor)
        first = drill(money, YEAR, AS_OF, "430105", cursor, limit=2)
        rest = drill(money, YEAR, AS_OF, "430105", cursor, after=first[-1].record_id)
    assert [record.record_id for record in whole] == ["p1", "p10", "p2"]
    assert first + rest == whole
    assert sum(record.quantity for record in whole) == figure(Unit.YUAN, Sum(), "yuan2").value * 100
    assert whole[0].label == "100%"


rows = st.lists(
    st.tuples(
        st.text("abc09:", min_size=1, max_size=6),
        st.integers(1, 4),
        st.integers(1, 3),
        st.just("430105001001"),
        st.just("2022-03-01"),
        st.integers(-(10**12), 10**12),
        st.just("2022-03-01"),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda row: row[0],
)


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(rows)
def test_the_drill_down_always_adds_up_to_the_figure(rows):
    records = relation(rows)
    with connection.cursor() as cursor:
        listed = drill(indicator(Unit.YUAN, Sum(), "yuan2", records), YEAR, AS_OF, "430105", cursor)
    assert figure(Unit.YUAN, Sum(), "yuan2", records=records).value * 100 == sum(
        r.quantity for r in listed
    )
    persons = figure(Unit.PERSON, Distinct("person_id"), records=records)
    assert persons.value == len({r.person_id for r in listed})
    lines = "".join(f"{r.record_id}:{r.quantity}\n" for r in listed)
    assert persons.fingerprint == sm3(lines.encode()).hex()


def test_nothing_to_divide_by_is_no_number():
    empty = figure(Unit.YUAN_PER_PERSON_MONTH, Ratio(Sum(), Rows()), "yuan2", area="110000")
    assert (empty.value, empty.text, empty.rows) == (None, "无数据", 0)


def test_a_record_that_stands_twice_is_refused():
    with pytest.raises(MeasureError, match="重复"):
        figure(Unit.YUAN, Sum(), "yuan2", records=relation([PAYMENTS[0], PAYMENTS[0]]))


def test_the_moment_must_have_a_time_zone():
    with pytest.raises(ValueError, match="时区"):
        figure(Unit.PERSON_TIME, Rows(), as_of=dt.datetime(2023, 1, 1))  # noqa: DTZ001


def test_decimal_text_is_exact_or_cut():
    assert [decimal_text(Fraction(*f)) for f in ((58_000, 1), (1, 4), (-1, 8), (1, 3))] == [
        "58000", "0.25", "-0.125", "0.3333333333",
    ]  # fmt: skip


def verdict_of(claim: Claim, target: str | None = "580", *, official=True):
    found = target and Target(Fraction(target), target, "示例文件〔2022〕1号", official=official)
    with connection.cursor() as cursor:
        return judge(claim, YEAR, AS_OF, "430105", cursor, targets=lambda name, band: found or None)


AVERAGE = indicator(Unit.YUAN_PER_PERSON_MONTH, Ratio(Sum(), Rows()), "yuan2")
TARGET_MET = Claim(
    "target_met", "达到目标", "示例", (Threshold(AVERAGE, ">=", "示例目标", "城市"),)
)


def test_a_threshold_decides():
    assert verdict_of(TARGET_MET, "587.53").verdict is Verdict.HOLDS
    assert verdict_of(TARGET_MET, "587.54").verdict is Verdict.FAILS
    assert verdict_of(TARGET_MET, None).verdict is Verdict.UNSUPPORTED
    assert verdict_of(TARGET_MET, official=False).rests_on_samples


def test_one_exception_is_enough_to_fail_and_no_evidence_is_not_proof():
    nothing = relation([(*PAYMENTS[0][:4], "2021-01-01", 1, "2021-01-01")])
    held = Claim("all_covered", "应保尽保", "示例", examined=relation(), exceptions=nothing)
    failed = Claim("all_covered", "应保尽保", "示例", examined=relation(), exceptions=relation())
    unproved = Claim("all_covered", "应保尽保", "示例", examined=nothing, exceptions=nothing)
    assert [verdict_of(claim).verdict for claim in (held, failed, unproved)] == [
        Verdict.HOLDS, Verdict.FAILS, Verdict.UNSUPPORTED,
    ]  # fmt: skip
    assert verdict_of(failed).exceptions == 3
