"""Random histories of grants, late changes, stops, months, returns and repairs against a small model.

The machine stands in tests/kernel/disbursements/test_money_machine.py; here it lives longer.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from minzheng.kernel.disbursements.models import PayRun
from proof import ground
from proof.record import Row
from tests.kernel.disbursements.test_money_machine import MoneyMachine

TITLE = "Random histories against a model of the money"
ROUNDS, QUICK_ROUNDS = 300, 10
STEPS = 30


def histories(count: int) -> tuple[int, int]:
    """(steps taken, months paid) of so many histories. Raises AssertionError with the shortest that fails."""
    seen = {"steps": 0, "months": 0}

    class Counted(MoneyMachine):
        @invariant()
        def is_counted(self) -> None:
            seen["steps"] += 1

        def teardown(self) -> None:
            seen["months"] += PayRun.objects.count()
            super().teardown()

    run_state_machine_as_test(
        Counted,
        settings=settings(
            max_examples=count,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return seen["steps"], seen["months"]


def main(rounds: int, *, quick: bool) -> list[Row]:
    with ground.fresh():
        try:
            steps, months = histories(rounds)
        except AssertionError as failure:
            return [Row("random histories", rounds, f"a history fails: {failure}", good=False)]
    return [
        Row(
            f"histories of up to {STEPS} steps (grant, late change, stop, pay, repair; a bank that "
            "fails lines, answers in parts, out of order and twice, and loses receipts); after "
            f"each of {steps:,} steps: nobody twice, nothing forgotten, difference 0.00, "
            f"audit chain whole ({months:,} months paid)",
            rounds,
            "0 invariants broken",
            good=True,
        )
    ]
