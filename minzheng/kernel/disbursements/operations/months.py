"""A whole month in one go: for the demo, the command line and the job worker."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from minzheng.kernel.disbursements.enums import FileStatus, RunStatus
from minzheng.kernel.disbursements.models import PayRun
from minzheng.kernel.disbursements.operations.files import cut, query_result, send
from minzheng.kernel.disbursements.operations.runs import approve, close, freeze, plan
from minzheng.kernel.disbursements.operations.unpaid import carry_forward
from minzheng.kernel.disbursements.queries import last_moment, undecided_returns

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.disbursements.bank.port import BankPort
    from minzheng.kernel.disbursements.operations.steps import Progress
    from minzheng.kernel.enrollments.enums import Program
    from minzheng.lib.months import Month

STEPS = ("编制", "冻结", "复核", "制作代发文件", "送银行", "回盘", "结清")
# ASSUMPTION: an agent bank answers within a week; what is unknown then stays open for a person.
DAYS_OF_WAITING = 7
CARRY_REASON = "待更正收款账户，结转下期"


def run_month(
    *,
    program: Program,
    month: Month,
    planner: Actor,
    approver: Actor,
    bank: BankPort,
    on: date,
    layouts: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> PayRun:
    """Plan to close: continues where the month's run stands, and asked again does nothing.

    The planner plans and freezes; the approver approves, sends, takes in results (a day later each
    time it asks) and closes, carrying forward what the bank returned. Lines the bank does not
    answer within a week leave the run open at SENT.
    """

    def tell(step: int) -> None:
        if progress is not None:
            progress(STEPS[step] if step < len(STEPS) else "完成", step, len(STEPS))

    run = PayRun.objects.filter(program=program, month=month.first_day, sequence=0).first()
    if run is None or run.status == RunStatus.PLANNED:
        tell(0)
        run = plan(program=program, month=month, by=planner, on=on)
        tell(1)
        run = freeze(run=run, by=planner, on=on)
    if run.status == RunStatus.FROZEN:
        tell(2)
        run = approve(run=run, by=approver, on=on)
    if run.status == RunStatus.APPROVED:
        tell(3)
        files = cut(run=run, by=approver, on=on, layouts=layouts)
        tell(4)
        for file in files:
            if file.status == FileStatus.CUT:
                send(file=file, bank=bank, by=approver, on=on)
    tell(5)
    run, days = _await_results(run, approver, bank, on)
    if run.status == RunStatus.SETTLED:
        tell(6)
        run = _finish(run, approver.later(days=days), on + timedelta(days=days))
    tell(7)
    return run


def _await_results(run: PayRun, by: Actor, bank: BankPort, on: date) -> tuple[PayRun, int]:
    """(run, days waited): ask once a day until every line is answered."""
    for days in range(DAYS_OF_WAITING + 1):
        run = PayRun.objects.get(pk=run.pk)
        if run.status not in (RunStatus.APPROVED, RunStatus.SENT):
            return run, max(days - 1, 0)
        for file in run.files.exclude(status__in=[FileStatus.CUT, FileStatus.ANSWERED]):
            query_result(file=file, bank=bank, by=by.later(days=days), on=on + timedelta(days=days))
    return PayRun.objects.get(pk=run.pk), DAYS_OF_WAITING


def _finish(run: PayRun, by: Actor, on: date) -> PayRun:
    # Taken up again after a crash, the month's results may carry a later moment than `by`.
    last = last_moment(run)
    if last > by.at:
        by, on = replace(by, at=last), max(on, last.date())
    returns = list(undecided_returns(run).select_related("run"))
    if returns:
        carry_forward(items=returns, reason=CARRY_REASON, by=by, on=on)
    return close(run=run, by=by, on=on)
