"""Templates of letters: read from YAML, filled with what the case gives.

A template names its title, its series (文号), who may write it, what must have happened before, and
its body: a list of blocks. `{名称}` stands for a field; a block that names a list or a table takes it
whole. A name that the case does not give stops the letter with a sentence.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.policy.book import DEFAULT_DIRECTORY
from minzheng.kernel.printing import (
    Block,
    Fields,
    Heading,
    Items,
    Paragraph,
    Signatures,
    Table,
)

DIRECTORY = DEFAULT_DIRECTORY / "letters"
_NAME = re.compile(r"\{([^{}]+)\}")
_BLOCKS = {"paragraph", "heading", "items", "fields", "table", "remedies", "signatures"}
_KEYS = {
    "title", "series", "issuer", "permission", "addressee", "body", "form", "decisions", "after",
    "stops", "compact",
}  # fmt: skip


class BadTemplate(Exception):
    """A template that cannot be used; the sentence names file, letter and mistake."""


class FieldMissing(Exception):
    """The case does not give what the template asks for."""


@dataclass(frozen=True, slots=True)
class Template:
    """One kind of letter.

    `decisions`: kinds of decision it may rest on; `after`: steps of which one must have been taken;
    `stops`: the limit that ends with its delivery; `form`: may be printed again and again;
    `compact`: in small print, as forms are unless they say otherwise.
    """

    kind: str
    title: str
    series: str
    issuer: str
    permission: Permission
    addressee: str
    body: tuple[Mapping[str, Any], ...]
    decisions: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    stops: str = ""
    form: bool = False
    compact: bool = False


@dataclass(frozen=True, slots=True)
class Filling:
    """What a case gives: words by name, lists by name, tables (head first) by name."""

    words: Mapping[str, str]
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)

    def text(self, pattern: str) -> str:
        """The pattern with its names replaced. Raises FieldMissing."""
        missing = [name for name in _NAME.findall(pattern) if not self.words.get(name)]
        if missing:
            raise FieldMissing(f"办件中没有“{'、'.join(missing)}”，不能制作这份文书，请先补录。")
        return _NAME.sub(lambda found: self.words[found[1]], pattern)


@functools.lru_cache(maxsize=16)
def templates(name: str) -> dict[str, Template]:
    """{kind: template} of one file of `policies/letters`. Raises BadTemplate."""
    path = DIRECTORY / f"{name}.yaml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BadTemplate(f"文书模板 {path.name} 无法读取：{error}") from error
    return {kind: _template(path, kind, spec) for kind, spec in content.items()}


def _template(path: Path, kind: str, spec: Any) -> Template:
    where = f"文书模板 {path.name} › {kind}"
    unknown = set(spec) - _KEYS
    missing = {"title", "series", "issuer", "permission", "body"} - set(spec)
    if unknown or missing:
        raise BadTemplate(f"{where}：不认识 {sorted(unknown)}，缺少 {sorted(missing)}。")
    body = tuple(block if isinstance(block, dict) else {block: True} for block in spec["body"])
    for block in body:
        if len(block) != 1 or not set(block) <= _BLOCKS:
            raise BadTemplate(f"{where}：段落 {block} 应只有一种：{'、'.join(sorted(_BLOCKS))}。")
    return Template(
        kind=kind,
        title=spec["title"],
        series=spec["series"],
        issuer=spec["issuer"],
        permission=Permission(spec["permission"]),
        addressee=spec.get("addressee", ""),
        body=body,
        decisions=tuple(spec.get("decisions", ())),
        after=tuple(spec.get("after", ())),
        stops=spec.get("stops", ""),
        form=bool(spec.get("form")),
        compact=bool(spec.get("compact", spec.get("form"))),
    )


def blocks(template: Template, filling: Filling, remedies: Sequence[str]) -> tuple[Block, ...]:
    """The body, filled. Raises FieldMissing."""
    made: list[Block] = []
    for block in template.body:
        ((what, value),) = block.items()
        match what:
            case "paragraph":
                made.append(Paragraph(filling.text(value)))
            case "heading":
                made.append(Heading(filling.text(value)))
            case "items":
                made.append(Items(tuple(_named(filling.lists, value))))
            case "table":
                made.append(_named(filling.tables, value))
            case "fields":
                pairs = tuple((label, filling.text(text)) for label, text in value)
                made.append(Fields(pairs))
            case "signatures":
                made.append(Signatures(tuple(value)))
            case "remedies":
                made += [Paragraph(filling.text(text)) for text in remedies]
    return tuple(made)


def _named(given: Mapping[str, Any], name: str) -> Any:
    if not given.get(name):
        raise FieldMissing(f"办件中没有“{name}”，不能制作这份文书，请先补录。")
    return given[name]
