"""城乡类别, 救助档次 and 单人保 of a household, dated."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from django.db import transaction

from minzheng.kernel import policy
from minzheng.kernel.audit.operations import record
from minzheng.livelihood.minimum_living.models import Classification

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.enrollments.enums import Category
    from minzheng.kernel.people.models import Household, Person
    from minzheng.livelihood.minimum_living.enums import Tier


@transaction.atomic
def classify(
    *, household: Household, category: Category, ground: str, by: Actor, on: date
) -> Classification:
    """城乡类别 from a day on, with its ground; the same category again changes nothing.

    Tier and 单人保 go on as they are.
    """
    present = _present(household, on)
    if present is not None and present.category == category:
        return present
    row = _begin(household, present, on, category=category, ground=ground)
    _note("classified", household, {"category": category, "ground": ground}, by, on)
    return row


@transaction.atomic
def place_in_tier(
    *, household: Household, tier: Tier, ground: str, by: Actor, on: date
) -> Classification:
    """救助档次 from a day on, where the district pays by tier."""
    row = _begin(household, _present(household, on), on, tier=tier.name, ground=ground)
    _note("tier_set", household, {"tier": tier.name, "ground": ground}, by, on)
    return row


@transaction.atomic
def insure_only(
    *, household: Household, person: Person | None, ground: str, by: Actor, on: date
) -> Classification:
    """单人保 of this member from a day on; None: the whole household again."""
    row = _begin(household, _present(household, on), on, insured_singly=person, ground=ground)
    facts = {"person": person.pk if person else None, "ground": ground}
    _note("insured_singly", household, facts, by, on)
    return row


def category_of_mixed(
    *, head: Category, members: Sequence[Category], residence: Category, area: str, on: date
) -> Category:
    """城乡类别 of a family whose members are registered differently, by 混合户籍方式.

    As many of one as of the other counts as the head's.
    """
    way = policy.load().value("混合户籍方式", area=area, on=on).text
    if way == "按居住地":
        return residence
    if way == "按户主":
        return head
    counted = Counter(members).most_common(2)
    tied = len(counted) == 2 and counted[0][1] == counted[1][1]
    return head if tied or not counted else counted[0][0]


def _present(household: Household, on: date) -> Classification | None:
    return Classification.objects.in_force_on(on).filter(household=household).first()


def _begin(
    household: Household, present: Classification | None, on: date, **changed: Any
) -> Classification:
    """A row from `on` that differs from the present one in `changed`; what would begin later is taken back."""
    Classification.objects.filter(household=household, from_on__gte=on).delete()
    kept: dict[str, Any] = {}
    if present is not None:
        kept = {"category": present.category, "tier": present.tier}
        kept["insured_singly_id"] = present.insured_singly_id
        Classification.objects.filter(pk=present.pk, from_on__lt=on).update(to_on=on)
    if "insured_singly" in changed:
        kept.pop("insured_singly_id", None)
    return Classification.objects.create(household=household, from_on=on, **(kept | changed))


def _note(verb: str, household: Household, facts: dict[str, Any], by: Actor, on: date) -> None:
    record(
        tag=f"minimum_living:household:{verb}",
        target=household,
        by=by,
        on=on,
        area_code=household.area_code,
        facts=facts,
    )
