"""Long work that pages ask for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from minzheng.kernel.audit.queries import head, verify
from minzheng.kernel.disbursements.queries import runs
from minzheng.kernel.jobs.operations import progress
from minzheng.kernel.jobs.registry import register
from minzheng.reporting.documents import to_pdf
from minzheng.reporting.evaluations.narrative import self_evaluation
from minzheng.reporting.snapshots.operations import seal
from minzheng.workbench.reports import district_name, district_of, reports_of

if TYPE_CHECKING:
    from datetime import datetime

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.jobs.models import Job

VERIFY_CHAIN = "verify_chain"
WRITE_REPORT = "write_report"
MOST_BREAKS_SHOWN = 20


def declare() -> None:
    """Called when the app starts."""
    register(VERIFY_CHAIN, label="核验留痕链", runs=f"{__name__}.verify_chain")
    register(WRITE_REPORT, label="生成绩效自评报告", runs=f"{__name__}.write_report")


def verify_chain(job: Job, *, by: Actor, on: date) -> dict[str, Any]:
    """Walk the whole audit trail; the result names every place where it does not hold."""
    events, last_hash = head()
    progress(job, done=0, total=1, message=f"共 {events} 条留痕，正在逐条核验")
    breaks = verify()
    return {
        "events": events,
        "head": last_hash,
        "breaks": [found.problem for found in breaks[:MOST_BREAKS_SHOWN]],
        "count": len(breaks),
    }


def write_report(job: Job, *, by: Actor, on: date, year: int) -> dict[str, Any]:
    """Count every figure as of now, write the report and seal it."""
    area = district_of(by.area_code)
    progress(job, done=0, total=3, message="正在计算全部指标")
    document = self_evaluation(
        year,
        as_of=timezone.localtime(by.at),
        area=area,
        area_name=district_name(area, date(year, 12, 31)),
    )
    progress(job, done=1, total=3, message="正在排版")
    size = len(to_pdf(document))
    progress(job, done=2, total=3, message="正在封存")
    report = seal(document=document, year=year, area_code=area, by=by, on=on)
    return {"report": report.pk, "year": year, "sm3": report.document_sm3, "pdf_bytes": size}


def report_year(area_code: str, at: datetime) -> int:
    """The year the site speaks about: that of the latest report, else of the latest run, else this one."""
    if sealed := reports_of(area_code).only("year").first():
        return sealed.year
    run = runs().order_by("-month").first()
    return run.month.year if run else timezone.localtime(at).year


def outcome(job: Job) -> dict[str, Any]:
    """What the page of a finished job says: a sentence, lines, and where to go on."""
    result = job.result or {}
    if job.kind == VERIFY_CHAIN and result:
        return {
            "is_good": not result["count"],
            "sentence": (
                f"共 {result['events']} 条留痕，首尾相连，没有改动。"
                if not result["count"]
                else f"共 {result['events']} 条留痕，发现 {result['count']} 处不符。"
            ),
            "lines": result["breaks"],
            "hash": result["head"],
        }
    if job.kind == WRITE_REPORT and result:
        return {
            "is_good": True,
            "sentence": f"{result['year']}年绩效自评报告已生成并封存。",
            "hash": result["sm3"],
            "url": reverse("report", args=[result["year"]]),
            "url_label": "打开报告",
        }
    return {}
