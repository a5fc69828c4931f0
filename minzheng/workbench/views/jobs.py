"""后台任务: long work and how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.jobs.enums import Status
from minzheng.kernel.jobs.models import Job
from minzheng.workbench import long_work
from minzheng.workbench.views.pages import WorkbenchPage, first_rows

if TYPE_CHECKING:
    from django.http import HttpRequest

REFRESH_SECONDS = 2


class Jobs(WorkbenchPage):
    """The latest jobs."""

    permission = Permission.JOB_VIEW
    template = "workbench/jobs.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        found = Job.objects.order_by("-pk")
        if before := self.number_given("before"):
            found = found.filter(pk__lt=before)
        shown, last = first_rows(found)
        return self.page(jobs=shown, last=last)


class JobPage(WorkbenchPage):
    """One job. While it runs the page calls itself again, unless the reader stopped that."""

    permission = Permission.JOB_VIEW
    template = "workbench/job.html"

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        job = get_object_or_404(Job, pk=pk)
        is_running = job.status in (Status.QUEUED, Status.RUNNING)
        refreshes = is_running and "still" not in self.request.GET
        answer = self.page(
            job=job,
            is_running=is_running,
            refreshes=refreshes,
            outcome=long_work.outcome(job),
            trail=[("后台任务", reverse("jobs"))],
        )
        if refreshes:
            answer["Refresh"] = str(REFRESH_SECONDS)
        return answer
