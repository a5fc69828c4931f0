"""What a rulebook declares: entities, their facts, the parameters, the rules. Chinese names, ASCII codes, bounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from minzheng.rulebook.errors import FactRefused, RuleError
from minzheng.rulebook.nodes import FIRST_DAY, LAST_DAY, Expression, Node, Ratio
from minzheng.rulebook.units import RATE_ONE, Option, Unit

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_BOUNDS = {
    "quantity": (0, 1_000_000_000),
    "rate": (0, 100 * RATE_ONE),
    "date": (FIRST_DAY, LAST_DAY),
    "years": (0, 150),
    "months": (0, 1200),
    "days": (0, 3660),
    "truth": (0, 1),
}
"""What a fact or a parameter may be unless it says otherwise; money: ten million yuan."""


def checked_code(code: str) -> str:
    if not _CODE.fullmatch(code):
        raise RuleError(f"代码“{code}”须为小写英文字母、数字和下划线（数据库列名）。")
    return code


def bounds(unit: Unit, least: int | None, most: int | None) -> tuple[int, int]:
    if unit.options is not None:
        values = [int(option) for option in unit.options]
        return min(values), max(values)
    lo, hi = _BOUNDS[unit.kind]
    return lo if least is None else least, hi if most is None else most


@dataclass(frozen=True, eq=False)
class Fact:
    """A fact of an entity; `dated` facts are rows with [自, 至), exactly one in force on the day."""

    name: str
    code: str
    unit: Unit
    lo: int
    hi: int
    dated: bool = False

    def checked(self, value: object, where: str) -> int:
        """The value as a whole number within bounds; FactRefused or a float is named with its place."""
        if isinstance(value, bool) and not self.unit.is_truth:
            raise FactRefused(f"{where}的“{self.name}”要的是{self.unit}，得到的却是“是/否”。")
        if not isinstance(value, int):
            raise FactRefused(
                f"{where}的“{self.name}”要的是整数（{self.unit}），得到的却是“{value!r}”。"
            )
        if self.unit.options is not None and value not in self.unit.options._value2member_map_:
            labels = "、".join(option.label for option in self.unit.options)
            raise FactRefused(f"{where}的“{self.name}”没有{value}这一项，可选：{labels}。")
        if not self.lo <= value <= self.hi:
            raise FactRefused(
                f"{where}的“{self.name}”为 {value}{self.unit}，超出允许范围 {self.lo} 至 {self.hi}。请核对后重填。"
            )
        return int(value)


@dataclass(eq=False)
class Place:
    """An entity: 户, 人 inside 户, 收入 inside 人. `dated` rows are in force during [自, 至)."""

    name: str
    code: str
    parent: Place | None
    called: str
    most: int
    dated: bool
    facts: dict[str, Fact] = field(default_factory=dict)
    children: list[Place] = field(default_factory=list)

    def line(self) -> Iterator[Place]:
        """This entity and those above it."""
        place: Place | None = self
        while place is not None:
            yield place
            place = place.parent

    def below(self) -> Iterator[Place]:
        """This entity and all inside it, parents first."""
        yield self
        for child in self.children:
            yield from child.below()


@dataclass(frozen=True, eq=False)
class Parameter:
    """A dated parameter. `when` = (other parameter, option): needed only where that one has this value."""

    name: str
    code: str
    unit: Unit
    lo: int
    hi: int
    bands: tuple[Option, ...] = ()
    when: tuple[Parameter, Option] | None = None


ParameterUse = tuple[Parameter, Option | None]
"""A parameter and, if it has bands, the band."""


@dataclass(frozen=True)
class Version:
    """One wording of a rule, in force from `since` (0 = from the beginning)."""

    since: int
    function: Callable[..., Any]
    basis: str

    @property
    def file(self) -> str:
        return self.function.__code__.co_filename


@dataclass(eq=False)
class Rule:
    """A named value of an entity. `node` is the traced expression; an exact rule also has a divisor."""

    name: str
    code: str
    place: Place
    unit: Unit
    label: str
    versions: list[Version]
    traced: Node | None = None
    divisor: Ratio | None = None
    said: Expression | None = None

    @property
    def node(self) -> Node:
        assert self.traced is not None, self.name  # noqa: S101 - the rulebook traces before it hands out rules
        return self.traced

    def basis(self, day: int) -> str:
        """The legal basis in force on a day."""
        return max((v for v in self.versions if v.since <= day), key=lambda v: v.since).basis
