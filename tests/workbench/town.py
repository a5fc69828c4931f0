"""A small real data set for pages and journeys: families who applied, were paid, and a report.

Everything happens through operations. Two subdistricts, so that scope can be seen to work.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from random import Random

from django.utils import timezone

from minzheng.kernel.access import operations as access
from minzheng.kernel.areas.operations import load_district
from minzheng.kernel.audit.actor import Actor, Channel
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.models import Case
from minzheng.kernel.disbursements import operations as disbursements
from minzheng.kernel.disbursements.bank.simulator import SimulatedBank
from minzheng.kernel.enrollments.enums import Category, Program
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import IncomeKind, Occupation, WorkAbility
from minzheng.livelihood.household_assessment.operations import ConditionLine, IncomeLine, Means
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.reporting.evaluations.narrative import self_evaluation
from minzheng.reporting.snapshots.operations import seal
from tests.kernel import builders
from tests.kernel.disbursements.world import PUNCTUAL, World
from tests.livelihood.visits import visited

PASSWORD = "a-long-enough-password"
XIUFENG, XIUFENGSHAN = builders.XIUFENG, builders.XIUFENGSHAN
SHAPING, SHAPING_COMMUNITY = builders.SHAPING, "430105019001"
USERS = {
    "worker": ("COMMUNITY_WORKER", XIUFENGSHAN, "陈协理"),
    "clerk": ("SUBDISTRICT_CLERK", XIUFENG, "李经办"),
    "streetleader": ("SUBDISTRICT_LEADER", XIUFENG, "何主任"),
    "assistance": ("BUREAU_ASSISTANCE", builders.KAIFU, "王救助"),
    "finance": ("BUREAU_FINANCE", builders.KAIFU, "周财务"),
    "leader": ("BUREAU_LEADER", builders.KAIFU, "刘局长"),
    "auditor": ("AUDITOR", builders.KAIFU, "赵审计"),
    "admin": ("SYSTEM_ADMIN", builders.KAIFU, "吴管理"),
}
APPLIED, DECIDED = date(2022, 4, 11), date(2022, 5, 20)
MONTHS = (Month(2022, 6), Month(2022, 7), Month(2022, 8))


@dataclass(frozen=True)
class Town:
    """Keys of what pages are asked for; the same in every copy of the database."""

    near: int
    far: int
    near_number: str
    far_number: str
    near_case: str
    far_case: str
    open_case: str
    near_letter: int
    far_letter: int
    run: int
    refused_run: int
    report: int
    id_numbers: tuple[str, ...]


def build() -> Town:
    """Enter everything into the database at hand."""
    _open_accounts()
    system = builders.actor()
    load_district(code=builders.KAIFU, by=system, on=date(2022, 1, 4))
    casework.load_calendar(first_year=2022, last_year=2022, by=system, on=date(2022, 1, 4))
    world = World()
    world.money()
    known: list[str] = []
    near = _granted(known, XIUFENGSHAN, XIUFENG, Category.URBAN, 40_000, 10_000)
    far = _granted(known, SHAPING_COMMUNITY, SHAPING, Category.RURAL, 20_000)
    for serial, case in enumerate((near, far)):
        disbursements.assign_payee(
            household=case.household,
            program=Program.MINIMUM_LIVING,
            person=case.applicant,
            bank=world.institution,
            account_number=f"62170000000{serial:05d}",
            by=world.clerk(DECIDED),
            on=DECIDED,
        )
    runs = [world.paid(month) for month in MONTHS]
    world.bank = SimulatedBank(Random(7), replace(PUNCTUAL, fails=10_000))
    refused = world.paid(MONTHS[-1].next)
    pending = _applied(known, XIUFENGSHAN, XIUFENG, Category.URBAN, 30_000)
    return Town(
        near=near.household_id,
        far=far.household_id,
        near_number=near.household.number,
        far_number=far.household.number,
        near_case=near.number,
        far_case=far.number,
        open_case=pending.number,
        near_letter=_told(near),
        far_letter=_told(far),
        run=runs[1].pk,
        refused_run=refused.pk,
        report=_report(),
        id_numbers=tuple(known),
    )


def _open_accounts() -> None:
    root = Actor(None, "初始化", "SYSTEM", builders.KAIFU, _at(date(2022, 1, 4)), Channel.SYSTEM)
    for username, (role, area, name) in USERS.items():
        user = access.open_account(
            username=username, name=name, password=PASSWORD, by=root, on=date(2022, 1, 4)
        )
        access.assign_post(user=user, role=role, area_code=area, by=root, on=date(2022, 1, 4))
    access.open_account(
        username="nobody", name="无岗位", password=PASSWORD, by=root, on=date(2022, 1, 4)
    )


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=timezone.get_default_timezone())


def _applied(known: list[str], community: str, street: str, category: Category, *incomes: int):
    names = ("钱有余", "孙小妹", "李三", "周四")
    people = []
    for name, _ in zip(names, incomes, strict=False):
        number = builders.number()
        known.append(number)
        details = builders.people.PersonDetails(name=name, id_number=number)
        people.append(
            builders.people.register_person(
                details=details, by=builders.actor(), on=date(2022, 1, 4)
            )
        )
    home = builders.household(*people, area=community)
    means = Means(
        conditions=[ConditionLine(p.pk, WorkAbility.FULL, Occupation.FLEXIBLE) for p in people],
        incomes=[
            IncomeLine(p.pk, IncomeKind.TRANSFER, fen)
            for p, fen in zip(people, incomes, strict=True)
        ],
    )
    return minimum_living.apply(
        household=home,
        applicant=people[0],
        means=means,
        category=category,
        ground="户籍所在地",
        by=_clerk(street, APPLIED),
        on=APPLIED,
    )


def _granted(
    known: list[str], community: str, street: str, category: Category, *incomes: int
) -> Case:
    case = _applied(known, community, street, category, *incomes)
    for verb, day in (
        (minimum_living.accept, date(2022, 4, 12)),
        (minimum_living.investigate, date(2022, 4, 14)),
        (visited, date(2022, 4, 20)),
        (minimum_living.propose, date(2022, 4, 25)),
        (minimum_living.post_notice, date(2022, 4, 26)),
        (minimum_living.forward, date(2022, 5, 5)),
    ):
        verb(case=case, by=_clerk(street, day), on=day)
    bureau = builders.actor("BUREAU_ASSISTANCE", on=DECIDED)
    minimum_living.grant(case=case, by=bureau.through(Channel.ONLINE), on=DECIDED)
    return Case.objects.select_related("household", "applicant").get(pk=case.pk)


def _told(case: Case) -> int:
    """The letter that tells the family what was decided."""
    bureau = builders.actor("BUREAU_ASSISTANCE", on=DECIDED)
    letter = minimum_living.tell_decision(decision=case.decisions.get(), by=bureau, on=DECIDED)
    return letter.pk


def _clerk(street: str, day: date) -> Actor:
    return builders.actor("SUBDISTRICT_CLERK", street, day).through(Channel.ONLINE)


def _report() -> int:
    moment = _at(date(2023, 1, 10))
    document = self_evaluation(2022, as_of=moment, area=builders.KAIFU, area_name="开福区")
    by = builders.actor("BUREAU_LEADER", on=date(2023, 1, 10))
    return seal(
        document=document, year=2022, area_code=builders.KAIFU, by=by, on=date(2023, 1, 10)
    ).pk
