"""The accountant's number for money that left."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from minzheng.kernel.audit.models import LedgerModel
from minzheng.kernel.disbursements.models.funds import FundSource
from minzheng.kernel.disbursements.models.runs import PayRun


class Voucher(LedgerModel):
    """会计凭证: what a run paid from one source, as the books have it."""

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="vouchers")
    fund_source = models.ForeignKey(FundSource, models.PROTECT, related_name="vouchers")
    number = models.CharField("凭证号", max_length=40)
    posted_on = models.DateField("记账日期")
    amount_fen = models.BigIntegerField("金额（分）")
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "会计凭证"
        ordering = ("posted_on", "number")
        constraints = (
            models.UniqueConstraint(
                fields=["run", "fund_source"],
                name="voucher_once_per_run_and_source",
                violation_error_message="该批次这一资金来源已登记会计凭证。",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & Q(amount_fen__gt=0), name="voucher_states_an_amount"
            ),
        )

    def __str__(self) -> str:
        return self.number
