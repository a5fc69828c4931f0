"""政策参数: what is in force on a day, by which document, and whether it is law or a sample."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from minzheng.kernel import policy
from minzheng.kernel.access.enums import Permission
from minzheng.workbench.places import Places
from minzheng.workbench.views.pages import WorkbenchPage

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest


TITLES = {
    "casework.yaml": "办理时限",
    "disability_subsidies.yaml": "残疾人两项补贴",
    "extreme_hardship.yaml": "特困人员救助供养",
    "funerals.yaml": "殡葬",
    "household_assessment.yaml": "家庭经济状况",
    "marginal_households.yaml": "低保边缘家庭",
    "minimum_living.yaml": "最低生活保障",
    "targets.yaml": "考核目标",
    "temporary_assistance.yaml": "临时救助",
}


class Policies(WorkbenchPage):
    """All parameters as they stand in the actor's area on a day."""

    permission = Permission.POLICY_VIEW
    template = "workbench/policies.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        on = self._day()
        book = policy.load()
        files: dict[str, list[tuple[policy.Parameter, list[policy.Value]]]] = {}
        for parameter in book:
            values = book.values(parameter.name, area=self.actor.area_code, on=on)
            files.setdefault(parameter.source_file, []).append((parameter, values))
        titled = [(file, TITLES.get(file, file), entries) for file, entries in files.items()]
        return self.page(files=titled, on=on)

    def _day(self) -> date:
        text = self.request.GET.get("on", "")
        if not text:
            return timezone.localtime(self.actor.at).date()
        try:
            found = parse_date(text)
        except ValueError:
            found = None
        if found is None:
            raise Http404
        return found


class PolicyPage(WorkbenchPage):
    """One parameter through time."""

    permission = Permission.POLICY_VIEW
    template = "workbench/policy.html"

    def get(self, _request: HttpRequest, name: str) -> HttpResponse:
        book = policy.load()
        if name not in book:
            raise Http404
        places = Places()
        history = book.history(name, area=self.actor.area_code)
        return self.page(
            parameter=book.parameter(name),
            values=[(value, _place(places, value.area)) for value in history],
            trail=[("政策参数", reverse("policies"))],
        )


def _place(places: Places, code: str) -> str:
    known = {"000000000000": "全国", "430000000000": "湖南省", "430100000000": "长沙市"}
    return known.get(code) or places[code]
