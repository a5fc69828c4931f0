"""Editable DOCX in the layout of GB/T 9704; each figure stands in a bookmark f_<id>, so that hand edits can be found."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as WordParagraph

from minzheng.kernel.printing.word import (
    BODY,
    BODY_FONT,
    HEADING_FONT,
    SMALL,
    SUBHEADING_FONT,
    TITLE,
    TITLE_FONT,
    add_line,
    indent,
    set_run,
    set_up,
    tighten,
)
from minzheng.reporting.documents.model import Claimed, Document, Numbered, Paragraph, Run

_BOOKMARK_LENGTH = 40


def to_docx(document: Document) -> bytes:
    """The report with an appendix of its figures."""
    word = docx.Document()
    set_up(word, title=document.title_text, author=document.author, at=document.as_of)
    add_line(word, document.title_text, TITLE_FONT, TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    word.add_paragraph()
    bookmarks = _Bookmarks()
    for heading, chapter in document.headings():
        title = add_line(word, heading, SUBHEADING_FONT, BODY)
        indent(title, BODY)
        for paragraph in chapter.paragraphs:
            _add_paragraph(word, paragraph, bookmarks, BODY)
    word.add_paragraph()
    for line in (document.author, document.dated_text):
        signed = add_line(word, line, BODY_FONT, BODY, WD_ALIGN_PARAGRAPH.RIGHT)
        # The date stands four characters from the right edge.
        signed.paragraph_format.right_indent = BODY * 4
    for paragraph in document.notes:
        _add_paragraph(word, paragraph, bookmarks, SMALL)
    _add_evidence(word, document)
    output = io.BytesIO()
    word.save(output)
    return output.getvalue()


class _Bookmarks:
    """Names f_<id>; a figure that stands a second time gets f_<id>_2."""

    def __init__(self) -> None:
        self._times: dict[str, int] = {}
        self._number = 0

    def around(self, run: Any, figure_id: str) -> None:
        times = self._times[figure_id] = self._times.get(figure_id, 0) + 1
        tail = f"_{times}" if times > 1 else ""
        self._number += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self._number))
        start.set(qn("w:name"), f"f_{figure_id}"[: _BOOKMARK_LENGTH - len(tail)] + tail)
        run._element.addprevious(start)  # noqa: SLF001 (python-docx has no bookmarks)
        run._element.addnext(end)  # noqa: SLF001


def _add_paragraph(
    word: WordDocument, paragraph: Paragraph, bookmarks: _Bookmarks, size: Pt
) -> None:
    written = word.add_paragraph()
    written.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    indent(written, size)
    if size == SMALL:
        tighten(written)
    for run in paragraph.runs:
        _add_run(written, run, bookmarks, size)


def _add_run(paragraph: WordParagraph, run: Run, bookmarks: _Bookmarks, size: Pt) -> None:
    added = set_run(paragraph.add_run(run.text), BODY_FONT, size)
    if isinstance(run, Numbered):
        bookmarks.around(added, run.figure_id)
    elif isinstance(run, Claimed):
        bookmarks.around(added, run.claim_id)


def _add_evidence(word: WordDocument, document: Document) -> None:
    """附：数字依据: one row for each figure."""
    if not document.figures:
        return
    title = add_line(word, "附：数字依据", HEADING_FONT, BODY)
    title.paragraph_format.page_break_before = True
    heads = ("指标", "报告写法", "准确值", "单位", "记录数", "指纹")
    table = word.add_table(rows=1, cols=len(heads), style="Table Grid")
    rows = [heads] + [
        (
            figure["label"],
            figure["text"],
            str(figure["value"]),
            figure["unit"],
            str(figure["rows"]),
            figure["fingerprint"][:16],
        )
        for figure in document.figures.values()
    ]
    for number, values in enumerate(rows):
        cells = table.rows[0].cells if number == 0 else table.add_row().cells
        for cell, value in zip(cells, values, strict=True):
            paragraph = cell.paragraphs[0]
            tighten(paragraph)
            set_run(paragraph.add_run(value), HEADING_FONT if number == 0 else BODY_FONT, SMALL)


def bookmarked(content: bytes) -> dict[str, str]:
    """Bookmark name → the text inside, of a DOCX that came back: what somebody may have changed by hand."""
    word = docx.Document(io.BytesIO(content))
    found = {}
    for start in word.element.body.iter(qn("w:bookmarkStart")):
        texts = []
        for sibling in start.itersiblings():
            if sibling.tag == qn("w:bookmarkEnd") and sibling.get(qn("w:id")) == start.get(
                qn("w:id")
            ):
                break
            texts += [node.text or "" for node in sibling.iter(qn("w:t"))]
        found[start.get(qn("w:name"))] = "".join(texts)
    return found
