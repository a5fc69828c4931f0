"""The catalogue: definitions collected from the modules, evaluated for a year, an area, a moment."""

from __future__ import annotations

import datetime as dt
import functools
import importlib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from importlib.util import find_spec

from django.db import connection

from minzheng.kernel import measures, policy
from minzheng.kernel.areas.queries import scope_prefix
from minzheng.kernel.measures import (
    Claim,
    Figure,
    Indicator,
    Judgement,
    Period,
    Record,
    Relation,
    Target,
)
from minzheng.kernel.measures.figures import records
from minzheng.kernel.measures.indicators import unique_ids

# In the order of the report. A module that is planned but not built yet is skipped.
MODULES = (
    "minzheng.kernel.disbursements.indicators",
    "minzheng.livelihood.minimum_living.indicators",
)
_PAGE = 10_000


class UnknownFigure(LookupError):
    """No indicator and no claim has this id."""


class Catalogue:
    """Indicators and claims by id. `area` is a 12-digit code everywhere."""

    def __init__(self, indicators: Sequence[Indicator], claims: Sequence[Claim]) -> None:
        self.indicators = unique_ids(indicators)
        self.claims = {claim.id: claim for claim in claims}
        twice = self.claims.keys() & self.indicators.keys()
        if twice or len(self.claims) != len(claims):
            raise ValueError(
                f"指标与结论的编号重复：{'、'.join(sorted(twice)) or '结论之间'}。请改名。"
            )

    def figures(self, year: int, *, as_of: dt.datetime, area: str) -> dict[str, Figure]:
        """Every indicator of the year as it was known at `as_of`."""
        return {
            figure_id: self.figure(figure_id, year, as_of=as_of, area=area)
            for figure_id in self.indicators
        }

    def figure(self, figure_id: str, year: int, *, as_of: dt.datetime, area: str) -> Figure:
        """One of them. Raises UnknownFigure."""
        indicator = self._indicator(figure_id)
        with connection.cursor() as cursor:
            return measures.evaluate(
                indicator, indicator.period(year), as_of, scope_prefix(area), cursor
            )

    def judgements(self, year: int, *, as_of: dt.datetime, area: str) -> dict[str, Judgement]:
        """Every claim of the year, held against the policy in force on its last day."""
        return {
            claim_id: self.judgement(claim_id, year, as_of=as_of, area=area)
            for claim_id in self.claims
        }

    def judgement(self, claim_id: str, year: int, *, as_of: dt.datetime, area: str) -> Judgement:
        """One of them. Raises UnknownFigure."""
        claim = self._claim(claim_id)
        period = claim.period(year)
        with connection.cursor() as cursor:
            return measures.judge(
                claim,
                period,
                as_of,
                scope_prefix(area),
                cursor,
                targets=functools.partial(_target, area, period.through),
            )

    def drill(
        self,
        any_id: str,
        year: int,
        *,
        as_of: dt.datetime,
        area: str,
        after: str | None = None,
        limit: int | None = None,
    ) -> list[Record]:
        """The records of a figure, or the exceptions of a claim; page on with `after`. Raises UnknownFigure."""
        relation, period = self._relation(any_id, year)
        if relation is None:
            return []
        with connection.cursor() as cursor:
            return records(
                relation, period, as_of, scope_prefix(area), cursor, after=after, limit=limit
            )

    def drill_all(
        self, any_id: str, year: int, *, as_of: dt.datetime, area: str
    ) -> Iterator[Record]:
        """All records, read page by page."""
        after = None
        while page := self.drill(any_id, year, as_of=as_of, area=area, after=after, limit=_PAGE):
            yield from page
            after = page[-1].record_id

    def _relation(self, any_id: str, year: int) -> tuple[Relation | None, Period]:
        if any_id in self.claims:
            claim = self.claims[any_id]
            return claim.exceptions, claim.period(year)
        indicator = self._indicator(any_id)
        return indicator.records, indicator.period(year)

    def _indicator(self, figure_id: str) -> Indicator:
        if figure_id not in self.indicators:
            raise UnknownFigure(_unknown(figure_id, self.indicators))
        return self.indicators[figure_id]

    def _claim(self, claim_id: str) -> Claim:
        if claim_id not in self.claims:
            raise UnknownFigure(_unknown(claim_id, self.claims))
        return self.claims[claim_id]


@functools.cache
def catalogue() -> Catalogue:
    """What the modules of this house offer."""
    modules = [importlib.import_module(name) for name in MODULES if find_spec(name)]
    return Catalogue(
        [indicator for module in modules for indicator in module.INDICATORS],
        [claim for module in modules for claim in module.CLAIMS],
    )


def _target(area: str, on: dt.date, parameter: str, band: str | None) -> Target | None:
    """The policy value in the unit of a figure: 元, not fen; a share, not ten-thousandths."""
    try:
        value = policy.load().value(parameter, area=area, on=on, band=band)
    except policy.ParameterUnset:
        return None
    return Target(
        value=Fraction(value.text),
        text=f"{value.text}{value.unit}",
        source=value.source,
        official=value.status is policy.Status.OFFICIAL,
    )


def _unknown(any_id: str, known: dict[str, Indicator] | dict[str, Claim]) -> str:
    return f"没有编号为“{any_id}”的指标或结论。现有：{'、'.join(known) or '（无）'}。"
