"""A sheet comes out as PDF and DOCX with the same words in the same order."""

import io
from datetime import UTC, date, datetime

import docx
import pytest
from pypdf import PdfReader

from minzheng.kernel.printing import (
    Fields,
    Heading,
    Items,
    Paragraph,
    Sheet,
    Signatures,
    Table,
    sheet_docx,
    sheet_pdf,
)

AT = datetime(2022, 5, 20, 1, tzinfo=UTC)
BLOCKS = (
    Heading("一、事实"),
    Paragraph("家庭人均月收入 812.50 元。"),
    Items(("收入证明", "残疾人证")),
    Fields((("姓名", "㮾梨镇喆某"), ("人数", "3人"), ("金额", "850.00元"))),
    Table(("姓名", "关系"), (("甲", "户主"), ("#乙*_$", "配偶"))),
    Signatures(("调查人（签名）",)),
    Paragraph("最后一段。"),
)


def sheet(*blocks, **rest) -> Sheet:
    return Sheet(
        "告知书", blocks or BLOCKS, AT, "低保不字〔2022〕1号", "张三", "开福区民政局",
        date(2022, 5, 20), **rest,
    )  # fmt: skip


def pages(content: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(content))
    return [page.extract_text().replace("\n", "").replace(" ", "") for page in reader.pages]


@pytest.mark.parametrize("compact", [True, False])
def test_both_hold_every_word(compact):
    made = sheet(is_compact=compact)
    text = "".join(pages(sheet_pdf(made)))
    word = docx.Document(io.BytesIO(sheet_docx(made)))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    written = "".join([p.text for p in word.paragraphs] + cells).replace(" ", "")
    wanted = [piece.replace(" ", "") for piece in (*made.texts(), made.dated_text)]
    assert [piece for piece in wanted if piece not in text] == []
    assert [piece for piece in wanted if piece not in written] == []


def test_the_same_sheet_gives_the_same_bytes():
    assert sheet_pdf(sheet()) == sheet_pdf(sheet())


def test_the_signature_never_stands_alone_on_a_page():
    for lines in range(14, 22):
        made = sheet(*[Paragraph("字")] * lines, Paragraph("末段"))
        last = pages(sheet_pdf(made))[-1]
        assert "末段" in last
        assert "开福区民政局" in last


def test_the_word_file_keeps_them_together_too():
    word = docx.Document(io.BytesIO(sheet_docx(sheet())))
    ending = word.paragraphs[-4:]
    assert [p.text for p in ending][::2] == ["最后一段。", "开福区民政局"]
    assert [p.paragraph_format.keep_with_next for p in ending] == [True, True, True, False]


def test_the_page_is_that_of_the_standard():
    section = docx.Document(io.BytesIO(sheet_docx(sheet()))).sections[0]
    assert (round(section.page_width.mm), round(section.left_margin.mm)) == (210, 28)
    assert (round(section.top_margin.mm), round(section.bottom_margin.mm)) == (37, 35)
