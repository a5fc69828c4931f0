"""Writing and reading files of any declared shape. The same records always give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import python_calamine
import xlsxwriter

from minzheng.kernel.disbursements.bank.layouts import Column, Form, Kind, Layout, Shape
from minzheng.lib.days import from_ymd, ymd
from minzheng.lib.fen import to_fen, yuan_text

Record = dict[str, Any]

NEWLINE = "\r\n"
SEPARATOR = "|"
# A workbook carries its birth date; a fixed one keeps the bytes the same.
_BORN = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - zip files know no time zone


class BadFile(Exception):
    """The bytes do not have the declared shape; the message says in which line."""


def write(layout: Layout, shape: Shape, header: Record, lines: Iterable[Record]) -> bytes:
    """The file: header record, then one record a line."""
    first = _texts(shape.header, header)
    rest = (_texts(shape.lines, line) for line in lines)
    if layout.form is Form.EXCEL:
        return _workbook(shape, first, rest)
    if layout.form is Form.FIXED:
        records = _fixed(shape, layout.encoding, first, rest)
    else:
        labels = [column.label for column in shape.lines]
        records = (
            SEPARATOR.join(values).encode(layout.encoding) for values in (first, labels, *rest)
        )
    return b"".join(record + NEWLINE.encode() for record in records)


def read(layout: Layout, shape: Shape, content: bytes) -> tuple[Record, list[Record]]:
    """(header, lines). Raises BadFile with a sentence that names the line."""
    rows = _sheet_rows(content) if layout.form is Form.EXCEL else _text_rows(layout, shape, content)
    if not rows:
        raise BadFile("文件是空的，请向银行索取完整的回盘文件。")
    header = _values(shape.header, rows[0], 1)
    labelled = layout.form is not Form.FIXED
    body = rows[2:] if labelled else rows[1:]
    start = 3 if labelled else 2
    return header, [_values(shape.lines, row, n) for n, row in enumerate(body, start=start)]


def _texts(columns: Sequence[Column], record: Record) -> list[str]:
    return [_text(column.kind, record[column.name]) for column in columns]


def _text(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if kind is Kind.YUAN:
        return yuan_text(value)
    if kind is Kind.DAY:
        return str(ymd(value))
    # A separator or line break inside a name would shift every column behind it.
    return str(value).replace(SEPARATOR, " ").replace("\r", " ").replace("\n", " ")


def _values(columns: Sequence[Column], row: Sequence[str], number: int) -> Record:
    if len(row) < len(columns):
        raise BadFile(
            f"第{number}行有{len(row)}列，应有{len(columns)}列，请核对文件格式后重新导入。"
        )
    return {
        column.name: _value(column, str(text).strip(), number)
        for column, text in zip(columns, row, strict=False)
    }


def _value(column: Column, text: str, number: int) -> Any:
    if column.kind is Kind.TEXT:
        return text
    if not text:
        return None
    try:
        if column.kind is Kind.YUAN:
            return to_fen(text)
        return from_ymd(int(text)) if column.kind is Kind.DAY else int(text)
    except ValueError as error:
        raise BadFile(
            f"第{number}行“{column.label}”是“{text}”，无法识别，请向银行核对后重新导入。"
        ) from error


def _fixed(
    shape: Shape, encoding: str, header: list[str], lines: Iterable[list[str]]
) -> Iterator[bytes]:
    yield b"H" + _packed(shape.header, header, encoding)
    for line in lines:
        yield b"D" + _packed(shape.lines, line, encoding)


def _packed(columns: Sequence[Column], texts: list[str], encoding: str) -> bytes:
    parts = []
    for column, text in zip(columns, texts, strict=True):
        raw = text.encode(encoding)
        if len(raw) > column.width:
            raise BadFile(f"“{column.label}”超出银行格式的{column.width}字节，请联系银行。")
        numeric = column.kind in (Kind.WHOLE, Kind.FEN)
        parts.append(raw.rjust(column.width, b"0") if numeric else raw.ljust(column.width))
    return b"".join(parts)


def _text_rows(layout: Layout, shape: Shape, content: bytes) -> list[list[str]]:
    lines = [line for line in content.splitlines() if line.strip()]
    try:
        if layout.form is Form.DELIMITED:
            return [line.decode(layout.encoding).split(SEPARATOR) for line in lines]
        return [
            _unpacked(shape.lines if index else shape.header, line[1:], layout.encoding)
            for index, line in enumerate(lines)
        ]
    except UnicodeDecodeError as error:
        raise BadFile("文件编码无法识别，请向银行索取GB18030编码的文件。") from error


def _unpacked(columns: Sequence[Column], raw: bytes, encoding: str) -> list[str]:
    texts, at = [], 0
    for column in columns:
        texts.append(raw[at : at + column.width].decode(encoding))
        at += column.width
    return texts


def _workbook(shape: Shape, header: list[str], lines: Iterable[list[str]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"created": _BORN})
    sheet = book.add_worksheet("代发")
    labels = [column.label for column in shape.lines]
    for row, values in enumerate((header, labels, *lines)):
        for column, value in enumerate(values):
            sheet.write_string(row, column, value)
    book.close()
    return buffer.getvalue()


def _sheet_rows(content: bytes) -> list[list[str]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.CalamineError as error:
        raise BadFile("这不是Excel文件，请向银行索取xlsx格式的回盘文件。") from error
    sheet = book.get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]
