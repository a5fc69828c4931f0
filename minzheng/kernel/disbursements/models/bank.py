"""What goes to a bank, and what it answers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from minzheng.kernel.audit.models import LedgerModel
from minzheng.kernel.disbursements.enums import FailureCode, FileStatus, Outcome
from minzheng.kernel.disbursements.models.funds import FundSource
from minzheng.kernel.disbursements.models.runs import PayRun
from minzheng.kernel.institutions.models import Institution


class BankFile(models.Model):
    """代发文件: the lines of a run at one bank from one source, less those held.

    Which lines those are follows from rows that never change, so the file can be written again with
    the same bytes; `content_sm3` proves it.
    """

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="files")
    bank = models.ForeignKey(Institution, models.PROTECT, related_name="+")
    fund_source = models.ForeignKey(FundSource, models.PROTECT, related_name="+")
    number = models.CharField("批次号", max_length=40, unique=True)
    layout = models.CharField("格式", max_length=30)
    status = models.CharField("状态", max_length=10, choices=FileStatus, default=FileStatus.CUT)
    lines = models.PositiveIntegerField("笔数")
    amount_fen = models.BigIntegerField("金额（分）")
    content_sm3 = models.CharField("文件SM3", max_length=64, blank=True)
    cut_at = models.DateTimeField("制作时刻")
    sent_at = models.DateTimeField("送出时刻", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "代发文件"
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(
                fields=["run", "bank", "fund_source"],
                name="bank_file_once",
                violation_error_message="该银行、该资金来源的代发文件已制作。",
            ),
        )

    def __str__(self) -> str:
        return self.number


class BankResult(LedgerModel):
    """回盘文件: one answer of the bank, complete or partial. The same bytes count once."""

    file = models.ForeignKey(BankFile, models.PROTECT, related_name="results")
    content_sm3 = models.CharField("文件SM3", max_length=64)
    lines = models.PositiveIntegerField("笔数")
    new_lines = models.PositiveIntegerField("新增笔数")
    received_on = models.DateField("收到日期")
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "回盘文件"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["file", "content_sm3"], name="bank_result_once"),
        )

    def __str__(self) -> str:
        return f"{self.file} {self.content_sm3[:8]}"


class BankResultLine(LedgerModel):
    """What the bank said about a line: paid or failed once, and perhaps reversed once after that."""

    result = models.ForeignKey(BankResult, models.PROTECT, related_name="+")
    run = models.ForeignKey(PayRun, models.PROTECT, related_name="+")
    line_id = models.BigIntegerField("明细编号")
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    code = models.CharField("失败原因", max_length=30, choices=FailureCode, blank=True)
    booked_on = models.DateField("入账日期")
    reference = models.CharField("流水号", max_length=40, blank=True)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "回盘明细"
        constraints = (
            models.UniqueConstraint(
                fields=["line_id"],
                condition=Q(outcome__in=[Outcome.SUCCESS, Outcome.FAILED]),
                name="bank_line_answered_once",
                violation_error_message="该笔已有银行结果。",
            ),
            models.UniqueConstraint(
                fields=["line_id"],
                condition=Q(outcome=Outcome.REVERSED),
                name="bank_line_reversed_once",
                violation_error_message="该笔已登记退汇。",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.SUCCESS, code="")
                | (~Q(outcome=Outcome.SUCCESS) & ~Q(code="")),
                name="bank_line_code_only_when_not_paid",
                violation_error_message="失败或退汇应有原因代码，成功则没有。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.line_id} {self.get_outcome_display()}"
