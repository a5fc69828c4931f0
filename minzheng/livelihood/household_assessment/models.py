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
    AssetGround,
    AssetJudgement,
    AssetKind,
    AssetStanding,
    Benefit,
    Circumstance,
    DeclarationSource,
    ExpenseKind,
    FindingSource,
    IncomeKind,
    Occupation,
    StandingGround,
    StudyLevel,
    SupportDocument,
    SupporterRelation,
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
    other_fen = models.BigIntegerField("最高余额或已交保费（分）", default=0)
    count = models.PositiveSmallIntegerField("数量", default=0)
    standing = models.CharField(
        "认定",
        max_length=20,
        choices=AssetStanding.choices(),
        default=AssetStanding.COUNTED.name,
    )
    ground = models.CharField("认定理由", max_length=30, choices=AssetGround, blank=True)
    statement = models.CharField("说明", max_length=200, blank=True)
    source = models.CharField(
        "线索来源", max_length=20, choices=FindingSource, default=FindingSource.REPORT
    )
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "财产"
        constraints = (
            _not_empty("asset_period_not_empty"),
            models.CheckConstraint(
                condition=~Q(standing=AssetStanding.NOT_COUNTED.name) | ~Q(ground=""),
                name="asset_left_out_for_a_reason",
                violation_error_message="认定财产不计入应写明理由。",
            ),
        )

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


class PersonCircumstance(models.Model):
    """情形: something the rules look at in one person, from one day to another, with its reason."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="circumstances")
    kind = models.CharField("情形", max_length=40, choices=Circumstance.choices())
    ground = models.CharField("事由", max_length=40, choices=StandingGround, blank=True)
    statement = models.CharField("说明", max_length=200)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    actor_name = models.CharField("登记人", max_length=60)
    recorded_at = models.DateTimeField("记录时刻")

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "个人情形"
        constraints = (
            *(
                ExclusionConstraint(
                    name=f"circumstance_{kind.name.lower()}_once",
                    expressions=[
                        (Point("person"), RangeOperators.OVERLAPS),
                        (Period("from_on", "to_on"), RangeOperators.OVERLAPS),
                    ],
                    condition=Q(kind=kind.name),
                    violation_error_message=f"该人员在这段时间已登记“{kind.label}”。",
                )
                for kind in (Circumstance.NOT_COUNTED, Circumstance.WORK_REFUSED)
            ),
            models.CheckConstraint(
                condition=~Q(statement=""),
                name="circumstance_has_a_reason",
                violation_error_message="登记个人情形应写明理由。",
            ),
            _not_empty("circumstance_period_not_empty"),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"


class IncomeFinding(models.Model):
    """收入认定: income known otherwise than by declaration; a later declaration does not end it.

    WAGE_VERIFIED from matching, WAGE_DECIDED by two officers in the place of an assessed wage,
    ONE_OFF a sum spread over months.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="income_findings")
    kind = models.CharField("收入类型", max_length=40, choices=IncomeKind.choices())
    amount_fen = models.BigIntegerField("月收入（分）")
    source = models.CharField("来源", max_length=20, choices=FindingSource)
    statement = models.CharField("说明", max_length=200)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    proposed_by = models.BigIntegerField("提出人编号", null=True)
    proposed_by_name = models.CharField("提出人", max_length=60)
    confirmed_by = models.BigIntegerField("复核人编号", null=True)
    confirmed_by_name = models.CharField("复核人", max_length=60, blank=True)
    recorded_at = models.DateTimeField("记录时刻")

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "收入认定"
        constraints = (
            _not_empty("income_finding_period_not_empty"),
            models.CheckConstraint(
                condition=Q(amount_fen__gte=0) & ~Q(statement=""),
                name="income_finding_has_amount_and_reason",
                violation_error_message="收入认定的金额不能为负，并应写明理由。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by_name="") | ~Q(confirmed_by_name=F("proposed_by_name")),
                name="income_finding_confirmed_by_another",
                violation_error_message="收入认定应由另一人复核。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()} {self.amount_fen}"


class Supporter(models.Model):
    """法定义务人 living elsewhere, as a dated fact about the member who is to be supported."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="supporters")
    name = models.CharField("义务人姓名", max_length=60)
    relation = models.CharField("关系", max_length=20, choices=SupporterRelation.choices())
    birth_on = models.DateField("出生日期")
    income_fen = models.BigIntegerField("家庭月收入（分）")
    persons = models.PositiveSmallIntegerField("家庭人数")
    supported = models.PositiveSmallIntegerField("被赡（抚、扶）养人数")
    children = models.PositiveSmallIntegerField("被赡养人的子女人数")
    document = models.CharField("文书", max_length=20, choices=SupportDocument.choices())
    document_fen = models.BigIntegerField("文书确定的月给付（分）", default=0)
    paid_fen = models.BigIntegerField("实际月给付（分）", default=0)
    statement = models.CharField("说明", max_length=200, blank=True)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    recorded_at = models.DateTimeField("记录时刻")

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "法定义务人"
        constraints = (
            _not_empty("supporter_period_not_empty"),
            models.CheckConstraint(
                condition=Q(persons__gte=1, supported__gte=1, income_fen__gte=0),
                name="supporter_persons_positive",
                violation_error_message="义务人家庭人数、被赡养人数至少为1，收入不能为负。",
            ),
            models.CheckConstraint(
                condition=Q(document=SupportDocument.NONE.name, document_fen=0)
                | ~Q(document=SupportDocument.NONE.name),
                name="supporter_document_with_amount",
                violation_error_message="没有文书时不填文书金额。",
            ),
            models.CheckConstraint(
                condition=~Q(document=SupportDocument.UNENFORCEABLE.name) | ~Q(statement=""),
                name="supporter_unenforceable_with_proof",
                violation_error_message="执行不能应写明法院终结执行等证明。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.name}"


class Study(models.Model):
    """就读: from one day to the expected end; `graduated_on` when it really ended."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="studies")
    level = models.CharField("阶段", max_length=20, choices=StudyLevel)
    school = models.CharField("学校", max_length=60)
    from_on = models.DateField("入学")
    expected_to = models.DateField("预计毕业")
    graduated_on = models.DateField("毕业或离校", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "就读"
        constraints = (
            models.CheckConstraint(
                condition=Q(graduated_on=None) | Q(graduated_on__gt=F("from_on")),
                name="study_ends_after_start",
                violation_error_message="毕业日期应晚于入学日期。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} {self.get_level_display()}"


class BenefitHeld(models.Model):
    """其他待遇 of a person, for looking for benefits that exclude each other."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="benefits_held")
    benefit = models.CharField("待遇", max_length=30, choices=Benefit)
    monthly_fen = models.BigIntegerField("月金额（分）", default=0)
    source = models.CharField("来源", max_length=120)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)
    recorded_at = models.DateTimeField("记录时刻")

    objects = DatedManager()

    class Meta:
        verbose_name = verbose_name_plural = "其他待遇"
        constraints = (_not_empty("benefit_held_period_not_empty"),)

    def __str__(self) -> str:
        return f"{self.person} {self.get_benefit_display()}"
