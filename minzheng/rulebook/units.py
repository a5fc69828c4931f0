"""Units of rule values. Inside a rule only whole numbers exist, so the unit is what tells money from heads.

Money and heads multiply like physical dimensions: 分/人 × 人 = 分, 分 ÷ 人 = 分/人; 分 × 分 or 分 + 人 has no meaning.
The other units (率, 日, 岁, 月, 是否 and every list of options) only go with themselves.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Self

RATE_ONE = 10_000
"""A rate is counted in ten-thousandths: 10_000 is 100 %."""


class Option(enum.IntEnum):
    """A closed list: `WAGE = 1, "工资薪金"`. `.name` is the stable code, `.value` the number rules compute with."""

    label: str

    def __new__(cls, number: int, label: str) -> Self:
        member = int.__new__(cls, number)
        member._value_ = number
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """(code, label) pairs, as a form or a text column wants them."""
        return [(member.name, member.label) for member in cls]

    @classmethod
    def named(cls, text: str) -> Self | None:
        """The option with this label or code, or None."""
        return next((member for member in cls if text in (member.label, member.name)), None)


@dataclass(frozen=True, slots=True)
class Unit:
    """`fen` and `person` are exponents of the dimension; any other `kind` goes only with itself."""

    name: str
    fen: int = 0
    person: int = 0
    kind: str = "quantity"
    options: type[Option] | None = None

    def __str__(self) -> str:
        return self.name

    @property
    def is_quantity(self) -> bool:
        return self.kind == "quantity"

    @property
    def is_money(self) -> bool:
        return self.fen != 0

    @property
    def is_truth(self) -> bool:
        return self.kind == "truth"


FEN = Unit("分", fen=1)
FEN_PER_PERSON = Unit("分/人", fen=1, person=-1)
PERSONS = Unit("人", person=1)
NUMBER = Unit("个")
RATE = Unit("率", kind="rate")
DATE = Unit("日", kind="date")
YEARS = Unit("岁", kind="years")
MONTHS = Unit("月", kind="months")
DAYS = Unit("天", kind="days")
TRUTH = Unit("是否", kind="truth")

_QUANTITIES = {(u.fen, u.person): u for u in (FEN, FEN_PER_PERSON, PERSONS, NUMBER)}


def options(listed: type[Option]) -> Unit:
    """The unit of a value that is one of `listed`; two lists never mix."""
    return Unit(listed.__name__, kind=listed.__name__, options=listed)


def quantity(fen: int, person: int) -> Unit | None:
    """The quantity of this dimension, None when it has no meaning (分 × 分, 人 × 人 …)."""
    return _QUANTITIES.get((fen, person))


@dataclass(frozen=True, slots=True)
class PolicyUnit:
    """How a policy file writes a unit: one written unit is `scale` of the rule unit; scale 0 = an option's label."""

    unit: Unit | None
    scale: int


POLICY_UNITS: dict[str, PolicyUnit] = {
    "元": PolicyUnit(FEN, 100),
    "元/月": PolicyUnit(FEN, 100),
    "元/人·月": PolicyUnit(FEN_PER_PERSON, 100),
    "比例": PolicyUnit(RATE, RATE_ONE),
    "人": PolicyUnit(PERSONS, 1),
    "岁": PolicyUnit(YEARS, 1),
    "月": PolicyUnit(MONTHS, 1),
    "天": PolicyUnit(DAYS, 1),
    "工作日": PolicyUnit(DAYS, 1),
    "个": PolicyUnit(NUMBER, 1),
    "选项": PolicyUnit(None, 0),
}
"""The units a policy file may use."""


def scaled(text: str, unit: str) -> int | str:
    """A policy value as text → the whole number rules use ("750.00" 元/人·月 → 75000, "0.2" 比例 → 2000).

    An option stays text: the rulebook knows its list. ValueError with a sentence when it is not exact.
    """
    known = POLICY_UNITS.get(unit)
    if known is None:
        raise ValueError(f"单位“{unit}”不认识。可用的单位：{'、'.join(POLICY_UNITS)}。")
    if known.scale == 0:
        return text
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(
            f"“{text}”不是数字（单位 {unit}）。请用引号写成文本，如“650.00”。"
        ) from error
    exact = number * known.scale
    if not number.is_finite() or exact != exact.to_integral_value():
        raise ValueError(f"“{text}”{unit}细于系统的最小单位（1/{known.scale}）。")
    return int(exact)
