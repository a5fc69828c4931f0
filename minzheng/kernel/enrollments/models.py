"""Enrollments, and the ledger of allowances."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from minzheng.kernel.audit.models import LedgerModel
from minzheng.kernel.enrollments.enums import AllowanceKind, Category, Program
from minzheng.kernel.people.dated import DatedQuerySet, Period, Point
from minzheng.kernel.people.models import Household, Person


class EnrollmentQuerySet(DatedQuerySet["Enrollment"]):
    start, end = "started_on", "ended_on"


class Enrollment(models.Model):
    """在册: the household is in the program during [started_on, ended_on); both are firsts of a month."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="enrollments")
    program = models.CharField("项目", max_length=40, choices=Program)
    case = models.ForeignKey(
        "casework.Case", models.PROTECT, related_name="enrollments", null=True, blank=True
    )
    started_on = models.DateField("起始月")
    ended_on = models.DateField("停发月", null=True, blank=True)
    end_reason = models.CharField("停发原因", max_length=40, blank=True)

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "在册"
        indexes = (models.Index(fields=["program", "started_on"], name="enrollment_program"),)
        constraints = (
            *(
                ExclusionConstraint(
                    name=f"enrollment_no_overlap_{program.lower()}",
                    expressions=[
                        (Point("household"), RangeOperators.OVERLAPS),
                        (Period("started_on", "ended_on"), RangeOperators.OVERLAPS),
                    ],
                    condition=Q(program=program),
                    violation_error_message="该家庭在同一项目中的在册期间重叠。",
                )
                for program in Program.values
            ),
            models.CheckConstraint(
                condition=Q(started_on__day=1) & (Q(ended_on=None) | Q(ended_on__day=1)),
                name="enrollment_starts_and_ends_with_a_month",
                violation_error_message="在册的起止应为每月1日。",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="enrollment_ends_after_start",
                violation_error_message="停发月早于起始月。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_program_display()} {self.household}"


class Allowance(LedgerModel):
    """月保障金 from a month on: amount, what it is made of, and why.

    The row in force for month m as of T is the one with the greatest (from_month, id) among
    from_month ≤ m and recorded_at ≤ T. Suspension and stop are rows of amount 0.
    """

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="allowances")
    from_month = models.DateField("起始月")
    kind = models.CharField("类型", max_length=20, choices=AllowanceKind)
    category = models.CharField("城乡类别", max_length=10, choices=Category)
    area_code = models.CharField("区划", max_length=12)
    persons = models.PositiveSmallIntegerField("保障人数")
    base_fen = models.BigIntegerField("补差（分）")
    uplift_fen = models.BigIntegerField("分类施保金（分）")
    amount_fen = models.BigIntegerField("月保障金（分）")
    reason = models.CharField("原因", max_length=40, blank=True)
    decision = models.ForeignKey(
        "casework.Decision", models.PROTECT, related_name="allowances", null=True, blank=True
    )
    lines = models.JSONField("说明", default=list)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "月保障金"
        ordering = ("enrollment", "from_month", "id")
        indexes = (
            models.Index(fields=["enrollment", "-from_month", "-id"], name="allowance_latest"),
            models.Index(fields=["recorded_at"], name="allowance_recorded"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_fen=F("base_fen") + F("uplift_fen")),
                name="allowance_amount_is_base_plus_uplift",
                violation_error_message="月保障金应等于补差加分类施保金。",
            ),
            models.CheckConstraint(
                condition=Q(base_fen__gte=0, uplift_fen__gte=0),
                name="allowance_not_negative",
                violation_error_message="保障金不能为负数。",
            ),
            models.CheckConstraint(
                condition=Q(from_month__day=1),
                name="allowance_from_first_of_month",
                violation_error_message="保障金从每月1日起计。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["SUSPENDED", "ENDED"], amount_fen=0, persons=0)
                | Q(kind__in=["GRANTED", "CHANGED", "RESUMED"], amount_fen__gt=0, persons__gt=0),
                name="allowance_zero_only_when_suspended_or_ended",
                violation_error_message="暂停、停发时金额与人数应为0，其余情形应大于0。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrollment} {self.from_month:%Y-%m} {self.amount_fen}"


class AllowanceShare(LedgerModel):
    """One person's part of an allowance; the parts add up to it exactly."""

    allowance = models.ForeignKey(Allowance, models.PROTECT, related_name="shares")
    person = models.ForeignKey(Person, models.PROTECT, related_name="allowance_shares")
    base_fen = models.BigIntegerField("补差（分）")
    uplift_fen = models.BigIntegerField("分类施保金（分）")
    amount_fen = models.BigIntegerField("金额（分）")

    class Meta:
        verbose_name = verbose_name_plural = "个人份额"
        constraints = (
            models.UniqueConstraint(fields=["allowance", "person"], name="share_once_per_person"),
            models.CheckConstraint(
                condition=Q(amount_fen=F("base_fen") + F("uplift_fen")),
                name="share_amount_is_base_plus_uplift",
                violation_error_message="个人份额应等于补差加分类施保金。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.amount_fen}"
