"""Nobody pays alone, and nobody pays more than there is."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connections, transaction

from minzheng.kernel.access.queries import NotPermitted
from minzheng.kernel.disbursements import operations
from minzheng.kernel.disbursements.models import PayeeAssignment, PayRun, RunTotal
from minzheng.kernel.disbursements.operations.payees import account_index
from tests.kernel import builders
from tests.kernel.disbursements.world import (
    AUGUST,
    JULY,
    PROGRAM,
    World,
    acting,
    again,
    lines,
    user,
)

DAY = date(2022, 7, 10)


def test_the_planner_cannot_approve_even_with_a_finance_post(world):
    world.family()
    run = world.frozen(JULY)
    both = acting(world.clerk_user, "BUREAU_FINANCE", DAY)
    with pytest.raises(operations.SecondPersonNeeded, match="另一人复核"):
        operations.approve(run=run, by=both, on=DAY)
    assert again(run).status == "FROZEN"


def test_who_froze_the_list_cannot_approve_it(world):
    world.family()
    planned = world.planned(JULY)
    other = acting(world.finance_user, "BUREAU_ASSISTANCE", DAY)
    run = operations.freeze(run=planned, by=other, on=DAY)
    with pytest.raises(operations.SecondPersonNeeded):
        operations.approve(run=run, by=world.finance(DAY), on=DAY)


def test_the_clerk_has_no_permission_to_approve_and_finance_none_to_plan(world):
    world.family()
    run = world.frozen(JULY)
    with pytest.raises(NotPermitted):
        operations.approve(run=run, by=acting(user("赵经办"), "BUREAU_ASSISTANCE", DAY), on=DAY)
    with pytest.raises(NotPermitted):
        operations.plan(program=PROGRAM, month=AUGUST, by=world.finance(DAY), on=DAY)


def test_the_system_cannot_plan(world):
    nobody = replace(world.clerk(DAY), user_id=None)
    with pytest.raises(operations.SecondPersonNeeded, match="具体经办人"):
        operations.plan(program=PROGRAM, month=JULY, by=nobody, on=DAY)


def test_a_second_approval_says_who_was_first(world):
    world.family()
    seen = world.frozen(JULY)
    operations.approve(run=seen, by=world.finance(DAY), on=DAY)
    with pytest.raises(operations.AlreadyMoved, match="“已复核”（王财务，2022-07-10"):
        operations.approve(run=seen, by=world.finance(DAY), on=DAY)
    assert RunTotal.objects.filter(run=seen).count() == 1


def test_the_database_refuses_one_person_in_both_places(world):
    world.family()
    run = world.frozen(JULY)
    with pytest.raises(IntegrityError, match="run_approved_by_second_person"), transaction.atomic():
        PayRun.objects.filter(pk=run.pk).update(status="APPROVED", approved_by=run.planned_by_id)


def test_without_that_constraint_the_database_would_accept_it(fresh_database):
    world = World()
    world.money()
    world.family()
    run = world.frozen(JULY)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "ALTER TABLE disbursements_payrun DROP CONSTRAINT run_approved_by_second_person"
        )
    PayRun.objects.filter(pk=run.pk).update(status="APPROVED", approved_by=run.planned_by_id)
    assert again(run).status == "APPROVED"


def test_a_run_beyond_the_appropriation_is_not_approved(world):
    for _ in range(3):
        world.family(40_000_000)
    run = world.frozen(JULY)
    with pytest.raises(operations.OverBudget, match=r"指标为1000000\.00元.*共需1200000\.00元"):
        operations.approve(run=run, by=world.finance(DAY), on=DAY)
    assert again(run).status == "FROZEN"
    assert not RunTotal.objects.filter(run=run).exists()
    world.money(20_000_000)
    assert operations.approve(run=run, by=world.finance(DAY), on=DAY).status == "APPROVED"


def test_months_of_a_year_draw_on_the_same_money(world):
    world.family(60_000_000)
    world.paid(JULY)
    run = world.frozen(AUGUST)
    with pytest.raises(operations.OverBudget):
        operations.approve(run=run, by=world.finance(date(2022, 8, 10)), on=date(2022, 8, 10))


def test_the_first_account_counts_at_once_and_the_same_again_changes_nothing(world):
    family = world.family()
    first = PayeeAssignment.objects.get(household=family.household)
    same = world.give_account(family, f" {family.account[:4]} {family.account[4:]} ", DAY)
    assert same.pk == first.pk
    assert first.confirmed_at is not None


def test_another_account_counts_only_when_a_second_person_confirmed_it(world):
    family = world.family()
    proposal = world.give_account(family, "622848000000000001", date(2022, 7, 1))
    assert proposal.confirmed_at is None
    own = acting(world.clerk_user, "BUREAU_FINANCE", DAY)
    with pytest.raises(operations.SecondPersonNeeded, match="另一人确认"):
        operations.confirm_payee(assignment=proposal, by=own, on=DAY)
    run = world.planned(JULY, on=date(2022, 7, 5))
    operations.confirm_payee(
        assignment=proposal, by=world.finance(date(2022, 7, 8)), on=date(2022, 7, 8)
    )
    with pytest.raises(operations.AlreadyMoved, match="已经确认"):
        operations.confirm_payee(assignment=proposal, by=world.finance(DAY), on=DAY)
    run = world.frozen(JULY)
    assert lines(run) == [("REGULAR", "2022-07", 85_000)]
    account = PayeeAssignment.objects.get(household=family.household, to_on=None).account
    assert bytes(account.number_index) == account_index("622848000000000001")
    assert "622848000000000001" not in account.number_masked


def test_the_database_refuses_a_change_confirmed_by_its_proposer(world):
    family = world.family()
    proposal = world.give_account(family, "622848000000000001", date(2022, 7, 1))
    PayeeAssignment.objects.filter(household=family.household, kind="FIRST").update(to_on=DAY)
    with pytest.raises(IntegrityError, match="payee_change_by_two_people"), transaction.atomic():
        PayeeAssignment.objects.filter(pk=proposal.pk).update(
            confirmed_by=proposal.proposed_by_id, confirmed_at=world.clerk(DAY).at
        )


def test_an_account_number_belongs_to_one_person(world):
    family, other = world.family(), world.family(payee=False)
    with pytest.raises(operations.AccountConflict, match="已登记在"):
        world.give_account(other, family.account, DAY)


def test_a_stranger_receives_only_with_a_reason(world):
    family = world.family(payee=False)
    carer = builders.person("陈照料")
    wish = {
        "household": family.household,
        "program": PROGRAM,
        "person": carer,
        "bank": world.institution,
        "account_number": "622848000000000002",
        "by": world.clerk(DAY),
        "on": DAY,
    }
    with pytest.raises(operations.NotPossible, match="不是家庭"):
        operations.assign_payee(**wish)
    assert operations.assign_payee(**wish, reason="TRUSTED_CARER").reason == "TRUSTED_CARER"


@pytest.mark.parametrize("text", ["", "12345", "6217-ABCD-0000-0000", "1" * 40])
def test_a_bad_account_number_is_refused_with_a_sentence(world, text):
    family = world.family(payee=False)
    with pytest.raises(ValueError, match="账号应为12至32位数字"):
        world.give_account(family, text, DAY)


def test_nothing_is_paid_to_a_closed_account(world):
    family = world.family()
    account = PayeeAssignment.objects.get(household=family.household).account
    day = date(2022, 7, 5)
    operations.close_account(account=account, reason="卡已挂失", by=world.clerk(day), on=day)
    operations.close_account(account=account, reason="再次", by=world.clerk(day), on=day)
    with pytest.raises(operations.NotPossible, match="已停用"):
        world.give_account(family, family.account, day)
    run = world.approved(JULY)
    assert run.unpaid_items.get().code == "NO_ACCOUNT"
