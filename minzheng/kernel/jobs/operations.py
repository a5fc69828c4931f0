"""Asking for long work, and telling how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from procrastinate.contrib.django import app

from minzheng.kernel.audit.operations import record
from minzheng.kernel.jobs.enums import Status
from minzheng.kernel.jobs.models import Job
from minzheng.kernel.jobs.registry import kind_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from minzheng.kernel.audit.actor import Actor

TASK = "minzheng.kernel.jobs.run"


@transaction.atomic
def enqueue(
    *, kind: str, args: dict[str, Any], by: Actor, on: date, label: str | None = None
) -> Job:
    """Ask the worker to do `kind` with `args` (JSON). It starts after this transaction commits.

    Two jobs of one kind never run at the same time. Who asks for what is already waiting or running
    (a second click, a colleague) gets that job. Raises registry.UnknownKind.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"{TASK}:{kind}"])
    asked_before = Job.objects.unfinished().filter(kind=kind, args=args).order_by("pk").first()
    if asked_before is not None:
        return asked_before
    job = Job.objects.create(
        kind=kind,
        label=label or kind_of(kind).label,
        args=args,
        on=on,
        actor=Job.describe(by),
        enqueued_at=by.at,
    )
    app.configure_task(TASK, lock=kind).defer(job_id=job.pk)
    record(tag="jobs:job:enqueued", target=job, by=by, on=on, facts={"kind": kind})
    return job


def progress(job: Job, *, done: int, total: int, message: str = "") -> None:
    """Say how far the job is, at once: also from inside a transaction that is still open."""
    job.done, job.total, job.message = done, total, message
    # A connection of its own: the job's transaction may not commit for minutes.
    outside = connection.copy()
    try:
        with outside.cursor() as cursor:
            cursor.execute(
                "UPDATE jobs_job SET done = %s, total = %s, message = %s WHERE id = %s",
                [done, total, message, job.pk],
            )
    finally:
        outside.close()


def start(*, job_id: int, at: datetime) -> Job:
    """The worker has taken the job."""
    job = Job.objects.get(pk=job_id)
    job.status, job.started_at = Status.RUNNING, at
    job.save(update_fields=["status", "started_at"])
    return job


def finish(*, job: Job, result: dict[str, Any] | None, at: datetime) -> None:
    """The job came to its end."""
    job.status, job.finished_at, job.result = Status.DONE, at, result
    job.done = job.total
    job.save(update_fields=["status", "finished_at", "result", "done"])


def fail(*, job: Job, message: str, at: datetime) -> None:
    """The job stopped before its end; the message says why."""
    job.status, job.finished_at, job.message = Status.FAILED, at, message
    job.save(update_fields=["status", "finished_at", "message"])


@transaction.atomic
def fail_interrupted(*, at: datetime) -> int:
    """Close jobs whose worker is gone, so that nobody waits for them. They are not run again.

    Returns how many.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE_INTERRUPTED, [TASK])
        ids = [row[0] for row in cursor.fetchall()]
    return Job.objects.filter(pk__in=ids, status=Status.RUNNING).update(
        status=Status.FAILED,
        finished_at=at,
        message="后台进程中断，任务没有做完；请重新发起，已完成的部分不会重复。",
    )


# A worker beats every ten seconds; three missed beats mean that it is gone.
_CLOSE_INTERRUPTED = """
WITH gone AS (
    SELECT job.id FROM procrastinate_jobs job
    LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
    WHERE job.task_name = %s AND job.status = 'doing'
      AND (worker.id IS NULL OR worker.last_heartbeat < now() - interval '30 seconds')
)
UPDATE procrastinate_jobs job SET status = 'failed' FROM gone
WHERE job.id = gone.id RETURNING (job.args ->> 'job_id')::bigint
"""
