"""Cases, their steps, clocks, public notices and decisions."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from minzheng.kernel.audit.actor import CHANNEL_LABELS
from minzheng.kernel.audit.models import LedgerModel
from minzheng.kernel.casework.enums import (
    ClockEventKind,
    ClockUnit,
    DecisionKind,
    NoticeOutcome,
    ObjectionHandling,
)
from minzheng.kernel.casework.matters import Matter, matter_of
from minzheng.kernel.people.models import Household, Person

CHANNELS = [(channel.value, label) for channel, label in CHANNEL_LABELS.items()]


class CalendarDay(models.Model):
    """节假日与调休: only the days that differ from Monday-to-Friday."""

    day = models.DateField("日期", primary_key=True)
    is_working = models.BooleanField("上班")
    note = models.CharField("说明", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "节假日与调休"
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {'班' if self.is_working else '休'}"


class CaseSerial(models.Model):
    """The last number given out for a prefix and year."""

    key = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "办件流水号"

    def __str__(self) -> str:
        return f"{self.key} {self.last}"


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> CaseQuerySet:
        return self.filter(closed_on=None)

    def under(self, area_prefix: str) -> CaseQuerySet:
        return self.filter(area_code__startswith=area_prefix)


class Case(models.Model):
    """办件: one run of a matter for one household."""

    number = models.CharField("受理编号", max_length=40, unique=True)
    matter = models.CharField("事项", max_length=60)
    status = models.CharField("状态", max_length=40)
    version = models.PositiveIntegerField("版本", default=0)
    household = models.ForeignKey(Household, models.PROTECT, related_name="cases")
    applicant = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    area_code = models.CharField("社区（村）", max_length=12)
    channel = models.CharField("渠道", max_length=20, choices=CHANNELS)
    opened_on = models.DateField("提出日期")
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办件"
        indexes = (
            models.Index(fields=["area_code", "id"], name="case_area"),
            models.Index(fields=["matter", "opened_on"], name="case_matter_opened"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["household", "matter"],
                condition=Q(closed_on=None),
                name="case_one_open_per_matter",
                violation_error_message="该家庭在此事项上已有一件在办。",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def flow(self) -> Matter:
        return matter_of(self.matter)

    @property
    def status_label(self) -> str:
        return self.flow.statuses[self.status]


class CaseStep(LedgerModel):
    """One step that was taken. `facts` holds what the step decided or measured."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    action = models.CharField("步骤", max_length=40)
    source = models.CharField("原状态", max_length=40)
    target = models.CharField("新状态", max_length=40)
    version = models.PositiveIntegerField("版本")
    taken_on = models.DateField("办理日期")
    recorded_at = models.DateTimeField("记录时刻")
    channel = models.CharField("渠道", max_length=20, choices=CHANNELS)
    actor_id = models.BigIntegerField("经办人编号", null=True)
    actor_name = models.CharField("经办人", max_length=60)
    actor_role = models.CharField("岗位", max_length=60)
    note = models.CharField("意见", max_length=500, blank=True)
    facts = models.JSONField("要点", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "办理步骤"
        ordering = ("case", "version")
        constraints = (
            # The second of two clerks who press the same button fails here, whatever the code does.
            models.UniqueConstraint(fields=["case", "version"], name="case_step_once_per_version"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.action}"


class ClockQuerySet(models.QuerySet["Clock"]):
    def ran_out(self, on: date) -> ClockQuerySet:
        """Those whose due day passed before they were stopped; a paused one does not run out."""
        running = Q(stopped_on=None, paused_on=None, due_on__lt=on)
        return self.filter(running | Q(stopped_on__gt=F("due_on")))


class Clock(models.Model):
    """时限: one statutory limit of one case, from the step that started it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="clocks")
    code = models.CharField("时限", max_length=40)
    started_on = models.DateField("起算")
    limit_days = models.PositiveSmallIntegerField("时限天数")
    unit = models.CharField("单位", max_length=20, choices=ClockUnit)
    due_on = models.DateField("到期")
    paused_on = models.DateField("中止", null=True, blank=True)
    stopped_on = models.DateField("办结", null=True, blank=True)

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "办理时限"
        constraints = (
            models.UniqueConstraint(
                fields=["case", "code"],
                condition=Q(stopped_on=None),
                name="clock_runs_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.code} {self.due_on}"


class ClockEvent(LedgerModel):
    """A pause, a continuation or an extension of a limit: when, why, by whom, and the day it led to."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="events")
    kind = models.CharField("类型", max_length=20, choices=ClockEventKind)
    happened_on = models.DateField("日期")
    due_on = models.DateField("到期", null=True, help_text="empty while it is paused")
    reason = models.CharField("原因", max_length=200)
    actor_name = models.CharField("经办人", max_length=60)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "时限变动"
        ordering = ("clock", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="clock_event_has_a_reason",
                violation_error_message="中止或延长时限应写明原因。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.clock} {self.get_kind_display()}"


class NoticeQuerySet(models.QuerySet["PublicNotice"]):
    def hanging_on(self, day: date) -> NoticeQuerySet:
        """On the board that day; nobody has to take anything down for this."""
        return self.filter(posted_on__lte=day, ends_on__gt=day).filter(
            Q(taken_down_on=None) | Q(taken_down_on__gt=day)
        )


class PublicNotice(models.Model):
    """公示: what may be shown of an opinion, and only that (民发〔2021〕57号 art. 19, 24)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notices")
    area_code = models.CharField("张榜社区（村）", max_length=12)
    applicant_name = models.CharField("申请人", max_length=60)
    persons = models.PositiveSmallIntegerField("保障人数")
    amount_fen = models.BigIntegerField("拟保障金额（分）")
    posted_on = models.DateField("公示日期")
    ends_on = models.DateField("截止日期", help_text="first day on which it no longer hangs")
    outcome = models.CharField("结果", max_length=20, choices=NoticeOutcome, default="OPEN")
    taken_down_on = models.DateField("撤下日期", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("posted_on")), name="notice_period_not_empty"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.posted_on}"

    def hangs_on(self, day: date) -> bool:
        """Whether the notice is on the board that day."""
        return self.posted_on <= day < min(self.ends_on, self.taken_down_on or self.ends_on)


class Correction(models.Model):
    """一次性告知补正: everything that is missing, said once (民发〔2021〕57号 第十条)."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="correction")
    requested_on = models.DateField("告知日期")
    due_on = models.DateField("补正期限")
    supplied_on = models.DateField("补齐日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "补正告知"

    def __str__(self) -> str:
        return f"{self.case_id} {self.requested_on}"


class CorrectionItem(models.Model):
    """One missing document. `replaced_by_promise`: the applicant promised in writing (告知承诺制)."""

    correction = models.ForeignKey(Correction, models.PROTECT, related_name="items")
    name = models.CharField("材料", max_length=120)
    supplied_on = models.DateField("补交日期", null=True, blank=True)
    replaced_by_promise = models.BooleanField("以书面承诺代替", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "补正材料"
        ordering = ("correction", "id")
        constraints = (
            models.UniqueConstraint(
                fields=["correction", "name"],
                name="correction_item_named_once",
                violation_error_message="同一份材料不必告知两次。",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Objection(models.Model):
    """异议、投诉: what somebody holds against an opinion. An empty name is an anonymous one.

    Named ones are checked and answered; anonymous ones may be set aside (民发〔2021〕57号 第十九条、第三十七条).
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="objections")
    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections", null=True)
    stage = models.CharField("办件状态", max_length=40)
    objector_name = models.CharField("异议人", max_length=60, blank=True)
    content = models.CharField("内容", max_length=500)
    received_on = models.DateField("收到日期")
    handling = models.CharField(
        "处理", max_length=20, choices=ObjectionHandling, default=ObjectionHandling.OPEN
    )
    answered_on = models.DateField("答复日期", null=True, blank=True)
    answer = models.CharField("答复", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ("case", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(objector_name="") | ~Q(handling=ObjectionHandling.SET_ASIDE),
                name="named_objection_not_set_aside",
                violation_error_message="实名异议应当核实并答复。",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~Q(answer=""),
                name="objection_answered_in_words",
                violation_error_message="请写明答复内容。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} {self.received_on}"

    @property
    def is_anonymous(self) -> bool:
        return not self.objector_name

    @property
    def is_settled(self) -> bool:
        """Answered when named; anything but open when anonymous."""
        if self.is_anonymous:
            return self.handling != ObjectionHandling.OPEN
        return self.answered_on is not None


class Decision(LedgerModel):
    """决定: what was decided, on which facts, by which rules and parameters."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    kind = models.CharField("决定", max_length=20, choices=DecisionKind)
    decided_on = models.DateField("决定日期")
    from_month = models.DateField("起始月", null=True)
    amount_fen = models.BigIntegerField("月保障金（分）", default=0)
    reason = models.CharField("原因", max_length=40, blank=True)
    statement = models.CharField("理由", max_length=500, blank=True)
    basis = models.CharField("依据", max_length=200)
    reckoning = models.JSONField("测算", default=dict)
    actor_id = models.BigIntegerField("决定人编号", null=True)
    actor_name = models.CharField("决定人", max_length=60)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "决定"
        ordering = ("case", "id")

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_kind_display()}"
