"""What did not reach the family, and what the family received without right."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from minzheng.kernel.audit.models import LedgerModel
from minzheng.kernel.disbursements.enums import (
    FailureCode,
    RecoveryStepKind,
    UnpaidCause,
    UnpaidStepKind,
)
from minzheng.kernel.disbursements.models.accounts import Account
from minzheng.kernel.enrollments.enums import Category, Program
from minzheng.kernel.enrollments.models import Allowance, Enrollment
from minzheng.kernel.people.models import Household


class UnpaidItem(LedgerModel):
    """未付事项: a line that was held, returned or reversed. It stays open until a step ends it."""

    run = models.ForeignKey("disbursements.PayRun", models.PROTECT, related_name="unpaid_items")
    line_id = models.BigIntegerField("明细编号", unique=True)
    cause = models.CharField("原因类别", max_length=10, choices=UnpaidCause)
    code = models.CharField("原因代码", max_length=30, choices=FailureCode)
    reason = models.CharField("说明", max_length=200, blank=True)
    happened_on = models.DateField("日期")
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "未付事项"
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.line_id} {self.get_cause_display()}"


class UnpaidStep(LedgerModel):
    """What was done about an unpaid item. REISSUED and CANCELLED end it, each at most once."""

    item = models.ForeignKey(UnpaidItem, models.PROTECT, related_name="steps")
    kind = models.CharField("处理", max_length=20, choices=UnpaidStepKind)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True)
    line_id = models.BigIntegerField("重发明细", null=True)
    reason = models.CharField("说明", max_length=200, blank=True)
    happened_on = models.DateField("日期")
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "未付事项处理"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["item"],
                condition=Q(kind__in=[UnpaidStepKind.REISSUED, UnpaidStepKind.CANCELLED]),
                name="unpaid_item_ends_once",
                violation_error_message="该事项已经重发或注销。",
            ),
            models.CheckConstraint(
                condition=~Q(kind=UnpaidStepKind.REISSUED) | Q(line_id__isnull=False),
                name="unpaid_reissue_names_its_line",
            ),
            models.CheckConstraint(
                condition=~Q(kind=UnpaidStepKind.CORRECTED) | Q(account__isnull=False),
                name="unpaid_correction_names_its_account",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.get_kind_display()}"


class RecoveryItem(LedgerModel):
    """追缴事项: a month was lined with more than is due by now. Never netted against benefits.

    Persons' parts are shares of `allowance` less shares of `previous_allowance` (negative).
    """

    run = models.ForeignKey("disbursements.PayRun", models.PROTECT, related_name="recoveries")
    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="+")
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    program = models.CharField("项目", max_length=40, choices=Program)
    category = models.CharField("城乡类别", max_length=10, choices=Category)
    area_code = models.CharField("区划", max_length=12)
    for_month = models.DateField("所属月")
    allowance = models.ForeignKey(Allowance, models.PROTECT, related_name="+", null=True)
    previous_allowance = models.ForeignKey(Allowance, models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField("金额（分）")
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "追缴事项"
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["enrollment", "for_month", "run"], name="recovery_once_per_run"
            ),
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0),
                name="recovery_positive",
                violation_error_message="追缴金额应大于0。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.household} {self.for_month:%Y-%m} {self.amount_fen}"


class RecoveryStep(LedgerModel):
    """Money that came back, or the finding that it never arrived."""

    recovery = models.ForeignKey(RecoveryItem, models.PROTECT, related_name="steps")
    kind = models.CharField("处理", max_length=20, choices=RecoveryStepKind)
    amount_fen = models.BigIntegerField("金额（分）")
    reason = models.CharField("说明", max_length=200, blank=True)
    happened_on = models.DateField("日期")
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "追缴处理"
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_fen__gt=0),
                name="recovery_step_positive",
                violation_error_message="退缴金额应大于0。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.recovery} {self.get_kind_display()}"
