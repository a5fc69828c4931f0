"""The sealed reports as the site shows them."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from minzheng.kernel.areas.models import Area
from minzheng.reporting.documents import (
    Chapter,
    Claimed,
    Document,
    Numbered,
    Paragraph,
    Run,
    Text,
    Token,
)
from minzheng.reporting.snapshots.models import SealedReport

if TYPE_CHECKING:
    from django.db.models import QuerySet


def district_of(area_code: str) -> str:
    """The district a post belongs to: reports are those of a district."""
    return f"{area_code[:6]}000000"


def district_name(area_code: str, on: date) -> str:
    """Its name on a day, as a report prints it."""
    code = district_of(area_code)
    area = Area.objects.in_force_on(on).filter(code=code).first()
    return area.name if area else code


def reports_of(area_code: str) -> QuerySet[SealedReport]:
    """The sealed reports of the district, the latest first."""
    return SealedReport.objects.filter(area_code=district_of(area_code)).order_by("-pk")


def latest(year: int, area_code: str) -> SealedReport | None:
    """The one that counts for a year."""
    return reports_of(area_code).filter(year=year).first()


def document_of(report: SealedReport) -> Document:
    """The sealed text as a document again, to be written in any form."""
    content = json.loads(report.document)
    title = tuple(run for run in map(_run, content["title"]) if isinstance(run, Text | Token))
    return Document(
        title=title,
        author=content["author"],
        dated=date.fromisoformat(content["dated"]),
        as_of=datetime.fromisoformat(content["as_of"]),
        chapters=tuple(
            Chapter(chapter["title"], tuple(map(_paragraph, chapter["paragraphs"])))
            for chapter in content["chapters"]
        ),
        notes=tuple(map(_paragraph, content["notes"])),
        figures=content["figures"],
        claims=content["claims"],
    )


def _paragraph(runs: list[dict[str, str]]) -> Paragraph:
    return Paragraph(tuple(map(_run, runs)))


def _run(content: dict[str, Any]) -> Run:
    if "figure" in content:
        return Numbered(content["figure"], content["text"])
    if "claim" in content:
        return Claimed(content["claim"], content["text"], content["verdict"])
    if "token" in content:
        return Token(content["token"])
    return Text(content["text"])
