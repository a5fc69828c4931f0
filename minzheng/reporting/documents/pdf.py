"""PDF/A-3b by Typst in the layout of GB/T 9704, with all figures attached as figures.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from minzheng.kernel.printing import fonts
from minzheng.kernel.printing.typesetting import compile_pdf
from minzheng.reporting.documents.canonical import canonical_json
from minzheng.reporting.documents.model import VERDICTS, Document

_TEMPLATE = Path(__file__).parent / "report.typ"
_FINGERPRINT_SHOWN = 16


def to_pdf(document: Document, *, site: str = "") -> bytes:
    """The same document gives the same bytes. `site` ("https://…") makes the fingerprints links to the drill-down.

    Raises FontsMissing.
    """
    inputs = {
        "data": json.dumps(_data(document, site), ensure_ascii=False),
        "attachment": canonical_json(
            {"figures": dict(document.figures), "claims": dict(document.claims)}
        ),
    }
    return compile_pdf(_TEMPLATE, inputs, document.as_of)


def _data(document: Document, site: str) -> dict[str, Any]:
    whole = document.as_dict()
    return {
        "fonts": fonts.families(),
        "title": document.title_text,
        "author": document.author,
        "year": document.dated.year,
        "month": document.dated.month,
        "day": document.dated.day,
        "dated": document.dated_text,
        "as_of": document.as_of_text,
        "chapters": [
            {"heading": heading, "paragraphs": [_pieces(p) for p in plain["paragraphs"]]}
            for (heading, _), plain in zip(document.headings(), whole["chapters"], strict=True)
        ],
        "notes": [_pieces(paragraph) for paragraph in whole["notes"]],
        "figures": [
            {
                **{key: str(figure[key]) for key in ("id", "label", "text", "unit", "rows", "definition", "period")},
                "value": str(figure["value"]),
                "version": str(figure["definition_version"]),
                "fingerprint": figure["fingerprint"][:_FINGERPRINT_SHOWN],
                "url": f"{site}/figures/{figure['id']}/" if site else "",
            }
            for figure in document.figures.values()
        ],
        "claims": [
            {
                **{key: str(claim[key]) for key in ("id", "label", "examined", "exceptions", "period")},
                "verdict": VERDICTS[claim["verdict"]],
            }
            for claim in document.claims.values()
        ],
    }  # fmt: skip


def _pieces(runs: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{**run, "text": run.get("text", run.get("token", ""))} for run in runs]
