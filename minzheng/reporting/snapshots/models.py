"""Sealed reports: written once."""

from __future__ import annotations

from django.db import models

from minzheng.kernel.audit.models import LedgerModel


class SealedReport(LedgerModel):
    """封存的报告: the canonical JSON of the document with all figures, and its SM3."""

    year = models.PositiveSmallIntegerField("年度")
    area_code = models.CharField("区划", max_length=12)
    title = models.CharField("标题", max_length=120)
    as_of = models.DateTimeField("数据时刻")
    document = models.TextField("规范JSON")
    document_sm3 = models.CharField("SM3", max_length=64)
    sealed_on = models.DateField("封存日期")
    sealed_by = models.CharField("封存人", max_length=60)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "封存的报告"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(document_sm3__regex="^[0-9a-f]{64}$"),
                name="sealed_report_sm3_is_hex",
                violation_error_message="封存报告的SM3应为64位十六进制。",
            ),
        )
        indexes = (models.Index(fields=["area_code", "year"], name="sealed_report_of_area"),)

    def __str__(self) -> str:
        return f"{self.title}（封存于{self.sealed_on}）"
