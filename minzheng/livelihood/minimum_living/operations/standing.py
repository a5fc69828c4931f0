"""城乡类别 of a household, dated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.livelihood.minimum_living.models import Classification

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.enrollments.enums import Category
    from minzheng.kernel.people.models import Household


@transaction.atomic
def classify(
    *, household: Household, category: Category, ground: str, by: Actor, on: date
) -> Classification:
    """城乡类别 from a day on, with its ground; the same category again changes nothing."""
    present = Classification.objects.filter(household=household, to_on=None).first()
    if present is not None and present.category == category:
        return present
    if present is not None and present.from_on == on:
        present.delete()
    elif present is not None:
        present.to_on = on
        present.save(update_fields=["to_on"])
    row = Classification.objects.create(
        household=household, category=category, from_on=on, ground=ground
    )
    record(
        tag="minimum_living:household:classified",
        target=household,
        by=by,
        on=on,
        area_code=household.area_code,
        facts={"category": category, "ground": ground},
    )
    return row
