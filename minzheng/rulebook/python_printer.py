"""Print a rulebook as a plain loop over whole numbers: the same text runs in CPython and, jitted, on arrays.

The kernel walks households; for each it evaluates only the months in which something can have changed (a dated row
begins or ends, an age is reached, a parameter changes) and copies the result to the months between.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from minzheng.rulebook.book import Rulebook
from minzheng.rulebook.declarations import Fact, Place, Rule
from minzheng.rulebook.nodes import DOWN, HALF_UP, Node, walk_row
from minzheng.rulebook.schedule import Aggregate, Schedule

_FLIPS_AT = {("<", 0), (">=", 0), (">", 1), ("<=", 1)}
"""(comparison, side of today) that change exactly at the other side; the others change a day later too."""


@dataclass(frozen=True)
class Kernel:
    """Source of `kernel(lo, hi, day, until_day, P, *arrays, *outs)` and what it expects."""

    source: str
    schedule: Schedule
    arrays: tuple[str, ...]
    traced: bool

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.source.encode()).hexdigest()[:20]


def local(place: Place, code: str) -> str:
    return f"{place.code}_{code}"


def array_names(schedule: Schedule) -> Iterator[str]:
    """The arrays a kernel reads: offsets and validity of rows, facts, and rows of dated facts."""
    for place in schedule.places:
        if place.parent is not None:
            yield f"{place.code}_start"
        if place.dated:
            yield f"{place.code}_from"
            yield f"{place.code}_to"
        for fact in schedule.facts[place]:
            name = local(place, fact.code)
            if fact.dated:
                yield from (f"{name}_start", f"{name}_from", f"{name}_to", f"{name}_value")
            else:
                yield name


def kernel(book: Rulebook, outputs: Sequence[Rule], *, traced: bool = False) -> Kernel:
    """The kernel for rules of the household. `traced`: calls explain(...) with every value instead of filling arrays."""
    schedule = Schedule(book, outputs)
    printer = _Printer(schedule, traced=traced)
    names = tuple(array_names(schedule))
    return Kernel(printer.source(names), schedule, names, traced)


class _Printer:
    def __init__(self, schedule: Schedule, *, traced: bool):
        self.schedule, self.traced = schedule, traced
        self.lines: list[str] = []
        self.depth = 0
        self.columns = {use: i for i, use in enumerate(schedule.parameters)}
        self.fact_numbers = {
            fact: i for i, fact in enumerate(f for facts in schedule.facts.values() for f in facts)
        }

    def put(self, line: str) -> None:
        self.lines.append("    " * self.depth + line)

    def source(self, names: tuple[str, ...]) -> str:
        root, outs = self.schedule.root, [f"out_{rule.code}" for rule in self.schedule.outputs]
        arguments = ", ".join([*names, *(["explain"] if self.traced else outs)])
        self.put(f"def kernel(lo, hi, day, until_day, P, {arguments}):")
        self.depth = 1
        self.put("n = len(day)")
        self.put(f"for i_{root.code} in range(lo, hi):")
        self.depth = 2
        self.put("t = 0")
        self.put("while t < n:")
        self.depth = 3
        self.put("today, until = day[t], until_day[t]")
        for column in self.columns.values():
            self.put(f"p{column} = P[t * {len(self.columns)} + {column}]")
        self.body(root, self.schedule.rules, self.schedule.aggregates())
        self._store(outs)
        self.depth = 1
        self.put("return -1, 0, 0, 0")
        return "\n".join(self.lines) + "\n"

    def _store(self, outs: list[str]) -> None:
        root = self.schedule.root
        if self.traced:
            self.put("t += 1")
            return
        at = f"i_{root.code} * n + t"
        for rule, out in zip(self.schedule.outputs, outs, strict=True):
            self.put(f"{out}[{at}] = {local(root, rule.code)}")
        self.put("t += 1")
        self.put("while t < n and day[t] < until:")
        for out in outs:
            self.put(f"    {out}[{at}] = {out}[{at} - 1]")
        self.put("    t += 1")

    # ------------------------------------------------------------------------------------------- entities
    def body(self, place: Place, rules: Sequence[Rule], aggregates: Sequence[Aggregate]) -> None:
        """All of one row: dated facts, then level by level the sums over rows inside and the rules."""
        mine = [rule for rule in rules if rule.place is place]
        sums = [a for a in aggregates if a.place.parent is place]
        for fact in self.schedule.facts[place]:
            if fact.dated:
                self._look_up(place, fact)
        last = max([self.schedule.level(r) for r in mine] + [a.level for a in sums], default=0)
        for level in range(last + 1):
            for child in place.children:
                made = [a for a in sums if a.level == level and a.place is child]
                if made:
                    self.rows(child, made)
            for rule in mine:
                if self.schedule.level(rule) == level:
                    self._boundaries(rule.node)
                    self.put(f"{local(place, rule.code)} = {self.expr(rule.node)}")
        if self.traced and any(r.place is place for r in self.schedule.rules):
            self._explain(place, mine, sums)

    def rows(self, place: Place, sums: Sequence[Aggregate]) -> None:
        """One pass over the rows inside, filling these sums."""
        assert place.parent is not None  # noqa: S101 - only rows inside another entity are walked
        for one in sums:
            self.put(f"{one.name} = 0")
        self._loop(place)
        rules, inner = self.schedule.needs([e for one in sums for e in one.expressions()])
        self.body_of_pass(place, rules, inner)
        for one in sums:
            for expression in one.expressions():
                self._boundaries(expression)
            add = "1" if one.how == "count" else self.expr(one.value)
            condition = f"if {self.expr(one.condition)}: " if one.condition is not None else ""
            self.put(f"{condition}{one.name} += {add}")
        self.depth -= 1

    def body_of_pass(self, place: Place, rules: Sequence[Rule], inner: Sequence[Aggregate]) -> None:
        traced, self.traced = self.traced, False
        self.body(place, rules, inner)
        self.traced = traced

    def _loop(self, place: Place) -> None:
        assert place.parent is not None  # noqa: S101 - only rows inside another entity are walked
        row, above = f"i_{place.code}", f"i_{place.parent.code}"
        self.put(
            f"for {row} in range({place.code}_start[{above}], {place.code}_start[{above} + 1]):"
        )
        self.depth += 1
        if place.dated:
            self.put(f"if {place.code}_from[{row}] > today:")
            self.put(f"    until = min(until, {place.code}_from[{row}])")
            self.put("    continue")
            self.put(f"if {place.code}_to[{row}] <= today:")
            self.put("    continue")
            self.put(f"until = min(until, {place.code}_to[{row}])")

    def _look_up(self, place: Place, fact: Fact) -> None:
        """The one row of a dated fact in force; none or two end the kernel with where it happened."""
        name, row = local(place, fact.code), f"i_{place.code}"
        self.put(f"{name}_now, seen = 0, 0")
        self.put(f"for k in range({name}_start[{row}], {name}_start[{row} + 1]):")
        self.put(f"    if {name}_from[k] > today:")
        self.put(f"        until = min(until, {name}_from[k])")
        self.put(f"    elif {name}_to[k] > today:")
        self.put(f"        until = min(until, {name}_to[k])")
        self.put(f"        {name}_now = {name}_value[k]")
        self.put("        seen += 1")
        self.put("if seen != 1:")
        self.put(f"    return {self.fact_numbers[fact]}, {row}, t, seen")

    def _boundaries(self, expression: Node) -> None:
        """The days on which this expression changes by itself: an age is reached, a rule version begins."""
        if self.traced:
            return
        for node in walk_row(expression):
            if node.op == "age":
                birth = self.expr(_node(node.args[0]))
                self.put(f"change = {birth} + (max(today - {birth}, -1) // 10000 + 1) * 10000")
                self.put("if change > today: until = min(until, change)")
            for side, other in _sides_of_today(node):
                self.put(f"change = {self.expr(other)}")
                self.put("if change > today: until = min(until, change)")
                if (node.op, side) not in _FLIPS_AT:
                    self.put("if change + 1 > today: until = min(until, change + 1)")

    def _explain(self, place: Place, rules: Sequence[Rule], sums: Sequence[Aggregate]) -> None:
        """Hand every value of this row to `explain`, then do the rows inside."""
        values = [f"'{rule.code}': {local(place, rule.code)}" for rule in rules]
        divisors = [
            f"'{rule.code}': {self.expr(rule.divisor.divisor())}"
            for rule in rules
            if rule.divisor is not None
        ]
        facts = [f"'{f.code}': {self.fact(place, f)}" for f in self.schedule.facts[place]]
        made = [f"'{one.name}': {one.name}" for one in sums]
        parts = ", ".join(f"{{{', '.join(part)}}}" for part in (values, divisors, facts, made))
        self.put(f"explain('{place.code}', i_{place.code}, t, {parts})")
        for child in place.children:
            if any(rule.place is child for rule in self.schedule.rules):
                self._loop(child)
                self.body(child, self.schedule.rules, self.schedule.aggregates())
                self.depth -= 1

    # ---------------------------------------------------------------------------------------- expressions
    def fact(self, place: Place, fact: Fact) -> str:
        name = local(place, fact.code)
        return f"{name}_now" if fact.dated else f"{name}[i_{place.code}]"

    def expr(self, node: Node) -> str:
        printed: str = _PRINT.get(node.op, _infix)(self, node)
        return printed


def _infix(printer: _Printer, node: Node) -> str:
    left, right = (printer.expr(_node(a)) for a in node.args)
    return f"({left} {node.op} {right})"


def _const(printer: _Printer, node: Node) -> str:
    del printer
    return str(node.lo != 0) if node.unit.is_truth else str(node.lo)


def _fact_text(printer: _Printer, node: Node) -> str:
    fact = node.args[0]
    assert node.at is not None and isinstance(fact, Fact)  # noqa: S101, PT018 - shape of `fact`
    text = printer.fact(node.at, fact)
    return f"({text} != 0)" if fact.unit.is_truth else text


def _var(printer: _Printer, node: Node) -> str:
    del printer
    rule = node.args[0]
    assert isinstance(rule, Rule)  # noqa: S101 - shape of `var`
    return local(rule.place, rule.code)


def _param(printer: _Printer, node: Node) -> str:
    return f"p{printer.columns[node.args]}"  # type: ignore[index]


def _age(printer: _Printer, node: Node) -> str:
    return f"(max(today - {printer.expr(_node(node.args[0]))}, 0) // 10000)"


def _extreme(printer: _Printer, node: Node) -> str:
    left, right = (printer.expr(_node(a)) for a in node.args)
    return f"{node.op}({left}, {right})"


def _case(printer: _Printer, node: Node) -> str:
    parts = [printer.expr(_node(a)) for a in node.args]
    out = parts[-1]
    for at in range(len(parts) - 3, -1, -2):
        out = f"({parts[at + 1]} if {parts[at]} else {out})"
    return out


def _div(printer: _Printer, node: Node) -> str:
    num, den, how = _node(node.args[0]), printer.expr(_node(node.args[1])), node.args[2]
    top = printer.expr(num)
    plain = divided(top, den, str(how), "//")
    if num.lo >= 0:
        return plain
    return f"({plain} if {top} >= 0 else -{divided(f'(-{top})', den, str(how), '//')})"


def divided(top: str, den: str, how: str, slash: str) -> str:
    """top / den for top ≥ 0, den ≥ 1; `slash` is whole-number division of the engine."""
    if how == HALF_UP:
        return f"((2 * {top} + {den}) {slash} (2 * {den}))"
    return f"({top} {slash} {den})" if how == DOWN else f"(({top} + {den} - 1) {slash} {den})"


_PRINT = {
    "const": _const,
    "fact": _fact_text,
    "var": _var,
    "param": _param,
    "today": lambda printer, node: "today",
    "agg": lambda printer, node: printer.schedule.aggregate(node).name,
    "not": lambda printer, node: f"(not {printer.expr(_node(node.args[0]))})",
    "age": _age,
    "max": _extreme,
    "min": _extreme,
    "case": _case,
    "div": _div,
}


def _node(argument: object) -> Node:
    assert isinstance(argument, Node)  # noqa: S101 - every operand is an expression
    return argument


def _sides_of_today(node: Node) -> Iterable[tuple[int, Node]]:
    """For a comparison with today: which side today is on, and the other side."""
    if node.op not in ("<", "<=", ">", ">=", "==", "!="):
        return
    for side, arg in enumerate(node.args):
        if _node(arg).op == "today":
            yield side, _node(node.args[1 - side])
