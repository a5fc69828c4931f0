"""A sheet as an editable DOCX."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

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
from minzheng.kernel.printing.word import (
    BODY,
    BODY_FONT,
    HEADING_FONT,
    SMALL,
    TITLE,
    TITLE_FONT,
    add_line,
    indent,
    set_run,
    set_up,
    tighten,
)

_LINE = "＿＿＿＿＿＿＿＿＿＿＿＿"


def sheet_docx(sheet: Sheet) -> bytes:
    """The sheet in the layout of GB/T 9704; officers may go on writing in it."""
    word = docx.Document()
    set_up(word, title=sheet.title, author=sheet.issuer, at=sheet.at)
    size = SMALL if sheet.is_compact else BODY
    add_line(word, sheet.title, TITLE_FONT, TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    if sheet.number:
        add_line(word, sheet.number, BODY_FONT, size, WD_ALIGN_PARAGRAPH.CENTER)
    word.add_paragraph()
    if sheet.addressee:
        add_line(word, f"{sheet.addressee}：", BODY_FONT, size)
    for block in sheet.blocks:
        _add(word, block, size)
    if sheet.issuer:
        # A page with nothing but a date proves nothing.
        for last in (word.paragraphs[-1], word.add_paragraph()):
            last.paragraph_format.keep_with_next = True
        for line in (sheet.issuer, sheet.dated_text):
            signed = add_line(word, line, BODY_FONT, size, WD_ALIGN_PARAGRAPH.RIGHT)
            # The date stands four characters from the right edge.
            signed.paragraph_format.right_indent = size * 4
            signed.paragraph_format.keep_with_next = line == sheet.issuer
    output = io.BytesIO()
    word.save(output)
    return output.getvalue()


def _add(word: WordDocument, block: Block, size: Pt) -> None:
    match block:
        case Heading(text):
            indent(add_line(word, text, HEADING_FONT, size), size)
        case Paragraph(text):
            indent(add_line(word, text, BODY_FONT, size), size)
        case Items(texts):
            for number, text in enumerate(texts, start=1):
                indent(add_line(word, f"{number}. {text}", BODY_FONT, size), size)
        case Fields(pairs):
            even = [*pairs, ("", "")][: len(pairs) + len(pairs) % 2]
            rows = [(*even[n], *even[n + 1]) for n in range(0, len(even), 2)]
            _add_table(word, rows, headed=False)
        case Table(head, rows_):
            _add_table(word, [head, *rows_], headed=True)
        case Signatures(labels):
            for label in labels:
                add_line(word, f"{label}：{_LINE}", BODY_FONT, size)


def _add_table(word: WordDocument, rows: list[Any], *, headed: bool) -> None:
    table = word.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    # Asking a table for its cells one by one takes quadratic time.
    cells = iter(table._cells)  # noqa: SLF001 (python-docx computes row.cells anew each time)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            paragraph = next(cells).paragraphs[0]
            tighten(paragraph)
            is_label = number == 0 if headed else column % 2 == 0
            set_run(paragraph.add_run(text), HEADING_FONT if is_label else BODY_FONT, SMALL)
