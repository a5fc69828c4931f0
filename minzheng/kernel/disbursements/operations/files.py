"""Bank files: cut, written, handed over. What may have arrived is never handed over again by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check
from minzheng.kernel.audit.operations import record
from minzheng.kernel.disbursements.bank import codec
from minzheng.kernel.disbursements.bank.layouts import DEFAULT_LAYOUT, LAYOUTS
from minzheng.kernel.disbursements.bank.port import BankUnreachable
from minzheng.kernel.disbursements.enums import FileStatus, LineKind, RunAction, RunStatus
from minzheng.kernel.disbursements.models import BankFile, PayRun
from minzheng.kernel.disbursements.operations.payees import ACCOUNT_CONTEXT
from minzheng.kernel.disbursements.operations.results import take_result
from minzheng.kernel.disbursements.operations.runs import verify_list
from minzheng.kernel.disbursements.operations.steps import NotPossible, locked, note, take
from minzheng.kernel.disbursements.queries import file_lines, rows
from minzheng.kernel.enrollments.enums import Category
from minzheng.kernel.people.operations import ID_CONTEXT
from minzheng.kernel.people.vault import vault
from minzheng.lib.crypto import sm3

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.disbursements.bank.port import BankPort

_FILES = """
SELECT account.bank_id, bank.code, line.fund_source_id, count(*), sum(line.amount_fen)::bigint
  FROM disbursements_line line
  JOIN disbursements_account account ON account.id = line.account_id
  JOIN institutions_institution bank ON bank.id = account.bank_id
 WHERE line.run_id = %(run)s
   AND NOT EXISTS (SELECT FROM disbursements_unpaiditem held WHERE held.line_id = line.id)
 GROUP BY 1, 2, 3 ORDER BY 2, 3
"""


@transaction.atomic
def cut(
    *, run: PayRun, by: Actor, on: date, layouts: Mapping[str, str] | None = None
) -> list[BankFile]:
    """One file per bank and fund source; asked again, the same files.

    `layouts` maps bank code → layout code where it is not the default. A run whose lines are all
    held needs no bank and is settled at once.
    """
    check(by, Permission.RUN_SETTLE, run.area_code)
    run = PayRun.objects.select_for_update().get(pk=run.pk)
    if run.files.exists():
        return list(run.files.order_by("number"))
    if run.status != RunStatus.APPROVED:
        raise NotPossible(f"{run}是“{run.get_status_display()}”，复核后才能制作代发文件。")
    verify_list(run)
    found = rows(_FILES, {"run": run.pk})
    files = BankFile.objects.bulk_create(
        BankFile(
            run=run,
            bank_id=bank_id,
            fund_source_id=source_id,
            number=f"{run.month:%Y%m}{run.pk:06d}{index:03d}",
            layout=(layouts or {}).get(code, DEFAULT_LAYOUT),
            lines=lines,
            amount_fen=fen,
            cut_at=by.at,
        )
        for index, (bank_id, code, source_id, lines, fen) in enumerate(found, start=1)
    )
    note(run, "cut", by=by, on=on, files=[file.number for file in files])
    if not files:
        run = take(run, RunAction.SEND, by=by, sent_at=by.at)
        take(run, RunAction.SETTLE, by=by, settled_at=by.at)
    return files


@transaction.atomic
def export_file(*, file: BankFile, by: Actor, on: date) -> bytes:
    """The bytes for the bank; written again, the same bytes. They hold full numbers: never store them.

    Raises NotPossible when names or numbers were changed since, so the bytes would be others.
    """
    check(by, Permission.RUN_SETTLE, file.run.area_code)
    content, digest = _written(file)
    record(
        tag="disbursements:file:exported",
        target=file,
        by=by,
        on=on,
        area_code=file.run.area_code,
        facts={"number": file.number, "lines": file.lines, "fen": file.amount_fen, "sm3": digest},
    )
    return content


def _written(file: BankFile) -> tuple[bytes, str]:
    """(bytes, SM3) of the file; the first time the SM3 is kept, after that it must be the same."""
    run, layout = file.run, LAYOUTS[file.layout]
    header = {
        "number": file.number,
        "program": run.get_program_display(),
        "period": f"{run.month:%Y%m}",
        "lines": file.lines,
        "amount_fen": file.amount_fen,
    }
    content = codec.write(layout, layout.out, header, _records(file, run.get_program_display()))
    digest = sm3(content).hex()
    BankFile.objects.filter(pk=file.pk, content_sm3="").update(content_sm3=digest)
    if BankFile.objects.values_list("content_sm3", flat=True).get(pk=file.pk) != digest:
        raise NotPossible(
            f"代发文件 {file.number} 中有人的姓名或证件在制作后被更改，内容已不同，请先查明再送银行。"
        )
    return content, digest


def _records(file: BankFile, program: str) -> Iterator[dict[str, Any]]:
    sealer = vault()
    for line in file_lines(file):
        kind = "" if line["kind"] == LineKind.REGULAR else LineKind(line["kind"]).label
        sealed_id = line["id_sealed"]
        yield {
            "line_id": line["line_id"],
            "name": line["name"],
            "id_number": sealer.open(sealed_id, ID_CONTEXT) if sealed_id else "",
            "account": sealer.open(line["number_sealed"], ACCOUNT_CONTEXT),
            "amount_fen": line["amount_fen"],
            "purpose": f"{line['for_month']:%Y年%m月}{Category(line['category']).label}{program}{kind}",
            "area_code": line["area_code"],
        }


def send(*, file: BankFile, bank: BankPort, by: Actor, on: date) -> BankFile:
    """Hand the file over once. It is announced before it is done: without the bank's receipt the file
    stays SENDING (unknown), and only `query_result` finds out what happened.

    Raises NotPossible for a file that is on its way or has arrived.
    """
    check(by, Permission.RUN_SETTLE, file.run.area_code)
    with transaction.atomic():
        now = _locked_file(file)
        if now.status != FileStatus.CUT:
            raise NotPossible(
                f"代发文件 {now.number} 是“{now.get_status_display()}”，不能再送；请先向银行查询结果。"
            )
        content, digest = _written(now)
        _mark(now, FileStatus.SENDING, by, on, sm3=digest)
    try:
        bank.submit(number=now.number, layout=now.layout, content=content, on=on)
    except BankUnreachable:
        return now
    return _arrived(now, by, on)


def query_result(*, file: BankFile, bank: BankPort, by: Actor, on: date) -> BankFile:
    """Ask the bank: did the file arrive, and are there results? Takes in what there is.

    A file the bank does not have may be sent again, by a person; what it does not say stays unknown.
    """
    check(by, Permission.RUN_SETTLE, file.run.area_code)
    file = BankFile.objects.select_related("run").get(pk=file.pk)
    if file.status == FileStatus.SENDING:
        has = bank.has(number=file.number)
        if has is None:
            return file
        if not has:
            with transaction.atomic():
                return _mark(_locked_file(file), FileStatus.CUT, by, on)
        file = _arrived(file, by, on)
    for content in bank.results(number=file.number, on=on):
        take_result(file=file, content=content, by=by, on=on)
    return BankFile.objects.select_related("run").get(pk=file.pk)


@transaction.atomic
def _arrived(file: BankFile, by: Actor, on: date) -> BankFile:
    now = _locked_file(file)
    if now.status == FileStatus.SENDING:
        now = _mark(now, FileStatus.SENT, by, on)
    waiting = now.run.files.filter(status__in=[FileStatus.CUT, FileStatus.SENDING])
    if now.run.status == RunStatus.APPROVED and not waiting.exists():
        now.run = take(locked(now.run), RunAction.SEND, by=by, sent_at=by.at)
        note(now.run, "sent", by=by, on=on)
    return now


def _locked_file(file: BankFile) -> BankFile:
    # The run first, then the file: everybody takes them in this order.
    run = PayRun.objects.select_for_update().get(pk=file.run_id)
    now = BankFile.objects.select_for_update().get(pk=file.pk)
    now.run = run
    return now


def _mark(file: BankFile, status: FileStatus, by: Actor, on: date, **facts: Any) -> BankFile:
    file.status = status
    file.sent_at = by.at if status == FileStatus.SENDING else file.sent_at
    file.save(update_fields=["status", "sent_at"])
    record(
        tag=f"disbursements:file:{status.lower()}",
        target=file,
        by=by,
        on=on,
        area_code=file.run.area_code,
        facts={"number": file.number, "lines": file.lines, "fen": file.amount_fen, **facts},
    )
    return file
