"""The register of letters and of their delivery."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from minzheng.kernel.audit.models import LedgerModel
from minzheng.kernel.casework.models import Case, Decision
from minzheng.kernel.files.models import StoredFile
from minzheng.kernel.letters.enums import DeliveryMethod


class LetterSerial(models.Model):
    """The last number given out in a series and year."""

    key = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = "文书流水号"

    def __str__(self) -> str:
        return f"{self.key} {self.last}"


class Letter(LedgerModel):
    """文书登记. `sm3` is that of the PDF; a form (授权书、调查表) may be printed as often as needed."""

    number = models.CharField("文号", max_length=60, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="letters", null=True)
    template = models.CharField("模板", max_length=60)
    kind = models.CharField("种类", max_length=40)
    is_form = models.BooleanField("表格", default=False)
    title = models.CharField("标题", max_length=80)
    issuer = models.CharField("制发机关", max_length=80)
    issued_on = models.DateField("制发日期")
    sm3 = models.CharField("SM3", max_length=64)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    docx = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    actor_id = models.BigIntegerField("经办人编号", null=True)
    actor_name = models.CharField("经办人", max_length=60)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "文书"
        ordering = ("case", "id")
        constraints = (
            # Whoever presses the button twice gets one letter.
            models.UniqueConstraint(
                fields=["case", "kind", "decision"],
                condition=Q(is_form=False),
                nulls_distinct=False,
                name="letter_once_per_decision",
                violation_error_message="这份文书已经制发。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Delivery(LedgerModel):
    """送达回证: how, when and to whom a letter came. Once for each letter."""

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="delivery")
    method = models.CharField("送达方式", max_length=20, choices=DeliveryMethod)
    delivered_on = models.DateField("送达日期")
    receiver = models.CharField("签收人", max_length=60)
    relation = models.CharField("与受送达人关系", max_length=30, blank=True)
    note = models.CharField("邮单号、见证人等", max_length=200, blank=True)
    actor_name = models.CharField("送达人", max_length=60)
    recorded_at = models.DateTimeField("记录时刻")

    class Meta:
        verbose_name = verbose_name_plural = "送达回证"
        constraints = (
            models.CheckConstraint(
                condition=Q(method__in=[DeliveryMethod.DIRECT, DeliveryMethod.ELECTRONIC])
                | ~Q(note=""),
                name="delivery_by_mail_or_left_has_a_note",
                violation_error_message="邮寄送达应填邮单号，留置送达应填见证人。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter_id} {self.delivered_on}"
