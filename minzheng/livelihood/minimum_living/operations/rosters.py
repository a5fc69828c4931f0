"""在册转入: bringing a whole roll in, the families as they stand, with the month this system pays first."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.kernel.disbursements import operations as disbursements
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.enums import Category, Program
from minzheng.kernel.institutions.enums import InstitutionKind
from minzheng.kernel.institutions.models import Institution
from minzheng.kernel.people.enums import Relation
from minzheng.kernel.people.operations import (
    HouseholdDraft,
    PersonDetails,
    form_households,
)
from minzheng.lib.crypto import sm3
from minzheng.lib.fen import yuan_text
from minzheng.livelihood.household_assessment.enums import (
    DeclarationSource,
    IncomeKind,
    Occupation,
    WorkAbility,
)
from minzheng.livelihood.household_assessment.operations import (
    ConditionLine,
    IncomeLine,
    Means,
    declare_many,
)
from minzheng.livelihood.minimum_living.models import Classification, ReviewGroup, TakeOver
from minzheng.livelihood.minimum_living.queries import amount_of, reckon_many

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.people.models import Household, Person
    from minzheng.lib.months import Month

REASON = "ROSTER"
GROUND = "花名册登记的户籍类别"


class AmountDiffers(Exception):
    """What the rules reckon is not what the roster says is paid."""


class UnknownBank(Exception):
    """The roster names a bank that pays nothing out for the bureau."""


@dataclass(frozen=True, slots=True)
class MemberTakenOver:
    """A member as the roster states them; amounts in fen a month."""

    name: str
    id_number: str
    relation: Relation
    work_ability: WorkAbility
    occupation: Occupation
    ethnicity: str = "汉族"
    phone: str = ""
    disability_type: int = 0
    disability_class: int = 0
    illness: str = ""
    is_severely_ill: bool = False
    incomes: tuple[tuple[IncomeKind, int], ...] = ()


@dataclass(frozen=True, slots=True)
class HouseholdTakenOver:
    """A family on the roll before the system; the same `number` (低保证号) is the same family."""

    number: str
    area_code: str
    category: Category
    members: tuple[MemberTakenOver, ...]
    since: Month
    amount_fen: int
    uplift_fen: int
    bank: str
    account_number: str
    review_class: str = "A"

    @property
    def digest(self) -> str:
        """SM3 over everything the roster says of the family."""
        return sm3(repr(sorted(asdict(self).items())).encode()).hex()


@transaction.atomic
def take_over_households(
    *,
    households: Sequence[HouseholdTakenOver],
    from_month: Month,
    source: str,
    by: Actor,
    on: date,
) -> list[Household]:
    """People, households, means, accounts, enrollments and allowances of many families at once.

    The allowance is reckoned by the rules from the means in the roster. Raises AmountDiffers,
    naming the family, when it is not what the roster says is paid; nothing is written then.
    """
    start = from_month.first_day
    banks = _banks(households)
    formed = form_households(drafts=[_draft(h) for h in households], by=by, on=start)
    declare_many(
        [
            (household, means_of(taken, persons))
            for taken, (household, persons) in zip(households, formed, strict=True)
        ],
        source=DeclarationSource.ROSTER,
        from_on=start,
        by=by,
    )
    placed = [household for household, _ in formed]
    _attributes(households, placed, start, source, on)
    enrollments.enroll_many(
        program=Program.MINIMUM_LIVING,
        entries=_reckoned(households, placed, from_month),
        from_month=from_month,
        reason=REASON,
        by=by,
        on=on,
    )
    disbursements.assign_payees(
        requests=[
            disbursements.PayeeRequest(
                household,
                Program.MINIMUM_LIVING,
                persons[0],
                banks[taken.bank],
                taken.account_number,
            )
            for taken, (household, persons) in zip(households, formed, strict=True)
        ],
        by=by,
        on=on,
    )
    record(
        tag="minimum_living:roster:taken_over",
        target=("minimum_living.takeover", source[:60]),
        by=by,
        on=on,
        area_code=by.area_code,
        facts={"households": len(placed), "source": source, "from": str(from_month)},
    )
    return placed


def _banks(households: Sequence[HouseholdTakenOver]) -> dict[str, Institution]:
    known = {b.name: b for b in Institution.objects.filter(kind=InstitutionKind.BANK)}
    unknown = sorted({h.bank for h in households} - set(known))
    if unknown:
        raise UnknownBank(
            f"没有登记代发银行“{'、'.join(unknown)}”，请先在机构中登记，或改用：{'、'.join(known)}。"
        )
    return known


def _draft(taken: HouseholdTakenOver) -> HouseholdDraft:
    return HouseholdDraft(
        taken.number,
        taken.area_code,
        tuple(
            (PersonDetails(m.name, m.id_number, m.ethnicity, m.phone), m.relation)
            for m in taken.members
        ),
    )


def means_of(taken: HouseholdTakenOver, persons: Sequence[Person]) -> Means:
    """What the roster declares for these people."""
    met = list(zip(persons, taken.members, strict=True))
    return Means(
        conditions=[
            ConditionLine(
                person.pk,
                m.work_ability,
                m.occupation,
                m.disability_type,
                m.disability_class,
                m.is_severely_ill,
                m.illness,
            )
            for person, m in met
        ],
        incomes=[IncomeLine(p.pk, kind, fen) for p, m in met for kind, fen in m.incomes],
    )


def _attributes(
    taken: Sequence[HouseholdTakenOver],
    placed: Sequence[Household],
    start: date,
    source: str,
    on: date,
) -> None:
    pairs = list(zip(placed, taken, strict=True))
    Classification.objects.bulk_create(
        Classification(household=h, category=t.category, from_on=start, ground=GROUND)
        for h, t in pairs
    )
    ReviewGroup.objects.bulk_create(
        ReviewGroup(household=h, review_class=t.review_class, from_on=start) for h, t in pairs
    )
    TakeOver.objects.bulk_create(
        TakeOver(
            household=h,
            digest=t.digest,
            source=source,
            enrolled_since=t.since.first_day,
            taken_over_on=on,
        )
        for h, t in pairs
    )


def _reckoned(
    taken: Sequence[HouseholdTakenOver], placed: Sequence[Household], month: Month
) -> list[enrollments.Entry]:
    reckonings = reckon_many(placed, month)
    entries = []
    for said, household in zip(taken, placed, strict=True):
        amount = amount_of(reckonings[household.pk])
        check_amount(said, amount.base_fen + amount.uplift_fen)
        entries.append(enrollments.Entry(household, said.since, amount))
    return entries


def check_amount(taken: HouseholdTakenOver, reckoned_fen: int) -> None:
    """Raises AmountDiffers unless the rules give what the roster says is paid."""
    if reckoned_fen != taken.amount_fen:
        raise AmountDiffers(
            f"家庭 {taken.number} 花名册月保障金 {yuan_text(taken.amount_fen)} 元，"
            f"按规则测算为 {yuan_text(reckoned_fen)} 元，请核对收入、人口和分类施保。"
        )
