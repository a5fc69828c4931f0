"""Home visits, talks with neighbours, appraisals, near relatives. Only near relatives may change."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from minzheng.kernel.audit.models import LedgerModel
from minzheng.kernel.casework.models import Case, Objection
from minzheng.livelihood.investigations.enums import (
    AppraisalConclusion,
    Kinship,
    VisitLevel,
    VisitMethod,
    Vote,
)


class HomeVisit(LedgerModel):
    """入户调查: two investigators, whom they met, what they found (民发〔2021〕57号 第十六条)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    level = models.CharField("层级", max_length=20, choices=VisitLevel)
    method = models.CharField("方式", max_length=20, choices=VisitMethod)
    emergency_reason = models.CharField("突发情况", max_length=200, blank=True)
    visited_on = models.DateField("调查日期")
    first_investigator = models.CharField("调查人一", max_length=60)
    second_investigator = models.CharField("调查人二", max_length=60)
    other_investigators = models.CharField("其他调查人", max_length=120, blank=True)
    persons_met = models.CharField("在场人员", max_length=200)
    housing = models.CharField("住房与用品", max_length=300, blank=True)
    living = models.CharField("收入支出与就业", max_length=300, blank=True)
    health = models.CharField("健康与劳动能力", max_length=300, blank=True)
    findings = models.CharField("调查结果", max_length=500)
    recorded_at = models.DateTimeField("记录时刻")
    actor_name = models.CharField("登记人", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "入户调查"
        ordering = ("case", "visited_on", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(second_investigator="")
                & ~Q(second_investigator=F("first_investigator")),
                name="visit_by_two_investigators",
                violation_error_message="入户调查应由两名以上调查人员进行。",
            ),
            models.CheckConstraint(
                condition=Q(method=VisitMethod.IN_PERSON) | ~Q(emergency_reason=""),
                name="visit_not_in_person_has_a_reason",
                violation_error_message="电话或视频调查只用于突发情况，请写明原因。",
            ),
            models.CheckConstraint(
                condition=~Q(persons_met="") & ~Q(findings=""),
                name="visit_met_somebody_and_found_something",
                violation_error_message="请写明在场人员和调查结果。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.visited_on}"

    @property
    def investigators(self) -> list[str]:
        others = [name for name in self.other_investigators.split("、") if name]
        return [self.first_investigator, self.second_investigator, *others]


class NeighbourInterview(LedgerModel):
    """邻里访问: what a neighbour said. Never shown outside the case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="interviews")
    interviewed_on = models.DateField("访问日期")
    interviewee = models.CharField("被访人", max_length=60)
    interviewer = models.CharField("访问人", max_length=60)
    content = models.CharField("内容", max_length=500)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "邻里访问"
        ordering = ("case", "interviewed_on", "id")

    def __str__(self) -> str:
        return f"{self.case_id} {self.interviewed_on}"


class NearRelative(models.Model):
    """近亲属备案: somebody on the staff is related to the family (民发〔2021〕57号 第十一条)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="near_relatives")
    staff_name = models.CharField("工作人员", max_length=60)
    post = models.CharField("单位及职务", max_length=120)
    kinship = models.CharField("与申请家庭成员的关系", max_length=20, choices=Kinship)
    registered_on = models.DateField("备案日期")

    class Meta:
        verbose_name = verbose_name_plural = "近亲属备案"
        ordering = ("case", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["case", "staff_name", "kinship"],
                name="near_relative_registered_once",
                violation_error_message="该工作人员已在本件备案。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.staff_name}"


class DemocraticAppraisal(LedgerModel):
    """民主评议: residents say whether the declared circumstances are true (民发〔2021〕57号 第十九条)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="appraisals")
    objection = models.ForeignKey(Objection, models.PROTECT, related_name="appraisals", null=True)
    held_on = models.DateField("评议日期")
    place = models.CharField("地点", max_length=120)
    host = models.CharField("主持人", max_length=60)
    conclusion = models.CharField("结论", max_length=20, choices=AppraisalConclusion)
    summary = models.CharField("评议情况", max_length=500, blank=True)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "民主评议"
        ordering = ("case", "held_on", "id")

    def __str__(self) -> str:
        return f"{self.case_id} {self.held_on}"


class AppraisalVote(LedgerModel):
    """One participant and the vote."""

    appraisal = models.ForeignKey(DemocraticAppraisal, models.PROTECT, related_name="votes")
    name = models.CharField("参加人", max_length=60)
    capacity = models.CharField("身份", max_length=60, blank=True)
    vote = models.CharField("表决", max_length=20, choices=Vote)

    class Meta:
        verbose_name = verbose_name_plural = "评议表决"
        ordering = ("appraisal", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["appraisal", "name"],
                name="appraisal_one_vote_each",
                violation_error_message="同一参加人只能表决一次。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.get_vote_display()}"
