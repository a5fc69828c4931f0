"""What pages change: exports leave a trace, long work is queued, reading writes nothing."""

import csv
import io

import pytest
from django.db import InternalError
from django.test import RequestFactory

from minzheng.kernel.access.models import LoginFailure
from minzheng.kernel.access.policy import Page
from minzheng.kernel.audit.models import Event
from minzheng.kernel.jobs import tasks
from minzheng.kernel.jobs.models import Job
from minzheng.reporting.snapshots.models import SealedReport

EXPORT = "/figures/assisted_person_times/2022/export/"


def test_an_export_holds_the_rows_of_the_area_and_leaves_a_trace(town, as_user):
    answer = as_user("clerk").post(EXPORT)
    text = b"".join(answer).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0][0] == "记录编号"
    assert len(rows) == 1 + 6
    assert {row[2] for row in rows[1:]} == {town.near_number}
    event = Event.objects.latest("id")
    assert (event.tag, event.actor_name, event.facts["rows"]) == (
        "reporting:figure:exported",
        "李经办",
        6,
    )


@pytest.mark.parametrize(
    ("username", "status"), [("worker", 403), ("admin", 403), ("finance", 200)]
)
def test_only_who_may_drill_may_export(username, status, town, as_user):
    assert as_user(username).post(EXPORT).status_code == status


def test_an_export_is_never_a_plain_link(town, as_user):
    assert as_user("leader").get(EXPORT).status_code == 405


@pytest.mark.parametrize(
    ("username", "status"),
    [("leader", 302), ("assistance", 302), ("clerk", 403), ("finance", 403), ("auditor", 403)],
)
def test_only_some_posts_may_have_the_report_written(username, status, town, as_user):
    assert as_user(username).post("/report/2022/write/").status_code == status


def test_the_report_is_written_by_the_worker_and_its_job_page_leads_to_it(town, as_user):
    leader = as_user("leader")
    before = SealedReport.objects.count()
    page = leader.post("/report/2022/write/")["Location"]
    waiting = leader.get(page)
    assert waiting["Refresh"] == "2"
    assert "Refresh" not in leader.get(f"{page}?still=1")
    tasks.run(job_id=int(page.rstrip("/").rpartition("/")[2]))
    done = leader.get(page)
    assert "Refresh" not in done
    assert "已生成并封存" in done.content.decode()
    assert 'href="/report/2022/"' in done.content.decode()
    assert SealedReport.objects.count() == before + 1


@pytest.mark.parametrize(
    ("username", "status"),
    [
        ("clerk", 200),
        ("streetleader", 200),
        ("assistance", 200),
        ("leader", 200),
        ("worker", 403),
        ("finance", 403),
        ("auditor", 403),
        ("admin", 403),
    ],
)
def test_only_some_posts_may_print_a_family_file(username, status, town, as_user):
    answer = as_user(username).post(f"/cases/{town.near_case}/file/")
    assert answer.status_code == status
    assert (answer["Content-Type"] == "application/pdf") == (status == 200)


def test_the_file_of_a_family_elsewhere_is_not_there(town, as_user):
    assert as_user("clerk").post(f"/cases/{town.far_case}/file/").status_code == 404


def test_the_auditor_has_the_chain_verified(town, as_user):
    auditor = as_user("auditor")
    page = auditor.post("/audit/")["Location"]
    tasks.run(job_id=Job.objects.latest("pk").pk)
    assert "首尾相连" in auditor.get(page).content.decode()


def test_reading_cannot_write(town_database, rf: RequestFactory):
    class Sly(Page):
        def get(self, _request):
            LoginFailure.objects.create(username="x", address="y", failed_at="2022-01-01T00:00Z")

    with pytest.raises(InternalError, match="read-only transaction"):
        Sly.as_view()(rf.get("/"))
