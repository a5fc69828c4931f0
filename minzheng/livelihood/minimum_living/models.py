"""What only this program knows about a household: its line (urban or rural), its review class."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from minzheng.kernel.enrollments.enums import Category
from minzheng.kernel.people.dated import DatedManager, Period, Point
from minzheng.kernel.people.models import Household, Person
from minzheng.livelihood.minimum_living.enums import ReviewClass, Tier


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
