"""Random histories of grants, late changes, stops, months and repairs against a model of thirty lines.

After every step: what was lined less what is to be recovered is what was due when it was last
looked at; every run balances to the fen; nobody is paid twice; nothing is forgotten.
"""

import os
from datetime import date
from random import Random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from minzheng.kernel.audit.queries import verify
from minzheng.kernel.disbursements import operations, queries
from minzheng.kernel.disbursements.bank.simulator import Habits, SimulatedBank
from minzheng.kernel.disbursements.models import DisbursementLine, PayRun, RecoveryItem
from minzheng.kernel.enrollments.operations import end
from minzheng.lib.months import Month, months
from tests.kernel.disbursements.world import JULY, World, moment

EXAMPLES = int(os.environ.get("MONEY_MACHINE_EXAMPLES", "12"))
END = moment(date(2030, 1, 1))
ROUGH = Habits(fails=2500, answers_in_parts=3000, reorders=5000, loses_receipt=1000,
               arrives_when_receipt_is_lost=10_000)  # fmt: skip
amounts = st.integers(min_value=1, max_value=300_000)


class Model:
    """What is due: the latest word about a month, nothing more."""

    def __init__(self):
        self.words: list[tuple[Month, int]] = []
        self.ended: Month | None = None

    def due(self, month: Month) -> int:
        said = [(from_, n, fen) for n, (from_, fen) in enumerate(self.words) if from_ <= month]
        return max(said)[2] if said else 0


class MoneyMachine(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.world = World(bank=SimulatedBank(Random(5), ROUGH))
        for year in (2022, 2023, 2024):
            self.world.money(year=year)
        self.families, self.models = [], []
        self.month = JULY
        self.day = 1

    def teardown(self):
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def today(self) -> date:
        """Always before payday of the month that comes next."""
        self.day = min(self.day + 1, 9)
        return date(self.month.year, self.month.month, self.day)

    @precondition(lambda self: len(self.families) < 4)
    @rule(fen=amounts, late=st.integers(0, 3))
    def grant(self, fen, late):
        from_month = max(JULY, self.month.plus(-late))
        self.families.append(
            self.world.family(fen, persons=1, from_month=from_month, on=self.today())
        )
        self.models.append(Model())
        self.models[-1].words.append((from_month, fen))

    @precondition(lambda self: self.families)
    @rule(which=st.integers(0, 3), fen=amounts, late=st.integers(-1, 4))
    def change(self, which, fen, late):
        which %= len(self.families)
        model, first = self.models[which], self.models[which].words[0][0]
        from_month = max(first, self.month.plus(-late))
        if model.ended is not None and from_month >= model.ended:
            return
        self.world.change(self.families[which], fen, from_month, on=self.today())
        model.words.append((from_month, fen))

    @precondition(lambda self: self.families)
    @rule(which=st.integers(0, 3), late=st.integers(0, 3))
    def stop(self, which, late):
        which %= len(self.families)
        model, first = self.models[which], self.models[which].words[0][0]
        from_month = max(first, self.month.plus(-late))
        if model.ended is not None or any(word[0] > from_month for word in model.words):
            return
        on = self.today()
        end(
            enrollment=self.families[which].enrollment,
            from_month=from_month,
            reason="DIED",
            by=self.world.clerk(on),
            on=on,
        )
        model.words.append((from_month, 0))
        model.ended = from_month

    @rule()
    def pay(self):
        run = self.world.paid(self.month)
        assert run.status == "CLOSED"
        for family, model in zip(self.families, self.models, strict=True):
            for month in months(JULY, self.month):
                assert self.standing(family, month) == model.due(month)
        self.month, self.day = self.month.next, 1

    @rule()
    def repair(self):
        on = self.today()
        for item in queries.open_items().select_related("run"):
            operations.correct_item(item=item, by=self.world.clerk(on), on=on, reason="账户已恢复")

    def standing(self, family, month: Month) -> int:
        """Lined and reissued once, less recoveries."""
        mine = {"enrollment": family.enrollment, "for_month": month.first_day}
        lined = DisbursementLine.objects.filter(**mine).exclude(kind="REISSUE")
        return sum(x.amount_fen for x in lined) - sum(
            x.amount_fen for x in RecoveryItem.objects.filter(**mine)
        )

    @invariant()
    def every_run_balances(self):
        for run in PayRun.objects.all():
            assert queries.balance(run, as_of=END).difference_fen == 0

    @invariant()
    def nobody_is_paid_twice_and_nothing_is_lost(self):
        assert set(self.world.bank.payments.values()) <= {0, 1}
        paid = {row[0] for row in queries.rows(queries.PAID_ITEMS, {"as_of": END})}
        assert paid == {line for line, n in self.world.bank.payments.items() if n}
        claims = DisbursementLine.objects.exclude(kind="REISSUE")
        reissued = DisbursementLine.objects.filter(kind="REISSUE", id__in=paid)
        arrived = sum(x.amount_fen for x in claims.filter(id__in=paid)) + sum(
            x.amount_fen for x in reissued
        )
        waiting = DisbursementLine.objects.filter(id__in=queries.open_items().values("line_id"))
        assert arrived + sum(x.amount_fen for x in waiting) == sum(x.amount_fen for x in claims)

    @invariant()
    def the_trail_is_whole(self):
        assert verify() == []


@pytest.mark.django_db
def test_random_histories_keep_every_fen():
    run_state_machine_as_test(
        MoneyMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=15,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
