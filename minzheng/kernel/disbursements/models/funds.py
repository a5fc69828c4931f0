"""Where the money comes from, and how much of it there is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from minzheng.kernel.audit.models import LedgerModel
from minzheng.kernel.disbursements.enums import FundLevel
from minzheng.kernel.enrollments.enums import Category, Program


class FundSource(models.Model):
    """资金来源: central, provincial, city or district money."""

    code = models.CharField("代码", max_length=20, unique=True)
    name = models.CharField("名称", max_length=60)
    level = models.CharField("层级", max_length=20, choices=FundLevel)

    class Meta:
        verbose_name = verbose_name_plural = "资金来源"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Appropriation(LedgerModel):
    """资金指标: so much of a source for a program and year; a supplement or a cut is a further row.

    A line is paid from the first source by `rank` that serves its category (blank serves both).
    """

    fund_source = models.ForeignKey(FundSource, models.PROTECT, related_name="appropriations")
    year = models.PositiveSmallIntegerField("年度")
    program = models.CharField("项目", max_length=40, choices=Program)
    category = models.CharField("城乡类别", max_length=10, choices=Category, blank=True)
    rank = models.PositiveSmallIntegerField("使用次序", default=1)
    amount_fen = models.BigIntegerField("金额（分）")
    document = models.CharField("文号", max_length=120)
    issued_on = models.DateField("下达日期")
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "资金指标"
        ordering = ("year", "program", "rank", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["document", "fund_source", "year", "program", "category"],
                name="appropriation_once_per_document",
                violation_error_message="这份文件的资金指标已经登记过。",
            ),
            models.CheckConstraint(
                condition=~Q(amount_fen=0),
                name="appropriation_not_zero",
                violation_error_message="资金指标的金额不能为0。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year} {self.get_program_display()} {self.fund_source}"
