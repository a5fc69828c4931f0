"""Declarations, dated income and expense items, dated conditions of persons, property."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from minzheng.kernel.casework.models import Case
from minzheng.kernel.people.dated import DatedManager, Period, Point
from minzheng.kernel.people.models import Household, Person
from minzheng.livelihood.household_assessment.enums import (
    AssetJudgement,
    AssetKind,
    DeclarationSource,
    ExpenseKind,
    IncomeKind,
    Occupation,
    WorkAbility,
)


def _not_empty(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(to_on=None) | Q(to_on__gt=F("from_on")),
        name=name,
        violation_error_message="止期应晚于起期。",
    )


class Declaration(models.Model):
    """申报: on which occasion the means of a household were written down."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="declarations")
    case = models.ForeignKey(
        Case, models.PROTECT, related_name="declarations", null=True, blank=True
    )
    source = models.CharField("来源", max_length=20, choices=DeclarationSource)
    declared_on = models.DateField("申报日期")
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "家庭经济状况申报"
        ordering = ("household", "declared_on", "id")

    def __str__(self) -> str:
        return f"{self.household} {self.declared_on}"


class Income(models.Model):
    """One kind of monthly income of one person, in force during [from_on, to_on)."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="incomes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="incomes")
    kind = models.CharField("收入类型", max_length=40, choices=IncomeKind.choices())
    amount_fen = models.BigIntegerField("月收入（分）")
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "收入"
        constraints = (_not_empty("income_period_not_empty"),)

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.amount_fen}"


class Expense(models.Model):
    """One kind of monthly rigid expense of one person, in force during [from_on, to_on)."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="expenses")
    person = models.ForeignKey(Person, models.PROTECT, related_name="expenses")
    kind = models.CharField("支出类型", max_length=40, choices=ExpenseKind.choices())
    amount_fen = models.BigIntegerField("月支出（分）")
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "刚性支出"
        constraints = (
            _not_empty("expense_period_not_empty"),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0),
                name="expense_not_negative",
                violation_error_message="支出金额不能为负数。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.amount_fen}"


class Asset(models.Model):
    """财产: a finding to be judged, never a refusal by itself (民发〔2022〕83号)."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="assets")
    household = models.ForeignKey(Household, models.PROTECT, related_name="assets")
    kind = models.CharField("财产类型", max_length=40, choices=AssetKind.choices())
    amount_fen = models.BigIntegerField("价值（分）", default=0)
    count = models.PositiveSmallIntegerField("数量", default=0)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "财产"
        constraints = (_not_empty("asset_period_not_empty"),)

    def __str__(self) -> str:
        return f"{self.household} {self.get_kind_display()}"


class PropertyJudgement(models.Model):
    """财产认定: by the limits, or an officer's own finding with the reason (民发〔2022〕83号)."""

    declaration = models.ForeignKey(Declaration, models.PROTECT, related_name="property_judgements")
    household = models.ForeignKey(Household, models.PROTECT, related_name="property_judgements")
    judgement = models.CharField("认定", max_length=20, choices=AssetJudgement.choices())
    statement = models.CharField("说明", max_length=200, blank=True)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "财产认定"
        constraints = (
            ExclusionConstraint(
                name="property_judgement_one_at_a_time",
                expressions=[
                    (Point("household"), RangeOperators.OVERLAPS),
                    (Period("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="该家庭在这段时间已有财产认定。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.household} {self.get_judgement_display()}"


class Condition(models.Model):
    """个人状况: disability, illness, ability to work, occupation: one row in force at a time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="conditions")
    disability_type = models.PositiveSmallIntegerField("残疾类别", default=0)
    disability_class = models.PositiveSmallIntegerField("残疾等级", default=0)
    is_severely_ill = models.BooleanField("重病", default=False)
    # What the illness is called is nobody's business but the case's: sealed like an identity number.
    illness_sealed = models.BinaryField("病种（密文）", null=True)
    work_ability = models.CharField("劳动能力", max_length=20, choices=WorkAbility.choices())
    occupation = models.CharField("职业状况", max_length=40, choices=Occupation.choices())
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "个人状况"
        constraints = (
            ExclusionConstraint(
                name="condition_one_at_a_time",
                expressions=[
                    (Point("person"), RangeOperators.OVERLAPS),
                    (Period("from_on", "to_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="该人员在这段时间已有状况登记。",
            ),
            models.CheckConstraint(
                condition=Q(disability_type__lte=7, disability_class__lte=4),
                name="condition_disability_known",
                violation_error_message="残疾类别应为1–7，等级应为1–4。",
            ),
            _not_empty("condition_period_not_empty"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.from_on}"
