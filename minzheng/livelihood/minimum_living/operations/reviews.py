"""定期核查: writing down that a family was looked at, and in which class it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.livelihood.minimum_living.models import Recertification, ReviewGroup
from minzheng.livelihood.minimum_living.operations.changes import on_roll

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.people.models import Household
    from minzheng.livelihood.minimum_living.enums import RecertificationOutcome, ReviewClass


@transaction.atomic
def recertify(
    *,
    household: Household,
    outcome: RecertificationOutcome,
    statement: str,
    by: Actor,
    on: date,
) -> Recertification:
    """核查完成 on a day with its outcome; the next one is due a cycle later (`queries.due_reviews`)."""
    row = Recertification.objects.create(
        enrollment=on_roll(household, on),
        done_on=on,
        outcome=outcome,
        statement=statement,
        actor_name=by.name,
        recorded_at=by.at,
    )
    _note("recertified", household, {"outcome": outcome}, by, on)
    return row


@transaction.atomic
def put_in_review_class(
    *, household: Household, review_class: ReviewClass, by: Actor, on: date
) -> ReviewGroup:
    """核查类别 A/B/C from a day on; the cycles are the dated parameter 低保核查周期."""
    rows = ReviewGroup.objects.filter(household=household)
    present = rows.filter(to_on=None).first()
    if present is not None and present.review_class == review_class:
        return present
    rows.filter(from_on__gte=on).delete()
    rows.filter(to_on=None).update(to_on=on)
    row = ReviewGroup.objects.create(household=household, review_class=review_class, from_on=on)
    _note("review_class_set", household, {"class": review_class}, by, on)
    return row


def _note(verb: str, household: Household, facts: dict[str, str], by: Actor, on: date) -> None:
    record(
        tag=f"minimum_living:household:{verb}",
        target=household,
        by=by,
        on=on,
        area_code=household.area_code,
        facts=facts,
    )
