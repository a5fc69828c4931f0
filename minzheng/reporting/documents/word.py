"""Editable DOCX in the layout of GB/T 9704; each figure stands in a bookmark f_<id>, so that hand edits can be found."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from minzheng.reporting.documents.model import Claimed, Document, Numbered, Paragraph, Run

# Proprietary names on purpose: Windows and WPS have them; elsewhere the reader substitutes.
TITLE_FONT, BODY_FONT, HEADING_FONT, SUBHEADING_FONT = (
    "方正小标宋简体",
    "仿宋_GB2312",
    "黑体",
    "楷体_GB2312",
)
_LATIN_FONT = "Times New Roman"
# Measured: 22 lines of 28 characters in a type area of 156 × 225 mm.
_PITCH, _TIGHTER = Pt(28.95), -5
_BODY, _TITLE, _FOOTER, _SMALL = Pt(16), Pt(22), Pt(14), Pt(10.5)
_SMALL_PITCH = Pt(16)
_BOOKMARK_LENGTH = 40


def to_docx(document: Document) -> bytes:
    """The report with an appendix of its figures."""
    word = docx.Document()
    _set_up(word, document)
    _add(word, document.title_text, TITLE_FONT, _TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    word.add_paragraph()
    bookmarks = _Bookmarks()
    for heading, chapter in document.headings():
        title = _add(word, heading, SUBHEADING_FONT, _BODY)
        _indent(title, _BODY)
        for paragraph in chapter.paragraphs:
            _add_paragraph(word, paragraph, bookmarks, _BODY)
    word.add_paragraph()
    for line in (document.author, document.dated_text):
        signed = _add(word, line, BODY_FONT, _BODY, WD_ALIGN_PARAGRAPH.RIGHT)
        # The date stands four characters from the right edge.
        signed.paragraph_format.right_indent = _BODY * 4
    for paragraph in document.notes:
        _add_paragraph(word, paragraph, bookmarks, _SMALL)
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


def _set_up(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    properties.title, properties.author = document.title_text, document.author
    properties.created = properties.modified = document.as_of.replace(tzinfo=None)
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(25)
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001 (python-docx has no grid)
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)  # noqa: SLF001
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), "579")
    word.settings.odd_and_even_pages_header_footer = True
    _number_pages(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number_pages(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    normal = word.styles["Normal"]
    normal.font.size = _BODY
    _set_fonts(normal.element.get_or_add_rPr(), BODY_FONT)
    spacing = normal.paragraph_format
    spacing.line_spacing_rule, spacing.line_spacing = WD_LINE_SPACING.EXACTLY, _PITCH
    spacing.space_before = spacing.space_after = Pt(0)
    _set_default_language(word)


def _set_default_language(word: WordDocument) -> None:
    """Without this, python-docx's template falls back on a Japanese font for Chinese text."""
    defaults = word.styles.element.find(qn("w:docDefaults"))
    properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set_fonts(properties, BODY_FONT)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")


def _set_fonts(properties: Any, east_asian: str) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:ascii"), _LATIN_FONT)
    fonts.set(qn("w:hAnsi"), _LATIN_FONT)
    fonts.set(qn("w:eastAsia"), east_asian)


def _number_pages(footer: Any, side: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 —, one character in from the edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    _indents = paragraph.paragraph_format
    _indents.left_indent = _indents.right_indent = _FOOTER
    _set_run(paragraph.add_run("— "), "宋体", _FOOTER)
    for kind, content in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        _set_run(run, "宋体", _FOOTER)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = content
        run._element.append(mark)  # noqa: SLF001 (python-docx has no fields)
    _set_run(paragraph.add_run(" —"), "宋体", _FOOTER)


def _set_run(run: Any, font: str, size: Pt) -> Any:
    run.font.size = size
    properties = run._element.get_or_add_rPr()  # noqa: SLF001 (python-docx has no East Asian fonts)
    _set_fonts(properties, font)
    if size == _BODY:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(_TIGHTER))
        properties.find(qn("w:sz")).addprevious(spacing)
    return run


def _add(
    word: WordDocument,
    text: str,
    font: str,
    size: Pt,
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
) -> WordParagraph:
    paragraph = word.add_paragraph()
    paragraph.alignment = alignment
    _set_run(paragraph.add_run(text), font, size)
    return paragraph


def _indent(paragraph: WordParagraph, size: Pt) -> None:
    """Two characters, in points for readers that do not count characters."""
    paragraph.paragraph_format.first_line_indent = size * 2
    properties = paragraph._element.get_or_add_pPr()  # noqa: SLF001 (no character indents there)
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")


def _tighten(paragraph: WordParagraph) -> None:
    """Small print leaves the grid of 22 lines."""
    paragraph.paragraph_format.line_spacing = _SMALL_PITCH
    properties = paragraph._element.get_or_add_pPr()  # noqa: SLF001 (python-docx has no grid)
    free = OxmlElement("w:snapToGrid")
    free.set(qn("w:val"), "0")
    properties.find(qn("w:spacing")).addprevious(free)


def _add_paragraph(
    word: WordDocument, paragraph: Paragraph, bookmarks: _Bookmarks, size: Pt
) -> None:
    written = word.add_paragraph()
    written.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _indent(written, size)
    if size == _SMALL:
        _tighten(written)
    for run in paragraph.runs:
        _add_run(written, run, bookmarks, size)


def _add_run(paragraph: WordParagraph, run: Run, bookmarks: _Bookmarks, size: Pt) -> None:
    added = _set_run(paragraph.add_run(run.text), BODY_FONT, size)
    if isinstance(run, Numbered):
        bookmarks.around(added, run.figure_id)
    elif isinstance(run, Claimed):
        bookmarks.around(added, run.claim_id)


def _add_evidence(word: WordDocument, document: Document) -> None:
    """附：数字依据: one row for each figure."""
    if not document.figures:
        return
    title = _add(word, "附：数字依据", HEADING_FONT, _BODY)
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
            _tighten(paragraph)
            _set_run(paragraph.add_run(value), HEADING_FONT if number == 0 else BODY_FONT, _SMALL)


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
