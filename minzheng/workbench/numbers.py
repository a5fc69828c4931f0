"""Figures and claims as lists show them: taken from the sealed report where it holds them, else counted."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from minzheng.kernel.measures import Verdict
from minzheng.reporting.catalogue.queries import catalogue

if TYPE_CHECKING:
    from minzheng.workbench.knowing import Knowledge

VERDICTS = {
    Verdict.HOLDS: ("成立", "good"),
    Verdict.FAILS: ("不成立", "bad"),
    Verdict.UNSUPPORTED: ("未附佐证", "wait"),
}


@dataclass(frozen=True, slots=True)
class Number:
    """One figure in a list."""

    id: str
    label: str
    text: str
    unit: str
    from_on: date
    through: date
    rows: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One claim in a list. `examined` and `exceptions` are None where the claim has only thresholds."""

    id: str
    label: str
    verdict: Verdict
    examined: int | None
    exceptions: int | None

    @property
    def words(self) -> str:
        return VERDICTS[self.verdict][0]

    @property
    def tone(self) -> str:
        return VERDICTS[self.verdict][1]


def numbers(known: Knowledge) -> list[Number]:
    """Every figure of the year in the order of the catalogue."""
    sealed = _sealed(known, "figures")
    return [
        _number(sealed.get(figure_id) or _counted(figure_id, known))
        for figure_id in catalogue().indicators
    ]


def statements(known: Knowledge) -> list[Statement]:
    """Every claim of the year."""
    sealed = _sealed(known, "claims")
    return [
        _statement(sealed.get(claim_id) or _judged(claim_id, known))
        for claim_id in catalogue().claims
    ]


def _sealed(known: Knowledge, part: str) -> dict[str, dict[str, Any]]:
    """What the sealed report holds; a definition that changed since is counted anew."""
    if known.report is None:
        return {}
    held: dict[str, dict[str, Any]] = json.loads(known.report.document)[part]
    versions = {key: one.version for key, one in catalogue().indicators.items()}
    versions |= {key: one.version for key, one in catalogue().claims.items()}
    return {
        key: value
        for key, value in held.items()
        if versions.get(key) == value["definition_version"]
    }


def _counted(figure_id: str, known: Knowledge) -> dict[str, Any]:
    figure = catalogue().figure(figure_id, known.year, as_of=known.as_of, area=known.district)
    return figure.as_dict()


def _judged(claim_id: str, known: Knowledge) -> dict[str, Any]:
    judged = catalogue().judgement(claim_id, known.year, as_of=known.as_of, area=known.district)
    return judged.as_dict()


def _number(values: dict[str, Any]) -> Number:
    from_on, _, through = values["period"].partition("..")
    return Number(
        id=values["id"],
        label=values["label"],
        text=values["text"],
        unit=values["unit"],
        from_on=date.fromisoformat(from_on),
        through=date.fromisoformat(through),
        rows=values["rows"],
        fingerprint=values["fingerprint"],
    )


def _statement(values: dict[str, Any]) -> Statement:
    claim = catalogue().claims[values["id"]]
    return Statement(
        id=values["id"],
        label=values["label"],
        verdict=Verdict(values["verdict"]),
        examined=values["examined"] if claim.examined else None,
        exceptions=values["exceptions"] if claim.exceptions else None,
    )
