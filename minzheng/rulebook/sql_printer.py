# ruff: noqa: S608 - every identifier is a declared code ([a-z0-9_]), every literal a whole number.
"""Print a rulebook as one SQL statement for DuckDB, PostgreSQL or Spark: the independent second engine.

The tables are those of `arrays` (truth values as 0 and 1), plus `months`: one row a month with `today` (yyyymmdd)
and a column a parameter. For each entity a chain of steps is printed, one a level (see `schedule`): a step joins the
sums made from the rows inside and adds the rules of that level.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minzheng.rulebook.book import Rulebook
from minzheng.rulebook.declarations import Fact, ParameterUse, Place, Rule
from minzheng.rulebook.nodes import Node, walk
from minzheng.rulebook.parameters import Bound
from minzheng.rulebook.python_printer import divided
from minzheng.rulebook.schedule import Aggregate, Schedule, rule_roots

DUCKDB, POSTGRESQL, SPARK = "duckdb", "postgresql", "spark"
_SLASH = {DUCKDB: "//", POSTGRESQL: "/", SPARK: "div"}
"""Whole-number division of each engine; they truncate, and the printer only divides what is ≥ 0."""


@dataclass(frozen=True)
class Check:
    """A query that must find nothing; a row (record id, today, rows found) breaks the rule of one row in force."""

    sentence: str
    sql: str


@dataclass(frozen=True)
class Statement:
    """`text` gives (id, today, one column an output rule); run `checks` first."""

    text: str
    checks: tuple[Check, ...]
    schedule: Schedule


def parameter_column(use: ParameterUse) -> str:
    parameter, band = use
    return parameter.code if band is None else f"{parameter.code}_{band.name.lower()}"


def months_rows(bound: Bound) -> list[dict[str, int]]:
    """The rows of the relation `months`."""
    names = [parameter_column(use) for use in bound.uses]
    return [
        {"today": day, **dict(zip(names, values, strict=True))}
        for day, values in zip(bound.days, bound.values, strict=True)
    ]


def statement(book: Rulebook, outputs: Sequence[str], dialect: str) -> Statement:
    """The SQL for household rules by name."""
    root = next(iter(book.places))
    schedule = Schedule(book, [book.rule(root, name) for name in outputs])
    printer = _Printer(schedule, dialect)
    return Statement(printer.text(), tuple(printer.checks()), schedule)


class _Printer:
    def __init__(self, schedule: Schedule, dialect: str):
        self.schedule, self.dialect = schedule, dialect
        self.ctes: list[str] = []

    def q(self, name: str) -> str:
        return f"`{name}`" if self.dialect == SPARK else f'"{name}"'

    def text(self) -> str:
        root = self.schedule.root
        last = self.steps(
            root, self._base(root, ""), self.schedule.rules, self.schedule.aggregates()
        )
        columns = [f"{self.q(f'{root.code}_id')} as {self.q('id')}", self.q("today")]
        for rule in self.schedule.outputs:
            column = self.q(f"{root.code}_{rule.code}")
            value = f"case when {column} then 1 else 0 end" if rule.unit.is_truth else column
            columns.append(f"cast({value} as bigint) as {self.q(rule.code)}")
        head = ",\n".join(self.ctes)
        return f"with {head}\nselect {', '.join(columns)}\nfrom {self.q(last)}"

    # --------------------------------------------------------------------------------------------- steps
    def _cte(self, name: str, body: str) -> str:
        name = f"{name}_{len(self.ctes)}"
        self.ctes.append(f"{self.q(name)} as (\n  {body}\n)")
        return name

    def _base(self, place: Place, above: str, carried: Sequence[str] = ()) -> str:
        """The rows of an entity in force each month, with its facts and what is `carried` from the row above."""
        q, row = self.q, self.q("r")
        columns, joins = [f"{q('m')}.{q('today')}", *(f"{q('m')}.{one}" for one in carried)], ""
        if place.parent is not None:
            columns.append(f"{row}.{q('parent')} as {q(f'{place.parent.code}_id')}")
        if self.schedule.is_asked_by_id(place):
            columns.append(f"{row}.{q('id')} as {q(f'{place.code}_id')}")
        for fact in self.schedule.facts[place]:
            name = f"{place.code}_{fact.code}"
            source = f"{row}.{q(fact.code)}"
            if fact.dated:
                joins += f"\n  join {q(name)} on {q(name)}.{q('parent')} = {row}.{q('id')} and {self._in_force(q(name))}"
                source = f"{q(name)}.{q('value')}"
            value = f"({source} <> 0)" if fact.unit.is_truth else f"cast({source} as bigint)"
            columns.append(f"{value} as {q(name)}")
        if place.parent is None:
            body = f"select {', '.join(columns)}\n  from {q(place.code)} {row} cross join {q('months')} {q('m')}"
            return self._cte(place.code, body + joins)
        key = f"{row}.{q('parent')} = {q('m')}.{q(f'{place.parent.code}_id')}"
        force = f" and {self._in_force(row)}" if place.dated else ""
        body = f"select {', '.join(columns)}\n  from {q(above)} {q('m')} join {q(place.code)} {row} on {key}{force}"
        return self._cte(place.code, body + joins)

    def _carried(
        self, child: Place, rules: Sequence[Rule], expressions: Sequence[Node]
    ) -> list[str]:
        """Columns of the rows above that the rules and sums of this pass look at."""
        inside = set(child.below())
        roots = [
            *expressions,
            *(root for rule in rules if rule.place in inside for root in rule_roots(rule)),
        ]
        above = [
            n
            for root in roots
            for n in walk(root)
            if n.op in ("fact", "var", "agg") and n.at not in inside
        ]
        return sorted({self._leaf(node) for node in above})

    def _months(self, expressions: Sequence[Node]) -> str:
        """The join that brings the parameters in, where one is used."""
        if not any(node.op == "param" for one in expressions for node in walk(one)):
            return ""
        q = self.q
        return f" join {q('months')} {q('p')} on {q('p')}.{q('today')} = {q('m')}.{q('today')}"

    def _in_force(self, row: str) -> str:
        today = f"{self.q('m')}.{self.q('today')}"
        return f"{row}.{self.q('valid_from')} <= {today} and {row}.{self.q('valid_to')} > {today}"

    def steps(
        self, place: Place, base: str, rules: Sequence[Rule], aggregates: Sequence[Aggregate]
    ) -> str:
        mine = [rule for rule in rules if rule.place is place]
        sums = [a for a in aggregates if a.place.parent is place]
        last = max([self.schedule.level(r) for r in mine] + [a.level for a in sums], default=0)
        for level in range(last + 1):
            for child in place.children:
                made = [a for a in sums if a.level == level and a.place is child]
                if made:
                    base = self._summed(place, child, base, made)
            base = self._with_rules(
                place, base, [r for r in mine if self.schedule.level(r) == level]
            )
        return base

    def _summed(self, place: Place, child: Place, base: str, sums: Sequence[Aggregate]) -> str:
        q, key = self.q, self.q(f"{place.code}_id")
        expressions = [e for one in sums for e in one.expressions()]
        rules, inner = self.schedule.needs(expressions)
        within = set(child.below())
        own = [e for a in inner if a.place.parent in within for e in a.expressions()]
        carried = self._carried(child, rules, [*expressions, *own])
        rows = self.steps(child, self._base(child, base, carried), rules, inner)
        made = ", ".join(f"{self._sum(one)} as {q(one.name)}" for one in sums)
        by = f"{q('m')}.{key}, {q('m')}.{q('today')}"
        group = self._cte(
            f"{child.code}_sums",
            f"select {by}, {made}\n  from {q(rows)} {q('m')}{self._months(expressions)} group by {by}",
        )
        kept = ", ".join(f"coalesce({q('s')}.{q(one.name)}, 0) as {q(one.name)}" for one in sums)
        on = " and ".join(f"{q('s')}.{c} = {q('m')}.{c}" for c in (key, q("today")))
        return self._cte(
            place.code,
            f"select {q('m')}.*, {kept}\n  from {q(base)} {q('m')} left join {q(group)} {q('s')} on {on}",
        )

    def _sum(self, one: Aggregate) -> str:
        value = "1" if one.how == "count" else self.expr(one.value)
        if one.condition is not None:
            value = f"case when {self.expr(one.condition)} then {value} else 0 end"
        return f"cast(sum({value}) as bigint)"

    def _with_rules(self, place: Place, base: str, rules: Sequence[Rule]) -> str:
        """Rules of one level, those that need others of it in a later step."""
        depth: dict[Rule, int] = {}
        for rule in rules:
            used = [n.args[0] for root in rule_roots(rule) for n in walk(root) if n.op == "var"]
            depth[rule] = 1 + max(
                (depth[r] for r in used if isinstance(r, Rule) and r in depth), default=0
            )
        for at in range(1, max(depth.values(), default=0) + 1):
            step = [rule for rule in rules if depth[rule] == at]
            added = ", ".join(
                f"{self.expr(r.node)} as {self.q(f'{place.code}_{r.code}')}" for r in step
            )
            months = self._months([rule.node for rule in step])
            base = self._cte(
                place.code,
                f"select {self.q('m')}.*, {added}\n  from {self.q(base)} {self.q('m')}{months}",
            )
        return base

    # -------------------------------------------------------------------------------------------- checks
    def checks(self) -> list[Check]:
        return [
            self._check(place, fact)
            for place in self.schedule.places
            for fact in self.schedule.facts[place]
            if fact.dated
        ]

    def _check(self, place: Place, fact: Fact) -> Check:
        q, name = self.q, f"{place.code}_{fact.code}"
        force = f" and {self._in_force(q('r'))}" if place.dated else ""
        today, found = f"{q('m')}.{q('today')}", f"count({q(name)}.{q('parent')})"
        sql = (
            f"select {q('r')}.{q('id')}, {today}, {found}\n"
            f"from {q(place.code)} {q('r')} join {q('months')} {q('m')} on 1 = 1{force}\n"
            f"left join {q(name)} on {q(name)}.{q('parent')} = {q('r')}.{q('id')} and {self._in_force(q(name))}\n"
            f"group by {q('r')}.{q('id')}, {today} having {found} <> 1 limit 1"
        )
        return Check(
            f"“{place.name}”在该月须恰有一条有效的“{fact.name}”。请补填或修正起止日期。", sql
        )

    # --------------------------------------------------------------------------------------- expressions
    def expr(self, node: Node) -> str:
        op, args = node.op, [a for a in node.args if isinstance(a, Node)]
        leaf = self._leaf(node)
        if leaf:
            return leaf
        if op == "case":
            return self._case([self.expr(a) for a in args])
        if op == "div":
            return self._div(args[0], self.expr(args[1]), str(node.args[2]))
        parts = [self.expr(a) for a in args]
        if op == "not":
            return f"(not {parts[0]})"
        if op in ("max", "min"):
            return f"{'greatest' if op == 'max' else 'least'}({parts[0]}, {parts[1]})"
        if op == "age":
            today = f"{self.q('m')}.{self.q('today')}"
            return f"(greatest({today} - {parts[0]}, 0) {_SLASH[self.dialect]} 10000)"
        return f"({parts[0]} {_SIGN.get(op, op)} {parts[1]})"

    def _leaf(self, node: Node) -> str:
        named = node.args[0] if node.args else None
        if node.op == "const":
            return str(node.lo) if not node.unit.is_truth else ("true" if node.lo else "false")
        if node.op == "today":
            return f"{self.q('m')}.{self.q('today')}"
        if node.op == "agg":
            return self.q(self.schedule.aggregate(node).name)
        if node.op == "param":
            return self.q(parameter_column(node.args))  # type: ignore[arg-type]
        if isinstance(named, Rule):
            return self.q(f"{named.place.code}_{named.code}")
        if isinstance(named, Fact) and node.at is not None:
            return self.q(f"{node.at.code}_{named.code}")
        return ""

    def _case(self, parts: list[str]) -> str:
        whens = " ".join(
            f"when {c} then {v}" for c, v in zip(parts[:-1:2], parts[1:-1:2], strict=True)
        )
        return f"(case {whens} else {parts[-1]} end)"

    def _div(self, num: Node, den: str, how: str) -> str:
        slash, top = _SLASH[self.dialect], self.expr(num)
        plain = divided(top, den, how, slash)
        if num.lo >= 0:
            return plain
        return (
            f"(case when {top} >= 0 then {plain} else -{divided(f'(-{top})', den, how, slash)} end)"
        )


_SIGN = {"==": "=", "!=": "<>"}
