"""One household in plain Python: every value of every rule, with units, legal basis and the parameters used."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from minzheng.lib.months import Month
from minzheng.rulebook.book import Rulebook
from minzheng.rulebook.case import Case, arrays_of
from minzheng.rulebook.chinese_printer import Scope, formula, text_of
from minzheng.rulebook.declarations import Fact, ParameterUse, Place, Rule
from minzheng.rulebook.errors import FactMissing, FactRefused
from minzheng.rulebook.nodes import Node
from minzheng.rulebook.parameters import Bound, ParameterTable, bind
from minzheng.rulebook.python_printer import Kernel, kernel
from minzheng.rulebook.schedule import Schedule

_Values = Mapping[str, int]


class Line:
    """One rule's value for one row. `value` is whole (分, 人, 0/1 …) or, before rounding, an exact fraction."""

    def __init__(self, rule: Rule, row: int, who: str, value: int | Fraction, scope: Scope):
        self._rule, self._scope = rule, scope
        self.entity, self.row, self.who = rule.place.name, row, who
        self.name, self.code, self.label = rule.name, rule.code, rule.label
        self.value, self.unit = value, rule.unit.name
        self.basis = rule.basis(scope.today)

    @property
    def text(self) -> str:
        """The value as officers write it."""
        return text_of(self.value, self._rule.unit)

    @property
    def formula(self) -> str:
        """How it came about, in words and numbers."""
        return formula(self._rule.node if self._rule.said is None else self._rule.said, self._scope)

    def as_json(self) -> dict[str, Any]:
        value = self.value if isinstance(self.value, int) else str(self.value)
        names = (
            "entity",
            "row",
            "who",
            "name",
            "code",
            "label",
            "unit",
            "text",
            "formula",
            "basis",
        )
        return {name: getattr(self, name) for name in names} | {"value": value}


@dataclass(frozen=True)
class UsedParameter:
    """A parameter as it stood in the month."""

    name: str
    band: str
    text: str
    since: int
    source: str


@dataclass(frozen=True)
class _Row:
    """What the traced kernel handed over for one row: values by code."""

    place: str
    row: int
    rules: _Values
    divisors: _Values
    facts: _Values
    sums: _Values


class Explanation:
    """All values of one household in one month. `value` reads one; the lines and texts are made when asked for."""

    def __init__(
        self, book: Rulebook, code: Kernel, case: Case, month: Month, bound: Bound, at: int
    ):
        self.book, self.case, self.month = book, case, month
        self._schedule = code.schedule
        self._bound, self._at = bound, at
        self._rows: dict[tuple[str, int], _Row] = {}
        self._above: dict[tuple[str, int], tuple[str, int]] = {}
        self._looked_up: set[ParameterUse] = set()

    def take(self, row: _Row, above: tuple[str, int] | None) -> None:
        self._rows[row.place, row.row] = row
        if above is not None:
            self._above[row.place, row.row] = above

    # ------------------------------------------------------------------------------------------- values
    def value(self, name: str, place: str = "户", row: int = 0) -> int:
        """The value of a whole-number rule."""
        exact = self.exact(name, place, row)
        if exact.denominator != 1:
            raise ValueError(f"规则“{name}”是未取整的分数 {exact}，请用 exact 读取。")
        return exact.numerator

    def exact(self, name: str, place: str = "户", row: int = 0) -> Fraction:
        """The value of any rule; one that has not been rounded is a fraction."""
        rule = self.book.rule(place, name)
        held = self._rows[rule.place.code, row]
        return Fraction(int(held.rules[rule.code]), held.divisors.get(rule.code, 1))

    def fact(self, name: str, place: str = "户", row: int = 0) -> int:
        """The value of a fact as it stood in the month."""
        entity = self.book.places[place]
        return int(self._rows[entity.code, row].facts[entity.facts[name].code])

    def rows(self, place: str) -> list[int]:
        """Rows of an entity in force this month, in the order given in the case."""
        code = self.book.places[place].code
        return [row for at, row in self._rows if at == code]

    @cached_property
    def lines(self) -> list[Line]:
        """Every rule of every row in force: household first, then the rows inside, rules in order of dependence."""
        order = {place.code: i for i, place in enumerate(self._schedule.places)}
        rows = sorted(self._rows.values(), key=lambda r: (order[r.place], r.row))
        return [line for row in rows for line in self._lines_of(row)]

    def _lines_of(self, row: _Row) -> list[Line]:
        scope = self._scope(row)
        place = next(p for p in self._schedule.places if p.code == row.place)
        rules = [r for r in self._schedule.rules if r.place is place]
        return [self._line(rule, row, scope, self._who(place, row.row)) for rule in rules]

    def _line(self, rule: Rule, row: _Row, scope: Scope, who: str) -> Line:
        value: int | Fraction = int(row.rules[rule.code])
        if rule.divisor is not None:
            value = Fraction(value, row.divisors[rule.code])
        return Line(rule, row.row, who, value, scope)

    def _who(self, place: Place, row: int) -> str:
        given = _cases(self.case, place)[row] if place.parent is not None else {}
        return str(given.get("姓名") or given.get("编号") or (row + 1 if place.parent else ""))

    def _scope(self, row: _Row) -> Scope:
        rules: dict[Rule, int] = {}
        facts: dict[tuple[Place, Fact], int] = {}
        sums: dict[str, int] = {}
        at: tuple[str, int] | None = (row.place, row.row)
        while at is not None:
            here = self._rows[at]
            place = next(p for p in self._schedule.places if p.code == here.place)
            rules |= {r: int(here.rules[r.code]) for r in self._schedule.rules if r.place is place}
            facts |= {(place, f): int(here.facts[f.code]) for f in self._schedule.facts[place]}
            sums |= here.sums
            at = self._above.get(at)
        values = dict(zip(self._bound.uses, self._bound.values[self._at], strict=True))
        return Scope(
            self._bound.days[self._at],
            rules,
            facts,
            values,
            self._sum_reader(sums),
            self._looked_up,
        )

    def _sum_reader(self, sums: Mapping[str, int]) -> Callable[[Node], int]:
        return lambda node: int(sums[self._schedule.aggregate(node).name])

    @property
    def parameters(self) -> list[UsedParameter]:
        """The parameters this calculation came to look at, with their sources."""
        for line in self.lines:
            _ = line.formula
        bound, at = self._bound, self._at
        held = zip(bound.uses, bound.rows[at], bound.values[at], strict=True)
        return [
            UsedParameter(
                parameter.name,
                band.label if band else "",
                text_of(value, parameter.unit),
                row.since,
                row.source,
            )
            for (parameter, band), row, value in held
            if (parameter, band) in self._looked_up
        ]

    # ------------------------------------------------------------------------------------------- outputs
    def as_text(self, *, whole: bool = False) -> str:
        """The calculation as an officer reads it; lines that come to nothing only in the `whole` text."""
        out = [f"{self.book.name}  {self.month}"]
        shown: tuple[str, int] | None = None
        for line in self.lines:
            if not (whole or line.value or line.entity == self._schedule.root.name):
                continue
            if (line.entity, line.row) != shown:
                shown = (line.entity, line.row)
                out.append(f"【{line.entity}{'：' + line.who if line.who else ''}】")
            why = f"    （{line.basis}）" if line.basis else ""
            how = f"  ← {line.formula}" if line.formula != line.text else ""
            out.append(f"  {line.label}：{line.text}{how}{why}")
        out.append("【政策参数】")
        for used in self.parameters:
            name = f"{used.name}（{used.band}）" if used.band else used.name
            out.append(f"  {name}：{used.text}  自 {used.since}  {used.source}")
        return "\n".join(out)

    def as_json(self) -> dict[str, Any]:
        """The same as plain data: whole values as integers, exact fractions as “分子/分母” text."""
        return {
            "rulebook": self.book.name,
            "month": str(self.month),
            "lines": [line.as_json() for line in self.lines],
            "parameters": [vars(used) for used in self.parameters],
        }


def _cases(case: Case, place: Place) -> list[Case]:
    """All rows of an entity in a case, in the order the kernel numbers them."""
    if place.parent is None:
        return [case]
    return [row for above in _cases(case, place.parent) for row in above[place.called]]


# ---------------------------------------------------------------------------------------------- evaluation
@cache
def _traced(book: Rulebook) -> tuple[Kernel, Callable[..., tuple[int, int, int, int]]]:
    printed = kernel(book, tuple(book.rules.values()), traced=True)
    return printed, compile_plain(printed)


def compile_plain(printed: Kernel) -> Callable[..., tuple[int, int, int, int]]:
    """The kernel as an ordinary Python function."""
    space: dict[str, Any] = {}
    exec(compile(printed.source, f"<规则 {printed.digest}>", "exec"), space)  # noqa: S102 - text printed from traced rules
    function: Callable[..., tuple[int, int, int, int]] = space["kernel"]
    return function


def evaluate(
    book: Rulebook, case: Case, months: Sequence[Month], table: ParameterTable
) -> list[Explanation]:
    """Every value of one household in each month. Raises ParameterUnset, FactMissing or FactRefused with a sentence."""
    printed, function = _traced(book)
    bound = bind(printed.schedule.parameters, table, [month.ymd for month in months])
    arrays = arrays_of(printed.schedule, case)
    out = [Explanation(book, printed, case, month, bound, at) for at, month in enumerate(months)]
    stack: list[tuple[str, int]] = []
    parents = {p.code: p.parent.code if p.parent else "" for p in printed.schedule.places}

    def take(place: str, row: int, t: int, *values: Mapping[str, int]) -> None:
        while stack and stack[-1][0] != parents[place]:
            stack.pop()
        out[t].take(_Row(place, row, *values), stack[-1] if stack else None)
        stack.append((place, row))

    failure = function(
        0, 1, bound.days, bound.until, bound.flat(), *(arrays[n] for n in printed.arrays), take
    )
    raise_failure(printed.schedule, failure, bound.days, case)
    return out


def explain(book: Rulebook, case: Case, month: Month, table: ParameterTable) -> Explanation:
    """One household in one month."""
    return evaluate(book, case, [month], table)[0]


def raise_failure(
    schedule: Schedule,
    failure: tuple[int, int, int, int],
    days: Sequence[int],
    case: Case | None = None,
    who: str = "",
) -> None:
    """Turn a kernel's failure code (fact, row, month, rows found) into the sentence it stands for."""
    number, row, month, found = (int(part) for part in failure)
    if number < 0:
        return
    place, fact = [(place, f) for place, facts in schedule.facts.items() for f in facts][number]
    if case is not None and place.parent is not None:
        given = _cases(case, place)[row]
        who = f"“{given.get('姓名') or given.get('编号') or row + 1}”"
    day = days[month]
    where = f"{place.name}{who or f'（第{row + 1}行）'}在{day // 10_000}年{day // 100 % 100}月"
    if found == 0:
        raise FactMissing(
            f"缺少事实：{where}没有有效的“{fact.name}”。请补填起止日期覆盖该月的一条。"
        )
    raise FactRefused(f"{where}有{found}条“{fact.name}”同时有效。请修正起止日期，使其互不重叠。")
