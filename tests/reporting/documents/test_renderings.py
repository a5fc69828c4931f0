"""One document, four files: each is opened again and says the same."""

import dataclasses
import io
import json
import re
from html.parser import HTMLParser

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Pt
from pypdf import PdfReader

from minzheng.kernel.printing import fonts
from minzheng.reporting.documents import (
    Chapter,
    Paragraph,
    Text,
    canonical_json,
    fingerprint,
    to_docx,
    to_html,
    to_pdf,
)
from minzheng.reporting.documents.html import page
from minzheng.reporting.documents.word import bookmarked
from tests.reporting.documents.sample import report

SENTENCE = "全年城市低保人均补差587.53元，农村517.93元，达到省民生实事项目考核要求"


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def pdf() -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(report(), site="https://example.invalid")))


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self._href: str | None = None

    def handle_starttag(self, tag, attrs):
        self._href = dict(attrs).get("href") if tag == "a" else None

    def handle_data(self, data):
        if self._href:
            self.links.append((self._href, data))
            self._href = None


def links(html: str) -> list[tuple[str, str]]:
    parser = Links()
    parser.feed(html)
    return parser.links


def test_every_number_of_the_page_is_a_link_to_its_records():
    html = to_html(report(), figure_link="/figures/{}/?year=2022".format)
    found = links(html)
    assert ("/figures/urban_dibao_avg_supplement/?year=2022", "587.53元") in found
    assert ("/claims/target_met/", "达到省民生实事项目考核要求") in found
    assert len(found) == 16
    assert "“&lt;线上&gt;”&amp;“线下”" in html
    assert "（一）基本民生保障" in html
    assert "style=" not in html


def test_the_file_that_stands_alone_links_to_its_own_evidence():
    html = page(report())
    for href, _ in links(html):
        assert f'id="{href[1:]}"' in html
    assert "资金合计除以人次" in html


def test_the_pdf_says_the_same_and_carries_its_figures(pdf):
    text = squeezed("".join(sheet.extract_text() for sheet in pdf.pages))
    assert SENTENCE in text
    assert "㮾梨、喆堃" in text
    assert "2023年1月15日" in text
    attached = json.loads(pdf.attachments["figures.json"][0])
    assert attached["figures"]["urban_dibao_avg_supplement"]["value"] == "587.53"
    assert attached["claims"]["target_met"]["verdict"] == "HOLDS"


def test_the_pdf_is_an_archive_file_whose_numbers_are_links(pdf):
    metadata = pdf.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "pdfaid:part>3<" in metadata
    assert "pdfaid:conformance>B<" in metadata
    first = [note.get_object() for note in pdf.pages[0]["/Annots"]]
    assert len([note for note in first if note["/Subtype"] == "/Link"]) >= 16
    last = [note.get_object() for note in pdf.pages[-1]["/Annots"]]
    targets = {note["/A"]["/URI"] for note in last if "/URI" in note.get("/A", {})}
    assert "https://example.invalid/figures/urban_dibao_avg_supplement/" in targets


def test_a_page_holds_twenty_two_lines_of_twenty_eight_characters():
    long = Chapter("版心", (Paragraph((Text("字" * 28 * 60),)),))
    document = dataclasses.replace(report(), chapters=(long,))
    sheet = PdfReader(io.BytesIO(to_pdf(document))).pages[1].extract_text()
    lines = [line for line in sheet.splitlines() if "字" in line]
    assert len(lines) == 22
    assert max(map(len, lines)) == 28


def test_the_same_document_gives_the_same_pdf():
    assert to_pdf(report()) == to_pdf(report())


def test_the_word_file_keeps_layout_fonts_and_bookmarks():
    content = to_docx(report())
    word = docx.Document(io.BytesIO(content))
    section = word.sections[0]
    assert [round(m.mm) for m in (section.top_margin, section.left_margin)] == [37, 28]
    assert [round(m.mm) for m in (section.page_width, section.page_height)] == [210, 297]
    text = "".join(paragraph.text for paragraph in word.paragraphs)
    assert SENTENCE in text
    for paragraph in word.paragraphs:
        for run in paragraph.runs:
            if run.text.strip():
                assert run._element.rPr.rFonts.get(qn("w:eastAsia"))
    defaults = word.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault"))
    assert defaults.find(qn("w:rPr")).find(qn("w:lang")).get(qn("w:eastAsia")) == "zh-CN"
    assert word.styles["Normal"].paragraph_format.line_spacing == Pt(28.95)
    found = bookmarked(content)
    assert found["f_urban_dibao_avg_supplement"] == "587.53元"
    assert found["f_urban_dibao_avg_supplement_2"] == "587.53元"
    assert len(found) == len(set(found)) == 16


def test_a_number_changed_by_hand_is_found_in_its_bookmark():
    word = docx.Document(io.BytesIO(to_docx(report())))
    for paragraph in word.paragraphs:
        for run in paragraph.runs:
            if run.text == "517.93元":
                run.text = "571.93元"
    output = io.BytesIO()
    word.save(output)
    assert bookmarked(output.getvalue())["f_rural_dibao_avg_supplement"] == "571.93元"


def test_canonical_json_is_stable_and_refuses_floats():
    plain = report().as_dict()
    assert canonical_json(plain) == canonical_json(json.loads(canonical_json(plain)))
    assert fingerprint(plain) == fingerprint(report().as_dict())
    assert len(fingerprint(plain)) == 64
    with pytest.raises(TypeError, match="浮点数"):
        canonical_json({"value": [1.5]})


def test_a_machine_without_chinese_fonts_is_told_what_to_do():
    with pytest.raises(fonts.FontsMissing, match="fonts-noto-cjk"):
        fonts.chosen({"DejaVu Sans", "Libertinus Serif"})
    only_packaged = fonts.chosen({"Noto Serif SC", "Noto Sans SC"})
    assert only_packaged["body"][0] == "Noto Serif SC"
