"""As of when a page of numbers speaks: the moment of the sealed report, or now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from minzheng.workbench import reports

if TYPE_CHECKING:
    from datetime import datetime

    from minzheng.reporting.snapshots.models import SealedReport
    from minzheng.workbench.views.pages import WorkbenchPage

NOW = "now"


@dataclass(frozen=True, slots=True)
class Knowledge:
    """`report` is the sealed report whose moment it is; None for the present."""

    as_of: datetime
    report: SealedReport | None
    year: int

    @property
    def query(self) -> str:
        """What a link carries on to stay at this moment."""
        return "" if self.report else f"?at={NOW}"


def knowledge(page: WorkbenchPage, year: int) -> Knowledge:
    """The latest sealed report's moment, unless the address says `at=now` or nothing is sealed."""
    sealed = reports.latest(year, page.actor.area_code)
    if sealed is None or page.request.GET.get("at") == NOW:
        return Knowledge(page.actor.at, None, year)
    return Knowledge(sealed.as_of, sealed, year)
