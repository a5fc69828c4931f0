"""Moving a run: the one compare-and-swap, and what the other operations share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connection, transaction

from minzheng.kernel.access.queries import check
from minzheng.kernel.audit.operations import record
from minzheng.kernel.disbursements.enums import RunStatus
from minzheng.kernel.disbursements.models import PayRun
from minzheng.kernel.disbursements.workflow import STEPS

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.disbursements.enums import RunAction

# What a job worker hears: (what is being done, steps done, steps in all).
Progress = Callable[[str, int, int], None]

REFUSED_IN_DATABASE = "MZ001"
RUN_LOCK = 0x6D7A_7275


class NotPossible(Exception):
    """The run, the file or the line does not allow this now; the message says why and what to do."""


class AlreadyMoved(NotPossible):
    """Somebody else was faster, or the page shows an older state."""


class SecondPersonNeeded(NotPossible):
    """The same person may not do both."""


class OverBudget(NotPossible):
    """The run needs more than was appropriated."""


def person(by: Actor) -> int:
    """The user who acts. Money needs a person: the system may not plan, approve or confirm."""
    if by.user_id is None:
        raise SecondPersonNeeded("发放须由具体经办人办理，不能以“系统”身份办理。")
    return by.user_id


def ask(sql: str, *parameters: Any) -> tuple[Any, ...]:
    """One row of a planning function; its refusals come back as NotPossible."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return tuple(cursor.fetchone() or ())
    except DatabaseError as error:
        cause = error.__cause__
        if getattr(cause, "sqlstate", None) != REFUSED_IN_DATABASE:
            raise
        raise NotPossible(cause.diag.message_primary) from error  # type: ignore[union-attr]


def execute(sql: str, parameters: dict[str, Any]) -> int:
    """Run a statement over many rows; the number of rows it wrote."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def wait_for_turn(program: str, month: date, sequence: int) -> None:
    """Let whoever plans or moves this run finish, holding nothing meanwhile.

    Replacing a list that was attached needs the whole table of runs; a session that waited for the
    row would hold that table and both would stand still.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))",
            [RUN_LOCK, f"{program} {month:%Y-%m} {sequence}"],
        )


def locked(run: PayRun) -> PayRun:
    """The run as it is now, held until the transaction ends. Raises AlreadyMoved when `run` is older."""
    wait_for_turn(run.program, run.month, run.sequence)
    now = PayRun.objects.select_for_update().get(pk=run.pk)
    if now.version != run.version:
        raise AlreadyMoved(_moved_sentence(now))
    return now


def take(run: PayRun, action: RunAction, *, by: Actor, **columns: Any) -> PayRun:
    """Move a run by compare-and-swap on (status, version): the only place a run's status changes.

    Raises NotPermitted, or AlreadyMoved when the run is not where the caller believes.
    """
    step = STEPS[action]
    check(by, step.permission, run.area_code)
    moved = PayRun.objects.filter(pk=run.pk, status__in=step.sources, version=run.version).update(
        status=step.target, version=run.version + 1, **columns
    )
    if moved != 1:
        raise AlreadyMoved(_moved_sentence(PayRun.objects.get(pk=run.pk), action))
    return PayRun.objects.get(pk=run.pk)


def _moved_sentence(now: PayRun, action: RunAction | None = None) -> str:
    status = RunStatus(now.status)
    who, at = {
        RunStatus.FROZEN: (now.frozen_by, now.frozen_at),
        RunStatus.APPROVED: (now.approved_by, now.approved_at),
    }.get(status, (now.planned_by if status is RunStatus.PLANNED else None, None))
    detail = "，".join(
        part for part in (who.name if who else "", f"{at:%Y-%m-%d %H:%M}" if at else "") if part
    )
    wish = f"不能“{action.label}”" if action else "与您页面上的不同"
    return (
        f"{now}的发放批次现在是“{status.label}”"
        + (f"（{detail}）" if detail else "")
        + f"，{wish}。"
        "请刷新页面后再办理。"
    )


def note(run: PayRun, verb: str, *, by: Actor, on: date, **facts: Any) -> None:
    """The one audit event of an operation on a run: what, how many, how much, which list."""
    record(
        tag=f"disbursements:run:{verb}",
        target=run,
        by=by,
        on=on,
        area_code=run.area_code,
        facts={
            "program": run.program,
            "month": f"{run.month:%Y-%m}",
            "lines": run.lines,
            "amount_fen": run.amount_fen,
            "list_sm3": run.list_hash,
            **facts,
        },
    )
