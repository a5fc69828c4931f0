"""Writing down a decision of this program with the whole reckoning it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.enums import DecisionKind
from minzheng.kernel.enrollments.enums import Program
from minzheng.livelihood.household_assessment.enums import Benefit
from minzheng.livelihood.household_assessment.models import BenefitHeld
from minzheng.livelihood.minimum_living.enums import ExitReason
from minzheng.livelihood.minimum_living.models import GradualExit
from minzheng.livelihood.minimum_living.overlaps import TABLE, Verdict

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Decision
    from minzheng.kernel.enrollments.models import Enrollment
    from minzheng.kernel.people.models import Household
    from minzheng.lib.months import Month
    from minzheng.livelihood.minimum_living.rules import Reckoning

PROGRAM = Program.MINIMUM_LIVING


class PropertyNotJudged(Exception):
    """Property alone stands against the family, and nobody has judged it yet."""


class BenefitsExclude(Exception):
    """A member who would be paid for holds a benefit that the allowance does not go with."""


def refuse_double(reckoning: Reckoning, month: Month) -> None:
    """重复享受: nobody is granted the allowance beside a benefit that excludes it in that month."""
    insured = [int(share.person) for share in reckoning.shares]
    held = BenefitHeld.objects.in_force_on(month.first_day).filter(person__in=insured)
    for row in held.select_related("person").order_by("id"):
        benefit = Benefit(row.benefit)
        if TABLE.get(frozenset({Benefit.MINIMUM_LIVING, benefit})) is Verdict.EXCLUSIVE:
            raise BenefitsExclude(
                f"{row.person.name}自 {row.from_on} 起享受“{benefit.label}”（{row.source}），"
                "与低保不得同时享受，请先登记为不列入保障，或核实该待遇已经停止。"
            )


def refuse_unjudged(reckoning: Reckoning, household: Household) -> None:
    """财产超限 is a finding to be judged: no refusal and no stop by the limits alone (民发〔2022〕83号)."""
    told = reckoning.explanation
    if told.value("低于标准") and told.value("财产待认定"):
        raise PropertyNotJudged(
            f"家庭 {household.number} 的财产超过限额或有待认定的线索，尚未综合认定。"
            "请先逐项核实并作出财产认定（写明理由），再作不予确认或停发决定。"
        )


def exit_reason(reckoning: Reckoning, enrollment: Enrollment, month: Month) -> ExitReason:
    """Why a family that no longer meets the conditions leaves."""
    told = reckoning.explanation
    if GradualExit.objects.filter(enrollment=enrollment, end_month=month.first_day).exists():
        return ExitReason.GRADUAL_EXIT_OVER
    if told.value("低于标准") and not told.value("财产符合规定"):
        return ExitReason.PROPERTY_ABOVE_LIMIT
    return ExitReason.INCOME_ABOVE_STANDARD


def decide(
    case: Case,
    kind: DecisionKind,
    month: Month | None,
    reckoning: Reckoning,
    *,
    by: Actor,
    on: date,
    reason: str = "",
    statement: str = "",
) -> Decision:
    if kind is DecisionKind.REFUSE:
        refuse_unjudged(reckoning, case.household)
    if kind is DecisionKind.GRANT and month is not None:
        refuse_double(reckoning, month)
    return casework.decide(
        case=case,
        kind=kind,
        basis=case.flow.basis,
        by=by,
        on=on,
        from_month=month,
        amount_fen=reckoning.amount_fen if month else 0,
        reason=reason,
        statement=statement,
        reckoning=reckoning.explanation.as_json() | {"eligible": reckoning.eligible},
    )
