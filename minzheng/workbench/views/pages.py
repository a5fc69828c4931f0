"""What the pages of the workbench share."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.policy import Page
from minzheng.kernel.access.roles import allows
from minzheng.workbench.knowing import Knowledge, knowledge

PAGE_ROWS = 50
_Row = TypeVar("_Row", bound=Model)


class WorkbenchPage(Page):
    """A page with a template, drawn inside the READ ONLY transaction."""

    template = ""

    def page(self, **context: Any) -> HttpResponse:
        """The answer."""
        return render(self.request, self.template, context)

    def may(self, permission: Permission) -> bool:
        """Whether the actor's post allows this too (for links that would otherwise end in a refusal)."""
        return allows(self.actor.role, permission)

    def knowledge(self, year: int) -> Knowledge:
        """As of when this page speaks of the year."""
        return knowledge(self.actor, year, at=self.request.GET.get("at", ""))

    def number_given(self, name: str) -> int | None:
        """A whole number from the address, None when it is absent. Raises Http404 on anything else."""
        text = self.request.GET.get(name, "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 19):
            raise Http404
        return int(text)


def first_rows(rows: QuerySet[_Row]) -> tuple[list[_Row], _Row | None]:
    """One page of an ordered list, and its last row when there are more: the key of the next page."""
    found = list(rows[: PAGE_ROWS + 1])
    shown = found[:PAGE_ROWS]
    return shown, shown[-1] if len(found) > PAGE_ROWS else None
