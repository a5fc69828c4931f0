"""Held and returned lines until they are paid or fall away; recoveries until they are repaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q, Sum

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check
from minzheng.kernel.audit.operations import record
from minzheng.kernel.disbursements.enums import (
    FailureCode,
    RecoveryStepKind,
    RunStatus,
    UnpaidCause,
    UnpaidStepKind,
)
from minzheng.kernel.disbursements.models import (
    DisbursementLine,
    PayeeAssignment,
    PayRun,
    RecoveryItem,
    RecoveryStep,
    UnpaidItem,
    UnpaidStep,
)
from minzheng.kernel.disbursements.operations.steps import NotPossible
from minzheng.kernel.disbursements.queries import open_items
from minzheng.lib.crypto import sm3
from minzheng.lib.fen import yuan_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from minzheng.kernel.audit.actor import Actor


def _line(item: UnpaidItem) -> DisbursementLine:
    return DisbursementLine.objects.select_related("household").get(
        pk=item.line_id, run_id=item.run_id
    )


def _refuse_ended(item: UnpaidItem) -> None:
    # Two at once both pass here; the unique constraint on the ending step lets one of them win.
    if not open_items().filter(pk=item.pk).exists():
        raise NotPossible("该事项已经重发或注销，无需再办理。")


@transaction.atomic
def hold_line(*, line: DisbursementLine, reason: str, by: Actor, on: date) -> UnpaidItem:
    """缓发: an approved line is not sent, for a stated reason; the family keeps its claim.

    Raises NotPossible before approval (reject the list instead), once bank files are cut, and
    without a reason.
    """
    run = PayRun.objects.select_for_update().get(pk=line.run_id)
    check(by, Permission.RUN_PLAN, run.area_code)
    if not reason.strip():
        raise NotPossible("缓发须写明原因。")
    # A list that is not approved may still be planned anew; what refers to its lines would hold it.
    if run.status != RunStatus.APPROVED or run.files.exists():
        raise NotPossible(
            f"{run}是“{run.get_status_display()}”，复核之后、制作代发文件之前才能缓发单笔。"
        )
    if UnpaidItem.objects.filter(line_id=line.pk).exists():
        raise NotPossible("这笔款已经缓发。")
    item = UnpaidItem.objects.create(
        run=run,
        line_id=line.pk,
        cause=UnpaidCause.HELD,
        code=FailureCode.HELD_BY_OFFICER,
        reason=reason,
        happened_on=on,
        recorded_at=by.at,
    )
    _note(item, "held", by, on, reason)
    return item


@transaction.atomic
def correct_item(*, item: UnpaidItem, by: Actor, on: date, reason: str = "") -> UnpaidStep:
    """The way is clear again: the next run (or a reissue run) sends it to the account in force on `on`.

    A new account is assigned and confirmed first; for the old one a reason must say what changed
    (卡已激活, 账户已解冻). Raises NotPossible.
    """
    check(by, Permission.RUN_PLAN, item.run.area_code)
    _refuse_ended(item)
    line = _line(item)
    payee = (
        PayeeAssignment.objects.filter(
            Q(to_on=None) | Q(to_on__gt=on),
            household=line.household_id,
            program=line.program,
            confirmed_at__isnull=False,
            from_on__lte=on,
        )
        .order_by("-from_on", "-id")
        .first()
    )
    if payee is None:
        raise NotPossible(f"家庭 {line.household} 还没有收款账户，请先登记。")
    if payee.account_id == line.account_id and not reason.strip():
        raise NotPossible(
            f"家庭 {line.household} 的收款账户没有变，请先变更账户，或写明原账户已恢复的原因。"
        )
    step = UnpaidStep.objects.create(
        item=item,
        kind=UnpaidStepKind.CORRECTED,
        account_id=payee.account_id,
        reason=reason,
        happened_on=on,
        recorded_at=by.at,
    )
    _note(item, "corrected", by, on, reason)
    return step


@transaction.atomic
def carry_forward(
    *, items: Iterable[UnpaidItem], reason: str, by: Actor, on: date
) -> list[UnpaidStep]:
    """结转: the returns stay open beyond the close of their run, for a stated reason; one audit event."""
    chosen = list(items)
    if not reason.strip():
        raise NotPossible("结转须写明原因。")
    for run in {item.run for item in chosen}:
        check(by, Permission.RUN_SETTLE, run.area_code)
    steps = UnpaidStep.objects.bulk_create(
        UnpaidStep(
            item=item,
            kind=UnpaidStepKind.CARRIED,
            reason=reason,
            happened_on=on,
            recorded_at=by.at,
        )
        for item in chosen
    )
    if chosen:
        listing = ",".join(str(item.pk) for item in chosen)
        record(
            tag="disbursements:unpaid_item:carried",
            target=("disbursements.unpaiditem", f"{chosen[0].pk}-{chosen[-1].pk}"),
            by=by,
            on=on,
            area_code=chosen[0].run.area_code,
            facts={"items": len(chosen), "sm3": sm3(listing.encode()).hex(), "reason": reason},
        )
    return steps


@transaction.atomic
def cancel_item(*, item: UnpaidItem, reason: str, by: Actor, on: date) -> UnpaidStep:
    """What never arrived is no longer due either: item and recovery of that month fall away together.

    Raises NotPossible while the money is still due (no recovery of the same month and amount).
    """
    check(by, Permission.RUN_PLAN, item.run.area_code)
    _refuse_ended(item)
    line = _line(item)
    recovery = (
        RecoveryItem.objects.filter(
            enrollment=line.enrollment_id, for_month=line.for_month, amount_fen=line.amount_fen
        )
        .exclude(steps__isnull=False)
        .first()
    )
    if recovery is None:
        raise NotPossible(
            f"家庭 {line.household} 的 {line.for_month:%Y-%m} 仍应发{yuan_text(line.amount_fen)}元，"
            "请更正账户后重发；确不应发的，先办理停发或调整。"
        )
    RecoveryStep.objects.create(
        recovery=recovery,
        kind=RecoveryStepKind.NEVER_PAID,
        amount_fen=line.amount_fen,
        reason=reason,
        happened_on=on,
        recorded_at=by.at,
    )
    step = UnpaidStep.objects.create(
        item=item,
        kind=UnpaidStepKind.CANCELLED,
        reason=reason,
        happened_on=on,
        recorded_at=by.at,
    )
    _note(item, "cancelled", by, on, reason)
    return step


@transaction.atomic
def repay_recovery(
    *, recovery: RecoveryItem, amount_fen: int, by: Actor, on: date, reason: str = ""
) -> RecoveryStep:
    """Money that came back to the treasury account; never more than is to be recovered."""
    run = PayRun.objects.select_for_update().get(pk=recovery.run_id)
    check(by, Permission.RUN_SETTLE, run.area_code)
    done = recovery.steps.aggregate(fen=Sum("amount_fen"))["fen"] or 0
    rest = recovery.amount_fen - done
    if not 0 < amount_fen <= rest:
        raise NotPossible(
            f"该追缴事项还应退缴{yuan_text(rest)}元，登记的{yuan_text(amount_fen)}元不对，请核对缴款单。"
        )
    step = RecoveryStep.objects.create(
        recovery=recovery,
        kind=RecoveryStepKind.REPAID,
        amount_fen=amount_fen,
        reason=reason,
        happened_on=on,
        recorded_at=by.at,
    )
    record(
        tag="disbursements:recovery:repaid",
        target=recovery,
        by=by,
        on=on,
        area_code=recovery.area_code,
        facts={"amount_fen": amount_fen, "rest_fen": rest - amount_fen},
    )
    return step


def _note(item: UnpaidItem, verb: str, by: Actor, on: date, reason: str) -> None:
    record(
        tag=f"disbursements:unpaid_item:{verb}",
        target=item,
        by=by,
        on=on,
        area_code=item.run.area_code,
        facts={"line": item.line_id, "code": item.code, "reason": reason},
    )
