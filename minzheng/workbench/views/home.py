"""首页: what stands today, and what needs a look."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.casework.models import Case
from minzheng.kernel.jobs.models import Job
from minzheng.workbench import long_work, reports
from minzheng.workbench.numbers import numbers, statements
from minzheng.workbench.views.pages import WorkbenchPage
from minzheng.workbench.views.runs import runs_near

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest


class Home(WorkbenchPage):
    """Each block only for the posts that may open what it leads to."""

    permission = Permission.HOME_VIEW
    template = "workbench/home.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        year = long_work.report_year(self.actor.area_code, self.actor.at)
        blocks: dict[str, Any] = {"year": year}
        if self.may(Permission.REPORT_VIEW):
            blocks["report"] = reports.latest(year, self.actor.area_code)
            blocks["shows_report"] = True
        if self.may(Permission.FIGURE_VIEW):
            blocks |= self._numbers(year)
        if self.may(Permission.RUN_VIEW):
            blocks |= self._money(year)
        if self.may(Permission.HOUSEHOLD_VIEW):
            mine = Case.objects.under(self.scope)
            blocks["open_cases"] = mine.open().count()
            blocks["shows_cases"] = True
        if self.may(Permission.JOB_VIEW):
            blocks["unfinished"] = Job.objects.unfinished().count()
            blocks["shows_jobs"] = True
        return self.page(**blocks)

    def _numbers(self, year: int) -> dict[str, Any]:
        known = self.knowledge(year)
        return {"known": known, "numbers": numbers(known), "statements": statements(known)}

    def _money(self, year: int) -> dict[str, Any]:
        runs = list(
            runs_near(self).filter(month__year=year).order_by("month", "program", "sequence")
        )
        return {
            "runs": runs,
            "lines": sum(run.lines for run in runs),
            "amount_fen": sum(run.amount_fen for run in runs),
            "shows_runs": True,
        }
