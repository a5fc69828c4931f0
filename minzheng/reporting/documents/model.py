"""The document model: chapters → paragraphs → runs. A run is text, a declared token, a figure or a claim."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from minzheng.lib.chinese import numeral

VERDICTS = {"HOLDS": "成立", "FAILS": "不成立", "UNSUPPORTED": "未附佐证"}


@dataclass(frozen=True, slots=True)
class Text:
    """Literal words; must not hold a number (`lint`)."""

    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """Words that may hold digits because they are no finding: a date, a year, the title of a document."""

    text: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A figure in the sentence: `text` is the number with its unit, `figure_id` opens its records."""

    figure_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A judged claim in the sentence: what its verdict allows to be said."""

    claim_id: str
    text: str
    verdict: str


Run = Text | Token | Numbered | Claimed


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Chapter:
    """Second-level chapter, printed as （一）title."""

    title: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Document:
    """A report. `figures` and `claims` hold, by id, everything that proves the runs (Figure.as_dict, Judgement.as_dict)."""

    title: tuple[Text | Token, ...]
    author: str
    dated: dt.date
    as_of: dt.datetime
    chapters: tuple[Chapter, ...]
    notes: tuple[Paragraph, ...] = ()
    figures: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    claims: Mapping[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def title_text(self) -> str:
        return "".join(run.text for run in self.title)

    @property
    def dated_text(self) -> str:
        return f"{self.dated.year}年{self.dated.month}月{self.dated.day}日"

    @property
    def as_of_text(self) -> str:
        """To the minute, in the time zone it was given in."""
        return f"{self.as_of:%Y-%m-%d %H:%M}"

    def headings(self) -> Iterator[tuple[str, Chapter]]:
        """（一）…, （二）… with their chapters."""
        for number, chapter in enumerate(self.chapters, start=1):
            yield f"（{numeral(number)}）{chapter.title}", chapter

    def paragraphs(self) -> Iterator[Paragraph]:
        for chapter in self.chapters:
            yield from chapter.paragraphs
        yield from self.notes

    def used_figures(self) -> list[str]:
        """Ids of the figures in the text, in order, each once."""
        runs = (run for paragraph in self.paragraphs() for run in paragraph.runs)
        return list(dict.fromkeys(run.figure_id for run in runs if isinstance(run, Numbered)))

    def as_dict(self) -> dict[str, Any]:
        """Plain values for canonical JSON."""
        return {
            "title": [_run(run) for run in self.title],
            "author": self.author,
            "dated": str(self.dated),
            "as_of": self.as_of.isoformat(),
            "chapters": [
                {"title": chapter.title, "paragraphs": [_paragraph(p) for p in chapter.paragraphs]}
                for chapter in self.chapters
            ],
            "notes": [_paragraph(paragraph) for paragraph in self.notes],
            "figures": dict(self.figures),
            "claims": dict(self.claims),
        }


def _paragraph(paragraph: Paragraph) -> list[dict[str, str]]:
    return [_run(run) for run in paragraph.runs]


def _run(run: Run) -> dict[str, str]:
    match run:
        case Numbered(figure_id, text):
            return {"figure": figure_id, "text": text}
        case Claimed(claim_id, text, verdict):
            return {"claim": claim_id, "text": text, "verdict": verdict}
        case Token(text):
            return {"token": text}
        case Text(text):
            return {"text": text}
