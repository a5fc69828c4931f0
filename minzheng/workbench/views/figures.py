"""指标: every number with its definition, and the records it is made of."""

from __future__ import annotations

from fractions import Fraction
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.areas.queries import scope_prefix
from minzheng.kernel.audit.operations import record
from minzheng.kernel.measures import Claim, Indicator, Ratio, Rows, Sum, Unit
from minzheng.kernel.ui.csv_files import csv_response
from minzheng.lib.fen import to_yuan
from minzheng.lib.months import Month
from minzheng.reporting.catalogue.queries import catalogue
from minzheng.workbench.drilling import Part, Records, links, parts
from minzheng.workbench.long_work import report_year
from minzheng.workbench.numbers import VERDICTS, numbers, statements
from minzheng.workbench.places import Places
from minzheng.workbench.views.pages import PAGE_ROWS, WorkbenchPage

if TYPE_CHECKING:
    from django.http import HttpRequest

    from minzheng.kernel.measures import Relation
    from minzheng.workbench.knowing import Knowledge

CSV_COLUMNS = ("记录编号", "说明", "家庭编号", "区划代码", "区划", "日期", "数量")


class LatestFigures(WorkbenchPage):
    """The way to the figures of the year that the site speaks about."""

    permission = Permission.FIGURE_VIEW

    def get(self, _request: HttpRequest) -> HttpResponse:
        year = report_year(self.actor.area_code, self.actor.at)
        return HttpResponseRedirect(reverse("figures", args=[year]))


class Figures(WorkbenchPage):
    """All figures and claims of a year."""

    permission = Permission.FIGURE_VIEW
    template = "workbench/figures.html"

    def get(self, _request: HttpRequest, year: int) -> HttpResponse:
        known = self.knowledge(year)
        return self.page(
            year=year, known=known, numbers=numbers(known), statements=statements(known)
        )


class FigurePage(WorkbenchPage):
    """One figure: what it means, how it is made, and its records inside the actor's area."""

    permission = Permission.FIGURE_VIEW
    template = "workbench/figure.html"

    def get(self, _request: HttpRequest, figure_id: str, year: int) -> HttpResponse:
        indicator = _indicator(figure_id)
        known = self.knowledge(year)
        figure = catalogue().figure(figure_id, year, as_of=known.as_of, area=known.district)
        mine = figure
        if self.actor.area_code != known.district:
            mine = catalogue().figure(figure_id, year, as_of=known.as_of, area=self.actor.area_code)
        area = scope_prefix(known.district)
        cells = Records(indicator.records, figure.period, known.as_of, area).spread()
        months, places = parts(cells, attrgetter("month")), Places()
        return self.page(
            year=year,
            known=known,
            figure=figure,
            indicator=indicator,
            mine=mine,
            outside=figure.rows - mine.rows,
            # A Display can be called, and a template calls what it can.
            display=getattr(indicator.display, "name", indicator.display),
            fraction=_fraction(indicator, months),
            months=[(part.key, _part(indicator, part)) for part in months],
            places=[
                (places[part.key], _part(indicator, part))
                for part in parts(cells, attrgetter("area_code"))
            ],
            trail=[("指标", reverse("figures", args=[year]))],
            **rows_shown(self, indicator, indicator.records, known),
        )


class ClaimPage(WorkbenchPage):
    """One claim: its thresholds, and the exceptions that must be none."""

    permission = Permission.FIGURE_VIEW
    template = "workbench/claim.html"

    def get(self, _request: HttpRequest, claim_id: str, year: int) -> HttpResponse:
        claim = catalogue().claims.get(claim_id)
        if claim is None:
            raise Http404
        known = self.knowledge(year)
        judgement = catalogue().judgement(claim_id, year, as_of=known.as_of, area=known.district)
        label, tone = VERDICTS[judgement.verdict]
        shown = rows_shown(self, claim, claim.exceptions, known) if claim.exceptions else {}
        return self.page(
            year=year,
            known=known,
            claim=claim,
            judgement=judgement,
            verdict=label,
            tone=tone,
            has_list=claim.exceptions is not None,
            trail=[("指标", reverse("figures", args=[year]))],
            **shown,
        )


class FigureExport(WorkbenchPage):
    """The records inside the actor's area as a file. A POST, because an export leaves a trace."""

    permission = Permission.FIGURE_DRILL
    http_method_names = ["post", "options"]

    def post(self, _request: HttpRequest, figure_id: str, year: int) -> HttpResponse:
        indicator = _indicator(figure_id)
        known = self.knowledge(year)
        rows = Records(indicator.records, indicator.period(year), known.as_of, self.scope).page()
        record(
            tag="reporting:figure:exported",
            target=("reporting.figure", f"{figure_id}/{year}"),
            by=self.actor,
            on=timezone.localtime(self.actor.at).date(),
            area_code=self.actor.area_code,
            facts={"rows": len(rows), "as_of": known.as_of.isoformat()},
        )
        places = Places()
        lines = (
            (
                row.record_id,
                row.label,
                row.household_number,
                row.area_code,
                places[row.area_code],
                row.happened_on.isoformat(),
                to_yuan(row.quantity) if indicator.unit.is_money else row.quantity,
            )
            for row in rows
        )
        return csv_response(f"{indicator.label}_{year}.csv", CSV_COLUMNS, lines)


def rows_shown(
    page: WorkbenchPage, definition: Indicator | Claim, relation: Relation, known: Knowledge
) -> dict[str, Any]:
    """One page of the records the actor may see, and the way to the next; nothing without the permission."""
    if not page.may(Permission.FIGURE_DRILL):
        return {"may_drill": False}
    month = _month_given(page)
    after = page.request.GET.get("after", "")[:200]
    records = Records(relation, definition.period(known.year), known.as_of, page.scope)
    found = records.page(after=after, month=month, limit=PAGE_ROWS + 1)
    shown = found[:PAGE_ROWS]
    leads = links(shown) if page.may(Permission.HOUSEHOLD_VIEW) else {}
    places = Places()
    return {
        "may_drill": True,
        "rows": [
            {
                "row": row,
                "place": places[row.area_code],
                "links": leads.get(row.record_id, []),
                "quantity": _quantity(definition, row.quantity),
            }
            for row in shown
        ],
        "month": month,
        "is_first_page": not after,
        "next_after": shown[-1].record_id if len(found) > PAGE_ROWS else "",
    }


def _indicator(figure_id: str) -> Indicator:
    try:
        return catalogue().indicators[figure_id]
    except KeyError:
        raise Http404 from None


def _month_given(page: WorkbenchPage) -> Month | None:
    text = page.request.GET.get("month", "")
    if not text:
        return None
    try:
        return Month.parse(text)
    except ValueError:
        raise Http404 from None


def _quantity(definition: Indicator | Claim, quantity: int) -> str:
    """What a record brings in, in words of the unit; empty where every record simply counts."""
    if isinstance(definition, Claim):
        return ""
    if definition.unit is Unit.SHARE:
        return "计入" if quantity else "不计入"
    return f"{to_yuan(quantity):,}" if definition.unit.is_money else ""


def _fraction(indicator: Indicator, months: list[Part]) -> dict[str, str] | None:
    """The two numbers of a ratio of sum and rows as they are divided; None for any other measure."""
    if indicator.measure != Ratio(Sum(), Rows()):
        return None
    top, bottom = sum(one.quantity for one in months), sum(one.rows for one in months)
    if indicator.unit is Unit.SHARE:
        return {"top": f"{top:,} 条计入", "bottom": f"{bottom:,} 条"}
    return {"top": f"{to_yuan(top):,} 元", "bottom": f"{bottom:,} 人次"}


def _part(indicator: Indicator, part: Part) -> dict[str, Any]:
    """A month or a subdistrict: records, their sum, and its own ratio."""
    value = ""
    if indicator.measure == Ratio(Sum(), Rows()):
        share = Fraction(part.quantity, part.rows * indicator.unit.scale)
        value = "".join(indicator.printed(share))
    total = f"{to_yuan(part.quantity):,}" if indicator.unit.is_money else ""
    if indicator.unit is Unit.SHARE:
        total = f"{part.quantity:,}"
    return {"rows": part.rows, "sum": total, "value": value}
