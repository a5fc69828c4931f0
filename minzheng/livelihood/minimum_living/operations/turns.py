"""What turns an application off its straight way: missing documents, objections, withdrawal, refusal to cooperate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.enums import NoticeOutcome, ObjectionHandling
from minzheng.kernel.casework.models import Objection
from minzheng.livelihood.investigations import operations as investigations
from minzheng.livelihood.minimum_living.operations.applications import notice_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Correction
    from minzheng.livelihood.investigations.models import DemocraticAppraisal
    from minzheng.livelihood.investigations.operations import Ballot


@transaction.atomic
def request_correction(
    *, case: Case, items: Sequence[str], by: Actor, on: date, version: int | None = None
) -> Correction:
    """一次性告知补正."""
    return casework.request_correction(case=case, items=items, by=by, on=on, version=version)


@transaction.atomic
def resubmit(
    *, case: Case, supplied: Sequence[str], by: Actor, on: date, promised: Sequence[str] = ()
) -> Case:
    """补正后提交."""
    return casework.resubmit(case=case, supplied=supplied, promised=promised, by=by, on=on)


@transaction.atomic
def lapse(*, case: Case, by: Actor, on: date) -> Case:
    """逾期未补正，终止程序."""
    return casework.lapse(case=case, by=by, on=on)


@transaction.atomic
def withdraw(
    *, case: Case, by: Actor, on: date, note: str = "", version: int | None = None
) -> Case:
    """申请人撤回, at any time before the decision."""
    return casework.take(
        case=case, action="withdraw", by=by, on=on, version=version, note=note or "申请人撤回"
    )


@transaction.atomic
def terminate(*, case: Case, reason: str, by: Actor, on: date, version: int | None = None) -> Case:
    """终止程序 because the family refuses the investigation without good reason (第二十九条)."""
    if not reason.strip():
        raise ValueError("请写明申请人拒不配合调查的情形。")
    return casework.take(case=case, action="terminate", by=by, on=on, version=version, note=reason)


@transaction.atomic
def object_to_notice(*, case: Case, by: Actor, on: date, note: str, objector: str = "") -> Case:
    """登记异议: the notice comes down and the family is looked at again. No name: anonymous.

    An anonymous objection without substance may instead be received and set aside
    (`casework.receive_objection`, `casework.set_aside_objection`); then the notice hangs on.
    """
    notice = notice_of(case)
    casework.receive_objection(
        case=case,
        notice=notice,
        content=note,
        objector_name=objector,
        handling=ObjectionHandling.RECHECK,
        by=by,
        on=on,
    )
    casework.take(case=case, action="object", by=by, on=on, note=note)
    casework.close_notice(notice=notice, outcome=NoticeOutcome.OBJECTED, by=by, on=on)
    return case


@transaction.atomic
def appraise(
    *,
    case: Case,
    ballots: Sequence[Ballot],
    place: str,
    host: str,
    by: Actor,
    on: date,
    summary: str = "",
) -> DemocraticAppraisal:
    """民主评议 after an objection; a new opinion follows."""
    objection = Objection.objects.filter(case=case).last()
    casework.take(case=case, action="appraise", by=by, on=on, note=summary)
    if objection is not None and objection.answered_on is None:
        objection.handling = ObjectionHandling.APPRAISAL
        objection.save(update_fields=["handling"])
    return investigations.record_appraisal(
        case=case,
        objection=objection,
        ballots=ballots,
        place=place,
        host=host,
        summary=summary,
        by=by,
        on=on,
    )
