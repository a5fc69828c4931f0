"""As of when a page of numbers speaks: the moment of the sealed report, or now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minzheng.workbench import reports

if TYPE_CHECKING:
    from datetime import datetime

    from minzheng.kernel.audit.actor import Actor
    from minzheng.reporting.snapshots.models import SealedReport

NOW = "now"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What is known about a year in a district. `report` is the sealed report whose moment it is."""

    as_of: datetime
    report: SealedReport | None
    year: int
    district: str

    @property
    def query(self) -> str:
        """What a link carries on to stay at this moment."""
        return "" if self.report else f"?at={NOW}"


def knowledge(actor: Actor, year: int, *, at: str = "") -> Knowledge:
    """The latest sealed report's moment, unless `at` is "now" or nothing is sealed."""
    district = reports.district_of(actor.area_code)
    sealed = reports.latest(year, actor.area_code)
    if sealed is None or at == NOW:
        return Knowledge(actor.at, None, year, district)
    return Knowledge(sealed.as_of, sealed, year, district)
