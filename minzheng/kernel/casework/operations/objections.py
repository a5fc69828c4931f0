"""异议、投诉: received with or without a name, checked, answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check, check_any
from minzheng.kernel.audit.operations import record
from minzheng.kernel.casework.enums import ObjectionHandling
from minzheng.kernel.casework.models import Objection
from minzheng.kernel.casework.operations.cases import ActionNotAllowed

if TYPE_CHECKING:
    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, PublicNotice


RECEIVING = (Permission.CASE_APPLY, Permission.CASE_DECIDE)
ANSWERING = (Permission.CASE_REVIEW, Permission.CASE_DECIDE)


class NotSettled(Exception):
    """Somebody who gave a name is still waiting for an answer, or nobody looked at an objection yet."""


@transaction.atomic
def receive_objection(
    *,
    case: Case,
    content: str,
    by: Actor,
    on: date,
    objector_name: str = "",
    notice: PublicNotice | None = None,
    handling: ObjectionHandling = ObjectionHandling.OPEN,
) -> Objection:
    """Write it down in the words in which it came; no name means anonymous."""
    check_any(by, RECEIVING, case.area_code)
    if case.closed_on:
        raise ActionNotAllowed(f"办件 {case.number} 已办结，请作为信访或举报另行登记。")
    if not content.strip():
        raise ValueError("请写明异议或投诉的内容。")
    objection = Objection.objects.create(
        case=case,
        notice=notice,
        stage=case.status,
        objector_name=objector_name.strip(),
        content=content,
        received_on=on,
        handling=handling,
    )
    _record(objection, "received", by=by, on=on)
    return objection


@transaction.atomic
def set_aside_objection(*, objection: Objection, reason: str, by: Actor, on: date) -> Objection:
    """不予处理 an anonymous objection without substance, with the reason; never one with a name."""
    check(by, Permission.CASE_REVIEW, objection.case.area_code)
    if not objection.is_anonymous:
        raise ActionNotAllowed("实名异议应当核实并答复，不能不予处理。")
    return _settle(objection, ObjectionHandling.SET_ASIDE, reason, by=by, on=on)


@transaction.atomic
def answer_objection(*, objection: Objection, answer: str, by: Actor, on: date) -> Objection:
    """答复 whoever objected, once it was looked into."""
    check_any(by, ANSWERING, objection.case.area_code)
    handling = ObjectionHandling(objection.handling)
    if handling == ObjectionHandling.OPEN:
        handling = ObjectionHandling.RECHECK
    return _settle(objection, handling, answer, by=by, on=on)


def _settle(
    objection: Objection, handling: ObjectionHandling, words: str, *, by: Actor, on: date
) -> Objection:
    if not words.strip():
        raise ValueError("请写明答复内容或不予处理的理由。")
    objection.handling, objection.answer, objection.answered_on = handling, words, on
    objection.save(update_fields=["handling", "answer", "answered_on"])
    _record(objection, "settled", by=by, on=on)
    return objection


def refuse_unsettled(case: Case) -> None:
    """Raise NotSettled while an objection waits."""
    waiting = [objection for objection in case.objections.all() if not objection.is_settled]
    if waiting:
        first = waiting[0]
        who = "匿名" if first.is_anonymous else f"{first.objector_name}（实名）"
        raise NotSettled(
            f"{first.received_on} 收到的{who}异议尚未处理完毕，请先核实并答复，再继续办理。"
        )


def _record(objection: Objection, what: str, *, by: Actor, on: date) -> None:
    record(
        tag=f"casework:objection:{what}",
        target=objection,
        by=by,
        on=on,
        area_code=objection.case.area_code,
        facts={"case": objection.case.number, "anonymous": objection.is_anonymous},
    )
