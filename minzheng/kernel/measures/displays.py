"""How a number is written in a report (performance.md §6.3). Everything is exact: values come in as Fractions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from minzheng.lib.chinese import numeral
from minzheng.lib.fen import half_up

WAN = 10_000


class Printed(NamedTuple):
    """The number as printed, and whether it is already counted in 万."""

    text: str
    in_wan: bool = False


@dataclass(frozen=True, slots=True)
class Display:
    """A display rule by its name: int, yuan2, wan0–2, yu100, wan_yu10, jin, pct0–2, zh."""

    name: str
    write: Callable[[Fraction], Printed]

    def __call__(self, value: Fraction) -> Printed:
        return self.write(value)


def _rounded(value: Fraction, places: int) -> str:
    """四舍五入 to `places` decimals."""
    units = half_up(value.numerator * 10**places, value.denominator)
    if not places:
        return str(units)
    sign, (whole, rest) = ("-" if units < 0 else ""), divmod(abs(units), 10**places)
    return f"{sign}{whole}.{rest:0{places}d}"


def _integer(value: Fraction) -> Printed:
    if value.denominator != 1:
        raise ValueError(f"{value}不是整数，不能按整数书写。请改用其他书写规则。")
    return Printed(str(value.numerator))


def _wan(places: int) -> Callable[[Fraction], Printed]:
    return lambda value: Printed(_rounded(value / WAN, places), in_wan=True)


def _yu(step: int, *, in_wan: bool) -> Callable[[Fraction], Printed]:
    """余: down to a multiple of `step`, and truly more than it; an exact multiple is printed without 余."""

    def write(value: Fraction) -> Printed:
        counted = value / WAN if in_wan else value
        floor = counted // step * step
        return Printed(f"{floor}{'余' if counted > floor else ''}", in_wan)

    return write


def _jin(value: Fraction) -> Printed:
    """近: 90 % to just below a round number (one digit and zeros); anything else is printed as it is."""
    power = 10
    while power <= value:
        power *= 10
    lower = power // 10
    target = next((step * lower for step in range(2, 11) if step * lower > value), power)
    if value < 1 or value * 10 < target * 9:
        return _integer(value)
    in_wan = target % WAN == 0
    count = target // WAN if in_wan else target
    text = ("" if count == 1 and in_wan else str(count)) + ("万" if in_wan else "")
    return Printed(f"近{text}")


def _percent(places: int) -> Callable[[Fraction], Printed]:
    return lambda value: Printed(_rounded(value * 100, places) + "%")


def _chinese(value: Fraction) -> Printed:
    """四, 零; 两 before a measure word instead of 二."""
    text = numeral(int(_integer(value).text))
    return Printed("两" if text == "二" else text)


def display(name: str) -> Display:
    """The rule of this name; ValueError when there is none."""
    simple = {
        "int": _integer,
        "yuan2": lambda value: Printed(_rounded(value, 2)),
        "jin": _jin,
        "zh": _chinese,
    }
    if name in simple:
        return Display(name, simple[name])
    match = re.fullmatch(r"(wan|pct)([0-2])|(wan_)?yu(10+)", name)
    if match is None:
        raise ValueError(
            f"没有“{name}”这种书写规则。可用：int、yuan2、wan0–2、pct0–2、yu10…、wan_yu10、jin、zh。"
        )
    kind, places, in_wan, step = match.groups()
    if kind:
        return Display(name, (_wan if kind == "wan" else _percent)(int(places)))
    return Display(name, _yu(int(step), in_wan=bool(in_wan)))
