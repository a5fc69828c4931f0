"""办件: the steps that were taken, the clocks, what was decided and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.roles import ROLES
from minzheng.kernel.casework.models import Case, CaseStep, Clock
from minzheng.kernel.casework.queries import steps_open_to, working_calendar
from minzheng.kernel.files.operations import content_of
from minzheng.kernel.letters.models import Letter
from minzheng.kernel.letters.queries import letters_of
from minzheng.livelihood.minimum_living.operations import print_case_file
from minzheng.livelihood.minimum_living.wording import REASONS
from minzheng.workbench.explanations import arranged
from minzheng.workbench.places import Places
from minzheng.workbench.views.pages import WorkbenchPage, first_rows

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Deadline:
    """A clock as a page shows it. `left` counts days to the limit, negative when it ran out."""

    label: str
    clock: Clock
    left: int
    is_minimum: bool

    @property
    def says(self) -> str:
        """How it stands, in words."""
        return self._standing()[0]

    @property
    def tone(self) -> str:
        """Its colour; the words say the same."""
        return self._standing()[1]

    def _standing(self) -> tuple[str, str]:
        days = f"{abs(self.left)}{self.clock.get_unit_display()}"
        if self.is_minimum:
            is_full = self.left <= 0
            if self.clock.stopped_on is None:
                return ("已满", "good") if is_full else (f"还须{days}", "wait")
            return ("期满", "good") if is_full else (f"未满（差{days}）", "wait")
        if self.left < 0:
            return f"超期{days}", "bad"
        return (f"剩余{days}", "wait") if self.clock.stopped_on is None else ("按时", "good")


class Cases(WorkbenchPage):
    """The cases of the actor's area, the latest first."""

    permission = Permission.HOUSEHOLD_VIEW
    template = "workbench/cases.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        found = Case.objects.under(self.scope).select_related("applicant", "household")
        wanted = self.request.GET.get("q", "").strip()[:60]
        if wanted:
            found = found.filter(
                Q(number__istartswith=wanted) | Q(applicant__name__startswith=wanted)
            )
        only_open = self.request.GET.get("state") == "open"
        if only_open:
            found = found.open()
        if before := self.number_given("before"):
            found = found.filter(pk__lt=before)
        shown, last = first_rows(found.order_by("-pk"))
        places = Places()
        return self.page(
            cases=[(case, places[case.area_code]) for case in shown],
            last=last,
            wanted=wanted,
            only_open=only_open,
        )


class CasePage(WorkbenchPage):
    """One case."""

    permission = Permission.HOUSEHOLD_VIEW
    template = "workbench/case.html"

    def get(self, _request: HttpRequest, number: str) -> HttpResponse:
        visible = Case.objects.under(self.scope).select_related("applicant", "household")
        case = get_object_or_404(visible, number=number)
        today = timezone.localtime(self.actor.at).date()
        return self.page(
            case=case,
            place=Places()[case.area_code],
            steps=[_step(case, step) for step in case.steps.order_by("version")],
            deadlines=_deadlines(case, today),
            notices=case.notices.order_by("posted_on"),
            decisions=[
                (
                    decision,
                    REASONS.get(decision.reason, decision.reason),
                    arranged(decision.reckoning),
                )
                for decision in case.decisions.order_by("id")
            ],
            next_steps=steps_open_to(case, self.actor),
            letters=letters_of(case),
            may_print=self.may(Permission.CASE_FILE_PRINT),
            trail=[("办件", reverse("cases"))],
        )


class CaseFile(WorkbenchPage):
    """家庭档案 on paper. A POST, because every print leaves a trace."""

    permission = Permission.CASE_FILE_PRINT
    http_method_names = ["post", "options"]

    def post(self, _request: HttpRequest, number: str) -> HttpResponse:
        case = get_object_or_404(Case.objects.under(self.scope), number=number)
        on = timezone.localtime(self.actor.at).date()
        content = print_case_file(case=case, by=self.actor, on=on)
        return _download(content, "application/pdf", f"case-file-{case.number}.pdf")


class LetterFile(WorkbenchPage):
    """A letter as it was sent, or its editable twin."""

    permission = Permission.HOUSEHOLD_VIEW

    def get(self, _request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        visible = Letter.objects.filter(case__area_code__startswith=self.scope)
        letter = get_object_or_404(visible.select_related("pdf", "docx"), pk=pk)
        stored = {"pdf": letter.pdf, "docx": letter.docx}.get(kind)
        if stored is None:
            raise Http404
        return _download(content_of(stored), stored.media_type, f"letter-{letter.pk}.{kind}")


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _step(case: Case, step: CaseStep) -> dict[str, object]:
    known = case.flow.by_action.get(step.action)
    role = ROLES.get(step.actor_role)
    return {
        "step": step,
        "label": known.label if known else "登记",
        "target": case.flow.statuses[step.target],
        "role": role.label if role else "",
        "amount_fen": step.facts.get("amount_fen"),
        "reason": REASONS.get(str(step.facts.get("reason", "")), ""),
    }


def _deadlines(case: Case, today: date) -> list[Deadline]:
    """All clocks of the case in the order in which they began."""
    calendar = working_calendar()
    found = []
    for clock in Clock.objects.filter(case=case).order_by("started_on", "id"):
        day = clock.stopped_on or today
        left = (
            calendar.count(day, clock.due_on)
            if clock.unit == "WORKING_DAYS"
            else (clock.due_on - day).days
        )
        rule = case.flow.by_clock[clock.code]
        found.append(Deadline(rule.label, clock, left, rule.is_minimum))
    return found
