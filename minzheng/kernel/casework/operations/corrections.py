"""补正: what is missing is said once, in full, with a day by which it has to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel import policy
from minzheng.kernel.casework.models import Correction, CorrectionItem
from minzheng.kernel.casework.operations.cases import take

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case

LIMIT = "补正期限"


class AlreadyAsked(Exception):
    """The applicant was told once already what is missing."""


class StillMissing(Exception):
    """Not everything on the list has come."""


class StillTime(Exception):
    """The day for the missing documents has not passed."""


@transaction.atomic
def request_correction(
    *, case: Case, items: Sequence[str], by: Actor, on: date, version: int | None = None
) -> Correction:
    """一次性告知: the whole list of what is missing, and until when. A second list is refused."""
    names = [name.strip() for name in items if name.strip()]
    if not names:
        raise ValueError("请逐项写明需要补正的材料。")
    told = Correction.objects.filter(case=case).first()
    if told is not None:
        raise AlreadyAsked(
            f"办件 {case.number} 已于 {told.requested_on} 一次性告知补正，不得再次要求；"
            "请按现有材料受理，或由部门间共享取得。"
        )
    take(
        case=case,
        action="request_correction",
        by=by,
        on=on,
        version=version,
        facts={"items": names},
    )
    days = int(policy.load().value(LIMIT, area=case.area_code, on=on).value)
    correction = Correction.objects.create(
        case=case, requested_on=on, due_on=on + timedelta(days=days)
    )
    CorrectionItem.objects.bulk_create(
        CorrectionItem(correction=correction, name=name) for name in names
    )
    return correction


@transaction.atomic
def resubmit(
    *,
    case: Case,
    supplied: Sequence[str],
    by: Actor,
    on: date,
    promised: Sequence[str] = (),
) -> Case:
    """补正后提交, once every item on the list is here or replaced by a written promise."""
    correction = Correction.objects.get(case=case)
    for item in correction.items.filter(supplied_on=None):
        if item.name in supplied or item.name in promised:
            item.supplied_on, item.replaced_by_promise = on, item.name in promised
            item.save(update_fields=["supplied_on", "replaced_by_promise"])
    missing = list(correction.items.filter(supplied_on=None).values_list("name", flat=True))
    if missing:
        raise StillMissing(f"还缺：{'、'.join(missing)}。请补齐，或以书面承诺代替。")
    correction.supplied_on = on
    correction.save(update_fields=["supplied_on"])
    return take(case=case, action="resubmit", by=by, on=on)


@transaction.atomic
def lapse(*, case: Case, by: Actor, on: date) -> Case:
    """逾期未补正: the application ends; the family may apply again at any time."""
    correction = Correction.objects.get(case=case)
    if on <= correction.due_on:
        raise StillTime(f"补正期限至 {correction.due_on}，期满后仍未补正的方可终止。")
    return take(case=case, action="lapse", by=by, on=on, note=f"{correction.due_on} 前未补正")
