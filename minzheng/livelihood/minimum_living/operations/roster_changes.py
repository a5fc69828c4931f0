"""在册变更: families that a roster brought in before, and whose line in it has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.enums import Program
from minzheng.kernel.enrollments.queries import allowance_for, current
from minzheng.kernel.people import operations as people
from minzheng.kernel.people.enums import LeaveReason
from minzheng.kernel.people.models import Household, HouseholdMembership
from minzheng.livelihood.household_assessment.enums import DeclarationSource
from minzheng.livelihood.household_assessment.operations import declare_means
from minzheng.livelihood.minimum_living.models import TakeOver
from minzheng.livelihood.minimum_living.operations.changes import NotOnRoll
from minzheng.livelihood.minimum_living.operations.rosters import (
    GROUND,
    REASON,
    check_amount,
    means_of,
)
from minzheng.livelihood.minimum_living.operations.standing import classify
from minzheng.livelihood.minimum_living.queries import amount_of, reckon_household

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.enrollments.operations import Amount
    from minzheng.kernel.people.models import Person
    from minzheng.lib.months import Month
    from minzheng.livelihood.minimum_living.operations.rosters import HouseholdTakenOver


@transaction.atomic
def update_households(
    *,
    households: Sequence[HouseholdTakenOver],
    from_month: Month,
    source: str,
    by: Actor,
    on: date,
) -> list[Household]:
    """Members, means, line and community as the roster says now; the allowance follows from `from_month`.

    Head and account stay: they change by their own operations. Raises NotOnRoll for a family that has
    left the roll, AmountDiffers when the rules do not give what the roster says.
    """
    return [_update(taken, from_month, source, by, on) for taken in households]


def _update(
    taken: HouseholdTakenOver, from_month: Month, source: str, by: Actor, on: date
) -> Household:
    start = from_month.first_day
    household = Household.objects.get(number=taken.number)
    enrollment = current(household, Program.MINIMUM_LIVING, start)
    if enrollment is None:
        raise NotOnRoll(f"家庭 {taken.number} 在 {from_month} 已不在低保在册，请办理申请。")
    if household.area_code != taken.area_code:
        people.move_household(household=household, area_code=taken.area_code, by=by, on=start)
    persons = _people(household, taken, by, start)
    classify(household=household, category=taken.category, ground=GROUND, by=by, on=start)
    means = means_of(taken, persons)
    declare_means(
        household=household,
        means=means,
        source=DeclarationSource.ROSTER,
        from_on=start,
        by=by,
        on=on,
    )
    amount = amount_of(reckon_household(household, from_month))
    check_amount(taken, amount.base_fen + amount.uplift_fen)
    latest = allowance_for(enrollment, from_month)
    if latest is None or _shares(amount) != {
        (s.person_id, s.base_fen, s.uplift_fen) for s in latest.shares.all()
    }:
        enrollments.change_allowance(
            enrollment=enrollment, from_month=from_month, amount=amount, reason=REASON, by=by, on=on
        )
    TakeOver.objects.filter(household=household).update(digest=taken.digest, source=source)
    record(
        tag="minimum_living:roster:updated",
        target=household,
        by=by,
        on=on,
        area_code=household.area_code,
        facts={"source": source, "from": str(from_month), "members": len(persons)},
    )
    return household


def _shares(amount: Amount) -> set[tuple[int, int, int]]:
    return {(s.person_id, s.base_fen, s.uplift_fen) for s in amount.shares}


def _people(
    household: Household, taken: HouseholdTakenOver, by: Actor, start: date
) -> list[Person]:
    """The members of the roster in its order; who is not in it leaves, who is new joins."""
    details = [
        people.PersonDetails(m.name, m.id_number, m.ethnicity, m.phone) for m in taken.members
    ]
    persons = people.register_persons(details=details, by=by)
    here = HouseholdMembership.objects.in_force_on(start).filter(household=household)
    present = {membership.person_id: membership.person for membership in here}
    wanted = {person.pk for person in persons}
    for person_id, person in present.items():
        if person_id not in wanted:
            people.remove_member(
                household=household, person=person, reason=LeaveReason.OTHER, by=by, on=start
            )
    for person, member in zip(persons, taken.members, strict=True):
        if person.pk not in present:
            people.add_member(
                household=household, person=person, relation=member.relation, by=by, on=start
            )
    return persons
