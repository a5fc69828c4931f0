"""A reckoning (the plain data of `rulebook.Explanation.as_json`) arranged for reading."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

# What an officer looks at first, in the order of the reckoning; shown where the rules have them.
_FIRST_OF_HOUSEHOLD = (
    "size",
    "standard",
    "income",
    "income_per_person",
    "eligible",
    "gap",
    "uplift_fen",
    "amount_fen",
)
_FIRST_OF_PERSON = ("countable", "uplift")
HOUSEHOLD, PERSON = "户", "人"
_FIRST = {HOUSEHOLD: _FIRST_OF_HOUSEHOLD, PERSON: _FIRST_OF_PERSON}

Line = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """The household, one person, or all rows of anything else; `first` are the lines that say most."""

    entity: str
    who: str
    first: list[Line]
    lines: list[Line]

    @property
    def is_household(self) -> bool:
        return self.entity == HOUSEHOLD

    @property
    def is_listed(self) -> bool:
        """Whether its lines belong to different rows."""
        return self.entity not in (HOUSEHOLD, PERSON)

    @property
    def summary(self) -> str:
        """What stands on the closed fold."""
        if self.is_household:
            return "全户逐项计算"
        if self.entity == PERSON:
            said = "，".join(f"{line['label']} {line['text']}" for line in self.first)
            return f"{self.who}：{said}"
        return f"{self.entity}：{len({line['row'] for line in self.lines})} 项"


@dataclass(frozen=True, slots=True)
class Arranged:
    """Groups in the order of the rules, and the parameters that were used."""

    month: str
    groups: list[Group]
    parameters: list[Line]

    @property
    def amount_fen(self) -> int | None:
        """What the rules give the household; None where they reckon something else."""
        found = [line["value"] for line in self.groups[0].lines if line["code"] == "amount_fen"]
        return int(found[0]) if found else None


def arranged(explanation: dict[str, Any]) -> Arranged | None:
    """None for a decision that carries no reckoning."""
    if not explanation.get("lines"):
        return None
    groups = [
        _group(entity, list(lines))
        for (entity, _), lines in groupby(explanation["lines"], key=_heading)
    ]
    # A parameter without a source is unset, and was not needed here: needed, it would have stopped the rules.
    used = [one for one in explanation.get("parameters", []) if one["source"]]
    return Arranged(explanation["month"], groups, used)


def _heading(line: Line) -> tuple[str, int]:
    """Each person apart; incomes, assets and the like together."""
    return line["entity"], line["row"] if line["entity"] == PERSON else 0


def _group(entity: str, lines: list[Line]) -> Group:
    wanted = _FIRST.get(entity, ())
    by_code = {line["code"]: line for line in lines}
    first = [by_code[code] for code in wanted if code in by_code]
    return Group(entity, lines[0]["who"], first, lines)
