"""Registering the accountant's voucher for what a run paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check
from minzheng.kernel.audit.operations import record
from minzheng.kernel.disbursements.enums import RunStatus
from minzheng.kernel.disbursements.models import Voucher
from minzheng.kernel.disbursements.operations.steps import NotPossible
from minzheng.kernel.disbursements.queries import paid_from
from minzheng.lib.fen import yuan_text

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.disbursements.models import FundSource, PayRun


@transaction.atomic
def register_voucher(
    *,
    run: PayRun,
    source: FundSource,
    number: str,
    amount_fen: int,
    posted_on: date,
    by: Actor,
    on: date,
) -> Voucher:
    """The books and the ledger must say the same: the amount is what the run paid from the source.

    Raises NotPossible with both amounts when they differ, when the run is not closed, or when the
    source has its voucher already.
    """
    check(by, Permission.RUN_SETTLE, run.area_code)
    if run.status != RunStatus.CLOSED:
        raise NotPossible(f"{run}还没有结清，结清后才能登记会计凭证。")
    if Voucher.objects.filter(run=run, fund_source=source).exists():
        raise NotPossible(f"{run}的“{source.name}”已登记会计凭证，不能重复登记。")
    paid = paid_from(run, source, as_of=by.at)
    if paid != amount_fen:
        raise NotPossible(
            f"凭证金额 {yuan_text(amount_fen)} 元与{run}从“{source.name}”实际到账的 "
            f"{yuan_text(paid)} 元不一致，请核对账务后再登记。"
        )
    voucher = Voucher.objects.create(
        run=run,
        fund_source=source,
        number=number.strip(),
        posted_on=posted_on,
        amount_fen=amount_fen,
        recorded_at=by.at,
    )
    record(
        tag="disbursements:voucher:registered",
        target=run,
        by=by,
        on=on,
        area_code=run.area_code,
        facts={"number": voucher.number, "source": source.code, "amount_fen": amount_fen},
    )
    return voucher
