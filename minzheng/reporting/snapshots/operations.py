"""Sealing a report, and replaying it: the same, or which figures differ and by which records."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from minzheng.kernel.audit import operations as audit
from minzheng.kernel.audit.actor import Actor
from minzheng.lib.crypto import sm3
from minzheng.reporting.catalogue.queries import Catalogue, UnknownFigure, catalogue
from minzheng.reporting.documents import Document, canonical_json
from minzheng.reporting.snapshots.models import SealedReport

_NAMED_RECORDS = 20


@dataclass(frozen=True)
class Difference:
    """A figure that is no longer what was sealed; `entered` and `left` are record ids (at most twenty of each)."""

    figure_id: str
    reason: str
    sealed: str
    now: str
    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.figure_id}：{self.reason}，封存时{self.sealed}，现为{self.now}"


@dataclass(frozen=True)
class Replay:
    """What a replay found; true when nothing differs."""

    differences: tuple[Difference, ...]

    def __bool__(self) -> bool:
        return not self.differences

    def __str__(self) -> str:
        return "；".join(map(str, self.differences)) or "same"


@transaction.atomic
def seal(*, document: Document, year: int, area_code: str, by: Actor, on: dt.date) -> SealedReport:
    """Store the document as it stands; every later seal of the same year is a row of its own."""
    content = canonical_json(document.as_dict())
    report = SealedReport.objects.create(
        year=year,
        area_code=area_code,
        title=document.title_text,
        as_of=document.as_of,
        document=content,
        document_sm3=sm3(content.encode()).hex(),
        sealed_on=on,
        sealed_by=by.name,
        recorded_at=by.at,
    )
    audit.record(
        tag="reporting:report:sealed",
        target=report,
        by=by,
        on=on,
        area_code=area_code,
        facts={"sm3": report.document_sm3, "figures": len(document.figures)},
    )
    return report


def replay(
    report: SealedReport, *, as_of: dt.datetime | None = None, source: Catalogue | None = None
) -> Replay:
    """Compute every sealed figure again, at the sealed moment or at a later `as_of`, and compare."""
    chosen = source or catalogue()
    content = json.loads(report.document)
    if sm3(report.document.encode()).hex() != report.document_sm3:
        broken = Difference(
            "document", "封存的文本与其SM3不符", report.document_sm3[:16], "已被改动"
        )
        return Replay((broken,))
    found = [
        _compare(chosen, report, sealed, as_of or report.as_of)
        for sealed in content["figures"].values()
    ]
    return Replay(tuple(difference for difference in found if difference))


def _compare(
    chosen: Catalogue, report: SealedReport, sealed: dict[str, Any], as_of: dt.datetime
) -> Difference | None:
    figure_id = sealed["id"]
    try:
        now = chosen.figure(figure_id, report.year, as_of=as_of, area=report.area_code)
    except UnknownFigure:
        return Difference(figure_id, "指标已不在目录中", sealed["text"], "无")
    if now.indicator.version != sealed["definition_version"]:
        versions = f"第{sealed['definition_version']}版", f"第{now.indicator.version}版"
        return Difference(figure_id, "口径已变更", *versions)
    if now.fingerprint == sealed["fingerprint"] and now.exact == sealed["value"]:
        return None
    before, after = (
        {
            f"{record.record_id}:{record.quantity}"
            for record in chosen.drill_all(
                figure_id, report.year, as_of=moment, area=report.area_code
            )
        }
        for moment in (report.as_of, as_of)
    )
    return Difference(
        figure_id,
        "记录有变化",
        sealed["text"],
        now.text,
        entered=tuple(sorted(after - before)[:_NAMED_RECORDS]),
        left=tuple(sorted(before - after)[:_NAMED_RECORDS]),
    )
