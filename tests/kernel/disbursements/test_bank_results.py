"""What the bank says: once, in parts, twice, in another order, or against itself."""

from datetime import date

import pytest

from minzheng.kernel.audit.models import Event
from minzheng.kernel.disbursements import operations, queries
from minzheng.kernel.disbursements.models import (
    BankResult,
    BankResultLine,
    DisbursementLine,
    UnpaidItem,
)
from tests.kernel.disbursements.world import JULY, again, moment, result_file

DAY = date(2022, 7, 12)


@pytest.fixture
def sent(world):
    families = [world.family(10_000 * n) for n in (1, 2, 3)]
    run, file = world.sent(JULY)
    lines = list(DisbursementLine.objects.filter(run=run).order_by("id"))
    numbers = {
        line.pk: next(f.account for f in families if f.enrollment.pk == line.enrollment_id)
        for line in lines
    }
    return world, run, file, lines, numbers


def take(sent, answers, day=DAY, **header):
    world, _, file, _, numbers = sent
    content = result_file(file, answers, numbers=numbers, booked_on=day, **header)
    return operations.take_result(file=file, content=content, by=world.finance(day), on=day)


def known(sent, day=DAY):
    return {s.value: n for s, (n, _) in queries.states(sent[1], as_of=moment(day, 3)).items()}


def test_a_complete_result_settles_the_run(sent):
    _, run, _, (a, b, c), _ = sent
    take(sent, [(a, "成功", ""), (b, "失败", "E05"), (c, "成功", "")])
    assert again(run).status == "SETTLED"
    assert known(sent) == {"PAID": 2, "RETURNED": 1}
    item = UnpaidItem.objects.get()
    assert (item.line_id, item.cause, item.code) == (b.pk, "RETURNED", "ACCOUNT_DORMANT")


def test_lines_without_answer_stay_unknown_until_the_rest_arrives(sent):
    _, run, _, (a, b, c), _ = sent
    take(sent, [(c, "成功", "")])
    assert known(sent) == {"PAID": 1, "UNKNOWN": 2}
    assert again(run).status == "SENT"
    take(sent, [(b, "成功", ""), (a, "成功", "")], day=date(2022, 7, 13))
    assert known(sent, date(2022, 7, 13)) == {"PAID": 3}
    assert again(run).status == "SETTLED"


def test_as_of_before_and_after_a_result(sent):
    _, run, _, (a, b, c), _ = sent
    take(sent, [(x, "成功", "") for x in (a, b, c)])
    before = queries.balance(run, as_of=moment(date(2022, 7, 11)))
    after = queries.balance(run, as_of=moment(date(2022, 7, 13)))
    assert (before.paid_fen, before.unknown_lines, before.difference_fen) == (0, 3, 60_000)
    assert (after.paid_fen, after.unknown_lines, after.difference_fen) == (60_000, 0, 0)
    assert queries.line_state(a.pk, as_of=moment(date(2022, 7, 11))) == "UNKNOWN"
    assert queries.line_state(a.pk, as_of=moment(date(2022, 7, 13))) == "PAID"


def test_the_same_file_twice_changes_nothing(sent):
    _, _, _, (a, b, c), _ = sent
    answers = [(a, "成功", ""), (b, "失败", "E05"), (c, "成功", "")]
    first = take(sent, answers)
    events = Event.objects.count()
    assert take(sent, answers).pk == first.pk
    assert (BankResult.objects.count(), BankResultLine.objects.count()) == (1, 3)
    assert Event.objects.count() == events


def test_the_same_answers_in_another_order_change_no_line(sent):
    _, _, _, (a, b, c), _ = sent
    take(sent, [(a, "成功", ""), (b, "失败", "E05"), (c, "成功", "")])
    again_ = take(sent, [(c, "成功", ""), (b, "失败", "E05"), (a, "成功", "")])
    assert again_.new_lines == 0
    assert BankResultLine.objects.count() == 3
    assert UnpaidItem.objects.count() == 1


def test_a_contradicting_file_is_refused_whole(sent):
    _, _, _, (a, b, c), _ = sent
    take(sent, [(a, "成功", "")])
    with pytest.raises(operations.ResultRefused, match="先前回盘为“成功”，这次为“失败：已销户”"):
        take(sent, [(b, "成功", ""), (a, "失败", "E03"), (c, "成功", "")])
    assert known(sent) == {"PAID": 1, "UNKNOWN": 2}


def test_the_database_keeps_one_answer_a_line_even_if_nobody_compares(sent, monkeypatch):
    _, _, _, (a, b, _), _ = sent
    take(sent, [(a, "成功", "")])
    from django.db import IntegrityError

    from minzheng.kernel.disbursements.operations import results

    monkeypatch.setattr(results, "_is_news", lambda answer, known: True)
    with pytest.raises(IntegrityError, match="bank_line_answered_once"):
        take(sent, [(b, "成功", ""), (a, "失败", "E03")])


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ({"number": "202207999999001"}, "是批次 202207999999001 的"),
        ({"lines": 7}, "首行写7笔"),
        ({"amount_fen": 1}, "首行写3笔0.01元"),
    ],
)
def test_a_file_of_another_batch_or_with_wrong_totals_is_refused(sent, header, sentence):
    answers = [(x, "成功", "") for x in sent[3]]
    with pytest.raises(operations.ResultRefused, match=sentence):
        take(sent, answers, **header)
    assert known(sent) == {"UNKNOWN": 3}


def test_an_amount_an_account_or_a_line_we_did_not_send_is_refused(sent):
    _, _, _, (a, b, _), numbers = sent
    a.amount_fen += 1
    with pytest.raises(operations.ResultRefused, match=r"的金额是100\.01元，送出的是100\.00元"):
        take(sent, [(a, "成功", "")])
    a.amount_fen -= 1
    numbers[a.pk], right = numbers[b.pk], numbers[a.pk]
    with pytest.raises(operations.ResultRefused, match="的账号与送出的不同"):
        take(sent, [(a, "成功", "")])
    numbers[a.pk] = right
    numbers[77] = right
    a.pk = 77
    with pytest.raises(operations.ResultRefused, match="不在送出的清单里"):
        take(sent, [(a, "成功", "")])


def test_a_line_named_twice_or_an_unknown_word_is_refused(sent):
    _, _, _, (a, _, _), _ = sent
    with pytest.raises(operations.ResultRefused, match="出现两次"):
        take(sent, [(a, "成功", ""), (a, "成功", "")])
    with pytest.raises(operations.ResultRefused, match="处理状态“处理中”不认识"):
        take(sent, [(a, "处理中", "")])


def test_rubbish_is_refused_with_a_sentence(sent):
    world, _, file, _, _ = sent
    for content in (b"", b"\xff\xfe\xff\xff", "一|二\r\n".encode("gb18030")):
        with pytest.raises(operations.ResultRefused, match="的回盘无法读取"):
            operations.take_result(file=file, content=content, by=world.finance(DAY), on=DAY)


def test_money_that_comes_back_after_success_is_a_new_row(sent):
    _, run, _, (a, b, c), _ = sent
    take(sent, [(x, "成功", "") for x in (a, b, c)])
    late = date(2022, 7, 20)
    take(sent, [(b, "退汇", "E10")], day=late)
    assert known(sent, date(2022, 7, 19)) == {"PAID": 3}
    assert known(sent, late) == {"PAID": 2, "RETURNED": 1}
    assert UnpaidItem.objects.get().cause == "REVERSED"
    sums = queries.balance(run, as_of=moment(late, 3))
    assert (sums.paid_fen, sums.returned_fen, sums.difference_fen) == (40_000, 20_000, 0)
    take(sent, [(b, "退汇", "E10")], day=date(2022, 7, 21))
    assert UnpaidItem.objects.count() == 1


def test_a_reversal_of_what_was_never_paid_is_refused(sent):
    _, _, _, (a, _, _), _ = sent
    with pytest.raises(operations.ResultRefused, match="没有成功入账的记录"):
        take(sent, [(a, "退汇", "E10")])


def test_no_result_before_the_file_went_out(world):
    family = world.family()
    run = world.approved(JULY)
    (file,) = operations.cut(run=run, by=world.finance(DAY), on=DAY)
    line = DisbursementLine.objects.get(run=run)
    content = result_file(file, [(line, "成功", "")], numbers={line.pk: family.account})
    with pytest.raises(operations.ResultRefused, match="尚未送出"):
        operations.take_result(file=file, content=content, by=world.finance(DAY), on=DAY)
