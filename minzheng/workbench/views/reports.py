"""绩效自评: the sealed report, every number of it a link, and the button that writes it anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.jobs.operations import enqueue
from minzheng.reporting.documents import to_docx, to_html, to_pdf
from minzheng.workbench import long_work, reports
from minzheng.workbench.views.pages import WorkbenchPage

if TYPE_CHECKING:
    from django.http import HttpRequest

    from minzheng.reporting.snapshots.models import SealedReport

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "json": "application/json; charset=utf-8",
}


class Reports(WorkbenchPage):
    """All sealed reports of the district."""

    permission = Permission.REPORT_VIEW
    template = "workbench/reports.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        sealed = reports.reports_of(self.actor.area_code)
        return self.page(
            reports=sealed.defer("document"),
            year=long_work.report_year(self.actor.area_code, self.actor.at),
            may_seal=self.may(Permission.REPORT_SEAL),
        )


class ReportPage(WorkbenchPage):
    """The report of a year as it was sealed."""

    permission = Permission.REPORT_VIEW
    template = "workbench/report.html"

    def get(self, _request: HttpRequest, year: int) -> HttpResponse:
        sealed = reports.latest(year, self.actor.area_code)
        text = ""
        if sealed is not None:
            text = to_html(
                reports.document_of(sealed),
                figure_link=lambda figure_id: reverse("figure", args=[figure_id, year]),
                claim_link=lambda claim_id: reverse("claim", args=[claim_id, year]),
            )
        return self.page(
            year=year,
            report=sealed,
            # Escaped by `to_html`, which is the only thing that writes it.
            text=mark_safe(text),  # noqa: S308
            may_seal=self.may(Permission.REPORT_SEAL),
            trail=[("绩效自评", reverse("reports"))],
        )


class ReportFile(WorkbenchPage):
    """A sealed report as PDF, DOCX or canonical JSON: always the same bytes' worth of content."""

    permission = Permission.REPORT_VIEW

    def get(self, _request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        sealed = reports.reports_of(self.actor.area_code).filter(pk=pk).first()
        if sealed is None or kind not in MEDIA_TYPES:
            raise Http404
        answer = HttpResponse(_written(sealed, kind), content_type=MEDIA_TYPES[kind])
        name = f"self-evaluation-{sealed.year}-{sealed.pk}.{kind}"
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


class WriteReport(WorkbenchPage):
    """Have the worker write and seal the report of a year with the data of this moment."""

    permission = Permission.REPORT_SEAL
    http_method_names = ["post", "options"]

    def post(self, _request: HttpRequest, year: int) -> HttpResponse:
        on = timezone.localtime(self.actor.at).date()
        job = enqueue(
            kind=long_work.WRITE_REPORT,
            args={"year": year},
            by=self.actor,
            on=on,
            label=f"生成{year}年绩效自评报告",
        )
        return HttpResponseRedirect(reverse("job", args=[job.pk]))


def _written(sealed: SealedReport, kind: str) -> bytes:
    if kind == "json":
        return sealed.document.encode()
    document = reports.document_of(sealed)
    return to_pdf(document) if kind == "pdf" else to_docx(document)
