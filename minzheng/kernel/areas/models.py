"""Areas with validity, and the lineage between them."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from minzheng.kernel.areas.enums import ChangeKind, Kind, Level

# Significant digits of a 12-digit code at each level; the rest is zero padding.
DIGITS = {
    Level.PROVINCE: 2,
    Level.CITY: 4,
    Level.DISTRICT: 6,
    Level.SUBDISTRICT: 9,
    Level.COMMUNITY: 12,
}


def scope_prefix(code: str) -> str:
    """The digits that every code inside this area begins with: 430105016000 → 430105016."""
    if len(code) != 12 or not code.isdigit():
        raise ValueError(f"区划代码应为12位数字，收到的是“{code}”。")
    return next(
        (code[:n] for n in DIGITS.values() if not code[n:].strip("0")),
        code,
    )


class AreaQuerySet(models.QuerySet["Area"]):
    def in_force_on(self, day: date) -> AreaQuerySet:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def under(self, code: str) -> AreaQuerySet:
        return self.filter(code__startswith=scope_prefix(code))

    def communities(self) -> AreaQuerySet:
        return self.filter(level=Level.COMMUNITY)


class Area(models.Model):
    """One unit of the territory under one name; a renamed unit keeps its code and gets a new row."""

    code = models.CharField("区划代码", max_length=12)
    name = models.CharField("名称", max_length=60)
    official_name = models.CharField("全称", max_length=80)
    level = models.CharField("层级", max_length=20, choices=Level)
    kind = models.CharField("类别", max_length=20, choices=Kind)
    parent_code = models.CharField("上级代码", max_length=12, blank=True)
    valid_from = models.DateField("启用日期")
    valid_to = models.DateField("停用日期", null=True, blank=True)
    source = models.CharField("来源", max_length=200)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "区划"
        ordering = ("code", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=["code", "valid_from"], name="area_code_from_unique"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{12}$"),
                name="area_code_twelve_digits",
                violation_error_message="区划代码应为12位数字。",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="area_period_not_empty",
                violation_error_message="区划的停用日期应晚于启用日期。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class AreaChange(models.Model):
    """沿革: out of which unit another came, by which document."""

    kind = models.CharField("变更类型", max_length=20, choices=ChangeKind)
    source_code = models.CharField("原区划", max_length=12, blank=True)
    result_code = models.CharField("新区划", max_length=12, blank=True)
    approved_on = models.DateField("批准日期")
    effective_on = models.DateField("启用日期")
    document = models.CharField("批准文件", max_length=120)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "区划沿革"
        ordering = ("effective_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["kind", "source_code", "result_code", "effective_on"],
                name="area_change_unique",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.source_code}→{self.result_code}"
