"""Long work: asked for in a transaction, done by the worker, progress seen from outside."""

import subprocess
import sys
import threading
import time
from datetime import UTC, date, datetime

import pytest
from django.db import connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from minzheng.kernel.audit.actor import Actor
from minzheng.kernel.audit.models import Event
from minzheng.kernel.jobs import operations, queries, registry, tasks
from minzheng.kernel.jobs.enums import Status
from minzheng.kernel.jobs.models import Job

DAY = date(2022, 11, 1)
NOON = datetime(2022, 11, 1, 4, tzinfo=UTC)
OFFICER = Actor(7, "王敏", "BUREAU_ASSISTANCE", "430105000000", NOON)


def count_to(job, *, by, on, last):
    """A job that counts."""
    for number in range(1, last + 1):
        operations.progress(job, done=number, total=last, message=f"第 {number} 步")
    return {"counted": last, "by": by.name, "on": on.isoformat()}


def stumble(job, *, by, on):
    """A job that fails half-way, inside a transaction."""
    with transaction.atomic():
        operations.progress(job, done=1, total=2)
        raise RuntimeError("文件缺少“身份证号”一列。")


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register("count", label="数数", runs=f"{__name__}.count_to")
    registry.register("stumble", label="跌倒", runs=f"{__name__}.stumble")


@pytest.mark.django_db
def test_a_job_is_queued_and_audited_in_the_same_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        operations.enqueue(kind="count", args={"last": 3}, by=OFFICER, on=DAY)
        raise ZeroDivisionError
    assert (Job.objects.count(), ProcrastinateJob.objects.count(), Event.objects.count()) == (
        0,
        0,
        0,
    )
    job = operations.enqueue(kind="count", args={"last": 3}, by=OFFICER, on=DAY)
    assert Job.objects.unfinished().get() == job
    assert ProcrastinateJob.objects.get().args == {"job_id": job.pk}
    assert Event.objects.get().tag == "jobs:job:enqueued"


@pytest.mark.django_db
def test_an_unknown_kind_is_refused_by_name():
    with pytest.raises(registry.UnknownKind, match="没有“dance”这种后台任务"):
        operations.enqueue(kind="dance", args={}, by=OFFICER, on=DAY)


def test_the_result_and_the_person_come_through(fresh_database):
    job = operations.enqueue(kind="count", args={"last": 3}, by=OFFICER, on=DAY)
    tasks.run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.status, job.done, job.percent) == (Status.DONE, 3, 100)
    assert job.result == {"counted": 3, "by": "王敏", "on": "2022-11-01"}


def test_a_failed_job_says_why_and_how_far_it_came(fresh_database):
    job = operations.enqueue(kind="stumble", args={}, by=OFFICER, on=DAY)
    with pytest.raises(RuntimeError):
        tasks.run(job_id=job.pk)
    job.refresh_from_db()
    assert (job.status, job.message) == (Status.FAILED, "文件缺少“身份证号”一列。")
    assert (job.done, job.total) == (1, 2)


def test_progress_is_seen_while_the_transaction_is_open(fresh_database):
    job = operations.enqueue(kind="count", args={"last": 3}, by=OFFICER, on=DAY)
    seen = []

    def look():
        seen.append(Job.objects.values_list("done", "total", "message").get(pk=job.pk))
        connections.close_all()

    with transaction.atomic():
        operations.progress(job, done=1, total=9, message="第一批")
        watcher = threading.Thread(target=look)
        watcher.start()
        watcher.join()
    assert seen == [(1, 9, "第一批")]


def test_the_worker_process_takes_the_job_and_beats(fresh_database):
    job = operations.enqueue(kind="count", args={"last": 2}, by=OFFICER, on=DAY)
    # The other process does not know this file's kinds: the job must end as failed, with words.
    told = subprocess.run(
        [sys.executable, "-m", "minzheng", "worker", "--once"],
        env=fresh_database.environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    job.refresh_from_db()
    assert told.returncode == 0, told.stderr
    assert job.status == Status.FAILED
    assert job.message.startswith("没有“count”这种后台任务")


def test_a_job_whose_worker_was_killed_is_closed_and_not_repeated(fresh_database):
    job = operations.enqueue(kind="count", args={"last": 2}, by=OFFICER, on=DAY)
    operations.start(job_id=job.pk, at=NOON)
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    assert operations.fail_interrupted(at=NOON) == 1
    job.refresh_from_db()
    assert job.status == Status.FAILED
    assert "重新发起" in job.message
    assert operations.fail_interrupted(at=NOON) == 0


@pytest.mark.django_db
def test_no_worker_is_not_a_living_worker(client):
    assert queries.seconds_since_heartbeat() is None
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "worker": False})


def test_a_worker_is_seen_by_the_health_page(fresh_database, client):
    worker = subprocess.Popen(
        [sys.executable, "-m", "minzheng", "worker"],
        env=fresh_database.environment,
        stderr=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 30
        while client.get("/health/").status_code != 200:
            assert time.monotonic() < deadline
            assert worker.poll() is None, worker.stderr.read().decode()
            time.sleep(0.2)
    finally:
        worker.terminate()
        worker.communicate(timeout=30)
    assert worker.returncode == 0
