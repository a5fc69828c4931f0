"""Plays the steps of cases through the real operations: who applies, who accepts, who decides."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from minzheng.demo.agenda import Task
from minzheng.demo.cast import Cast
from minzheng.demo.intents import Intent, Kind, members_after
from minzheng.demo.money import Cashier
from minzheng.demo.officers import Staff, moment, system
from minzheng.demo.opening import Stage
from minzheng.demo.population import Family, Person
from minzheng.exchange.rosters import cells
from minzheng.kernel.audit.actor import Actor, Channel
from minzheng.kernel.casework.models import Case
from minzheng.kernel.disbursements import operations as disbursements
from minzheng.kernel.enrollments.enums import Category, Program
from minzheng.kernel.letters import operations as letters
from minzheng.kernel.letters.enums import DeliveryMethod
from minzheng.kernel.people import operations as people
from minzheng.kernel.people.enums import LeaveReason, Relation
from minzheng.kernel.people.models import Household
from minzheng.kernel.people.models import Person as Registered
from minzheng.livelihood.household_assessment.enums import AssetKind, IncomeKind
from minzheng.livelihood.household_assessment.operations import (
    AssetLine,
    ConditionLine,
    IncomeLine,
    Means,
)
from minzheng.livelihood.investigations import operations as investigations
from minzheng.livelihood.investigations.operations import Findings
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.livelihood.minimum_living.enums import (
    ChangeReason,
    ExitReason,
    RefusalReason,
    SuspensionReason,
)
from minzheng.livelihood.minimum_living.workflow import is_delegated

FOUND = Findings("家庭成员、收入和财产与申报一致", housing="住房与申报一致，陈设简单")
GROUND = "居住地为城镇、无承包土地；农村家庭有承包土地"
OPENING_HOUR, LAST_HOUR = 9, 17


class CasePlayer:
    """Takes one task at a time. The moment of a step follows from its day and its place in the day."""

    def __init__(self, cast: Cast, stage: Stage, cashier: Cashier) -> None:
        self.cast, self.staff, self.banks, self.cashier = cast, stage.staff, stage.banks, cashier
        self.today, self.done_today = date.min, 0

    def play(self, task: Task) -> None:
        """One step of one case, by whoever has to take it."""
        intent = task.intent
        act = getattr(self, f"_{task.step}")
        act(intent, task.on, self._clock(task.on))

    def _clock(self, on: date) -> "Clock":
        if on != self.today:
            self.today, self.done_today = on, 0
        self.done_today += 1
        return Clock(self.staff, on, self.done_today)

    # ------------------------------------------------------------------------------ applications
    def _apply(self, intent: Intent, on: date, clock: "Clock") -> None:
        family = self.cast.families[intent.family]
        members = members_after(family.members, intent)
        by = clock.applicant(intent, family)
        for person in members:
            self._register(person, by, on)
        household = people.form_household(
            number=family.number,
            area_code=family.place.area_code,
            members=[(self.cast.registered[p.key], relation_of(p)) for p in members],
            by=by,
            on=on,
        )
        self.cast.households[family.key], self.cast.members[family.key] = household, members
        self.cast.cases[family.key] = minimum_living.apply(
            household=household,
            applicant=self.cast.registered[family.head.key],
            means=self._means(family, with_assets=True),
            category=Category(family.category),
            ground=GROUND,
            by=by,
            on=on,
        )
        disbursements.assign_payee(
            household=household,
            program=Program.MINIMUM_LIVING,
            person=self.cast.registered[family.head.key],
            bank=self.banks[family.bank],
            account_number=family.account_number,
            by=by,
            on=on,
        )

    def _accept(self, intent: Intent, on: date, clock: "Clock") -> None:
        case = self.cast.cases[intent.family]
        self._moved(minimum_living.accept(case=case, by=clock.clerk(case), on=on), intent)

    def _investigate(self, intent: Intent, on: date, clock: "Clock") -> None:
        case = self.cast.cases[intent.family]
        minimum_living.investigate(case=case, by=clock.clerk(case), on=on)
        by = clock.bureau(case.channel)
        self._moved(minimum_living.start_matching(case=case, by=by, on=on), intent)

    def _propose(self, intent: Intent, on: date, clock: "Clock") -> None:
        case = self.cast.cases[intent.family]
        clerk, worker = clock.clerk(case), clock.staff.worker(case.area_code, clock.at)
        investigations.record_visit(
            case=case,
            investigators=[clerk.name, worker.name],
            persons_met=[case.applicant.name],
            findings=FOUND,
            by=clerk,
            on=on,
        )
        minimum_living.propose(case=case, by=clock.clerk(case), on=on)

    def _post_notice(self, intent: Intent, on: date, clock: "Clock") -> None:
        case = self.cast.cases[intent.family]
        minimum_living.post_notice(case=case, by=clock.clerk(case), on=on)

    def _forward(self, intent: Intent, on: date, clock: "Clock") -> None:
        case = self.cast.cases[intent.family]
        self._moved(minimum_living.forward(case=case, by=clock.clerk(case), on=on), intent)

    def _forward_refusal(self, intent: Intent, on: date, clock: "Clock") -> None:
        case = self.cast.cases[intent.family]
        note = "家庭人均月收入不低于标准"
        self._moved(
            minimum_living.forward_refusal(case=case, by=clock.clerk(case), on=on, note=note),
            intent,
        )

    def _withdraw(self, intent: Intent, on: date, clock: "Clock") -> None:
        case = self.cast.cases[intent.family]
        minimum_living.withdraw(case=case, by=clock.clerk(case), on=on, note="申请人自愿撤回")

    def _grant(self, intent: Intent, on: date, clock: "Clock") -> None:
        case = self.cast.cases[intent.family]
        minimum_living.grant(case=case, by=clock.decider(case), on=on)

    def _refuse(self, intent: Intent, on: date, clock: "Clock") -> None:
        case, by = self.cast.cases[intent.family], clock.decider(self.cast.cases[intent.family])
        reason = RefusalReason(intent.reason)
        decision = minimum_living.refuse(case=case, reason=reason, statement="", by=by, on=on)
        letter = minimum_living.tell_decision(decision=decision, by=by, on=on)
        if letter is not None:
            letters.deliver(
                letter=letter,
                method=DeliveryMethod.DIRECT,
                receiver=case.applicant.name,
                by=clock.clerk(case),
                on=on,
            )

    # ----------------------------------------------------------------------------------- changes
    def _report(self, intent: Intent, on: date, clock: "Clock") -> None:
        household = self.cast.households[intent.family]
        by = clock.clerk_of(household.area_code)
        person = self.cast.registered.get(intent.person)
        family = self.cast.families[intent.family]
        self.cast.members[family.key] = members_after(self.cast.members[family.key], intent)
        if intent.reason == "DIED" and person is not None and intent.happened_on is not None:
            self.cast.cases[family.key] = minimum_living.report_death(
                household=household, person=person, died_on=intent.happened_on, by=by, on=on
            )
            self._pass_on(family, household, on)
            return
        self._move_members(intent, household, by, on)
        household.refresh_from_db()
        self.cast.cases[family.key] = minimum_living.report_change(
            household=household,
            applicant=household.head or next(iter(self.cast.registered.values())),
            reason=_change_reason(intent),
            means=self._means(family) if intent.delta or intent.newcomer else None,
            by=by,
            on=on,
        )

    def _pass_on(self, family: Family, household: Household, on: date) -> None:
        """When the payee died the new head receives the money."""
        household.refresh_from_db()
        heir, payee = household.head, self.cast.registered[family.head.key]
        if heir is not None and household.dissolved_on is None and heir.pk != payee.pk:
            self.cashier.succeed(household, heir, family.bank, family.account_number, on)

    def _repair(self, intent: Intent, on: date, clock: "Clock") -> None:
        self.cashier.repair(intent, on)

    def _move_members(self, intent: Intent, household: Household, by: Actor, on: date) -> None:
        if intent.newcomer is not None:
            child = self._register(intent.newcomer, by, on)
            relation = relation_of(intent.newcomer)
            people.add_member(household=household, person=child, relation=relation, by=by, on=on)
        elif intent.kind is Kind.LEAVE:
            leaver = self.cast.registered[intent.person]
            reason = LeaveReason.MOVED_OUT
            people.remove_member(household=household, person=leaver, reason=reason, by=by, on=on)

    def _review(self, intent: Intent, on: date, clock: "Clock") -> None:
        case = self.cast.cases[intent.family]
        self._moved(minimum_living.review(case=case, by=clock.clerk(case), on=on), intent)

    def _decide(self, intent: Intent, on: date, clock: "Clock") -> None:
        case, month = self.cast.cases[intent.family], intent.from_month
        by = clock.decider(case)
        if intent.kind is Kind.SUSPEND:
            reason = SuspensionReason(intent.reason)
            minimum_living.suspend(case=case, reason=reason, by=by, on=on, from_month=month)
        elif intent.kind is Kind.RESUME:
            minimum_living.resume(case=case, by=by, on=on, from_month=month)
        elif intent.kind is Kind.STOP and intent.reason not in ("DIED", "INCOME_ABOVE_STANDARD"):
            exit_reason = ExitReason(intent.reason)
            minimum_living.stop(case=case, reason=exit_reason, by=by, on=on, from_month=month)
        else:
            # Death, income, people: the rules decide what becomes of the allowance.
            minimum_living.decide_change(case=case, by=by, on=on, from_month=month)

    # ------------------------------------------------------------------------------------- facts
    def _moved(self, case: Case, intent: Intent) -> None:
        self.cast.cases[intent.family] = case

    def _register(self, person: Person, by: Actor, on: date) -> Registered:
        details = people.PersonDetails(
            person.name, person.id_number, person.ethnicity, person.phone
        )
        self.cast.registered[person.key] = people.register_person(details=details, by=by, on=on)
        return self.cast.registered[person.key]

    def _means(self, family: Family, *, with_assets: bool = False) -> Means:
        members = self.cast.members[family.key]
        ids = {p.key: self.cast.registered[p.key].pk for p in members}
        wealth = family.wealth
        assets = (
            AssetLine(AssetKind.DEPOSIT, wealth.deposit_fen),
            AssetLine(AssetKind.VEHICLE, count=wealth.vehicles),
            AssetLine(AssetKind.HOUSE, count=wealth.houses),
        )
        return Means(
            conditions=[condition_of(p, ids[p.key]) for p in members],
            incomes=[
                IncomeLine(ids[p.key], IncomeKind[kind], fen)
                for p in members
                for kind, fen in p.earnings.incomes
            ],
            assets=[a for a in assets if a.amount_fen or a.count] if with_assets else (),
        )


@dataclass(frozen=True, slots=True)
class Clock:
    """Who acts at which moment of a day: the n-th step of the day is some minutes after the one before."""

    staff: Staff
    on: date
    step: int

    @property
    def at(self) -> datetime:
        """The moment of this step, within office hours."""
        seconds = min(self.step * 40, (LAST_HOUR - OPENING_HOUR) * 3600 - 1)
        return moment(self.on, OPENING_HOUR + seconds // 3600, seconds // 60 % 60, seconds % 60)

    def applicant(self, intent: Intent, family: Family) -> Actor:
        """Whoever sends the application in: the family by phone, its helper, or the clerk at the window."""
        channel, area_code = Channel(intent.channel), family.place.area_code
        if channel is Channel.ONLINE:
            return replace(system(self.at), name="居民（救助通）", channel=channel)
        if channel is Channel.ONLINE_HELPED:
            return self.staff.worker(area_code, self.at, channel)
        return self.staff.clerk(area_code, self.at)

    def clerk(self, case: Case) -> Actor:
        """The clerk in whose subdistrict the case is, in the channel it came by."""
        return self.clerk_of(case.area_code, case.channel)

    def clerk_of(self, area_code: str, channel: str = Channel.WINDOW) -> Actor:
        """The clerk of a community's subdistrict."""
        return self.staff.clerk(area_code, self.at, Channel(channel))

    def decider(self, case: Case) -> Actor:
        """Who decides on the case: the bureau, or the subdistrict where it was delegated."""
        if is_delegated(case):
            return self.staff.leader(case.area_code, self.at, Channel(case.channel))
        return self.bureau(case.channel)

    def bureau(self, channel: str = Channel.WINDOW) -> Actor:
        """The officer who decides."""
        by = self.staff.of_bureau("BUREAU_ASSISTANCE", self.at)
        return by.through(Channel(channel))


def relation_of(person: Person) -> Relation:
    """The code for what the script calls the relation."""
    return Relation(cells.relation(person.relation))


def condition_of(person: Person, person_id: int) -> ConditionLine:
    """The condition as it is declared."""
    state = person.condition
    return ConditionLine(
        person_id=person_id,
        work_ability=cells.work_ability(state.work_ability),
        occupation=cells.occupation(state.occupation),
        disability_type=state.disability_kind,
        disability_class=state.disability_class,
        is_severely_ill=bool(state.illness),
        illness=state.illness,
    )


def _change_reason(intent: Intent) -> ChangeReason:
    if intent.delta is not None:
        return ChangeReason.INCOME
    by_kind = {Kind.JOIN: ChangeReason.MEMBER_ADDED, Kind.LEAVE: ChangeReason.MEMBER_REMOVED}
    return by_kind.get(intent.kind, ChangeReason.OTHER)
