"""What the field work of a case allows to be said and done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minzheng.kernel.casework.models import Objection
from minzheng.livelihood.investigations.enums import VisitLevel
from minzheng.livelihood.investigations.models import DemocraticAppraisal, HomeVisit, NearRelative

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.casework.models import Case


def looked_at_since(case: Case, day: date | None) -> bool:
    """Whether somebody visited the family, or residents appraised it, on that day or later."""
    visits = HomeVisit.objects.filter(case=case)
    if day is None:
        return visits.exists()
    appraisals = DemocraticAppraisal.objects.filter(case=case, held_on__gte=day)
    return visits.filter(visited_on__gte=day).exists() or appraisals.exists()


def missing_district_visit(case: Case, stage: str) -> str:
    """Why the district still has to visit before the decision, or "" when it need not or did.

    It has to when a near relative was registered, and after the latest complaint that came while
    the case waited for the decision (`stage`). 民发〔2021〕57号 第二十条.
    """
    visits = HomeVisit.objects.filter(case=case, level=VisitLevel.DISTRICT)
    complaint = Objection.objects.filter(case=case, stage=stage).order_by("received_on").last()
    if complaint and not visits.filter(visited_on__gte=complaint.received_on).exists():
        return f"审核确认阶段于 {complaint.received_on} 接到投诉举报"
    relative = NearRelative.objects.filter(case=case).first()
    if relative and not visits.exists():
        return f"{relative.post}{relative.staff_name}是申请家庭成员的近亲属，已单独备案"
    return ""
