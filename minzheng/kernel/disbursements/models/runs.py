"""A monthly run and its lines."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from minzheng.kernel.access.models import User
from minzheng.kernel.audit.models import LedgerModel
from minzheng.kernel.disbursements.enums import LineKind, RunStatus
from minzheng.kernel.disbursements.models.accounts import Account
from minzheng.kernel.disbursements.models.funds import FundSource
from minzheng.kernel.disbursements.models.remainders import UnpaidItem
from minzheng.kernel.enrollments.enums import Category, Program
from minzheng.kernel.enrollments.models import Allowance, Enrollment
from minzheng.kernel.people.models import Household

APPROVED_OR_LATER = (
    RunStatus.APPROVED,
    RunStatus.SENT,
    RunStatus.SETTLED,
    RunStatus.CLOSED,
)


class PayRun(models.Model):
    """发放批次 of a program and month. Sequence 0 is the monthly run; 1, 2 … only reissue returns.

    `watermark` and `known_at` say which allowances the plan has seen: id ≤ watermark and
    recorded_at ≤ known_at. What came later is settled by the next month's run.
    """

    program = models.CharField("项目", max_length=40, choices=Program)
    month = models.DateField("发放月")
    sequence = models.PositiveSmallIntegerField("次序", default=0)
    area_code = models.CharField("区划", max_length=12)
    status = models.CharField("状态", max_length=20, choices=RunStatus, default=RunStatus.PLANNED)
    version = models.PositiveIntegerField("版本", default=0)
    lines = models.PositiveIntegerField("笔数", default=0)
    amount_fen = models.BigIntegerField("金额（分）", default=0)
    list_hash = models.CharField("清单SM3", max_length=64, blank=True)
    watermark = models.BigIntegerField("保障金水位", default=0)
    known_at = models.DateTimeField("编制时刻")
    planned_on = models.DateField("编制日期")
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    frozen_at = models.DateTimeField("冻结时刻", null=True)
    approved_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    approved_at = models.DateTimeField("复核时刻", null=True)
    sent_at = models.DateTimeField("送银行时刻", null=True)
    settled_at = models.DateTimeField("回盘完成时刻", null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    closed_at = models.DateTimeField("结清时刻", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "发放批次"
        ordering = ("month", "program", "sequence")
        constraints = (
            models.UniqueConstraint(
                fields=["program", "month", "sequence"],
                name="run_once_per_month",
                violation_error_message="该项目本月的发放批次已存在。",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="run_month_is_first_of_month",
                violation_error_message="发放月应为每月1日。",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=APPROVED_OR_LATER)
                | (
                    Q(approved_by__isnull=False, frozen_by__isnull=False)
                    & ~Q(approved_by=F("planned_by"))
                    & ~Q(approved_by=F("frozen_by"))
                ),
                name="run_approved_by_second_person",
                violation_error_message="复核人不能是编制人或冻结人。",
            ),
            models.CheckConstraint(
                condition=Q(status=RunStatus.PLANNED) | Q(list_hash__regex=r"^[0-9a-f]{64}$"),
                name="run_frozen_with_hash",
                violation_error_message="冻结后的清单应有SM3。",
            ),
        )

    def __str__(self) -> str:
        tail = f"第{self.sequence}次重发" if self.sequence else ""
        return f"{self.month:%Y-%m} {self.get_program_display()}{tail}"


class DisbursementLine(LedgerModel):
    """发放明细: one amount for one month to one account. Table and partitions: sql/lines.sql.

    A regular line pays `allowance`; a back payment pays what `allowance` gives more than
    `previous_allowance` gave for that month, so a person's part is the difference of the two
    allowances' shares. A reissue repeats the line of an unpaid item.
    """

    id = models.BigIntegerField(primary_key=True, help_text="run × 10⁸ + position in the list")
    run = models.ForeignKey(PayRun, models.DO_NOTHING, related_name="+")
    enrollment = models.ForeignKey(Enrollment, models.DO_NOTHING, related_name="+")
    household = models.ForeignKey(Household, models.DO_NOTHING, related_name="+")
    program = models.CharField("项目", max_length=40, choices=Program)
    category = models.CharField("城乡类别", max_length=10, choices=Category)
    area_code = models.CharField("区划", max_length=12)
    for_month = models.DateField("所属月")
    kind = models.CharField("类型", max_length=20, choices=LineKind)
    allowance = models.ForeignKey(Allowance, models.DO_NOTHING, related_name="+")
    previous_allowance = models.ForeignKey(
        Allowance, models.DO_NOTHING, related_name="+", null=True
    )
    amount_fen = models.BigIntegerField("金额（分）")
    persons = models.PositiveSmallIntegerField("人数")
    account = models.ForeignKey(Account, models.DO_NOTHING, related_name="+", null=True)
    fund_source = models.ForeignKey(FundSource, models.DO_NOTHING, related_name="+")
    reissue_of = models.ForeignKey(UnpaidItem, models.DO_NOTHING, related_name="+", null=True)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "发放明细"
        managed = False
        db_table = "disbursements_line"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.id}"


class RunTotal(LedgerModel):
    """What an approved run takes from each source: the budget check adds these up."""

    run = models.ForeignKey(PayRun, models.PROTECT, related_name="totals")
    fund_source = models.ForeignKey(FundSource, models.PROTECT, related_name="+")
    category = models.CharField("城乡类别", max_length=10, choices=Category)
    kind = models.CharField("类型", max_length=20, choices=LineKind)
    lines = models.PositiveIntegerField("笔数")
    amount_fen = models.BigIntegerField("金额（分）")

    class Meta:
        verbose_name = verbose_name_plural = "批次合计"
        constraints = (
            models.UniqueConstraint(
                fields=["run", "fund_source", "category", "kind"], name="run_total_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.run} {self.fund_source} {self.amount_fen}"
