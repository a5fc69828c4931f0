"""Claims (定性结论): words that count as true only with evidence, met thresholds and an empty list of exceptions."""

from __future__ import annotations

import datetime as dt
import enum
import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from minzheng.kernel.measures.figures import (
    Cursor,
    Figure,
    arguments_of,
    evaluate,
    totals_of,
)
from minzheng.kernel.measures.indicators import Indicator, PeriodKind, Relation
from minzheng.kernel.measures.periods import Period

_OPERATORS: dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    "=": operator.eq,
}


class Verdict(enum.StrEnum):
    """HOLDS 成立, FAILS 不成立, UNSUPPORTED 未附佐证 (nothing was examined, or no target is set)."""

    HOLDS = "HOLDS"
    FAILS = "FAILS"
    UNSUPPORTED = "UNSUPPORTED"


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure is held against, in the figure's unit, with its source; `official` False for samples."""

    value: Fraction
    text: str
    source: str
    official: bool = True


Targets = Callable[[str, str | None], Target | None]
"""(policy parameter, band) → the target in force, None when none is set."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """`indicator` compared with a policy parameter: Threshold(average, ">=", "民生实事低保月人均救助水平", "城市")."""

    indicator: Indicator
    operator: str
    parameter: str
    band: str | None = None

    def __post_init__(self) -> None:
        if self.operator not in _OPERATORS:
            raise ValueError(f"比较符“{self.operator}”不可用，应为{'、'.join(_OPERATORS)}。")


@dataclass(frozen=True)
class Claim:
    """`examined`: the records the claim speaks about (none: unsupported). `exceptions`: those that contradict it."""

    id: str
    label: str
    definition: str
    thresholds: tuple[Threshold, ...] = ()
    examined: Relation | None = None
    exceptions: Relation | None = None
    period_kind: PeriodKind = PeriodKind.YEAR
    version: int = 1

    def __post_init__(self) -> None:
        if not self.thresholds and (self.examined is None or self.exceptions is None):
            raise ValueError(
                f"结论“{self.id}”既无门槛，也无受查记录与例外清单，无法佐证。请补全定义。"
            )

    def period(self, year: int) -> Period:
        whole = Period.year(year)
        return Period.day(whole.through) if self.period_kind is PeriodKind.YEAR_END else whole


@dataclass(frozen=True, slots=True)
class Comparison:
    """One threshold, evaluated; `target` None when the policy sets none."""

    threshold: Threshold
    figure: Figure
    target: Target | None

    @property
    def is_met(self) -> bool | None:
        """None when there is nothing to compare."""
        if self.target is None or self.figure.value is None:
            return None
        return _OPERATORS[self.threshold.operator](self.figure.value, self.target.value)


@dataclass(frozen=True)
class Judgement:
    """A claim, judged. `examined` and `exceptions` are numbers of records, `fingerprint` that of the exceptions."""

    claim: Claim
    period: Period
    area: str
    as_of: dt.datetime
    comparisons: tuple[Comparison, ...] = ()
    examined: int = 0
    exceptions: int = 0
    fingerprint: str = ""
    verdict: Verdict = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "verdict", self._judged())

    @property
    def id(self) -> str:
        return self.claim.id

    @property
    def rests_on_samples(self) -> bool:
        """Whether some target is a sample and not policy; the report says so."""
        return any(c.target is not None and not c.target.official for c in self.comparisons)

    def as_dict(self) -> dict[str, Any]:
        """Plain values for the canonical JSON."""
        return {
            "id": self.id,
            "label": self.claim.label,
            "verdict": str(self.verdict),
            "comparisons": [
                {
                    "figure": c.figure.id,
                    "value": c.figure.exact,
                    "operator": c.threshold.operator,
                    "target": c.target.text if c.target else None,
                    "source": c.target.source if c.target else None,
                    "met": c.is_met,
                }
                for c in self.comparisons
            ],
            "examined": self.examined,
            "exceptions": self.exceptions,
            "fingerprint": self.fingerprint,
            "period": str(self.period),
            "through": str(self.period.through),
            "area": self.area,
            "as_of": self.as_of.isoformat(),
            "definition": self.claim.definition,
            "definition_version": self.claim.version,
        }

    def _judged(self) -> Verdict:
        met = [comparison.is_met for comparison in self.comparisons]
        if self.exceptions or False in met:
            return Verdict.FAILS
        if None in met or (self.claim.examined is not None and not self.examined):
            return Verdict.UNSUPPORTED
        return Verdict.HOLDS


def judge(
    claim: Claim,
    period: Period,
    as_of: dt.datetime,
    area: str,
    cursor: Cursor,
    *,
    targets: Targets,
) -> Judgement:
    """Compare the thresholds, count what was examined and what contradicts. `area` as in `evaluate`."""
    comparisons = tuple(
        Comparison(
            threshold,
            evaluate(threshold.indicator, period, as_of, area, cursor),
            targets(threshold.parameter, threshold.band),
        )
        for threshold in claim.thresholds
    )
    values = arguments_of(period, as_of, area)
    examined = exceptions = 0
    fingerprint = ""
    if claim.examined is not None:
        examined, _, _ = totals_of(claim.id, claim.examined, (), values, cursor)
    if claim.exceptions is not None:
        exceptions, fingerprint, _ = totals_of(claim.id, claim.exceptions, (), values, cursor)
    return Judgement(claim, period, area, as_of, comparisons, examined, exceptions, fingerprint)
