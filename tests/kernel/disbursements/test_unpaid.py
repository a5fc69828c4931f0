"""Returned, held and reversed lines until they are paid; runs close only at difference 0."""

from datetime import date

import pytest
from django.db import IntegrityError

from minzheng.kernel.disbursements import operations, queries
from minzheng.kernel.disbursements.models import (
    DisbursementLine,
    PayeeAssignment,
    RecoveryItem,
    UnpaidItem,
    UnpaidStep,
)
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.people.operations import record_death
from tests.kernel.disbursements.world import (
    AUGUST,
    JULY,
    PROGRAM,
    SEPTEMBER,
    again,
    lines,
    moment,
    result_file,
)

DAY = date(2022, 7, 12)
LATER = date(2022, 7, 20)


def answer(world, run, words, day=DAY):
    """Take in one result for the run's only file: {line: (status, code)} in list order."""
    file = run.files.get()
    found = DisbursementLine.objects.filter(run=run).order_by("id").select_related("account")
    from minzheng.kernel.disbursements.operations.payees import ACCOUNT_CONTEXT
    from minzheng.kernel.people.vault import vault

    numbers = {x.pk: vault().open(x.account.number_sealed, ACCOUNT_CONTEXT) for x in found}
    answers = [(line, *word) for line, word in zip(found, words, strict=True)]
    content = result_file(file, answers, numbers=numbers, booked_on=day)
    operations.take_result(file=file, content=content, by=world.finance(day, 3), on=day)
    return again(run)


@pytest.fixture
def returned(world):
    """July: one family paid, the other's line returned as dormant."""
    families = [world.family(50_000), world.family(70_000)]
    run, _ = world.sent(JULY)
    run = answer(world, run, [("成功", ""), ("失败", "E05")])
    return world, run, families[1], UnpaidItem.objects.get()


def new_account(world, family, day, number="622848000000000009"):
    proposal = world.give_account(family, number, day)
    operations.confirm_payee(assignment=proposal, by=world.finance(day), on=day)


def test_a_return_is_repaired_and_reissued_in_a_later_run(returned):
    world, run, family, item = returned
    new_account(world, family, LATER)
    operations.correct_item(item=item, by=world.clerk(LATER), on=LATER)
    august = world.frozen(AUGUST)
    assert ("REISSUE", "2022-07", 70_000) in lines(august)
    line = DisbursementLine.objects.get(run=august, kind="REISSUE")
    assert (
        line.account == PayeeAssignment.objects.get(household=family.household, to_on=None).account
    )
    assert line.reissue_of == item
    day = date(2022, 8, 11)
    operations.approve(run=august, by=world.finance(day), on=day)
    assert list(item.steps.values_list("kind", flat=True)) == ["CORRECTED", "REISSUED"]
    assert not queries.open_items().filter(pk=item.pk).exists()
    assert run.pk != august.pk


def test_a_return_is_reissued_in_the_same_month_by_a_run_of_its_own(returned):
    world, run, family, item = returned
    new_account(world, family, LATER)
    operations.correct_item(item=item, by=world.clerk(LATER), on=LATER)
    again_ = operations.plan_reissue(program=PROGRAM, month=JULY, by=world.clerk(LATER), on=LATER)
    double = operations.plan_reissue(program=PROGRAM, month=JULY, by=world.clerk(LATER), on=LATER)
    assert (double.pk, double.sequence, double.lines) == (again_.pk, 1, 1)
    frozen = operations.freeze(run=double, by=world.clerk(LATER), on=LATER)
    operations.approve(run=frozen, by=world.finance(LATER), on=LATER)
    closed = operations.close(run=run, by=world.finance(LATER, 4), on=LATER)
    assert closed.status == "CLOSED"
    assert lines(world.frozen(AUGUST)) == [
        ("REGULAR", "2022-08", 50_000),
        ("REGULAR", "2022-08", 70_000),
    ]


def test_a_return_reissued_by_two_lists_is_approved_once(returned):
    world, _, family, item = returned
    new_account(world, family, LATER)
    operations.correct_item(item=item, by=world.clerk(LATER), on=LATER)
    extra = operations.plan_reissue(program=PROGRAM, month=JULY, by=world.clerk(LATER), on=LATER)
    extra = operations.freeze(run=extra, by=world.clerk(LATER), on=LATER)
    august = world.frozen(AUGUST)
    day = date(2022, 8, 11)
    operations.approve(run=extra, by=world.finance(day), on=day)
    with pytest.raises(operations.NotPossible, match="已由另一批次重发"):
        operations.approve(run=august, by=world.finance(day), on=day)
    assert again(august).status == "FROZEN"


def test_without_correction_nothing_is_sent_again(returned):
    world, _, family, item = returned
    assert [k for k, _, _ in lines(world.frozen(AUGUST))] == ["REGULAR", "REGULAR"]
    with pytest.raises(operations.NotPossible, match="没有已更正账户"):
        operations.plan_reissue(program=PROGRAM, month=AUGUST, by=world.clerk(LATER), on=LATER)
    with pytest.raises(operations.NotPossible, match="收款账户没有变"):
        operations.correct_item(item=item, by=world.clerk(LATER), on=LATER)
    step = operations.correct_item(
        item=item, by=world.clerk(LATER), on=LATER, reason="银行已激活原账户"
    )
    assert step.account.person == family.people[0]


def test_the_run_does_not_close_while_the_return_is_undecided(returned):
    world, run, _, item = returned
    with pytest.raises(operations.NotPossible, match="还有1笔退回款既未重发也未结转"):
        operations.close(run=run, by=world.finance(LATER), on=LATER)
    operations.carry_forward(
        items=[item], reason="待本人到银行激活", by=world.finance(LATER), on=LATER
    )
    assert operations.close(run=run, by=world.finance(LATER), on=LATER).status == "CLOSED"
    assert queries.open_items().get() == item


def test_the_run_does_not_close_while_a_line_is_unknown(world):
    world.family(50_000)
    run, _ = world.sent(JULY)
    with pytest.raises(operations.AlreadyMoved):
        operations.close(run=world_run_before(run), by=world.finance(DAY), on=DAY)
    with pytest.raises(operations.NotPossible, match=r"差额500\.00元（1笔待回盘）"):
        operations.close(run=run, by=world.finance(DAY), on=DAY)


def world_run_before(run):
    run = again(run)
    run.version -= 1
    return run


def test_a_held_line_is_not_sent_and_the_run_still_balances(world):
    world.family(50_000)
    world.family(70_000)
    frozen = world.frozen(JULY)
    line = DisbursementLine.objects.filter(run=frozen).order_by("id").last()
    wish = {"line": line, "by": world.clerk(DAY), "on": DAY}
    with pytest.raises(operations.NotPossible, match="复核之后"):
        operations.hold_line(reason="疑似服刑，核实中", **wish)
    run = operations.approve(run=frozen, by=world.finance(DAY), on=DAY)
    with pytest.raises(operations.NotPossible, match="写明原因"):
        operations.hold_line(reason=" ", **wish)
    held = operations.hold_line(reason="疑似服刑，核实中", **wish)
    with pytest.raises(operations.NotPossible, match="已经缓发"):
        operations.hold_line(reason="再来一次", **wish)
    (file,) = operations.cut(run=run, by=world.finance(DAY), on=DAY)
    assert (file.lines, file.amount_fen) == (1, 50_000)
    operations.send(file=file, bank=world.bank, by=world.finance(DAY), on=DAY)
    operations.query_result(file=file, bank=world.bank, by=world.finance(LATER), on=LATER)
    closed = operations.close(run=again(run), by=world.finance(LATER), on=LATER)
    sums = queries.balance(closed, as_of=moment(LATER, 5))
    assert (sums.paid_fen, sums.held_fen, sums.difference_fen) == (50_000, 70_000, 0)
    operations.correct_item(item=held, by=world.clerk(LATER), on=LATER, reason="已核实，照发")
    assert ("REISSUE", "2022-07", 70_000) in lines(world.frozen(AUGUST))


def test_a_line_cannot_be_held_once_the_files_are_cut(world):
    world.family(50_000)
    run, _ = world.sent(JULY)
    with pytest.raises(operations.NotPossible, match="制作代发文件之前才能缓发"):
        operations.hold_line(
            line=DisbursementLine.objects.get(run=run), reason="晚了", by=world.clerk(DAY), on=DAY
        )


def test_money_for_a_dead_payee_is_held(world):
    family = world.family(50_000)
    day = date(2022, 7, 5)
    record_death(person=family.people[0], died_on=date(2022, 7, 3), by=world.clerk(day), on=day)
    run = world.approved(JULY)
    assert run.unpaid_items.get().code == "PAYEE_DECEASED"
    assert operations.cut(run=run, by=world.finance(DAY), on=DAY) == []
    assert again(run).status == "SETTLED"
    assert operations.close(run=again(run), by=world.finance(DAY), on=DAY).status == "CLOSED"


def test_what_never_arrived_and_is_no_longer_due_falls_away_with_its_recovery(returned):
    world, _, family, item = returned
    with pytest.raises(operations.NotPossible, match=r"仍应发700\.00元"):
        operations.cancel_item(item=item, reason="停发", by=world.clerk(LATER), on=LATER)
    enrollments.end(
        enrollment=family.enrollment,
        from_month=JULY,
        reason="MOVED_OUT",
        by=world.clerk(LATER),
        on=LATER,
    )
    world.approved(AUGUST)
    day = date(2022, 8, 12)
    operations.cancel_item(item=item, reason="7月起停发", by=world.clerk(day), on=day)
    recovery = RecoveryItem.objects.get()
    assert recovery.steps.get().kind == "NEVER_PAID"
    with pytest.raises(operations.NotPossible, match="已经重发或注销"):
        operations.correct_item(item=item, by=world.clerk(day), on=day, reason="又要发")
    months = queries.rows(queries.PERSON_MONTHS, {"as_of": moment(day, 5)})
    assert {row[4] for row in months} != {family.household.pk}


def test_an_item_ends_once_in_the_database_too(returned):
    world, _, _, item = returned
    same = {"item": item, "happened_on": LATER, "recorded_at": moment(LATER)}
    UnpaidStep.objects.create(kind="CANCELLED", **same)
    with pytest.raises(IntegrityError, match="unpaid_item_ends_once"):
        UnpaidStep.objects.create(kind="REISSUED", line_id=1, **same)
    assert world.source is not None


def test_a_recovery_is_repaid_in_parts_and_never_more_than_owed(world):
    family = world.family(85_000)
    world.paid(JULY)
    world.change(family, 60_000, JULY, on=date(2022, 8, 2))
    world.approved(AUGUST)
    recovery, day = RecoveryItem.objects.get(), date(2022, 8, 20)
    operations.repay_recovery(recovery=recovery, amount_fen=10_000, by=world.finance(day), on=day)
    with pytest.raises(operations.NotPossible, match=r"还应退缴150\.00元"):
        operations.repay_recovery(
            recovery=recovery, amount_fen=15_001, by=world.finance(day), on=day
        )
    operations.repay_recovery(recovery=recovery, amount_fen=15_000, by=world.finance(day), on=day)


def test_a_reissue_that_fails_again_is_a_new_open_item(returned):
    world, _, family, item = returned
    new_account(world, family, LATER)
    operations.correct_item(item=item, by=world.clerk(LATER), on=LATER)
    run, _ = world.sent(AUGUST)
    kinds = [k for k, _, _ in lines(run)]
    words = [("失败", "E01") if kind == "REISSUE" else ("成功", "") for kind in kinds]
    answer(world, run, words, day=date(2022, 8, 12))
    second = queries.open_items().get()
    assert (second.code, second.pk != item.pk) == ("NAME_MISMATCH", True)
    operations.correct_item(
        item=second, by=world.clerk(date(2022, 8, 20)), on=date(2022, 8, 20), reason="户名已更正"
    )
    assert ("REISSUE", "2022-07", 70_000) in lines(world.frozen(SEPTEMBER))
