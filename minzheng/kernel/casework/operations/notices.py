"""公示: hanging an opinion up and taking it down."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.audit.operations import record
from minzheng.kernel.casework.enums import NoticeOutcome
from minzheng.kernel.casework.models import PublicNotice

if TYPE_CHECKING:
    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case


class NoticeStillHangs(Exception):
    """The notice has not hung for its whole time yet."""


@transaction.atomic
def post_notice(
    *, case: Case, persons: int, amount_fen: int, days: int, by: Actor, on: date
) -> PublicNotice:
    """Hang the opinion in the community for this many calendar days (applicant, persons, amount)."""
    notice = PublicNotice.objects.create(
        case=case,
        area_code=case.area_code,
        applicant_name=case.applicant.name,
        persons=persons,
        amount_fen=amount_fen,
        posted_on=on,
        ends_on=on + timedelta(days=days),
    )
    record(
        tag="casework:notice:posted",
        target=notice,
        by=by,
        on=on,
        area_code=case.area_code,
        facts={"case": case.number, "until": notice.ends_on.isoformat()},
    )
    return notice


@transaction.atomic
def close_notice(
    *, notice: PublicNotice, outcome: NoticeOutcome, by: Actor, on: date
) -> PublicNotice:
    """Take the notice down with its outcome; not before it hung for its whole time, unless objected to."""
    if outcome == NoticeOutcome.NO_OBJECTION and on < notice.ends_on:
        raise NoticeStillHangs(f"公示至 {notice.ends_on} 才期满，期满后方可继续办理。")
    notice.outcome = outcome
    notice.save(update_fields=["outcome"])
    record(
        tag="casework:notice:closed",
        target=notice,
        by=by,
        on=on,
        area_code=notice.area_code,
        facts={"outcome": outcome},
    )
    return notice
