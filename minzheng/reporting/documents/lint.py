"""No number without a figure: literal text may hold neither digits nor Chinese numerals with a measure word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from minzheng.reporting.documents.model import Document, Text

_NUMERAL = "〇零一二两三四五六七八九十百千几数"
_MEASURES = (
    "户次|人次|车次|场次|户|人|名|位|元|万元|亿元|件|个|次|家|条|项|张|处|所|站|场|份|台|辆|支|类|批|倍|成|"
    "年|个月|月|日|天|周|期|届|岁|公里|平方米|街道|社区|村|分之"
)
_NUMBER = re.compile(
    rf"[0-9０-９][0-9０-９.,．]*[%％]?|[近约超][{_NUMERAL}万亿]+|[{_NUMERAL}][{_NUMERAL}万亿余多]*(?:{_MEASURES})"
)


class Unbound(NamedTuple):
    """A number that nothing proves."""

    place: str
    number: str
    context: str


class UnboundDigits(ValueError):
    """The document holds numbers without a figure; the sentence lists them."""


def unbound_digits(document: Document, allowed: Iterable[str] = ()) -> list[Unbound]:
    """Numbers in literal text that no figure is bound to. `allowed`: phrases that may stand as they are ("一次性")."""
    phrases = sorted(allowed, key=len, reverse=True)
    return [
        Unbound(place, match[0], text[max(match.start() - 6, 0) : match.end() + 6])
        for place, text in _literals(document)
        for match in _NUMBER.finditer(_without(text, phrases))
    ]


def refuse_unbound_digits(document: Document, allowed: Iterable[str] = ()) -> None:
    """Raises UnboundDigits."""
    found = unbound_digits(document, allowed)
    if found:
        listed = "；".join(f"{item.place}“…{item.context}…”中的“{item.number}”" for item in found)
        raise UnboundDigits(f"报告中有未绑定指标的数字：{listed}。请改用指标，或声明为日期、标题。")


def _literals(document: Document) -> Iterator[tuple[str, str]]:
    for run in document.title:
        if isinstance(run, Text):
            yield "标题", run.text
    for heading, chapter in document.headings():
        yield heading, chapter.title
        for paragraph in chapter.paragraphs:
            yield from ((heading, run.text) for run in paragraph.runs if isinstance(run, Text))
    for paragraph in document.notes:
        yield from (("附注", run.text) for run in paragraph.runs if isinstance(run, Text))


def _without(text: str, phrases: list[str]) -> str:
    """The text with allowed phrases blanked out, positions kept."""
    for phrase in phrases:
        text = text.replace(phrase, "□" * len(phrase))
    return text
