"""From template, figures and judgements to a document; nothing unknown, nothing unbound."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from minzheng.kernel.measures import Figure, Judgement, Period, Verdict
from minzheng.reporting.catalogue.queries import Catalogue, catalogue
from minzheng.reporting.documents import (
    Chapter,
    Claimed,
    Document,
    Numbered,
    Paragraph,
    Run,
    Text,
    Token,
    refuse_unbound_digits,
)

TEMPLATE = Path(__file__).parent / "self_evaluation.yaml"
_SLOT = re.compile(r"\{([^{}]+)\}")
# Words of the trade that look like numbers to the lint.
_ALLOWED = ("一人一月", "一次性")


class NarrativeError(ValueError):
    """The template asks for something that does not exist."""


def read_template(path: Path = TEMPLATE) -> dict[str, Any]:
    """The template as plain values."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    missing = [key for key in ("title", "author", "chapters") if key not in content]
    if missing:
        raise NarrativeError(f"报告模板{path.name}缺少{'、'.join(missing)}。请补全。")
    return dict(content)


def build(
    year: int,
    *,
    as_of: dt.datetime,
    area_name: str,
    figures: Mapping[str, Figure],
    judgements: Mapping[str, Judgement],
    template: Mapping[str, Any] | None = None,
) -> Document:
    """The document; holds the figures and claims its text uses, and no other. `as_of` in the time zone to be printed.

    Raises NarrativeError for an unknown slot, UnboundDigits for a number that no figure proves.
    """
    content = template or read_template()
    writer = _Writer(year, as_of, area_name, figures, judgements)
    chapters = tuple(
        Chapter(chapter["title"], tuple(writer.paragraph(p) for p in chapter["paragraphs"]))
        for chapter in content["chapters"]
    )
    notes = tuple(writer.paragraph(note) for note in content.get("notes", ()))
    title = tuple(run for run in writer.runs(content["title"]) if isinstance(run, Text | Token))
    author = "".join(run.text for run in writer.runs(content["author"]))
    document = Document(
        title=title,
        author=author,
        dated=as_of.date(),
        as_of=as_of,
        chapters=chapters,
        notes=notes,
        figures={key: figures[key].as_dict() for key in writer.used_figures},
        claims={key: judgements[key].as_dict() for key in writer.used_claims},
    )
    refuse_unbound_digits(document, _ALLOWED)
    return document


def self_evaluation(
    year: int,
    *,
    as_of: dt.datetime,
    area: str,
    area_name: str,
    source: Catalogue | None = None,
) -> Document:
    """The self-evaluation of an area (12-digit code) as it could be written at `as_of`."""
    chosen = source or catalogue()
    return build(
        year,
        as_of=as_of,
        area_name=area_name,
        figures=chosen.figures(year, as_of=as_of, area=area),
        judgements=chosen.judgements(year, as_of=as_of, area=area),
    )


class _Writer:
    """Fills slots and remembers what it used."""

    def __init__(
        self,
        year: int,
        as_of: dt.datetime,
        area_name: str,
        figures: Mapping[str, Figure],
        judgements: Mapping[str, Judgement],
    ) -> None:
        through = Period.year(year).through
        self._words = {
            "year": str(year),
            "through": f"{through.year}年{through.month}月{through.day}日",
            "as_of": f"{as_of.year}年{as_of.month}月{as_of.day}日{as_of:%H:%M}",
            "area": area_name,
        }
        self._figures = figures
        self._judgements = judgements
        self.used_figures: dict[str, None] = {}
        self.used_claims: dict[str, None] = {}

    def paragraph(self, sentences: list[str]) -> Paragraph:
        return Paragraph(tuple(run for sentence in sentences for run in self.runs(sentence)))

    def runs(self, sentence: str) -> list[Run]:
        """Text and slots in turn."""
        pieces = _SLOT.split(sentence)
        runs: list[Run] = []
        for number, piece in enumerate(pieces):
            if number % 2:
                runs.append(self._slot(piece))
            elif piece:
                runs.append(Text(piece))
        return runs

    def _slot(self, slot: str) -> Run:
        if slot.startswith("="):
            return Token(slot[1:])
        if slot in self._words:
            return Token(self._words[slot])
        name, *wordings = slot.split("|")
        if wordings:
            return self._claimed(name, wordings)
        if name not in self._figures:
            raise NarrativeError(
                f"报告模板用到的指标“{name}”不在指标目录中。请先在业务模块登记该指标，或删去该句。"
            )
        self.used_figures[name] = None
        return Numbered(name, self._figures[name].text)

    def _claimed(self, name: str, wordings: list[str]) -> Claimed:
        if name not in self._judgements or len(wordings) != 2:
            raise NarrativeError(
                f"报告模板中的结论“{name}”不在指标目录中，或没有写明成立与不成立两种文字。请更正。"
            )
        judgement = self._judgements[name]
        self.used_claims[name] = None
        held, failed = wordings
        text = failed if judgement.verdict is Verdict.FAILS else held
        remarks = []
        if judgement.verdict is Verdict.UNSUPPORTED:
            remarks.append("未附佐证")
        if judgement.exceptions:
            remarks.append(f"例外{judgement.exceptions}项")
        if judgement.rests_on_samples:
            remarks.append("目标值为样本区示例，待核")
        if remarks:
            text += f"（{'；'.join(remarks)}）"
        return Claimed(name, text, str(judgement.verdict))
