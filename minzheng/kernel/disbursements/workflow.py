"""How a run moves: one table. `operations.steps.take` is the only function that obeys it."""

from __future__ import annotations

from dataclasses import dataclass

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.disbursements.enums import RunAction, RunStatus


@dataclass(frozen=True, slots=True)
class Step:
    """One action: from which statuses, to which, and what the post must allow."""

    action: RunAction
    sources: frozenset[RunStatus]
    target: RunStatus
    permission: Permission


STEPS: dict[RunAction, Step] = {
    step.action: step
    for step in (
        Step(
            RunAction.FREEZE,
            frozenset({RunStatus.PLANNED}),
            RunStatus.FROZEN,
            Permission.RUN_PLAN,
        ),
        Step(
            RunAction.REJECT,
            frozenset({RunStatus.FROZEN}),
            RunStatus.PLANNED,
            Permission.RUN_APPROVE,
        ),
        Step(
            RunAction.APPROVE,
            frozenset({RunStatus.FROZEN}),
            RunStatus.APPROVED,
            Permission.RUN_APPROVE,
        ),
        Step(
            RunAction.SEND,
            frozenset({RunStatus.APPROVED}),
            RunStatus.SENT,
            Permission.RUN_SETTLE,
        ),
        Step(
            RunAction.SETTLE,
            frozenset({RunStatus.SENT}),
            RunStatus.SETTLED,
            Permission.RUN_SETTLE,
        ),
        Step(
            RunAction.CLOSE,
            frozenset({RunStatus.SETTLED}),
            RunStatus.CLOSED,
            Permission.RUN_SETTLE,
        ),
    )
}


def actions_from(status: RunStatus) -> list[Step]:
    """What can be done with a run in this status: the page draws its buttons from here."""
    return [step for step in STEPS.values() if status in step.sources]
