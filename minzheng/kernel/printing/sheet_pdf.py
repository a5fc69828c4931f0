"""A sheet as PDF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from minzheng.kernel.printing import fonts
from minzheng.kernel.printing.sheet import (
    Block,
    Fields,
    Heading,
    Items,
    Paragraph,
    Sheet,
    Signatures,
    Table,
)
from minzheng.kernel.printing.typesetting import compile_pdf

_TEMPLATE = Path(__file__).parent / "sheet.typ"


def sheet_pdf(sheet: Sheet) -> bytes:
    """The same sheet gives the same bytes. Raises FontsMissing."""
    day = sheet.dated or sheet.at.date()
    data = {
        "fonts": fonts.families(),
        "title": sheet.title,
        "number": sheet.number,
        "addressee": sheet.addressee,
        "issuer": sheet.issuer,
        "dated": sheet.dated_text,
        "day": [day.year, day.month, day.day],
        "compact": sheet.is_compact,
        "blocks": [_block(block) for block in sheet.blocks],
    }
    return compile_pdf(_TEMPLATE, {"data": json.dumps(data, ensure_ascii=False)}, sheet.at)


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text):
            return {"kind": "heading", "text": text}
        case Paragraph(text):
            return {"kind": "paragraph", "text": text}
        case Items(texts):
            return {"kind": "items", "texts": texts}
        case Fields(pairs):
            return {"kind": "fields", "pairs": pairs}
        case Table(head, rows, widths):
            return {
                "kind": "table",
                "head": head,
                "rows": rows,
                "widths": widths or (1,) * len(head),
            }
        case Signatures(labels):
            return {"kind": "signatures", "labels": labels}
