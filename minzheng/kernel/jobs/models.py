"""One row for each piece of long work."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import models

from minzheng.kernel.audit.actor import Actor, Channel
from minzheng.kernel.jobs.enums import Status


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> JobQuerySet:
        """Queued or running."""
        return self.filter(status__in=(Status.QUEUED, Status.RUNNING))


class Job(models.Model):
    """后台任务. `done` of `total` steps; `result` is what the function returned."""

    kind = models.CharField("种类", max_length=60)
    label = models.CharField("名称", max_length=120)
    args = models.JSONField("参数", default=dict)
    on = models.DateField("业务日期")
    actor = models.JSONField("发起人")
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.QUEUED)
    done = models.BigIntegerField("已完成", default=0)
    total = models.BigIntegerField("总数", default=0)
    message = models.TextField("说明", blank=True)
    result = models.JSONField("结果", null=True)
    enqueued_at = models.DateTimeField("发起时刻")
    started_at = models.DateTimeField("开始时刻", null=True)
    finished_at = models.DateTimeField("结束时刻", null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values),
                name="job_status_known",
                violation_error_message="后台任务的状态不在规定范围内。",
            ),
        )
        indexes = (models.Index(fields=["status", "id"], name="job_status_id"),)

    def __str__(self) -> str:
        return f"{self.label}（{self.get_status_display()}）"

    @property
    def percent(self) -> int:
        """Whole percent done, 0 while the total is unknown."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    def actor_at(self, moment: datetime) -> Actor:
        """Who asked for it, acting at `moment`."""
        words = {**self.actor, "channel": Channel(self.actor["channel"])}
        return Actor(**words, at=moment)

    @staticmethod
    def describe(actor: Actor) -> dict[str, Any]:
        """The actor as JSON, without the moment."""
        words = asdict(actor)
        del words["at"]
        return words
