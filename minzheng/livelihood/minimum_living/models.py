"""What only this program knows about a household: its line (urban or rural), its review class."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from minzheng.kernel.audit.models import LedgerModel
from minzheng.kernel.casework.models import Decision
from minzheng.kernel.enrollments.enums import Category
from minzheng.kernel.enrollments.models import Enrollment
from minzheng.kernel.people.dated import DatedManager, Period, Point
from minzheng.kernel.people.models import Household, Person
from minzheng.livelihood.minimum_living.enums import (
    EventKind,
    JobAnswer,
    RecertificationOutcome,
    ReviewClass,
    Tier,
)


class Classification(models.Model):
    """城乡类别 as a dated attribute: it decides standard, fund line and statistics.

    Beside it the tier (where the district pays by tier) and who is insured alone (单人保).
    """

    household = models.ForeignKey(Household, models.PROTECT, related_name="classifications")
    category = models.CharField("城乡类别", max_length=10, choices=Category)
    tier = models.CharField(
        "救助档次", max_length=10, choices=Tier.choices(), default=Tier.NONE.name
    )
    insured_singly = models.ForeignKey(
        Person,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name="单人保对象",
        help_text="empty: the whole household is insured",
    )
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    ground = models.CharField("依据", max_length=120)

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "城乡类别"
        constraints = (
            ExclusionConstraint(
                name="classification_one_at_a_time",
                expressions=[
                    (Point("household"), RangeOperators.OVERLAPS),
                    (Period("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="该家庭在这段时间已有城乡类别。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.household} {self.get_category_display()}"


class ReviewGroup(models.Model):
    """核查类别 A/B/C of a household, dated (民发〔2021〕57号 art. 31)."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="review_groups")
    review_class = models.CharField("核查类别", max_length=1, choices=ReviewClass)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "核查类别"
        constraints = (
            ExclusionConstraint(
                name="review_group_one_at_a_time",
                expressions=[
                    (Point("household"), RangeOperators.OVERLAPS),
                    (Period("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="该家庭在这段时间已有核查类别。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.household} {self.review_class}"


class TakeOver(models.Model):
    """在册转入: a family that was on the roll before the system, and the roster line it came by.

    `digest` is the SM3 of everything the roster said, so that the same line again is no change.
    """

    household = models.OneToOneField(Household, models.PROTECT, related_name="takeover")
    digest = models.CharField(max_length=64)
    source = models.CharField("花名册", max_length=200)
    enrolled_since = models.DateField("原纳入时间")
    taken_over_on = models.DateField("转入日期")

    class Meta:
        verbose_name = verbose_name_plural = "在册转入"

    def __str__(self) -> str:
        return f"{self.household} {self.source}"


class GradualExit(LedgerModel):
    """渐退: what the family got before a member took work, kept for some months (民发〔2022〕83号).

    A second change inside the period is a further row for the same period; the latest row that has
    begun counts. `work_from` is the day the work began, `first_month` … `end_month` (exclusive) the period.
    """

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="gradual_exits")
    worker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    work_from = models.DateField("就业日期")
    means_from = models.DateField("就业收入申报日期")
    first_month = models.DateField("渐退起始月")
    end_month = models.DateField("渐退期满月")
    from_month = models.DateField("本行起始月")
    base_fen = models.BigIntegerField("渐退前基础金（分）")
    uplift_fen = models.BigIntegerField("渐退前分类施保金（分）")
    statement = models.CharField("说明", max_length=200)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "渐退"
        ordering = ("enrollment", "from_month", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(end_month__gt=F("first_month"), from_month__gte=F("first_month")),
                name="gradual_exit_period_not_empty",
                violation_error_message="渐退期满月应晚于起始月。",
            ),
            models.CheckConstraint(
                condition=Q(base_fen__gte=0, uplift_fen__gte=0),
                name="gradual_exit_not_negative",
                violation_error_message="渐退金额不能为负数。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.enrollment} {self.first_month:%Y-%m}"


class JobOffer(LedgerModel):
    """介绍就业: a suitable job that was offered, and the answer."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="job_offers")
    offered_on = models.DateField("介绍日期")
    offered_by = models.CharField("介绍机构", max_length=60)
    job = models.CharField("岗位", max_length=120)
    answer = models.CharField("答复", max_length=20, choices=JobAnswer)
    statement = models.CharField("说明", max_length=200)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "介绍就业"
        ordering = ("person", "offered_on", "id")

    def __str__(self) -> str:
        return f"{self.person} {self.offered_on}"


class Recertification(LedgerModel):
    """定期核查 of a family on the roll: when, with what outcome (民发〔2021〕57号 第三十一条)."""

    enrollment = models.ForeignKey(Enrollment, models.PROTECT, related_name="recertifications")
    done_on = models.DateField("核查日期")
    outcome = models.CharField("结论", max_length=30, choices=RecertificationOutcome)
    statement = models.CharField("说明", max_length=200)
    actor_name = models.CharField("核查人", max_length=60)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "定期核查"
        ordering = ("enrollment", "done_on", "id")

    def __str__(self) -> str:
        return f"{self.enrollment} {self.done_on}"


class HandOver(LedgerModel):
    """迁移衔接: the old place pays to `last_month`, the new one from the month after; no gap, nothing twice."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="hand_overs")
    from_area = models.CharField("迁出地", max_length=12)
    to_area = models.CharField("迁入地", max_length=12)
    last_month = models.DateField("迁出地末发月")
    first_month = models.DateField("迁入地起发月")
    document = models.CharField("户籍迁移凭证", max_length=120)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "迁移衔接"
        constraints = (
            models.CheckConstraint(
                condition=Q(first_month__gt=F("last_month")),
                name="hand_over_first_after_last",
                violation_error_message="迁入地起发月应晚于迁出地末发月。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.household} {self.from_area}→{self.to_area}"


class HouseholdEvent(LedgerModel):
    """分户、合并: which household came out of or went into which, and why."""

    kind = models.CharField("类型", max_length=10, choices=EventKind)
    household = models.ForeignKey(Household, models.PROTECT, related_name="split_or_merged")
    other = models.ForeignKey(Household, models.PROTECT, related_name="+")
    happened_on = models.DateField("日期")
    ground = models.CharField("原因", max_length=200)
    divorced_on = models.DateField("离婚登记日期", null=True, blank=True)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "分户与合并"

    def __str__(self) -> str:
        return f"{self.household} {self.get_kind_display()} {self.other}"


class Redress(LedgerModel):
    """纠正原决定: the decision that was set aside, the one that takes its place, and by what document."""

    original = models.OneToOneField(Decision, models.PROTECT, related_name="redress")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="+")
    document = models.CharField("复议决定或判决文号", max_length=120)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "纠正决定"

    def __str__(self) -> str:
        return f"{self.original_id} {self.document}"
