"""Writing down a decision of this program with the whole reckoning it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minzheng.kernel.casework import operations as casework
from minzheng.kernel.enrollments.enums import Program

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.enums import DecisionKind
    from minzheng.kernel.casework.models import Case, Decision
    from minzheng.lib.months import Month
    from minzheng.livelihood.minimum_living.rules import Reckoning

PROGRAM = Program.MINIMUM_LIVING


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
