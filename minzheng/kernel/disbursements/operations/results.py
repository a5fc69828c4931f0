"""Bank results: taken in once, in any order and in parts; whatever does not fit is refused whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check
from minzheng.kernel.audit.operations import record
from minzheng.kernel.disbursements.bank import codec
from minzheng.kernel.disbursements.bank.layouts import LAYOUTS
from minzheng.kernel.disbursements.enums import (
    FailureCode,
    FileStatus,
    Outcome,
    RunAction,
    RunStatus,
)
from minzheng.kernel.disbursements.models import (
    BankFile,
    BankResult,
    BankResultLine,
    PayRun,
)
from minzheng.kernel.disbursements.operations.payees import account_index
from minzheng.kernel.disbursements.operations.steps import NotPossible, execute, note, take
from minzheng.kernel.disbursements.queries import file_lines
from minzheng.lib.crypto import sm3
from minzheng.lib.fen import yuan_text

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.disbursements.bank.codec import Record
    from minzheng.kernel.disbursements.bank.layouts import Layout


class ResultRefused(NotPossible):
    """The result file does not fit what was sent or what the bank said before; nothing was taken in."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a result in our words."""

    line_id: int
    outcome: Outcome
    code: str
    booked_on: date
    reference: str


@dataclass(slots=True)
class Known:
    """What the bank said about the lines of a file until now: {line: outcome and code}."""

    first: dict[int, tuple[Outcome, str]] = field(default_factory=dict)
    reversed: set[int] = field(default_factory=set)


@transaction.atomic
def take_result(*, file: BankFile, content: bytes, by: Actor, on: date) -> BankResult:
    """Take in a result file. What it repeats changes nothing; a failed line becomes an unpaid item.

    Parts and any order are fine. Refused whole, with a sentence (ResultRefused): another batch's
    file, wrong totals, a line we did not send, another amount or account, an answer that contradicts
    an earlier one.
    """
    check(by, Permission.RUN_SETTLE, file.run.area_code)
    run = PayRun.objects.select_for_update().get(pk=file.run_id)
    file = BankFile.objects.select_for_update().get(pk=file.pk)
    digest = sm3(content).hex()
    seen = BankResult.objects.filter(file=file, content_sm3=digest).first()
    if seen:
        return seen
    if file.status == FileStatus.CUT:
        raise ResultRefused(f"代发文件 {file.number} 尚未送出，不应有回盘，请核对是否选错批次。")
    answers = _answers(file, content)
    known = _known(file)
    news = [answer for answer in answers if _is_news(answer, known)]
    result = BankResult.objects.create(
        file=file,
        content_sm3=digest,
        lines=len(answers),
        new_lines=len(news),
        received_on=on,
        recorded_at=by.at,
    )
    _write_lines(run, result, news, by, on)
    if len(known.first) == file.lines:
        BankFile.objects.filter(pk=file.pk).update(status=FileStatus.ANSWERED)
    _note_result(run, file, result, news, by=by, on=on)
    _settle(run, by, on)
    return result


# --- reading ----------------------------------------------------------------------------------------


def _answers(file: BankFile, content: bytes) -> list[Answer]:
    """The file's lines, each checked against what was sent."""
    layout = LAYOUTS[file.layout]
    try:
        header, lines = codec.read(layout, layout.back, content)
    except codec.BadFile as error:
        raise ResultRefused(f"代发文件 {file.number} 的回盘无法读取：{error}") from error
    if header["number"] != file.number:
        raise ResultRefused(
            f"回盘文件是批次 {header['number']} 的，不是 {file.number} 的，请核对后重新导入。"
        )
    total = sum(line["amount_fen"] or 0 for line in lines)
    if (header["lines"], header["amount_fen"]) != (len(lines), total):
        raise ResultRefused(
            f"批次 {file.number} 的回盘首行写{header['lines']}笔{yuan_text(header['amount_fen'] or 0)}元，"
            f"明细却是{len(lines)}笔{yuan_text(total)}元，文件不完整，请向银行重新索取。"
        )
    sent = {
        line["line_id"]: (line["amount_fen"], bytes(line["number_index"]))
        for line in file_lines(file)
    }
    answers: dict[int, Answer] = {}
    for line in lines:
        _compare(file, line, sent)
        if line["line_id"] in answers:
            raise ResultRefused(
                f"批次 {file.number} 的回盘中序号 {line['line_id']} 出现两次，请向银行核对。"
            )
        answers[line["line_id"]] = _answer(layout, line)
    return list(answers.values())


def _compare(file: BankFile, line: Record, sent: dict[int, tuple[int, bytes]]) -> None:
    where = f"批次 {file.number} 的回盘中序号 {line['line_id']} "
    if line["line_id"] not in sent:
        raise ResultRefused(f"{where}不在送出的清单里，请向银行核对。")
    fen, index = sent[line["line_id"]]
    if line["amount_fen"] != fen:
        told = yuan_text(line["amount_fen"] or 0)
        raise ResultRefused(f"{where}的金额是{told}元，送出的是{yuan_text(fen)}元，请向银行核对。")
    if account_index(line["account"]) != index:
        raise ResultRefused(f"{where}的账号与送出的不同，请向银行核对。")


def _answer(layout: Layout, line: Record) -> Answer:
    outcome = layout.statuses.get(line["status"])
    if outcome is None:
        raise ResultRefused(
            f"序号 {line['line_id']} 的处理状态“{line['status']}”不认识，应为"
            f"{'、'.join(layout.statuses)}之一，请向银行核对。"
        )
    if line["booked_on"] is None:
        raise ResultRefused(f"序号 {line['line_id']} 没有入账日期，请向银行核对。")
    failed = outcome is not Outcome.SUCCESS
    code = layout.failures.get(line["code"], FailureCode.OTHER) if failed else ""
    return Answer(line["line_id"], outcome, str(code), line["booked_on"], line["reference"])


# --- comparing with what the bank said before ---------------------------------------------------------


def _known(file: BankFile) -> Known:
    known = Known()
    said = BankResultLine.objects.filter(result__file=file)
    for line_id, outcome, code in said.values_list("line_id", "outcome", "code"):
        if outcome == Outcome.REVERSED:
            known.reversed.add(line_id)
        else:
            known.first[line_id] = (Outcome(outcome), code)
    return known


def _is_news(answer: Answer, known: Known) -> bool:
    """Whether the answer adds something; a contradiction raises ResultRefused. Notes it in `known`."""
    before = known.first.get(answer.line_id)
    if answer.outcome is Outcome.REVERSED:
        if before is None or before[0] is not Outcome.SUCCESS:
            raise ResultRefused(
                f"序号 {answer.line_id} 报退汇，但没有成功入账的记录，请向银行核对。"
            )
        fresh = answer.line_id not in known.reversed
        known.reversed.add(answer.line_id)
        return fresh
    if before is None:
        known.first[answer.line_id] = (answer.outcome, answer.code)
        return True
    if before != (answer.outcome, answer.code):
        raise ResultRefused(
            f"序号 {answer.line_id} 先前回盘为“{_said(*before)}”，这次为“{_said(answer.outcome, answer.code)}”，"
            "前后矛盾，整个文件未导入，请向银行核实后再办理。"
        )
    return False


def _said(outcome: Outcome, code: str) -> str:
    return f"{outcome.label}：{FailureCode(code).label}" if code else str(outcome.label)


# --- writing ----------------------------------------------------------------------------------------


_LINES = """
INSERT INTO disbursements_bankresultline (
    result_id, run_id, line_id, outcome, code, booked_on, reference, recorded_at)
SELECT %(result)s, %(run)s, said.*, %(at)s
  FROM unnest(%(lines)s::bigint[], %(outcomes)s::text[], %(codes)s::text[], %(days)s::date[],
              %(references)s::text[]) said
"""

_UNPAID = """
INSERT INTO disbursements_unpaiditem (
    run_id, line_id, cause, code, reason, happened_on, recorded_at)
SELECT run_id, line_id, CASE outcome WHEN 'FAILED' THEN 'RETURNED' ELSE 'REVERSED' END, code, '',
       %(on)s, recorded_at
  FROM disbursements_bankresultline
 WHERE result_id = %(result)s AND outcome <> 'SUCCESS' ORDER BY id
"""


def _write_lines(run: PayRun, result: BankResult, news: list[Answer], by: Actor, on: date) -> None:
    """All lines in one statement, and an unpaid item for each that did not stay on its account."""
    key = {"run": run.pk, "result": result.pk, "at": by.at, "on": on}
    columns = {
        "lines": [answer.line_id for answer in news],
        "outcomes": [str(answer.outcome) for answer in news],
        "codes": [answer.code for answer in news],
        "days": [answer.booked_on for answer in news],
        "references": [answer.reference for answer in news],
    }
    execute(_LINES, key | columns)
    execute(_UNPAID, key)


def _note_result(
    run: PayRun, file: BankFile, result: BankResult, news: list[Answer], *, by: Actor, on: date
) -> None:
    counts: dict[str, Any] = {
        outcome.lower(): sum(answer.outcome is outcome for answer in news) for outcome in Outcome
    }
    record(
        tag="disbursements:file:answered",
        target=file,
        by=by,
        on=on,
        area_code=run.area_code,
        facts={"number": file.number, "sm3": result.content_sm3, "lines": result.lines, **counts},
    )


def _settle(run: PayRun, by: Actor, on: date) -> None:
    """All files answered: the run is settled."""
    if run.status == RunStatus.SENT and not run.files.exclude(status=FileStatus.ANSWERED).exists():
        run = take(run, RunAction.SETTLE, by=by, settled_at=by.at)
        note(run, "settled", by=by, on=on)
