"""The rulebook: declarations are collected, then every rule is traced once into an expression and checked."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from minzheng.rulebook import nodes
from minzheng.rulebook.declarations import (
    Fact,
    Parameter,
    Place,
    Rule,
    Version,
    bounds,
    checked_code,
)
from minzheng.rulebook.errors import RuleError
from minzheng.rulebook.language import Entity, Parameters, 当
from minzheng.rulebook.nodes import Expression, Node, Ratio
from minzheng.rulebook.units import DATE, Option, Unit

F = TypeVar("F", bound=Callable[..., Any])


class Rulebook:
    """Entities, facts, parameters and rules of one subject; `extends` takes over all of another book."""

    def __init__(self, name: str, extends: Rulebook | None = None):
        self.name = name
        self.places: dict[str, Place] = {}
        self.parameters: dict[str, Parameter] = {}
        self.rules: dict[tuple[str, str], Rule] = {}
        self._tracing: list[Rule] = []
        self.codes: set[str] = set()
        if extends is not None:
            self._take_over(extends)

    def _take_over(self, base: Rulebook) -> None:
        """Copies, to be traced afresh: what is declared here must not appear in the base book."""
        for place in base.places.values():
            parent = self.places[place.parent.name] if place.parent else None
            copy = replace(place, parent=parent, facts=dict(place.facts), children=[])
            self.places[place.name] = copy
            if parent is not None:
                parent.children.append(copy)
        self.parameters = dict(base.parameters)
        for key, rule in base.rules.items():
            place = self.places[rule.place.name]
            self.rules[key] = replace(rule, place=place, versions=list(rule.versions), traced=None)
        self.codes |= base.codes

    # ------------------------------------------------------------------------------------- declarations
    def entity(
        self,
        name: str,
        code: str,
        *,
        inside: str | None = None,
        called: str = "",
        most: int = 1,
        dated: bool = False,
    ) -> None:
        """An entity; inside another it is seen as `called`, at most `most` rows in force at a time."""
        parent = self.places[inside] if inside else None
        place = Place(name, self._new_code(code), parent, called or name, most, dated)
        self.places[name] = place
        if parent is not None:
            parent.children.append(place)

    def fact(
        self,
        place: str,
        name: str,
        code: str,
        unit: Unit,
        *,
        least: int | None = None,
        most: int | None = None,
        dated: bool = False,
    ) -> None:
        """A fact of an entity, its unit and bounds; `dated` facts change over time."""
        entity = self.places[place]
        self._new_code(f"{entity.code}_{checked_code(code)}")
        lo, hi = bounds(unit, least, most)
        entity.facts[name] = Fact(name, code, unit, lo, hi, dated)

    def parameter(
        self,
        name: str,
        code: str,
        unit: Unit,
        *,
        least: int | None = None,
        most: int | None = None,
        bands: Sequence[Option] | type[Option] = (),
        when: tuple[str, Option] | None = None,
    ) -> None:
        """A dated parameter; its values come from the policy files, never from here."""
        lo, hi = bounds(unit, least, most)
        needed = (self.parameters[when[0]], when[1]) if when else None
        self.parameters[name] = Parameter(
            name, self._new_code(f"p_{checked_code(code)}"), unit, lo, hi, tuple(bands), needed
        )

    def _new_code(self, code: str) -> str:
        if checked_code(code) in self.codes:
            raise RuleError(f"代码“{code}”重复，请换一个。")
        self.codes.add(code)
        return code

    def of(self, place: str) -> Callable[..., Callable[[F], F]]:
        """The decorator of an entity: 户 = book.of("户"); @户("per_capita_income", FEN_PER_PERSON, basis="…")."""
        entity = self.places[place]

        def declare(
            code: str, unit: Unit, label: str = "", *, basis: str = "", 自: str = ""
        ) -> Callable[[F], F]:
            def keep(function: F) -> F:
                self._add(entity, code, unit, label, Version(_ymd(自), function, basis))
                return function

            return keep

        return declare

    def _add(self, place: Place, code: str, unit: Unit, label: str, version: Version) -> None:
        name = version.function.__name__
        known = self.rules.get((place.name, name))
        if known is None:
            self._new_code(f"{place.code}_{checked_code(code)}")
            self.rules[place.name, name] = Rule(name, code, place, unit, label or name, [version])
            return
        if (known.code, known.unit) != (code, unit) or version.since in {
            v.since for v in known.versions
        }:
            raise RuleError(
                f"{_where(version, name)}：与先前的同名规则冲突。新版本须同代码、同单位，并写明 自=日期。"
            )
        known.versions.append(version)

    # ------------------------------------------------------------------------------------------ tracing
    def close(self) -> Rulebook:
        """Trace every rule. RuleError names file, line and rule."""
        for rule in self.rules.values():
            self._trace(rule)
        return self

    def has_rule(self, name: str, place: Place) -> bool:
        return (place.name, name) in self.rules

    def rule_names(self, place: Place) -> list[str]:
        return [name for at, name in self.rules if at == place.name]

    def rule(self, place: str, name: str) -> Rule:
        return self.rules[place, name]

    def value_of(self, name: str, place: Place) -> Expression:
        """A reference to another rule, tracing it first if need be."""
        rule = self.rules[place.name, name]
        self._trace(rule)
        node = Node("var", rule, unit=rule.node.unit, lo=rule.node.lo, hi=rule.node.hi, at=place)
        if rule.divisor is None:
            return node
        exact = Ratio(node, rule.unit, rule.divisor.scale, rule.divisor.by)
        return nodes.told(exact, "var", rule)

    def _trace(self, rule: Rule) -> None:
        if rule.traced is not None:
            return
        if rule in self._tracing:
            names = [r.name for r in self._tracing[self._tracing.index(rule) :]]
            raise RuleError(f"规则循环引用：{' → '.join([*names, rule.name])}。")
        self._tracing.append(rule)
        try:
            value = self._combined(rule)
        finally:
            self._tracing.pop()
        rule.said = value
        rule.traced = value.num if isinstance(value, Ratio) else nodes.whole(value)
        rule.divisor = value if isinstance(value, Ratio) else None

    def _combined(self, rule: Rule) -> Expression:
        """All versions as one expression that asks the day."""
        first, *later = sorted(rule.versions, key=lambda v: v.since)
        if first.since:
            raise RuleError(f"{_where(first, rule.name)}：最早的版本不写 自=，它自始有效。")
        value = self._traced(rule, first)
        for version in later:
            since = nodes.number(version.since, DATE)
            value = 当(nodes.TODAY >= since, self._traced(rule, version), value)
        return value

    def _traced(self, rule: Rule, version: Version) -> Expression:
        takes_parameters = len(inspect.signature(version.function).parameters) > 1
        arguments: list[object] = [Entity(self, rule.place)]
        if takes_parameters:
            arguments.append(Parameters(self.parameters))
        try:
            value = nodes.lift(version.function(*arguments), rule.unit)
            if value is nodes.TODAY:
                raise RuleError("“今天”不能作为规则的值；请在用到的地方直接比较。")
            if value.unit != rule.unit:
                raise RuleError(f"声明的单位是“{rule.unit}”，算出来却是“{value.unit}”。")
        except RuleError as error:
            if getattr(error, "located", False):
                raise
            located = RuleError(f"{_where(version, rule.name, error)}：{error}")
            located.located = True  # type: ignore[attr-defined]
            raise located from error
        return value


def _ymd(text: str) -> int:
    return int(text.replace("-", "")) if text else 0


def _where(version: Version, name: str, error: Exception | None = None) -> str:
    """File, line and rule, the line inside the rule where the mistake stands if it is known."""
    line = version.function.__code__.co_firstlineno
    for frame in traceback.extract_tb(error.__traceback__) if error else []:
        if frame.filename == version.file and frame.lineno:
            line = frame.lineno
    path = Path(version.file)
    return f"{'/'.join(path.parts[-3:])} 第{line}行，规则“{name}”"
