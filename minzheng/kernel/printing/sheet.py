"""A sheet: title, number, addressee, blocks, who signs and when. Plain text only; digits are Arabic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """1. …  2. …"""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """A form of labels and values, two pairs in a row."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are parts of the line, one for each column."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        columns = len(self.head)
        if any(len(row) != columns for row in self.rows) or len(self.widths) not in (0, columns):
            raise ValueError(f"表“{self.head[0]}…”各行应有 {columns} 列。")


@dataclass(frozen=True, slots=True)
class Signatures:
    """Lines to be signed by hand."""

    labels: tuple[str, ...]


Block = Heading | Paragraph | Items | Fields | Table | Signatures


@dataclass(frozen=True, slots=True)
class Sheet:
    """One paper. `is_compact`: small print for files and forms instead of the 22 lines of a letter."""

    title: str
    blocks: tuple[Block, ...]
    at: dt.datetime
    number: str = ""
    addressee: str = ""
    issuer: str = ""
    dated: dt.date | None = None
    is_compact: bool = False

    @property
    def dated_text(self) -> str:
        day = self.dated
        return f"{day.year}年{day.month}月{day.day}日" if day else ""

    def texts(self) -> Iterator[str]:
        """Every word on the sheet, for whoever has to check what it says."""
        yield from filter(None, (self.title, self.number, self.addressee, self.issuer))
        for block in self.blocks:
            match block:
                case Heading(text) | Paragraph(text):
                    yield text
                case Items(texts) | Signatures(texts):
                    yield from texts
                case Fields(pairs):
                    yield from (word for pair in pairs for word in pair)
                case Table(head, rows):
                    yield from head
                    yield from (word for row in rows for word in row)
