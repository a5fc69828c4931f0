"""The words a rule is written in: 当, 较大, 较小, 取整, 周岁, and what 户.成员 or 人.收入 understand."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias

from minzheng.rulebook import nodes
from minzheng.rulebook.declarations import Parameter, Place
from minzheng.rulebook.errors import RuleError
from minzheng.rulebook.nodes import DOWN, HALF_UP, UP, Expression, Node, Ratio
from minzheng.rulebook.units import NUMBER, PERSONS, Option, options

if TYPE_CHECKING:
    from minzheng.rulebook.book import Rulebook

值: TypeAlias = Any
"""What a rule gives back: an expression. (`Any`, because a rule may write plain numbers and conditions.)"""
行: TypeAlias = "Entity"
参数: TypeAlias = "Parameters"

今天 = nodes.TODAY
一人 = nodes.number(1, PERSONS)
"""Turns an amount a person (分/人) into one person's amount (分)."""


class RoundingMode(Option):
    """取整方式, on the absolute value."""

    HALF_UP = 1, "四舍五入"
    UP = 2, "进位"
    DOWN = 3, "舍去"


def 当(*parts: object) -> 值:
    """当(条件, 值, 条件, 值, …, 否则): the first value whose condition holds."""
    if len(parts) < 3 or len(parts) % 2 == 0:
        raise RuleError("当(…) 的写法：当(条件, 值, 条件, 值, …, 否则)。")
    like = next((p.unit for p in [*parts[1::2], parts[-1]] if isinstance(p, Expression)), None)
    values = [nodes.lift(value, like) for value in [*parts[1:-1:2], parts[-1]]]
    conditions = [nodes.truth(condition) for condition in parts[:-1:2]]
    return nodes.choose(list(zip(conditions, values[:-1], strict=True)), values[-1])


def 较大(a: object, b: object) -> 值:
    return nodes.extreme("max", a, b)


def 较小(a: object, b: object) -> 值:
    return nodes.extreme("min", a, b)


def 周岁(birth: Node) -> 值:
    return nodes.age(birth)


def 日期(year: int, month: int, day: int) -> 值:
    return nodes.number(year * 10_000 + month * 100 + day, nodes.TODAY.unit)


def _rounded(value: Expression, how: str, step: Node | None = None) -> Node:
    ratio = nodes.as_ratio(value)
    if ratio.scale == 1 and not ratio.by and step is None:
        return ratio.num
    by = ratio.by if step is None else (*ratio.by, step)
    divisor = Ratio(ratio.num, ratio.unit, ratio.scale, by).divisor()
    out = nodes.quotient(ratio.num, divisor, how, ratio.unit)
    if step is not None:
        out = nodes.times(out, step, ratio.unit)
    return nodes.told(out, how, value)


def 四舍五入(value: Expression) -> 值:
    """To the whole fen (or whole unit), a half away from zero."""
    return _rounded(value, HALF_UP)


def 进位(value: Expression) -> 值:
    return _rounded(value, UP)


def 舍去(value: Expression) -> 值:
    return _rounded(value, DOWN)


_MODES = {RoundingMode.HALF_UP: HALF_UP, RoundingMode.UP: UP, RoundingMode.DOWN: DOWN}


def 取整(value: Expression, 单位: Node, 方式: Node) -> 值:
    """Money rounded once, to a multiple of 单位 (a parameter of at least one fen) and in the way 方式 names."""
    if value.unit != 单位.unit or not value.unit.is_money or 单位.lo < 1:
        raise RuleError(
            f"取整 只用于金额，取整单位至少一分；得到的是“{value.unit}”和“{单位.unit}”。"
        )
    *given, last = ((方式 == mode, _rounded(value, how, 单位)) for mode, how in _MODES.items())
    return nodes.told(nodes.choose(list(given), last[1]), "round", value, 单位, 方式)


class Rows:
    """What `人.收入` or `户.成员` is: the rows below that are in force, to be made into one value."""

    def __init__(self, book: Rulebook, place: Place, condition: Node | None = None):
        self._book, self._place, self._condition = book, place, condition

    def _on_row(self, said: object) -> Expression:
        return nodes.lift(said(Entity(self._book, self._place)) if callable(said) else said)

    def 其中(self, condition: Callable[[Any], object]) -> Rows:
        """Only the rows for which the condition holds."""
        said = nodes.truth(self._on_row(condition))
        both = said if self._condition is None else nodes.both("and", self._condition, said)
        return Rows(self._book, self._place, both)

    def 合计(self, value: Callable[[Any], object]) -> 值:
        """The sum over the rows; an exact fraction keeps its divisor, which must not belong to the row."""
        said = self._on_row(value)
        if not isinstance(said, Ratio):
            return self._sum(nodes.whole(said))
        if any(factor.at is self._place for factor in said.by):
            raise RuleError("各行的除数不同，不能直接合计；请先在每行取整。")
        total = self._sum(said.num)
        return nodes.told(Ratio(total, said.unit, said.scale, said.by), "total", self._place, said)

    def _sum(self, value: Node) -> Node:
        most = self._place.most
        lo, hi = min(0, value.lo) * most, max(0, value.hi) * most
        if not (value.unit.is_quantity):
            raise RuleError(f"“{value.unit}”不能合计。")
        return self._aggregate("sum", value, value.unit, lo, hi)

    def 人数(self, condition: Callable[[Any], object] | None = None) -> 值:
        """How many rows, as persons."""
        return self._count(PERSONS, condition)

    def 个数(self, condition: Callable[[Any], object] | None = None) -> 值:
        """How many rows, as a plain number."""
        return self._count(NUMBER, condition)

    def _count(self, unit: Any, condition: Callable[[Any], object] | None) -> Node:
        if condition is not None:
            return self.其中(condition)._count(unit, None)
        return self._aggregate("count", nodes.number(1), unit, 0, self._place.most)

    def 任一(self, condition: Callable[[Any], object]) -> 值:
        return self.个数(condition) > 0

    def 全部(self, condition: Callable[[Any], object]) -> 值:
        return self.个数(lambda row: ~nodes.truth(nodes.lift(condition(row)))) == 0

    def _aggregate(self, how: str, value: Node, unit: Any, lo: int, hi: int) -> Node:
        above = self._place.parent
        return Node(
            "agg", how, self._place, value, self._condition, unit=unit, lo=lo, hi=hi, at=above
        )

    def __getattr__(self, name: str) -> Any:
        raise RuleError(
            f"“{self._place.called}”是多行，没有“{name}”；可用：其中、合计、人数、个数、任一、全部。"
        )


class Entity:
    """`户` or `人` as a rule sees it: attributes are facts, other rules, the rows below, or the entity above."""

    def __init__(self, book: Rulebook, place: Place):
        self._book, self._place = book, place

    def __getattr__(self, name: str) -> Any:
        book, place = self._book, self._place
        fact = place.facts.get(name)
        if fact is not None:
            return Node("fact", fact, unit=fact.unit, lo=fact.lo, hi=fact.hi, at=place)
        if book.has_rule(name, place):
            return book.value_of(name, place)
        for child in place.children:
            if name == child.called:
                return Rows(book, child)
        if place.parent is not None and name == place.parent.name:
            return Entity(book, place.parent)
        known = [*place.facts, *book.rule_names(place), *(child.called for child in place.children)]
        raise RuleError(f"“{place.name}”没有“{name}”这个事实或规则。{suggestion(name, known)}")


class Parameters:
    """`参`: attributes are parameters; a banded one is asked with an option: 参.低保标准[户.城乡类别]."""

    def __init__(self, declared: dict[str, Parameter]):
        self._declared = declared

    def __getattr__(self, name: str) -> Any:
        found = self._declared.get(name)
        if found is None:
            raise RuleError(f"没有声明“{name}”这个参数。{suggestion(name, self._declared)}")
        return Band(found) if found.bands else parameter_node(found, None)


class Band:
    """A parameter with one value per option of a list."""

    def __init__(self, parameter: Parameter):
        self._parameter = parameter

    def __getitem__(self, key: Node | Option) -> 值:
        """The value for an option; every option of the list must have a band."""
        listed = type(self._parameter.bands[0])
        missing = [o.label for o in listed if o not in self._parameter.bands]
        if isinstance(key, Node) and missing:
            raise RuleError(
                f"参数“{self._parameter.name}”没有{'、'.join(missing)}一档；请写 .或(…, 0)。"
            )
        return self._look_up(key, None)

    def 或(self, key: Node, otherwise: object) -> 值:
        """The value for an option, `otherwise` where the parameter has no such band."""
        return self._look_up(key, nodes.whole(otherwise, self._parameter.unit))

    def _look_up(self, key: Node | Option, otherwise: Node | None) -> 值:
        parameter = self._parameter
        asked = nodes.whole(key)
        if asked.unit != options(type(parameter.bands[0])):
            raise RuleError(
                f"参数“{parameter.name}”按{type(parameter.bands[0]).__name__}分档，不能用“{asked.unit}”查。"
            )
        if isinstance(key, Option):
            if key not in parameter.bands:
                raise RuleError(f"参数“{parameter.name}”没有{key.label}一档。")
            return parameter_node(parameter, key)
        *given, last = (
            (asked == band, parameter_node(parameter, band)) for band in parameter.bands
        )
        if otherwise is not None:
            return nodes.choose([*given, last], otherwise)
        return nodes.choose(list(given), last[1]) if given else last[1]


def parameter_node(parameter: Parameter, band: Option | None) -> Node:
    return Node("param", parameter, band, unit=parameter.unit, lo=parameter.lo, hi=parameter.hi)


def suggestion(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.4)
    return f"是不是“{near[0]}”？" if near else f"已有：{'、'.join(known)}。"
