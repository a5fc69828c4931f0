"""Writing down a decision of this program with the whole reckoning it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.enums import DecisionKind
from minzheng.kernel.enrollments.enums import Program
from minzheng.livelihood.minimum_living.enums import ExitReason
from minzheng.livelihood.minimum_living.models import GradualExit

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
