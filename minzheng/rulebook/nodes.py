"""Expressions: what a rule becomes when it is traced. Whole numbers and truth values only.

A `Node` knows its unit, the entity it lives at and the smallest and largest value it can take, so a clash of units
or a possible 64-bit overflow is found when the rules are loaded. A `Ratio` is an exact fraction on its way to being
rounded: `/` and “× 率” give one, `取整` (or a comparison, by cross-multiplication) ends it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NoReturn, TypeAlias, TypeVar

from minzheng.rulebook.errors import RuleError
from minzheng.rulebook.units import (
    DATE,
    NUMBER,
    RATE,
    RATE_ONE,
    TRUTH,
    YEARS,
    Option,
    Unit,
    options,
    quantity,
)

if TYPE_CHECKING:
    from minzheng.rulebook.declarations import Place

LARGEST = 2**63 - 1
FIRST_DAY, LAST_DAY = 19_000_101, 99_991_231
HALF_UP, DOWN, UP = "half_up", "down", "up"
"""Rounding is defined on the absolute value: a half goes away from zero, DOWN to zero, UP away from zero."""

_MIRROR = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
"""Comparisons, and what each is when its sides change places."""

Said: TypeAlias = "tuple[str, tuple[object, ...]]"
"""How the author put it, before it was brought to whole numbers: for the explanation."""

_NO_BOOL = (
    "规则里不能用 if、and、or、not 或连续比较（甲 < 乙 < 丙）。"
    "请写 当(条件, 甲, 乙)；“且”写 &，“或”写 |，“非”写 ~，每个条件加括号。"
)


class Expression:
    """What a rule computes with: a `Node` or a `Ratio`. The operators build larger expressions."""

    __slots__ = ("said", "unit")
    unit: Unit
    said: Said | None

    def __add__(self, other: object) -> Expression:
        return add(self, other)

    def __radd__(self, other: int) -> Expression:
        return add(lift(other, self.unit), self)

    def __sub__(self, other: object) -> Expression:
        return subtract(self, other)

    def __rsub__(self, other: int) -> Expression:
        return subtract(lift(other, self.unit), self)

    def __mul__(self, other: object) -> Expression:
        return multiply(self, other)

    def __rmul__(self, other: int) -> Expression:
        return multiply(lift(other), self)

    def __truediv__(self, other: object) -> Ratio:
        return divide(self, other)

    def __lt__(self, other: object) -> Node:
        return compare("<", self, other)

    def __le__(self, other: object) -> Node:
        return compare("<=", self, other)

    def __gt__(self, other: object) -> Node:
        return compare(">", self, other)

    def __ge__(self, other: object) -> Node:
        return compare(">=", self, other)

    def __eq__(self, other: object) -> Node:  # type: ignore[override]
        return compare("==", self, other)

    def __ne__(self, other: object) -> Node:  # type: ignore[override]
        return compare("!=", self, other)

    def __and__(self, other: object) -> Node:
        return both("and", self, other)

    def __or__(self, other: object) -> Node:
        return both("or", self, other)

    def __invert__(self) -> Node:
        return Node("not", truth(self), unit=TRUTH, lo=0, hi=1)

    __hash__ = object.__hash__

    def __bool__(self) -> NoReturn:
        raise RuleError(_NO_BOOL)

    def __floordiv__(self, other: object) -> NoReturn:
        raise RuleError("规则里的除法写 /，再用 取整 说明怎样取整；不用 //。")

    def 属于(self, *listed: object) -> Node:
        """True when the value is one of those listed."""
        first, *others = (self == one for one in listed)
        for other in others:
            first = first | other
        return first


class Node(Expression):
    """`op` over `args`; a leaf keeps its declaration in `args`. `at` is the entity it lives at, None for anywhere."""

    __slots__ = ("args", "at", "hi", "lo", "op")
    op: str

    def __init__(
        self, op: str, *args: object, unit: Unit, lo: int, hi: int, at: Place | None = None
    ):
        if lo < -LARGEST or hi > LARGEST:
            raise RuleError(
                f"这个算式可能超出 64 位整数（{lo} 至 {hi}）。请收紧事实或参数的上下限，或先取整再相乘。"
            )
        if op not in _MIRROR and any(isinstance(a, Node) and a.op == "today" for a in args):
            # Anywhere else the array kernel could not know on which day the value changes.
            raise RuleError("“今天”只能直接与日期比较，如 今天 >= 户.某日；不能作为值。")
        self.op, self.args, self.unit, self.lo, self.hi = op, args, unit, lo, hi
        self.said = None
        self.at = at or deepest(*(a for a in args if isinstance(a, Node)))

    def key(self) -> tuple[object, ...]:
        """Equal for expressions written alike."""
        return (self.op, *(a.key() if isinstance(a, Node) else a for a in self.args), self.at)


class Ratio(Expression):
    """The exact fraction num / (scale × product of `by`), every divisor at least 1."""

    __slots__ = ("by", "num", "scale")

    def __init__(self, num: Node, unit: Unit, scale: int = 1, by: tuple[Node, ...] = ()):
        self.num, self.unit, self.scale, self.by = num, unit, scale, by
        self.said = None

    def divisor(self) -> Node:
        """scale × product of `by` as one expression."""
        out = number(self.scale)
        for factor in self.by:
            out = times(out, factor) if out.op != "const" or out.lo != 1 else factor
        return out


# ------------------------------------------------------------------------------------------- making values
def number(value: int, unit: Unit = NUMBER) -> Node:
    return Node("const", value, unit=unit, lo=value, hi=value)


def lift(value: object, like: Unit | None = None) -> Expression:
    """A value of a rule from what the author wrote. Money and rates must be parameters, never bare numbers."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, bool):
        return number(int(value), TRUTH)
    if isinstance(value, Option):
        return number(int(value), options(type(value)))
    if not isinstance(value, int):
        raise RuleError(f"规则里只有整数、是否和事实，没有“{value!r}”（{type(value).__name__}）。")
    if like is None or like.is_truth:
        return number(value)
    if value and (like.is_money or like.kind == "rate"):
        raise RuleError(f"金额和比例不能直接写成数字（{value}）。请设为政策参数，注明文件依据。")
    return number(value, like)


def deepest(*nodes: Node) -> Place | None:
    """The entity an expression over `nodes` lives at: they must lie on one line from the household downwards."""
    found: Place | None = None
    for place in (n.at for n in nodes if n.at is not None):
        if found is None or found in place.line():
            found = place
        elif place not in found.line():
            raise RuleError(
                f"“{place.name}”和“{found.name}”不在同一条线上，不能放在一个算式里；请先合计到上一级。"
            )
    return found


def truth(value: object) -> Node:
    node = lift(value)
    if not isinstance(node, Node) or not node.unit.is_truth:
        raise RuleError(f"这里要的是“是否”（条件），得到的却是“{node.unit}”。")
    return node


def whole(value: object, like: Unit | None = None) -> Node:
    node = lift(value, like)
    if not isinstance(node, Node):
        raise RuleError("这里要的是整数。除法或乘比例的结果请先用 取整 说明怎样取整。")
    return node


def _same(a: Expression, b: Expression, doing: str) -> Unit:
    if a.unit != b.unit:
        raise RuleError(f"单位不同，不能{doing}：{a.unit} 与 {b.unit}。")
    return a.unit


E = TypeVar("E", bound=Expression)


def told(value: E, op: str, *parts: object) -> E:
    """The value, remembering how it was said."""
    value.said = (op, parts)
    return value


# --------------------------------------------------------------------------------------------- arithmetic
def plus(a: Node, b: Node, unit: Unit) -> Node:
    return Node("+", a, b, unit=unit, lo=a.lo + b.lo, hi=a.hi + b.hi)


def minus(a: Node, b: Node, unit: Unit) -> Node:
    return Node("-", a, b, unit=unit, lo=a.lo - b.hi, hi=a.hi - b.lo)


def times(a: Node, b: Node, unit: Unit = NUMBER) -> Node:
    corners = [x * y for x in (a.lo, a.hi) for y in (b.lo, b.hi)]
    return Node("*", a, b, unit=unit, lo=min(corners), hi=max(corners))


def as_ratio(value: Expression) -> Ratio:
    return value if isinstance(value, Ratio) else Ratio(whole(value), value.unit)


def _lifted(factor: int, by: list[Node], num: Node) -> Node:
    if factor != 1:
        num = times(num, number(factor))
    for one in by:
        num = times(num, one)
    return num


def aligned(left: Ratio, right: Ratio) -> tuple[Node, Node, int, tuple[Node, ...]]:
    """Both numerators over one divisor, and that divisor."""
    scale = math.lcm(left.scale, right.scale)
    mine = [n.key() for n in left.by]
    extra = []
    for factor in right.by:
        if factor.key() in mine:
            mine.remove(factor.key())
        else:
            extra.append(factor)
    by = (*left.by, *extra)
    theirs = [n.key() for n in right.by]
    lacking = [n for n in by if n.key() not in theirs or theirs.remove(n.key())]  # type: ignore[func-returns-value]
    return (
        _lifted(scale // left.scale, extra, left.num),
        _lifted(scale // right.scale, lacking, right.num),
        scale,
        by,
    )


def _joined(
    a: Expression, b: Expression, unit: Unit, how: Callable[[Node, Node, Unit], Node]
) -> Expression:
    if isinstance(a, Node) and isinstance(b, Node):
        return how(a, b, unit)
    left, right, scale, by = aligned(as_ratio(a), as_ratio(b))
    return Ratio(how(left, right, unit), unit, scale, by)


def add(a: Expression, other: object) -> Expression:
    b = lift(other, a.unit)
    unit = _same(a, b, "相加")
    _refuse_sum(unit)
    return told(_joined(a, b, unit, plus), "+", a, b)


def subtract(a: Expression, other: object) -> Expression:
    b = lift(other, a.unit)
    unit = _same(a, b, "相减")
    _refuse_sum(unit)
    return told(_joined(a, b, unit, minus), "-", a, b)


def _refuse_sum(unit: Unit) -> None:
    if unit.options or unit in (DATE, TRUTH):
        raise RuleError(f"“{unit}”不是数量，不能加减。日期之差请用 周岁。")


def multiply(a: Expression, other: object) -> Expression:
    """分/人 × 人 = 分; anything × 率 is an exact fraction; 分 × 分 is refused."""
    b = lift(other)
    rate = [x for x in (a, b) if x.unit == RATE]
    rest = [x for x in (a, b) if x.unit != RATE]
    unit = (
        rest[0].unit
        if rate and rest
        else quantity(a.unit.fen + b.unit.fen, a.unit.person + b.unit.person)
    )
    fits = len(rate) == 1 or (a.unit.is_quantity and b.unit.is_quantity)
    if unit is None or not unit.is_quantity or not fits:
        raise RuleError(f"单位不能相乘：{a.unit} × {b.unit}。")
    if isinstance(a, Node) and isinstance(b, Node) and not rate:
        return times(a, b, unit)
    left, right = as_ratio(a), as_ratio(b)
    scale = left.scale * right.scale * (RATE_ONE if rate else 1)
    out = Ratio(times(left.num, right.num, unit), unit, scale, (*left.by, *right.by))
    return told(out, "*", a, b)


def divide(a: Expression, other: object) -> Ratio:
    b = whole(other)
    unit = quantity(a.unit.fen - b.unit.fen, a.unit.person - b.unit.person)
    if unit is None or not (a.unit.is_quantity and b.unit.is_quantity):
        raise RuleError(f"单位不能相除：{a.unit} ÷ {b.unit}。")
    if b.lo < 1:
        raise RuleError(f"除数可能为零或为负（{b.lo} 至 {b.hi}）。请写 较大(除数, 1) 或先排除。")
    left = as_ratio(a)
    fixed = b.op == "const"
    scale = left.scale * b.lo if fixed else left.scale
    return told(Ratio(left.num, unit, scale, left.by if fixed else (*left.by, b)), "/", a, b)


def quotient(num: Node, den: Node, how: str, unit: Unit) -> Node:
    """The one division: num / den (den ≥ 1) rounded `how`, on the absolute value."""
    most = max(abs(num.lo), abs(num.hi))
    if 2 * most + den.hi > LARGEST or 2 * den.hi > LARGEST:
        raise RuleError("这个除法可能超出 64 位整数。请收紧事实或参数的上下限，或先取整再相乘。")
    lo = -(-num.lo // den.lo + 1) if num.lo < 0 else 0
    hi = num.hi // den.lo + 1 if num.hi > 0 else 0
    return Node("div", num, den, how, unit=unit, lo=lo, hi=hi)


# ------------------------------------------------------------------------------------- comparing, choosing
def compare(op: str, a: Expression, other: object) -> Node:
    b = lift(other, a.unit)
    _same(a, b, "比较")
    if isinstance(a, Node) and isinstance(b, Node):
        age = _age_as_day(op, a, b)
        if age is not None:
            return told(age, op, a, b)
        left, right = a, b
    else:
        left, right, _, _ = aligned(as_ratio(a), as_ratio(b))
    return told(Node(op, left, right, unit=TRUTH, lo=0, hi=1), op, a, b)


def _age_as_day(op: str, a: Node, b: Node) -> Node | None:
    """年龄 ≥ 60 is said as a day (今天 ≥ 出生日 + 60 年): no division, and the day it changes is known."""
    if _birth(b) is not None:
        op, a, b = _MIRROR[op], b, a
    birth = _birth(a)
    least = 1 if op in ("<", ">=") else 0
    if birth is None or _birth(b) is not None or b.lo < least or op in ("==", "!="):
        return None
    years = b if op in ("<", ">=") else plus(b, number(1), YEARS)
    day = plus(birth, times(years, number(10_000)), DATE)
    return Node("<" if op in ("<", "<=") else ">=", TODAY, day, unit=TRUTH, lo=0, hi=1)


def _birth(node: Node) -> Node | None:
    while node.op == "var":
        node = node.args[0].node  # type: ignore[attr-defined]
    return node.args[0] if node.op == "age" else None  # type: ignore[return-value]


def both(op: str, a: object, b: object) -> Node:
    return Node(op, truth(a), truth(b), unit=TRUTH, lo=0, hi=1)


def choose(pairs: list[tuple[Node, Expression]], otherwise: Expression) -> Expression:
    """The first value whose condition holds."""
    values = [value for _, value in pairs] + [otherwise]
    unit = next((v.unit for v in values if not _is_zero(v)), values[0].unit)
    values = [number(0, unit) if _is_zero(v) else v for v in values]
    for value in values:
        if value.unit != unit:
            raise RuleError(f"当(…) 的各个值单位不同：{unit} 与 {value.unit}。")
    if any(isinstance(v, Ratio) for v in values):
        exact = _choose_exact([c for c, _ in pairs], [as_ratio(v) for v in values], unit)
        return told(exact, "case", *(part for pair in pairs for part in pair), otherwise)
    return _case([c for c, _ in pairs], [v for v in values if isinstance(v, Node)], unit)


def _is_zero(value: Expression) -> bool:
    return (
        isinstance(value, Node) and value.op == "const" and value.lo == 0 and value.unit == NUMBER
    )


def _case(conditions: list[Node], values: list[Node], unit: Unit) -> Node:
    lo, hi = min(v.lo for v in values), max(v.hi for v in values)
    flat = [part for pair in zip(conditions, values[:-1], strict=True) for part in pair]
    return Node("case", *flat, values[-1], unit=unit, lo=lo, hi=hi)


def _choose_exact(conditions: list[Node], values: list[Ratio], unit: Unit) -> Ratio:
    divisor = values[0]
    for value in values[1:]:
        _, _, scale, by = aligned(divisor, value)
        divisor = Ratio(divisor.num, unit, scale, by)
    one = Ratio(number(0, unit), unit, divisor.scale, divisor.by)
    nums = [aligned(value, one)[0] for value in values]
    return Ratio(_case(conditions, nums, unit), unit, divisor.scale, divisor.by)


def extreme(op: str, first: object, second: object) -> Expression:
    """The larger (“max”) or smaller (“min”) of two values of one unit."""
    a = lift(first) if isinstance(first, Expression) else lift(first, getattr(second, "unit", None))
    b = lift(second, a.unit)
    pick = max if op == "max" else min

    def how(x: Node, y: Node, unit: Unit) -> Node:
        return Node(op, x, y, unit=unit, lo=pick(x.lo, y.lo), hi=pick(x.hi, y.hi))

    return told(_joined(a, b, _same(a, b, "比较"), how), op, a, b)


TODAY = Node("today", unit=DATE, lo=FIRST_DAY, hi=LAST_DAY)
"""The day a month is judged on: its first."""


def age(birth: Node) -> Node:
    """Full years on the day, 0 for someone not yet born."""
    if birth.unit != DATE:
        raise RuleError(f"周岁 要的是日期，得到的却是“{birth.unit}”。")
    return Node("age", birth, unit=YEARS, lo=0, hi=(LAST_DAY - FIRST_DAY) // 10_000)


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, not entering other rules."""
    yield node
    for arg in node.args:
        if isinstance(arg, Node):
            yield from walk(arg)


def walk_row(node: Node) -> Iterator[Node]:
    """As `walk`, but not into sums: what is evaluated beside the node, on its own row."""
    yield node
    if node.op != "agg":
        for arg in node.args:
            if isinstance(arg, Node):
                yield from walk_row(arg)
