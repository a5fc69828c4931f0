"""Two financiers approve the same list at the same instant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from unittest import mock

from minzheng.kernel.audit.actor import Actor
from minzheng.kernel.audit.queries import verify
from minzheng.kernel.disbursements import operations
from minzheng.kernel.disbursements.enums import RunAction
from minzheng.kernel.disbursements.models import PayRun, RunTotal
from minzheng.kernel.disbursements.operations import runs
from minzheng.lib.months import Month
from proof import ground
from proof.bank import OutsideBank
from proof.money import FIRST, District, approvals, payday
from proof.record import Row
from proof.together import at_once, refusals
from tests.kernel.disbursements.world import acting, again, user

TITLE = "Two approvers at the same instant"
ROUNDS, QUICK_ROUNDS = 200, 10


def settle(district: District, rounds: int) -> dict[str, int]:
    """Approve a list of its own in each round; how many rounds ended wrong, by what was wrong."""
    names = [user("甲"), user("乙")]
    wrong = {"not exactly one": 0, "loser not told who": 0, "totals doubled": 0}
    month = FIRST
    for _ in range(rounds):
        run = district.world.frozen(month)
        others = [acting(name, "BUREAU_FINANCE", payday(month)) for name in names]
        results = at_once([_approval(run, by, month) for by in others])
        refused = refusals(results)
        now = again(run)
        wrong["not exactly one"] += len(refused) != 1 or approvals(run) != 1
        winner = now.approved_by.name if now.approved_by else "?"
        wrong["loser not told who"] += not all(winner in str(refusal) for refusal in refused)
        lines = RunTotal.objects.filter(run=run).values_list("lines", flat=True)
        wrong["totals doubled"] += sum(lines) != now.lines
        month = month.next
    return {what: times for what, times in wrong.items() if times}


def _approval(run: PayRun, by: Actor, month: Month) -> Callable[[], PayRun]:
    return lambda: operations.approve(run=run, by=by, on=payday(month))


def _as_it_is(run: PayRun) -> PayRun:
    return run


@contextmanager
def without_compare_and_swap() -> Iterator[None]:
    """The sabotage: whoever comes moves the run, whatever state it is in."""

    guarded = runs.take

    def unguarded(run: PayRun, action: RunAction, *, by, **columns) -> PayRun:
        if action is not RunAction.APPROVE:
            return guarded(run, action, by=by, **columns)
        PayRun.objects.filter(pk=run.pk).update(status="APPROVED", **columns)
        return again(run)

    with (
        mock.patch.object(runs, "take", unguarded),
        mock.patch.object(runs, "locked", _as_it_is),
        mock.patch.object(runs, "commit_to_budget"),
    ):
        yield


def main(rounds: int, *, quick: bool) -> list[Row]:
    with ground.fresh():
        wrong = settle(_district(), rounds)
        breaks = verify()
    few = max(3, rounds // 20)
    with ground.fresh(), without_compare_and_swap():
        damage = settle(_district(), few)
    return [
        Row(
            "two approvals of one frozen list: exactly one counts, the other is told who was faster",
            rounds,
            f"{wrong or '0 wrong'}, chain breaks {len(breaks)}",
            not wrong and not breaks,
        ),
        Row(
            "twin: no compare-and-swap and no row lock",
            few,
            f"damage: {damage}",
            bool(damage.get("not exactly one")),
        ),
    ]


def _district() -> District:
    return District(OutsideBank(ground.folder_for("approvers") / "bank"), 3).settle_in(Random(1))
