"""Plays the monthly runs with a bank that returns what the script says, and repairs the returns."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from minzheng.demo import identity
from minzheng.demo.agenda import payday
from minzheng.demo.cast import Cast
from minzheng.demo.intents import Intent, Kind
from minzheng.demo.officers import Staff, moment
from minzheng.demo.opening import Stage
from minzheng.kernel.disbursements import operations as disbursements
from minzheng.kernel.disbursements.bank.codec import Record
from minzheng.kernel.disbursements.bank.layouts import Layout
from minzheng.kernel.disbursements.bank.simulator import Habits, SimulatedBank
from minzheng.kernel.disbursements.enums import FailureCode, RunStatus
from minzheng.kernel.disbursements.queries import corrected_items, open_items_of, runs
from minzheng.kernel.enrollments.enums import Program
from minzheng.kernel.people.models import Household, Person
from minzheng.lib.days import WorkingCalendar
from minzheng.lib.months import Month

PROGRAM = Program.MINIMUM_LIVING
DAYS_OF_WAITING = 7


class RunNotClosed(Exception):
    """A run of the demo did not reach difference 0."""


class ScriptedBank(SimulatedBank):
    """The simulated bank with all its habits, except that it fails exactly the accounts it is told to."""

    def __init__(self, chance: Random) -> None:
        super().__init__(chance, Habits(fails=0))
        self.broken: dict[str, FailureCode] = {}

    def _answer(self, layout: Layout, line: Record, booked_on: date) -> Record:
        defect = self.broken.get(line["account"])
        self._habits = replace(self._habits, fails=10_000 if defect else 0)
        self._wanted = defect
        return super()._answer(layout, line, booked_on)

    def _reason(self) -> FailureCode:
        return self._wanted or super()._reason()


class Cashier:
    """Plays paydays and repairs."""

    def __init__(self, cast: Cast, stage: Stage, seed: int, calendar: WorkingCalendar) -> None:
        self.cast, self.stage, self.calendar = cast, stage, calendar
        self.staff: Staff = stage.staff
        self.bank = ScriptedBank(Random(f"{seed}:bank"))

    def pay(self, month: Month, intents: Iterable[Intent]) -> None:
        """The month's run from plan to close. Raises RunNotClosed."""
        for intent in intents:
            if intent.kind is Kind.ACCOUNT and Month.of(intent.on) == month:
                card = self.cast.families[intent.family].account_number
                self.bank.broken[card] = FailureCode(intent.reason)
        on = payday(month.year, month.month, self.calendar)
        run = disbursements.run_month(
            program=PROGRAM,
            month=month,
            planner=self.staff.of_bureau("BUREAU_ASSISTANCE", moment(on, 8)),
            approver=self.staff.of_bureau("BUREAU_FINANCE", moment(on, 8, 30)),
            bank=self.bank,
            on=on,
        )
        _refuse_open(run.pk)

    def repair(self, intent: Intent, on: date) -> None:
        """A new card for a family whose money came back; the return may be sent again."""
        family = self.cast.families[intent.family]
        household = self.cast.households[family.key]
        card = identity.replacement_card(family.account_number)
        self.assign(household, self.cast.registered[family.head.key], family.bank, card, on)
        by = self.staff.of_bureau("BUREAU_ASSISTANCE", moment(on, 16))
        for item in open_items_of(household.pk):
            disbursements.correct_item(item=item, by=by, on=on, reason="已更换银行卡")

    def succeed(self, household: Household, heir: Person, bank: str, card: str, on: date) -> None:
        """Another member receives the money because the one before died."""
        self.assign(household, heir, bank, identity.replacement_card(card), on)

    def assign(self, household: Household, person: Person, bank: str, card: str, on: date) -> None:
        """A new account, proposed by one officer and confirmed by another."""
        proposer = self.staff.of_bureau("BUREAU_ASSISTANCE", moment(on, 15))
        proposed = disbursements.assign_payee(
            household=household,
            program=PROGRAM,
            person=person,
            bank=self.stage.banks[bank],
            account_number=card,
            by=proposer,
            on=on,
        )
        if proposed.confirmed_at is None:
            finance = self.staff.of_bureau("BUREAU_FINANCE", moment(on, 15, 30))
            disbursements.confirm_payee(assignment=proposed, by=finance, on=on)

    def reissue(self, month: Month, on: date) -> None:
        """A further run for what was returned and repaired since, if anything was."""
        if not corrected_items(PROGRAM).exists():
            return
        planner = self.staff.of_bureau("BUREAU_ASSISTANCE", moment(on, 8))
        finance = self.staff.of_bureau("BUREAU_FINANCE", moment(on, 8, 30))
        run = disbursements.plan_reissue(program=PROGRAM, month=month, by=planner, on=on)
        run = disbursements.freeze(run=run, by=planner, on=on)
        run = disbursements.approve(run=run, by=finance, on=on)
        files = disbursements.cut(run=run, by=finance, on=on)
        for file in files:
            disbursements.send(file=file, bank=self.bank, by=finance, on=on)
        for days in range(1, DAYS_OF_WAITING):
            day = on + timedelta(days=days)
            for file in files:
                disbursements.query_result(
                    file=file, bank=self.bank, by=finance.later(days=days), on=day
                )
        run = runs().get(pk=run.pk)
        if run.status == RunStatus.SETTLED:
            later = finance.later(days=DAYS_OF_WAITING)
            run = disbursements.close(run=run, by=later, on=later.at.date())
        _refuse_open(run.pk)


def _refuse_open(run_id: int) -> None:
    run = runs().get(pk=run_id)
    if run.status != RunStatus.CLOSED:
        raise RunNotClosed(f"{run}没有结清，现为“{run.get_status_display()}”。")
