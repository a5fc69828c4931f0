"""Codes of the jobs room."""

from django.db.models import TextChoices


class Status(TextChoices):
    """Where a job stands."""

    QUEUED = "QUEUED", "排队中"
    RUNNING = "RUNNING", "进行中"
    DONE = "DONE", "已完成"
    FAILED = "FAILED", "未完成"
