"""A won appeal: the family gets what it would have got, from the month the first decision would have counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel import policy
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.enums import DecisionKind
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.lib.months import Month
from minzheng.livelihood.minimum_living.enums import ChangeReason
from minzheng.livelihood.minimum_living.models import Redress
from minzheng.livelihood.minimum_living.operations.changes import months_that_differ, write_month
from minzheng.livelihood.minimum_living.operations.decisions import PROGRAM, decide
from minzheng.livelihood.minimum_living.queries import amount_of, reckon_household
from minzheng.livelihood.minimum_living.redress import REDRESS

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Decision
    from minzheng.kernel.enrollments.models import Enrollment


class NothingToRedress(Exception):
    """Only a refusal or a stop can be put right, once, and only if the facts now give something."""


@transaction.atomic
def redress(*, original: Decision, document: str, by: Actor, on: date) -> Enrollment:
    """撤销原决定后补发: enrolled from the month the refusal would have started, or the stop took effect.

    The facts must have been put right before (what the review found). The original decision stays as it
    was; what is late is paid by the next run as arrears for each month. Raises NothingToRedress.
    """
    if original.kind not in (DecisionKind.REFUSE, DecisionKind.STOP):
        raise NothingToRedress("只有不予确认或停发的决定可以纠正，其他决定请按变更办理。")
    if Redress.objects.filter(original=original).exists():
        raise NothingToRedress("该决定已经纠正过，不能重复补发。")
    household, first = original.case.household, _first_month(original)
    reckoning = reckon_household(household, first)
    if not reckoning.eligible:
        raise NothingToRedress(
            f"家庭 {household.number} 按现在登记的事实在 {first} 仍不符合条件，"
            "请先按复议决定或判决更正收入、人口或财产认定。"
        )
    case = casework.open_case(
        matter=REDRESS,
        household=household,
        applicant=original.case.applicant,
        by=by,
        on=on,
        facts={"original": original.pk, "document": document},
    )
    casework.take(case=case, action="decide", by=by, on=on)
    decision = decide(
        case, DecisionKind.GRANT, first, reckoning, by=by, on=on, statement=f"依据{document}"
    )
    Redress.objects.create(
        original=original, decision=decision, document=document, recorded_at=by.at
    )
    enrollment = enrollments.enroll(
        household=household,
        program=PROGRAM,
        from_month=first,
        amount=amount_of(reckoning),
        by=by,
        on=on,
        case=case,
        decision=decision,
    )
    # Between then and now standards and facts may have changed: each month by what held in it.
    later = months_that_differ(enrollment, first.next, max(first.next, Month.of(on).next))
    for month, reckoned in later:
        write_month(
            enrollment, month, reckoned, reason=ChangeReason.OTHER, decision=decision, by=by, on=on
        )
    return enrollment


def _first_month(original: Decision) -> Month:
    if original.from_month is not None:
        return Month.of(original.from_month)
    day = original.decided_on
    start = policy.load().value("低保起发", area=original.case.area_code, on=day).text
    return Month.of(day) if start == "当月" else Month.of(day).next
