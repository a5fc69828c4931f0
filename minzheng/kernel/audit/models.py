"""The audit trail, and the base class of every table that may only grow."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class LedgerModel(models.Model):
    """A row that is written once. The app's database role may insert and select, nothing else."""

    is_ledger: ClassVar[bool] = True

    class Meta:
        abstract = True


class Event(LedgerModel):
    """留痕事件: what was done to which record, by whom, on which day, with the facts that matter."""

    id = models.BigIntegerField(primary_key=True, help_text="position in the chain, from 1")
    tag = models.CharField("事件", max_length=80, help_text="subject:object:action")
    target_type = models.CharField("对象类型", max_length=60)
    target_id = models.CharField("对象编号", max_length=60)
    area_code = models.CharField("区划", max_length=12, blank=True)
    happened_on = models.DateField("业务日期")
    recorded_at = models.DateTimeField("记录时刻")
    actor_id = models.BigIntegerField("经办人编号", null=True)
    actor_name = models.CharField("经办人", max_length=60)
    actor_role = models.CharField("岗位", max_length=60)
    channel = models.CharField("渠道", max_length=20)
    facts = models.JSONField("要点", default=dict)
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = "留痕"
        indexes = (
            models.Index(fields=["target_type", "target_id"], name="audit_event_target"),
            models.Index(fields=["recorded_at"], name="audit_event_recorded"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.tag} {self.target_type}#{self.target_id}"
