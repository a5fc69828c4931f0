"""Opening cases and moving them; notices; decisions; the working calendar."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from minzheng.kernel.access.queries import NotPermitted, check
from minzheng.kernel.audit.operations import record
from minzheng.kernel.casework.enums import DecisionKind
from minzheng.kernel.casework.matters import matter_of
from minzheng.kernel.casework.models import (
    Case,
    CaseSerial,
    CaseStep,
    Decision,
    PublicNotice,
)
from minzheng.kernel.casework.operations.clocks import run_clocks

if TYPE_CHECKING:
    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.people.models import Household, Person
    from minzheng.lib.months import Month


class ActionNotAllowed(Exception):
    """The step cannot be taken in the case's present status."""


class ChangedMeanwhile(Exception):
    """Somebody else moved the case since it was read."""


class CaseAlreadyOpen(Exception):
    """The household already has an open case of this matter."""


def _next_number(prefix: str, on: date) -> str:
    serial, _ = CaseSerial.objects.select_for_update().get_or_create(key=f"{prefix}{on.year}")
    serial.last += 1
    serial.save(update_fields=["last"])
    return f"{prefix}{on:%Y%m}{serial.last:05d}"


@transaction.atomic
def open_case(
    *,
    matter: str,
    household: Household,
    applicant: Person,
    by: Actor,
    on: date,
    facts: dict[str, Any] | None = None,
) -> Case:
    """A new case in the matter's first status, in the community that serves the household.

    Raises CaseAlreadyOpen when one of this matter is still running for the household.
    """
    flow = matter_of(matter)
    check(by, flow.opening, household.area_code)
    running = Case.objects.open().filter(household=household, matter=matter).first()
    if running:
        raise CaseAlreadyOpen(
            f"家庭 {household.number} 已有在办的“{flow.label}”{running.number}，请在该件上继续办理。"
        )
    case = Case.objects.create(
        number=_next_number(flow.prefix, on),
        matter=matter,
        status=flow.initial,
        household=household,
        applicant=applicant,
        area_code=household.area_code,
        channel=by.channel,
        opened_on=on,
    )
    _write_step(case, "open", "", by=by, on=on, note="", facts=facts or {})
    record(
        tag="casework:case:opened",
        target=case,
        by=by,
        on=on,
        area_code=case.area_code,
        facts={"number": case.number, "matter": matter, "household": household.pk},
    )
    return case


@transaction.atomic
def take(
    *,
    case: Case,
    action: str,
    by: Actor,
    on: date,
    version: int | None = None,
    note: str = "",
    facts: dict[str, Any] | None = None,
) -> Case:
    """Take one step of the flow. The only code that changes a case's status.

    `version` is the one the officer saw; it defaults to the one in `case`. Raises NotPermitted,
    ActionNotAllowed, ChangedMeanwhile.
    """
    flow = case.flow
    step = flow.by_action.get(action)
    if step is None or case.status not in step.sources:
        label = step.label if step else action
        raise ActionNotAllowed(f"办件 {case.number} 现为“{case.status_label}”，不能“{label}”。")
    check(by, step.permission, case.area_code)
    if flow.guard and (refusal := flow.guard(case, step, by)):
        raise NotPermitted(refusal)
    seen = case.version if version is None else version
    closing = on if step.target in flow.final else None
    moved = Case.objects.filter(pk=case.pk, status=case.status, version=seen).update(
        status=step.target,
        version=seen + 1,
        accepted_on=on if action == "accept" else case.accepted_on,
        closed_on=closing,
    )
    if not moved:
        raise ChangedMeanwhile(f"办件 {case.number} 刚被他人办理过，请刷新后再办。")
    source = case.status
    case.refresh_from_db()
    _write_step(case, action, source, by=by, on=on, note=note, facts=facts or {})
    run_clocks(case, step, on)
    if closing:
        # Nothing of a finished case stays on the board.
        PublicNotice.objects.filter(case=case, taken_down_on=None, ends_on__gt=on).update(
            taken_down_on=on
        )
    record(
        tag=f"casework:case:{action}",
        target=case,
        by=by,
        on=on,
        area_code=case.area_code,
        facts={"from": source, "to": case.status, **({"note": note} if note else {})},
    )
    return case


def _write_step(
    case: Case, action: str, source: str, *, by: Actor, on: date, note: str, facts: dict[str, Any]
) -> None:
    CaseStep.objects.create(
        case=case,
        action=action,
        source=source,
        target=case.status,
        version=case.version,
        taken_on=on,
        recorded_at=by.at,
        channel=by.channel,
        actor_id=by.user_id,
        actor_name=by.name,
        actor_role=by.role,
        note=note,
        facts=facts,
    )


@transaction.atomic
def decide(
    *,
    case: Case,
    kind: DecisionKind,
    basis: str,
    by: Actor,
    on: date,
    from_month: Month | None = None,
    amount_fen: int = 0,
    reason: str = "",
    statement: str = "",
    reckoning: dict[str, Any] | None = None,
) -> Decision:
    """Write down a decision with the reckoning it rests on; it is never changed afterwards."""
    decision = Decision.objects.create(
        case=case,
        kind=kind,
        decided_on=on,
        from_month=from_month.first_day if from_month else None,
        amount_fen=amount_fen,
        reason=reason,
        statement=statement,
        basis=basis,
        reckoning=reckoning or {},
        actor_id=by.user_id,
        actor_name=by.name,
        recorded_at=by.at,
    )
    record(
        tag=f"casework:decision:{kind.lower()}",
        target=decision,
        by=by,
        on=on,
        area_code=case.area_code,
        facts={"case": case.number, "amount_fen": amount_fen, "reason": reason},
    )
    return decision
