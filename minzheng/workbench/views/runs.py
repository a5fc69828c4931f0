"""资金发放: runs, and where every fen of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.areas.queries import contains
from minzheng.kernel.disbursements import queries
from minzheng.kernel.disbursements.enums import LineState
from minzheng.kernel.disbursements.queries import balance, changes, open_items, states
from minzheng.kernel.disbursements.reviews import differences
from minzheng.kernel.people.models import Household
from minzheng.workbench.views.pages import WorkbenchPage

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest


def runs_near(page: WorkbenchPage) -> QuerySet[Any]:
    """Runs of the areas that hold the actor's post or lie inside it."""
    mine = page.actor.area_code
    codes = queries.runs().values_list("area_code", flat=True).distinct()
    near = [code for code in codes if contains(code, mine) or contains(mine, code)]
    return queries.runs().filter(area_code__in=near)


class Runs(WorkbenchPage):
    """All runs by year, the latest first."""

    permission = Permission.RUN_VIEW
    template = "workbench/runs.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        years: dict[int, list[Any]] = {}
        for run in runs_near(self).order_by("-month", "program", "-sequence"):
            years.setdefault(run.month.year, []).append(run)
        totals = [
            {
                "year": year,
                "runs": runs,
                "lines": sum(run.lines for run in runs),
                "amount_fen": sum(run.amount_fen for run in runs),
            }
            for year, runs in years.items()
        ]
        return self.page(years=totals)


class RunPage(WorkbenchPage):
    """One run: due = paid + returned + held, and what is left of it."""

    permission = Permission.RUN_VIEW
    template = "workbench/run.html"

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        people = ("planned_by", "frozen_by", "approved_by", "closed_by")
        run = runs_near(self).select_related(*people).filter(pk=pk).first()
        if run is None:
            raise Http404
        known = states(run, as_of=self.actor.at)
        return self.page(
            run=run,
            balance=balance(run, as_of=self.actor.at),
            states=[(state, *known.get(state, (0, 0))) for state in LineState],
            totals=run.totals.select_related("fund_source").order_by(
                "fund_source__code", "category", "kind"
            ),
            files=run.files.select_related("bank", "fund_source"),
            changes=changes(run) if run.sequence == 0 else [],
            differences=differences(run, area=self.scope),
            vouchers=run.vouchers.select_related("fund_source"),
            open_items=open_items().filter(run=run).count(),
            unpaid=self._unpaid(run),
            may_open=self.may(Permission.HOUSEHOLD_VIEW),
            trail=[("资金发放", reverse("runs"))],
        )

    def _unpaid(self, run: Any) -> list[dict[str, Any]]:
        """What did not reach the families of the actor's area, and what became of it."""
        items = list(run.unpaid_items.prefetch_related("steps").order_by("line_id"))
        lines = {
            line_id: (household, fen)
            for line_id, _run, household, _kind, _month, fen, _state in queries.rows(
                f"{queries.LINE_STATES} WHERE line.run_id = %(run)s AND line.id = ANY(%(lines)s)",
                {
                    "run": run.pk,
                    "lines": [item.line_id for item in items],
                    "as_of": self.actor.at,
                },
            )
        }
        homes = Household.objects.filter(
            pk__in={household for household, _ in lines.values()},
            area_code__startswith=self.scope,
        ).in_bulk()
        found = []
        for item in items:
            household, fen = lines[item.line_id]
            steps = list(item.steps.all())
            if household in homes:
                last = steps[-1].get_kind_display() if steps else "待处理"
                home = homes[household]
                found.append({"item": item, "household": home, "amount_fen": fen, "last": last})
        return found
