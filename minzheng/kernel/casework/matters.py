"""事项: what a flow is made of. Modules declare theirs in `workflow.py` and register it here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from minzheng.kernel.access.enums import Permission
    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.enums import ClockUnit
    from minzheng.kernel.casework.models import Case


class BadMatter(Exception):
    """A flow that cannot work: an unknown status, a step from nowhere, an unknown clock."""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """A statutory limit: its length is a dated policy parameter (with a band where it has bands).

    `band_of(case)` chooses the band where it depends on the case.
    """

    code: str
    label: str
    unit: ClockUnit
    parameter: str
    band: str | None = None
    band_of: Callable[[Case], str] | None = None
    # 公示 must hang at least so long; every other limit may last at most so long.
    is_minimum: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One action: from which statuses, to which, who may, which clocks begin and end."""

    action: str
    label: str
    sources: frozenset[str]
    target: str
    permission: Permission
    starts: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of case. `statuses` maps code → Chinese label; `final` ones take no further step.

    `guard(case, step, by)` may refuse an actor whom role and area would let through: it returns the
    sentence to show, or nothing.
    """

    code: str
    label: str
    prefix: str
    basis: str
    statuses: dict[str, str]
    initial: str
    final: frozenset[str]
    opening: Permission
    steps: tuple[Step, ...]
    clocks: tuple[ClockRule, ...] = ()
    guard: Callable[[Case, Step, Actor], str] | None = None
    by_action: dict[str, Step] = field(init=False)
    by_clock: dict[str, ClockRule] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_action", {step.action: step for step in self.steps})
        object.__setattr__(self, "by_clock", {clock.code: clock for clock in self.clocks})
        for step in self.steps:
            unknown = {*step.sources, step.target} - set(self.statuses)
            if unknown or step.sources & self.final:
                raise BadMatter(
                    f"事项“{self.label}”的步骤“{step.label}”状态有误：{unknown or step.sources}"
                )
            missing = {*step.starts, *step.stops} - set(self.by_clock)
            if missing:
                raise BadMatter(
                    f"事项“{self.label}”的步骤“{step.label}”引用了未定义的时限：{missing}"
                )

    def steps_from(self, status: str) -> tuple[Step, ...]:
        """The steps that may be taken in this status, in the order of the table."""
        return tuple(step for step in self.steps if status in step.sources)


_MATTERS: dict[str, Matter] = {}


def register(*matters: Matter) -> None:
    """Make matters known; entering one again under the same code must be the same matter."""
    for matter in matters:
        known = _MATTERS.setdefault(matter.code, matter)
        if known is not matter and known != matter:
            raise BadMatter(f"事项代码 {matter.code} 重复登记。")


def matter_of(code: str) -> Matter:
    """The matter with this code; an unknown one is an error, never an empty flow."""
    try:
        return _MATTERS[code]
    except KeyError:
        raise BadMatter(f"没有登记事项 {code}，请检查该模块是否启用。") from None


def all_matters() -> Iterable[Matter]:
    return _MATTERS.values()
