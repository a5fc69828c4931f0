"""What a month's list holds: assistance.md §20, and changes that become known late."""

from datetime import date

import pytest

from minzheng.kernel.audit.models import Event
from minzheng.kernel.disbursements import operations, queries
from minzheng.kernel.disbursements.models import DisbursementLine, RecoveryItem
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.enums import Category
from minzheng.lib.months import Month
from tests.kernel.disbursements.world import (
    AUGUST,
    JULY,
    PROGRAM,
    SEPTEMBER,
    again,
    lines,
    moment,
)

JUNE = Month(2022, 6)


def test_a_family_of_three_gets_850_from_the_month_after_the_decision(world):
    family = world.family(85_000, from_month=JUNE, on=date(2022, 5, 20))
    assert lines(world.frozen(Month(2022, 5))) == []
    run = world.frozen(JUNE)
    assert lines(run) == [("REGULAR", "2022-06", 85_000)]
    line = DisbursementLine.objects.get(run=run)
    assert (line.household, line.persons, line.category) == (family.household, 3, "URBAN")
    assert line.account.number_masked.endswith(family.account[-4:])


def test_a_standard_raised_by_late_notice_is_paid_back_for_july_in_august(world):
    family = world.family(85_000)
    assert lines(world.paid(JULY)) == [("REGULAR", "2022-07", 85_000)]
    world.change(family, 100_000, JULY, on=date(2022, 8, 2))
    run = world.frozen(AUGUST)
    assert lines(run) == [("BACK_PAYMENT", "2022-07", 15_000), ("REGULAR", "2022-08", 100_000)]


def test_a_back_payment_is_made_once(world):
    family = world.family(85_000)
    world.paid(JULY)
    world.change(family, 100_000, JULY, on=date(2022, 8, 2))
    world.paid(AUGUST)
    assert lines(world.frozen(SEPTEMBER)) == [("REGULAR", "2022-09", 100_000)]


def test_months_missed_by_a_late_decision_are_paid_back_in_full(world):
    world.family(50_000)
    world.paid(JULY)
    late = world.family(60_000, from_month=JULY, on=date(2022, 8, 3))
    run = world.frozen(AUGUST)
    mine = DisbursementLine.objects.filter(run=run, enrollment=late.enrollment).order_by("id")
    assert [(x.kind, x.amount_fen, x.previous_allowance_id) for x in mine] == [
        ("BACK_PAYMENT", 60_000, None),
        ("REGULAR", 60_000, None),
    ]


def test_a_retroactive_decrease_is_a_recovery_and_never_netted(world):
    family = world.family(85_000)
    world.paid(JULY)
    world.change(family, 60_000, JULY, on=date(2022, 8, 2))
    run = world.approved(AUGUST)
    assert lines(run) == [("REGULAR", "2022-08", 60_000)]
    recovery = RecoveryItem.objects.get()
    assert (recovery.amount_fen, recovery.for_month, recovery.run) == (
        25_000,
        date(2022, 7, 1),
        run,
    )
    assert lines(world.frozen(SEPTEMBER)) == [("REGULAR", "2022-09", 60_000)]


def test_up_and_down_again_leaves_payments_and_recoveries_that_add_up(world):
    family = world.family(85_000)
    world.paid(JULY)
    world.change(family, 60_000, JULY, on=date(2022, 8, 2))
    world.paid(AUGUST)
    world.change(family, 90_000, JULY, on=date(2022, 9, 2))
    run = world.approved(SEPTEMBER)
    assert lines(run) == [
        ("BACK_PAYMENT", "2022-07", 30_000),
        ("BACK_PAYMENT", "2022-08", 30_000),
        ("REGULAR", "2022-09", 90_000),
    ]
    july = sum(
        x.amount_fen for x in DisbursementLine.objects.filter(for_month=JULY.first_day)
    ) - sum(x.amount_fen for x in RecoveryItem.objects.all())
    assert july == 90_000


def test_a_stop_found_late_is_recovered_for_every_month_paid_since(world):
    family = world.family(85_000)
    world.paid(JULY)
    world.paid(AUGUST)
    enrollments.end(
        enrollment=family.enrollment,
        from_month=AUGUST,
        reason="DIED",
        by=world.clerk(date(2022, 9, 1)),
        on=date(2022, 9, 1),
    )
    run = world.approved(SEPTEMBER)
    assert lines(run) == []
    assert RecoveryItem.objects.get().amount_fen == 85_000


def test_planning_twice_gives_the_same_run_and_the_same_lines(world):
    world.family(85_000)
    world.family(40_000)
    first = world.planned(JULY)
    second = world.planned(JULY)
    assert (first.pk, first.lines, first.amount_fen) == (second.pk, 2, 125_000)
    assert (second.lines, second.amount_fen) == (2, 125_000)
    run = operations.freeze(run=second, by=world.clerk(date(2022, 7, 10)), on=date(2022, 7, 10))
    assert len(lines(run)) == 2


def test_a_list_that_was_renewed_must_be_looked_at_again_before_freezing(world):
    world.family(85_000)
    seen = world.planned(JULY)
    world.planned(JULY)
    with pytest.raises(operations.AlreadyMoved, match="请刷新页面"):
        operations.freeze(run=seen, by=world.clerk(date(2022, 7, 10)), on=date(2022, 7, 10))


def test_a_frozen_month_cannot_be_planned_again(world):
    world.family(85_000)
    world.frozen(JULY)
    with pytest.raises(operations.NotPossible, match="已冻结"):
        world.planned(JULY)


def test_changes_after_the_freeze_wait_for_the_next_month(world):
    family = world.family(85_000)
    run = world.frozen(JULY)
    world.change(family, 100_000, JULY, on=date(2022, 7, 11))
    run = operations.approve(run=run, by=world.finance(date(2022, 7, 11)), on=date(2022, 7, 11))
    assert run.amount_fen == 85_000
    assert lines(world.frozen(AUGUST))[0] == ("BACK_PAYMENT", "2022-07", 15_000)


def test_what_was_recorded_with_a_later_moment_is_not_lost(world):
    family = world.family(85_000)
    world.change(family, 90_000, JULY, on=date(2022, 7, 20))
    assert lines(world.frozen(JULY)) == [("REGULAR", "2022-07", 85_000)]
    assert lines(world.frozen(AUGUST)) == [
        ("BACK_PAYMENT", "2022-07", 5_000),
        ("REGULAR", "2022-08", 90_000),
    ]


def test_months_follow_each_other(world):
    world.family(85_000)
    world.planned(JULY)
    with pytest.raises(operations.NotPossible, match="尚未冻结"):
        world.planned(AUGUST)
    world.frozen(JULY)
    with pytest.raises(operations.NotPossible, match="应编制 2022-08"):
        world.planned(SEPTEMBER)


def test_a_rejected_list_is_planned_anew(world):
    family = world.family(85_000)
    run = world.frozen(JULY)
    day = date(2022, 7, 11)
    run = operations.reject(run=run, reason="漏了一户", by=world.finance(day), on=day)
    assert (run.status, run.list_hash) == ("PLANNED", "")
    world.change(family, 90_000, JULY, on=day)
    assert lines(world.frozen(JULY, on=date(2022, 7, 12))) == [("REGULAR", "2022-07", 90_000)]


def test_money_without_an_appropriation_is_not_planned(world):
    world.family(85_000, from_month=Month(2023, 1), on=date(2022, 12, 20))
    with pytest.raises(operations.NotPossible, match="2023年该项目还有类别没有资金指标"):
        world.planned(Month(2023, 1))


def test_the_source_reserved_for_a_category_goes_first(world):
    rural = world.family(50_000, category=Category.RURAL)
    day = date(2022, 1, 6)
    province = operations.register_fund_source(
        code="PROVINCE", name="省级资金", level="PROVINCE", by=world.clerk(day), on=day
    )
    operations.appropriate(
        source=province,
        year=2022,
        program=PROGRAM,
        amount_fen=1_000_000,
        document="湘财社〔2022〕1号",
        issued_on=day,
        category="RURAL",
        by=world.clerk(day),
        on=day,
    )
    world.family(85_000)
    run = world.frozen(JULY)
    found = {x.household_id: x.fund_source.code for x in DisbursementLine.objects.filter(run=run)}
    assert found.pop(rural.household.pk) == "PROVINCE"
    assert set(found.values()) == {"DISTRICT"}


def test_the_list_is_compared_with_last_month(world):
    stays, more, stops = world.family(10_000), world.family(20_000), world.family(30_000)
    world.paid(JULY)
    day = date(2022, 7, 25)
    world.change(more, 25_000, AUGUST, on=day)
    enrollments.end(
        enrollment=stops.enrollment, from_month=AUGUST, reason="DIED", by=world.clerk(day), on=day
    )
    world.family(40_000, from_month=AUGUST, on=day)
    run = world.frozen(AUGUST)
    assert {c.kind: (c.households, c.amount_fen) for c in queries.changes(run)} == {
        "不变": (1, 0),
        "增加": (1, 5_000),
        "停发": (1, -30_000),
        "新增": (1, 40_000),
    }
    assert stays.enrollment.pk


def test_each_step_leaves_one_event_with_count_and_fingerprint(world):
    world.family(85_000)
    run = world.approved(JULY)
    events = Event.objects.filter(
        target_type="disbursements.payrun", target_id=str(run.pk)
    ).order_by("id")
    assert [e.tag.rsplit(":", 1)[1] for e in events] == ["planned", "frozen", "approved"]
    assert all(e.facts["lines"] == 1 and e.facts["amount_fen"] == 85_000 for e in events)
    assert events.last().facts["list_sm3"] == run.list_hash == queries.list_hash(again(run))


def test_a_family_without_account_is_held_not_forgotten(world):
    world.family(85_000)
    poor = world.family(30_000, payee=False)
    run = world.approved(JULY)
    known = queries.states(run, as_of=moment(date(2022, 7, 11)))
    assert known == {"UNKNOWN": (1, 85_000), "HELD": (1, 30_000)}
    item = run.unpaid_items.get()
    assert item.code == "NO_ACCOUNT"
    assert DisbursementLine.objects.get(pk=item.line_id).household == poor.household
