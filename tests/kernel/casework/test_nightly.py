"""What the worker does every night."""

from datetime import UTC, date, datetime

import pytest

from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework import tasks
from minzheng.kernel.casework.models import ClockEvent, PublicNotice
from minzheng.kernel.jobs.models import Job
from minzheng.kernel.jobs.tasks import run
from minzheng.livelihood.minimum_living.workflow import APPLICATION
from tests.kernel.builders import XIUFENG, actor, household, person

pytestmark = pytest.mark.django_db
DAY = date(2022, 4, 12)
CLERK = actor("SUBDISTRICT_CLERK", XIUFENG, DAY)


def test_both_jobs_are_asked_for_once_a_night_and_do_their_work():
    applicant = person()
    case = casework.open_case(
        matter=APPLICATION, household=household(applicant), applicant=applicant, by=CLERK, on=DAY
    )
    casework.take(case=case, action="accept", by=CLERK, on=DAY)
    casework.post_notice(case=case, persons=1, amount_fen=1, days=7, by=CLERK, on=DAY)
    night = datetime(2022, 4, 20, 17, 5, tzinfo=UTC)
    jobs = tasks.enqueue_nightly(night)
    assert [job.kind for job in jobs] == [tasks.TAKE_DOWN_NOTICES, tasks.EXPIRE_CLOCKS]
    assert {job.on for job in jobs} == {date(2022, 4, 21)}
    for job in jobs:
        run(job_id=job.pk)
    assert [job.result for job in Job.objects.order_by("id")] == [{"notices": 1}, {"clocks": 1}]
    assert PublicNotice.objects.get().taken_down_on == date(2022, 4, 19)
    assert ClockEvent.objects.get().kind == "EXPIRED"


def test_the_night_is_on_the_workers_calendar():
    from procrastinate.contrib.django import app

    assert ("minzheng.kernel.casework.nightly", "") in app.periodic_registry.periodic_tasks
