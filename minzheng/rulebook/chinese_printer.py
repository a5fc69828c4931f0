"""Print a rule as a Chinese sentence with the numbers of one household in it: 家庭月收入 1400.00元 ÷ 家庭人数 3人."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from minzheng.lib.fen import yuan_text
from minzheng.rulebook.declarations import Fact, ParameterUse, Place, Rule
from minzheng.rulebook.nodes import DOWN, HALF_UP, UP, Expression, Node, Ratio
from minzheng.rulebook.units import FEN, FEN_PER_PERSON, RATE_ONE, Unit

Number = int | Fraction


@dataclass(frozen=True)
class Scope:
    """Where an expression finds its values: one row and the rows above it, on one day."""

    today: int
    rules: Mapping[Rule, int]
    facts: Mapping[tuple[Place, Fact], int]
    parameters: Mapping[ParameterUse, int]
    sums: Callable[[Node], int]
    looked_up: set[ParameterUse] = field(default_factory=set)
    """Parameters that a formula came to; of choices only those up to the branch taken."""


def text_of(value: Number, unit: Unit) -> str:
    """A value with its unit, as officers write it: 750.00元, 20%, 是, 2022-07-01, 城市."""
    if unit.options is not None:
        return next(option.label for option in unit.options if option == value)
    if unit in (FEN, FEN_PER_PERSON):
        return f"{_yuan(value)}元" + ("/人" if unit is FEN_PER_PERSON else "")
    return _PLAIN.get(unit.kind, _counted)(value, unit)


def _yuan(fen: Number) -> str:
    if fen == int(fen):
        return yuan_text(int(fen))
    near = abs(Fraction(fen)) * 10_000
    digits = f"{(near.numerator // near.denominator) / 1_000_000:.6f}".rstrip("0")
    return f"{'-' if fen < 0 else ''}{digits}…"


def _rate(value: Number, _: Unit) -> str:
    percent = Fraction(value) * 100 / RATE_ONE
    return f"{int(percent)}%" if percent == int(percent) else f"{float(percent)}%"


def _day(value: Number, _: Unit) -> str:
    day = int(value)
    return f"{day // 10_000:04d}-{day // 100 % 100:02d}-{day % 100:02d}"


def _counted(value: Number, unit: Unit) -> str:
    return f"{value}{'' if unit.name == '个' else unit.name}"


_PLAIN: dict[str, Callable[[Number, Unit], str]] = {
    "rate": _rate,
    "date": _day,
    "truth": lambda value, unit: "是" if value else "否",
}

# ------------------------------------------------------------------------------------------------ values
_COMPUTE: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "max": max,
    "min": min,
}


def value_of(expression: Expression, scope: Scope) -> Number:
    """The value of an expression by walking its tree: exact, slow, sharing no code with the kernels."""
    if isinstance(expression, Ratio):
        return Fraction(value_of(expression.num, scope), value_of(expression.divisor(), scope))
    assert isinstance(expression, Node)  # noqa: S101 - there are only two kinds
    leaf = _leaf(expression, scope)
    if leaf is not None:
        return leaf
    op, args = expression.op, expression.args
    if op == "case":
        for condition, value in zip(args[:-1:2], args[1:-1:2], strict=True):
            if value_of(_e(condition), scope):
                return value_of(_e(value), scope)
        return value_of(_e(args[-1]), scope)
    parts = [value_of(a, scope) for a in args if isinstance(a, Node)]
    if op == "div":
        return rounded(Fraction(parts[0], parts[1]), str(args[2]))
    if op == "not":
        return not parts[0]
    if op == "age":
        return max(scope.today - int(parts[0]), 0) // 10_000
    return _COMPUTE[op](*parts)  # type: ignore[no-any-return]


def _leaf(node: Node, scope: Scope) -> int | None:
    if node.op == "const":
        return node.lo
    if node.op == "today":
        return scope.today
    if node.op == "agg":
        return scope.sums(node)
    if node.op == "fact":
        return scope.facts[node.at, node.args[0]]  # type: ignore[index]
    if node.op == "var":
        return scope.rules[node.args[0]]  # type: ignore[index]
    if node.op == "param":
        scope.looked_up.add(node.args)  # type: ignore[arg-type]
        return scope.parameters[node.args]  # type: ignore[index]
    return None


def rounded(value: Fraction, how: str) -> int:
    """Rounding on the absolute value, from its definition."""
    size, sign = abs(value), -1 if value < 0 else 1
    whole, rest = divmod(size.numerator, size.denominator)
    up = rest > 0 if how == UP else how == HALF_UP and 2 * rest >= size.denominator
    return sign * (whole + up)


# ------------------------------------------------------------------------------------------------- words
_SIGNS = {
    "+": "＋", "-": "－", "*": "×", "/": "÷", "<": "＜", "<=": "≤", ">": "＞", ">=": "≥",
    "==": "＝", "!=": "≠", "and": "且", "or": "或",
}  # fmt: skip
_BINDS = {"or": 1, "and": 2, "+": 4, "-": 4, "*": 5, "/": 5}
_ROUNDED = {HALF_UP: "四舍五入", DOWN: "舍去尾数", UP: "进位"}


def formula(expression: Expression, scope: Scope) -> str:
    """The expression in words and numbers; of a choice only the branch taken."""
    return _said(expression, scope)[0]


def _said(expression: Expression, scope: Scope) -> tuple[str, int]:
    """Text and how tightly it binds."""
    op, parts = expression.said or _shape(expression)
    if op in _BINDS or op in _SIGNS:
        binds = _BINDS.get(op, 3)
        left, right = (_inside(_e(p), scope, binds + at) for at, p in enumerate(parts))
        return f"{left} {_SIGNS[op]} {right}", binds
    if op == "case":
        return _said(_taken(parts, scope), scope)
    if op == "not":
        return f"非（{_said(_e(parts[0]), scope)[0]}）", 9
    if op in ("max", "min"):
        plain = _not_held(expression, parts, scope)
        if plain is not None:
            return _said(plain, scope)
        texts = [_said(_e(p), scope)[0] for p in parts]
        return f"{'较大者' if op == 'max' else '较小者'}（{'，'.join(texts)}）", 9
    if op in _ROUNDED:
        return f"{_ROUNDED[op]}（{_said(_e(parts[0]), scope)[0]}）", 9
    if op == "round":
        step, mode = (_named("param", _e(p).args, _e(p), scope) for p in parts[1:])  # type: ignore[attr-defined]
        unit, mode = step.split()[-1], mode.split()[-1]
        return f"{mode}到{unit}（{_said(_e(parts[0]), scope)[0]}）", 9
    return _named(op, parts, expression, scope), 9


def _shape(expression: Expression) -> tuple[str, tuple[object, ...]]:
    assert isinstance(expression, Node)  # noqa: S101 - every fraction remembers how it was said
    if expression.op == "div":
        return str(expression.args[2]), (expression.args[0],)
    return expression.op, expression.args


def _inside(expression: Expression, scope: Scope, binds: int) -> str:
    text, inner = _said(expression, scope)
    return f"（{text}）" if inner < binds else text


def _not_held(expression: Expression, parts: tuple[object, ...], scope: Scope) -> Expression | None:
    """较大(甲, 0) where 甲 is the larger says just 甲: the bound has held nothing back."""
    free = [p for p in parts if not (isinstance(p, Node) and p.op == "const")]
    if len(free) == 1 and value_of(_e(free[0]), scope) == value_of(expression, scope):
        return _e(free[0])
    return None


def _taken(parts: tuple[object, ...], scope: Scope) -> Expression:
    for condition, value in zip(parts[:-1:2], parts[1:-1:2], strict=True):
        if value_of(_e(condition), scope):
            return _e(value)
    return _e(parts[-1])


def _named(op: str, parts: tuple[object, ...], expression: Expression, scope: Scope) -> str:
    value = text_of(value_of(expression, scope), expression.unit)
    name = ""
    if op == "today":
        name = "当月1日"
    elif op == "age":
        name = "周岁"
    elif op in ("fact", "var"):
        declared = parts[0]
        name = declared.label if isinstance(declared, Rule) else declared.name  # type: ignore[attr-defined]
    elif op == "param":
        parameter, band = parts
        name = f"{parameter.name}（{band.label}）" if band else parameter.name  # type: ignore[attr-defined]
    elif op == "total":
        name = f"各{parts[0].name}合计"  # type: ignore[attr-defined]
    elif op == "agg":
        name = f"{parts[1].called}{'合计' if parts[0] == 'sum' else '计数'}"  # type: ignore[attr-defined]
    return f"{name} {value}".strip()


def _e(part: object) -> Expression:
    assert isinstance(part, Expression)  # noqa: S101 - operands are expressions
    return part
