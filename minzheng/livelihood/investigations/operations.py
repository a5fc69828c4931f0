"""The only writer of this room."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check
from minzheng.kernel.access.roles import ROLES
from minzheng.kernel.areas.enums import Level
from minzheng.kernel.audit.operations import record
from minzheng.livelihood.investigations.enums import (
    AppraisalConclusion,
    Kinship,
    VisitLevel,
    VisitMethod,
    Vote,
)
from minzheng.livelihood.investigations.models import (
    AppraisalVote,
    DemocraticAppraisal,
    HomeVisit,
    NearRelative,
    NeighbourInterview,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import Model

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Objection

TWO = 2


class TooFewInvestigators(Exception):
    """A visit by fewer than two people."""


class OnlyInEmergencies(Exception):
    """By phone or video without an emergency."""


class ShouldStandAside(Exception):
    """An investigator is a near relative of the family (回避)."""


class CaseClosed(Exception):
    """Field work is entered while the case is open."""


@dataclass(frozen=True, slots=True)
class Ballot:
    """One participant of an appraisal and how they voted."""

    name: str
    vote: Vote
    capacity: str = ""


@dataclass(frozen=True, slots=True)
class Findings:
    """What was seen and heard at the family's home."""

    result: str
    housing: str = ""
    living: str = ""
    health: str = ""


@transaction.atomic
def record_visit(
    *,
    case: Case,
    investigators: Sequence[str],
    persons_met: Sequence[str],
    findings: Findings,
    by: Actor,
    on: date,
    method: VisitMethod = VisitMethod.IN_PERSON,
    emergency_reason: str = "",
    visited_on: date | None = None,
) -> HomeVisit:
    """入户调查. The level (街道 or 区局) is that of the actor's post, so nobody can visit for another.

    Raises TooFewInvestigators, OnlyInEmergencies, ShouldStandAside, CaseClosed.
    """
    _refuse_closed(case)
    level = _level(by, case)
    names = list(dict.fromkeys(name.strip() for name in investigators if name.strip()))
    if len(names) < TWO:
        raise TooFewInvestigators("入户调查应由两名以上调查人员进行，请填写两名不同的调查人。")
    if method != VisitMethod.IN_PERSON and not emergency_reason.strip():
        raise OnlyInEmergencies(
            f"{VisitMethod(method).label}调查只用于突发情况，请写明原因，或改为入户。"
        )
    related = sorted(
        set(names)
        & set(NearRelative.objects.filter(case=case).values_list("staff_name", flat=True))
    )
    if related:
        raise ShouldStandAside(
            f"{'、'.join(related)}是申请家庭成员的近亲属，应当回避，请更换调查人。"
        )
    if not (any(persons_met) and findings.result.strip()):
        raise ValueError("请写明在场人员和调查结果。")
    visit = HomeVisit.objects.create(
        case=case,
        level=level,
        method=method,
        emergency_reason=emergency_reason,
        visited_on=visited_on or on,
        first_investigator=names[0],
        second_investigator=names[1],
        other_investigators="、".join(names[TWO:]),
        persons_met="、".join(persons_met),
        housing=findings.housing,
        living=findings.living,
        health=findings.health,
        findings=findings.result,
        recorded_at=by.at,
        actor_name=by.name,
    )
    _record(case, visit, "visit:recorded", {"level": level, "method": method}, by=by, on=on)
    return visit


def _level(by: Actor, case: Case) -> VisitLevel:
    """区局 for whoever decides in the bureau, 街道 for whoever investigates."""
    role = ROLES.get(by.role)
    if role is not None and role.level == Level.DISTRICT:
        check(by, Permission.CASE_DECIDE, case.area_code)
        return VisitLevel.DISTRICT
    check(by, Permission.CASE_INVESTIGATE, case.area_code)
    return VisitLevel.SUBDISTRICT


@transaction.atomic
def record_interview(
    *, case: Case, interviewee: str, content: str, by: Actor, on: date
) -> NeighbourInterview:
    """邻里访问 by whoever enters it."""
    _refuse_closed(case)
    check(by, Permission.CASE_INVESTIGATE, case.area_code)
    if not (interviewee.strip() and content.strip()):
        raise ValueError("请写明被访人和访问内容。")
    interview = NeighbourInterview.objects.create(
        case=case,
        interviewed_on=on,
        interviewee=interviewee,
        interviewer=by.name,
        content=content,
        recorded_at=by.at,
    )
    _record(case, interview, "interview:recorded", {}, by=by, on=on)
    return interview


@transaction.atomic
def register_near_relative(
    *, case: Case, staff_name: str, post: str, kinship: Kinship, by: Actor, on: date
) -> NearRelative:
    """近亲属单独登记备案: the district must then visit before it may grant."""
    _refuse_closed(case)
    check(by, Permission.CASE_ACCEPT, case.area_code)
    if not (staff_name.strip() and post.strip()):
        raise ValueError("请写明工作人员的姓名、单位和职务。")
    relative = NearRelative.objects.create(
        case=case, staff_name=staff_name, post=post, kinship=kinship, registered_on=on
    )
    facts = {"staff": staff_name, "post": post, "kinship": kinship}
    _record(case, relative, "near_relative:registered", facts, by=by, on=on)
    return relative


@transaction.atomic
def record_appraisal(
    *,
    case: Case,
    ballots: Sequence[Ballot],
    place: str,
    host: str,
    by: Actor,
    on: date,
    objection: Objection | None = None,
    summary: str = "",
) -> DemocraticAppraisal:
    """民主评议. The conclusion follows from the votes: a majority of those present confirms."""
    _refuse_closed(case)
    check(by, Permission.CASE_REVIEW, case.area_code)
    names = [ballot.name.strip() for ballot in ballots]
    if len(names) < TWO or len(set(names)) < len(names) or not all(names):
        raise ValueError("请逐人填写参加评议的居民代表和表决意见，每人一次。")
    agreed = sum(1 for ballot in ballots if ballot.vote == Vote.FOR)
    confirmed = agreed * TWO > len(ballots)
    appraisal = DemocraticAppraisal.objects.create(
        case=case,
        objection=objection,
        held_on=on,
        place=place,
        host=host,
        conclusion=AppraisalConclusion.CONFIRMED if confirmed else AppraisalConclusion.DOUBTED,
        summary=summary,
        recorded_at=by.at,
    )
    AppraisalVote.objects.bulk_create(
        AppraisalVote(appraisal=appraisal, name=b.name, capacity=b.capacity, vote=b.vote)
        for b in ballots
    )
    facts = {"for": agreed, "of": len(ballots)}
    _record(case, appraisal, "appraisal:recorded", facts, by=by, on=on)
    return appraisal


def _refuse_closed(case: Case) -> None:
    if case.closed_on:
        raise CaseClosed(f"办件 {case.number} 已于 {case.closed_on} 办结，不能再登记调查材料。")


def _record(
    case: Case, target: Model, what: str, facts: Mapping[str, object], *, by: Actor, on: date
) -> None:
    record(
        tag=f"investigations:{what}",
        target=target,
        by=by,
        on=on,
        area_code=case.area_code,
        facts={"case": case.number, **facts},
    )
