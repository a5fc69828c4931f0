"""The official page of GB/T 9704 in DOCX: what python-docx does not know of fonts, grids and fields."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

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
BODY, TITLE, FOOTER, SMALL = Pt(16), Pt(22), Pt(14), Pt(10.5)
SMALL_PITCH = Pt(16)


def set_up(word: WordDocument, *, title: str, author: str, at: datetime) -> None:
    """Page, grid, fonts, language and page numbers of GB/T 9704."""
    properties = word.core_properties
    properties.title, properties.author = title, author
    properties.created = properties.modified = at.replace(tzinfo=None)
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
    normal.font.size = BODY
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
    _indents.left_indent = _indents.right_indent = FOOTER
    set_run(paragraph.add_run("— "), "宋体", FOOTER)
    for kind, content in (("begin", None), (None, "PAGE"), ("end", None)):
        run = paragraph.add_run()
        set_run(run, "宋体", FOOTER)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = content
        run._element.append(mark)  # noqa: SLF001 (python-docx has no fields)
    set_run(paragraph.add_run(" —"), "宋体", FOOTER)


def set_run(run: Any, font: str, size: Pt) -> Any:
    """Font and size of a run, its Chinese characters included."""
    run.font.size = size
    properties = run._element.get_or_add_rPr()  # noqa: SLF001 (python-docx has no East Asian fonts)
    _set_fonts(properties, font)
    if size == BODY:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(_TIGHTER))
        properties.find(qn("w:sz")).addprevious(spacing)
    return run


def add_line(
    word: WordDocument,
    text: str,
    font: str,
    size: Pt,
    alignment: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY,
) -> WordParagraph:
    """A paragraph of one run."""
    paragraph = word.add_paragraph()
    paragraph.alignment = alignment
    set_run(paragraph.add_run(text), font, size)
    return paragraph


def indent(paragraph: WordParagraph, size: Pt) -> None:
    """Two characters, in points for readers that do not count characters."""
    paragraph.paragraph_format.first_line_indent = size * 2
    properties = paragraph._element.get_or_add_pPr()  # noqa: SLF001 (no character indents there)
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "200")


def tighten(paragraph: WordParagraph) -> None:
    """Small print leaves the grid of 22 lines."""
    paragraph.paragraph_format.line_spacing = SMALL_PITCH
    properties = paragraph._element.get_or_add_pPr()  # noqa: SLF001 (python-docx has no grid)
    free = OxmlElement("w:snapToGrid")
    free.set(qn("w:val"), "0")
    properties.find(qn("w:spacing")).addprevious(free)
