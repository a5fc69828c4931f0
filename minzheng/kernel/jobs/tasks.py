"""The one task that the queue knows: run a job."""

from __future__ import annotations

from django.utils import timezone
from procrastinate.contrib.django import app

from minzheng.kernel.jobs import operations
from minzheng.kernel.jobs.registry import kind_of


@app.task(name=operations.TASK)
def run(*, job_id: int) -> None:
    """Run the job's function as the person who asked for it, at the present moment."""
    job = operations.start(job_id=job_id, at=timezone.now())
    try:
        by = job.actor_at(timezone.now())
        result = kind_of(job.kind).function()(job, by=by, on=job.on, **job.args)
    except BaseException as error:
        # Whatever went wrong, the page must not wait for ever; the queue logs the details.
        operations.fail(job=job, message=str(error), at=timezone.now())
        raise
    operations.finish(job=job, result=result, at=timezone.now())
