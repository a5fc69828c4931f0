"""In which order the rules can be computed: levels of an entity, and passes over the rows inside it.

Level 0 of 户 needs no member. A sum over 成员 whose value needs 户 rules of level k is made in pass k + 1 over the
members, and a 户 rule that needs this sum has level k + 1. So a member rule may use household values, and the other
way round, as long as they do not use each other in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from minzheng.rulebook.book import Rulebook
from minzheng.rulebook.declarations import Fact, Parameter, ParameterUse, Place, Rule
from minzheng.rulebook.nodes import Node, walk
from minzheng.rulebook.units import Option


@dataclass(frozen=True, eq=False)
class Aggregate:
    """A sum or count over the rows of `place`, kept at the entity above."""

    name: str
    how: str
    place: Place
    value: Node
    condition: Node | None
    level: int

    def expressions(self) -> list[Node]:
        return [self.value] if self.condition is None else [self.condition, self.value]


class Schedule:
    """What computing `outputs` (with everything they need) takes, in order."""

    def __init__(self, book: Rulebook, outputs: Sequence[Rule]):
        self.root = next(iter(book.places.values()))
        self.outputs = list(outputs)
        self.rules: list[Rule] = []
        self._levels: dict[Rule, int] = {}
        self._aggregates: dict[tuple[object, ...], Aggregate] = {}
        self._reached: dict[tuple[Rule, Place], int] = {}
        for rule in outputs:
            self._visit(rule)
        nodes = self._all_nodes(self.rules)
        for node in nodes:
            if node.op == "agg":
                self.aggregate(node)
        self.facts = {place: _facts(nodes, place) for place in book.places.values()}
        self.parameters = _parameters(nodes)
        self.places = self._used_places()

    def aggregates(self) -> list[Aggregate]:
        return list(self._aggregates.values())

    # ---------------------------------------------------------------------------------------- what is used
    def _visit(self, rule: Rule) -> None:
        if rule in self.rules:
            return
        for node in rule_nodes(rule):
            if node.op == "var":
                self._visit(_rule(node))
        self.rules.append(rule)

    def _all_nodes(self, rules: Iterable[Rule]) -> list[Node]:
        return [node for rule in rules for node in rule_nodes(rule)]

    def _used_places(self) -> list[Place]:
        """Entities with a rule, a sum or a fact in use, and all above them; parents first."""
        used = {agg.place for agg in self._aggregates.values()} | {r.place for r in self.rules}
        used |= {above for place in used for above in place.line()}
        return [place for place in self.root.below() if place in used]

    def is_asked_by_id(self, place: Place) -> bool:
        """Whether rows of other tables belong to rows of this entity."""
        inside = any(other.parent is place for other in self.places)
        return place.parent is None or inside or any(fact.dated for fact in self.facts[place])

    def needs(self, nodes: Iterable[Node]) -> tuple[list[Rule], list[Aggregate]]:
        """Every rule and aggregate that these expressions lead to, rules in order of dependence."""
        rules: set[Rule] = set()
        aggregates: set[Aggregate] = set()

        def enter(node: Node) -> None:
            for inner in walk(node):
                if inner.op == "agg":
                    aggregates.add(self.aggregate(inner))
                if inner.op == "var" and _rule(inner) not in rules:
                    rules.add(_rule(inner))
                    for own in rule_roots(_rule(inner)):
                        enter(own)

        for node in nodes:
            enter(node)
        ordered = [a for a in self._aggregates.values() if a in aggregates]
        return [rule for rule in self.rules if rule in rules], ordered

    # --------------------------------------------------------------------------------------------- levels
    def level(self, rule: Rule) -> int:
        if rule not in self._levels:
            self._levels[rule] = max(
                (self._reach(node, rule.place) for node in rule_roots(rule)), default=0
            )
        return self._levels[rule]

    def aggregate(self, node: Node) -> Aggregate:
        """The aggregate of an `agg` expression; the same one for expressions written alike."""
        key = node.key()
        if key not in self._aggregates:
            how, place, value, condition = node.args
            assert isinstance(place, Place) and isinstance(value, Node)  # noqa: S101, PT018 - shape of `agg`
            assert condition is None or isinstance(condition, Node)  # noqa: S101 - shape of `agg`
            assert place.parent is not None  # noqa: S101 - the root is never summed
            inner = [n for n in (value, condition) if n is not None]
            level = 1 + max(self._reach(n, place.parent) for n in inner)
            name = f"sum_{len(self._aggregates)}"
            self._aggregates[key] = Aggregate(name, str(how), place, value, condition, level)
        return self._aggregates[key]

    def _reach(self, node: Node, place: Place) -> int:
        """The highest level at `place` that an expression needs."""
        highest = 0
        for inner in walk(node):
            if inner.op == "agg" and inner.at is place:
                highest = max(highest, self.aggregate(inner).level)
            elif inner.op == "var":
                highest = max(highest, self._reach_rule(_rule(inner), place))
        return highest

    def _reach_rule(self, rule: Rule, place: Place) -> int:
        if rule.place is place:
            return self.level(rule)
        key = (rule, place)
        if key not in self._reached:
            self._reached[key] = max(self._reach(node, place) for node in rule_roots(rule))
        return self._reached[key]


def _rule(node: Node) -> Rule:
    rule = node.args[0]
    assert isinstance(rule, Rule)  # noqa: S101 - shape of `var`
    return rule


def rule_roots(rule: Rule) -> list[Node]:
    """The rule's expression and, if it is exact, the factors of its divisor."""
    return [rule.node, *(rule.divisor.by if rule.divisor is not None else ())]


def rule_nodes(rule: Rule) -> list[Node]:
    return [node for root in rule_roots(rule) for node in walk(root)]


def _facts(nodes: Iterable[Node], place: Place) -> list[Fact]:
    used = {node.args[0] for node in nodes if node.op == "fact" and node.at is place}
    return [fact for fact in place.facts.values() if fact in used]


def _parameters(nodes: Iterable[Node]) -> list[ParameterUse]:
    """Parameters in use, with those that decide whether another one is needed; in order of first use."""
    found: dict[ParameterUse, None] = {}
    for node in nodes:
        if node.op == "param":
            parameter, band = node.args
            assert isinstance(parameter, Parameter)  # noqa: S101 - shape of `param`
            assert band is None or isinstance(band, Option)  # noqa: S101 - shape of `param`
            if parameter.when is not None:
                found[parameter.when[0], None] = None
            found[parameter, band] = None
    return list(found)
