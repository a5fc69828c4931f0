"""Plan, freeze, reject, approve, close: a run from the allowances to difference 0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Max

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check
from minzheng.kernel.disbursements.enums import RunAction, RunStatus
from minzheng.kernel.disbursements.models import PayRun
from minzheng.kernel.disbursements.operations.funds import commit_to_budget
from minzheng.kernel.disbursements.operations.steps import (
    AlreadyMoved,
    NotPossible,
    SecondPersonNeeded,
    ask,
    execute,
    locked,
    note,
    person,
    take,
    wait_for_turn,
)
from minzheng.kernel.disbursements.queries import (
    balance,
    corrected_items,
    list_hash,
    undecided_returns,
)
from minzheng.lib.fen import yuan_text
from minzheng.lib.months import Month

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.enrollments.enums import Program


def plan(*, program: Program, month: Month, by: Actor, on: date) -> PayRun:
    """The month's list from the allowances known now; planning again before freezing renews it.

    A month has one run, and runs follow month by month: what became known since the last one is
    paid back (or found to be recovered) in this one. Raises NotPossible with a sentence.
    """
    run = _opened(program, month, 0, by, on)
    return _filled(run, by, on)


def plan_reissue(*, program: Program, month: Month, by: Actor, on: date) -> PayRun:
    """A further run in the same month that only reissues corrected returns.

    Raises NotPossible when there is nothing to reissue.
    """
    runs = PayRun.objects.filter(program=program, month=month.first_day)
    last = runs.aggregate(last=Max("sequence"))["last"]
    if last is None:
        raise NotPossible(f"{month} 还没有发放批次，退回款会随当月计划一起重发。")
    if not corrected_items(program).exists():
        raise NotPossible("没有已更正账户、等待重发的退回款。")
    planned = runs.filter(status=RunStatus.PLANNED, sequence__gt=0).first()
    run = _opened(program, month, planned.sequence if planned else last + 1, by, on)
    return _filled(run, by, on)


def _opened(program: Program, month: Month, sequence: int, by: Actor, on: date) -> PayRun:
    """The run's row with its watermark: a short transaction of its own, because it stops writers."""
    check(by, Permission.RUN_PLAN, by.area_code)
    planner = person(by)
    with transaction.atomic():
        row = {"program": program, "month": month.first_day, "sequence": sequence}
        wait_for_turn(program, month.first_day, sequence)
        run = PayRun.objects.select_for_update().filter(**row).first()
        if run is None:
            if sequence == 0:
                _refuse_gap(program, month)
            try:
                with transaction.atomic():
                    PayRun.objects.create(
                        **row,
                        area_code=by.area_code,
                        known_at=by.at,
                        planned_on=on,
                        planned_by_id=planner,
                    )
            except IntegrityError:
                # Two planners at once: the other one's run is the run. Anything else is an error.
                if not PayRun.objects.filter(**row).exists():
                    raise
            run = PayRun.objects.select_for_update().get(**row)
        if run.status != RunStatus.PLANNED:
            raise AlreadyMoved(
                f"{run}的发放清单已经是“{run.get_status_display()}”，不能再编制；"
                "之后的变动会在下一个月的批次中补发或列为追缴。"
            )
        run.watermark = ask("SELECT disbursements_watermark()")[0]
        run.known_at, run.planned_on, run.planned_by_id = by.at, on, planner
        run.save(update_fields=["watermark", "known_at", "planned_on", "planned_by"])
    return run


def _refuse_gap(program: Program, month: Month) -> None:
    # Of two planners the other may have opened this very month since we looked.
    runs = PayRun.objects.filter(program=program, sequence=0).exclude(month=month.first_day)
    last = runs.order_by("-month").first()
    if last is None:
        return
    if last.status == RunStatus.PLANNED:
        raise NotPossible(f"{last}的发放清单尚未冻结，请先完成它，再编制 {month}。")
    expected = Month.of(last.month).next
    if month != expected:
        raise NotPossible(
            f"上一个批次是 {last.month:%Y-%m}，下一个应编制 {expected}，不能编制 {month}。"
        )


@transaction.atomic
def _filled(run: PayRun, by: Actor, on: date) -> PayRun:
    wait_for_turn(run.program, run.month, run.sequence)
    run = PayRun.objects.select_for_update().get(pk=run.pk)
    run.lines, run.amount_fen = ask("SELECT * FROM disbursements_plan(%s)", run.pk)
    run.version += 1
    run.save(update_fields=["lines", "amount_fen", "version"])
    note(run, "planned", by=by, on=on, watermark=run.watermark)
    return run


def freeze(*, run: PayRun, by: Actor, on: date) -> PayRun:
    """Close the list: from now on exactly these lines are paid. The hash is taken over the ordered list.

    Raises AlreadyMoved when the plan was renewed or frozen meanwhile.
    """
    check(by, Permission.RUN_PLAN, run.area_code)
    freezer = person(by)
    # Attaching locks tables that others write to, so it must not wait for the audit chain as well.
    with transaction.atomic():
        locked(run)
        ask("SELECT disbursements_attach(%s)", run.pk)
    with transaction.atomic():
        run = take(
            locked(run),
            RunAction.FREEZE,
            by=by,
            list_hash=list_hash(run),
            frozen_by_id=freezer,
            frozen_at=by.at,
        )
        note(run, "frozen", by=by, on=on)
    return run


@transaction.atomic
def reject(*, run: PayRun, reason: str, by: Actor, on: date) -> PayRun:
    """The approver sends a frozen list back; it can be planned anew."""
    before = locked(run)
    run = take(before, RunAction.REJECT, by=by, list_hash="", frozen_by_id=None, frozen_at=None)
    note(run, "rejected", by=by, on=on, reason=reason, rejected_sm3=before.list_hash)
    return run


@transaction.atomic
def approve(*, run: PayRun, by: Actor, on: date) -> PayRun:
    """A second person releases the frozen list, if the year's money suffices.

    With it, what was paid without right becomes recovery items, reissued returns are settled, and
    lines nobody can receive are held. Raises SecondPersonNeeded, OverBudget, AlreadyMoved.
    """
    approver = person(by)
    run = locked(run)
    if approver in (run.planned_by_id, run.frozen_by_id):
        raise SecondPersonNeeded("发放清单须由编制人、冻结人以外的另一人复核，请由财务岗位办理。")
    run = take(run, RunAction.APPROVE, by=by, approved_by_id=approver, approved_at=by.at)
    verify_list(run)
    commit_to_budget(run)
    facts = {"run": run.pk, "at": by.at, "on": on}
    recoveries = execute(_RECOVERIES, facts)
    reissues = _settle_reissues(run, facts)
    holds = execute(_HOLDS, facts)
    note(run, "approved", by=by, on=on, recoveries=recoveries, reissues=reissues, held=holds)
    return run


_RECOVERIES = """
INSERT INTO disbursements_recoveryitem (
    run_id, enrollment_id, household_id, program, category, area_code, for_month, allowance_id,
    previous_allowance_id, amount_fen, recorded_at)
SELECT %(run)s, d.enrollment_id, e.household_id, e.program, d.category, d.area_code, d.for_month,
       d.allowance_id, d.previous_allowance_id, d.lined_fen - d.due_fen, %(at)s
  FROM disbursements_differences(%(run)s) d
  JOIN enrollments_enrollment e ON e.id = d.enrollment_id
 WHERE d.due_fen < d.lined_fen
 ORDER BY d.enrollment_id, d.for_month
"""

_REISSUES = """
INSERT INTO disbursements_unpaidstep (
    item_id, kind, account_id, line_id, reason, happened_on, recorded_at)
SELECT reissue_of_id, 'REISSUED', account_id, id, '', %(on)s, %(at)s
  FROM disbursements_line WHERE run_id = %(run)s AND kind = 'REISSUE' ORDER BY id
"""

# Nobody can receive it: no account, or the holder is dead. The family keeps its claim.
_HOLDS = """
INSERT INTO disbursements_unpaiditem (
    run_id, line_id, cause, code, reason, happened_on, recorded_at)
SELECT line.run_id, line.id, 'HELD',
       CASE WHEN line.account_id IS NULL THEN 'NO_ACCOUNT' ELSE 'PAYEE_DECEASED' END, '',
       %(on)s, %(at)s
  FROM disbursements_line line
  LEFT JOIN disbursements_account account ON account.id = line.account_id
  LEFT JOIN people_person holder ON holder.id = account.person_id
 WHERE line.run_id = %(run)s AND (line.account_id IS NULL OR holder.died_on <= %(on)s)
   AND NOT EXISTS (SELECT FROM disbursements_unpaiditem held WHERE held.line_id = line.id)
 ORDER BY line.id
"""


def _settle_reissues(run: PayRun, facts: dict[str, object]) -> int:
    try:
        with transaction.atomic():
            return execute(_REISSUES, facts)
    except IntegrityError as error:
        raise NotPossible("清单中有退回款已由另一批次重发，请退回重编。") from error


def verify_list(run: PayRun) -> None:
    """Pay exactly the frozen list: stop when the ledger no longer gives the frozen hash."""
    if list_hash(run) != run.list_hash:
        raise NotPossible(f"{run}的明细与冻结时的SM3不一致，已停止办理，请立即联系审计员。")


@transaction.atomic
def close(*, run: PayRun, by: Actor, on: date) -> PayRun:
    """Close when due = paid + returned + held and every return was reissued or carried on.

    Raises NotPossible with the amounts.
    """
    now = locked(run)
    sums = balance(now, as_of=by.at)
    if sums.difference_fen or sums.unknown_lines:
        raise NotPossible(
            f"应发{yuan_text(sums.due_fen)}元，已到账{yuan_text(sums.paid_fen)}元，"
            f"退回{yuan_text(sums.returned_fen)}元，缓发{yuan_text(sums.held_fen)}元，"
            f"差额{yuan_text(sums.difference_fen)}元（{sums.unknown_lines}笔待回盘），"
            "差额为0.00才能结清，请先向银行查询。"
        )
    undecided = undecided_returns(now).count()
    if undecided:
        raise NotPossible(
            f"还有{undecided}笔退回款既未重发也未结转，请先更正账户重发，或写明原因结转下期。"
        )
    run = take(now, RunAction.CLOSE, by=by, closed_by_id=by.user_id, closed_at=by.at)
    note(
        run,
        "closed",
        by=by,
        on=on,
        paid_fen=sums.paid_fen,
        returned_fen=sums.returned_fen,
        held_fen=sums.held_fen,
    )
    return run
