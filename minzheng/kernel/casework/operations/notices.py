"""公示: hanging an opinion up and taking it down.

Whether the days on the board count towards the total limit is a parameter (公示计入总时限): where they
do not, the limit named by `holds` pauses while the notice hangs.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel import policy
from minzheng.kernel.audit.operations import record
from minzheng.kernel.casework.enums import ClockEventKind, NoticeOutcome
from minzheng.kernel.casework.models import Clock, PublicNotice
from minzheng.kernel.casework.operations.clocks import continue_clock, pause_clock

if TYPE_CHECKING:
    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case
    from minzheng.kernel.people.models import Person

COUNTED = "公示计入总时限"
PAUSE_REASON = "公示期不计入办理总时限"
# 民法典第十七条: nobody under eighteen is named in public.
MAJORITY = 18
MINOR = "（未成年人，依法不公示姓名）"


class NoticeStillHangs(Exception):
    """The notice has not hung for its whole time yet."""


def public_name(person: Person, on: date) -> str:
    """The name as the public may read it: a minor's is withheld."""
    born = person.birth_on
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return MINOR if age < MAJORITY else person.name


@transaction.atomic
def post_notice(
    *,
    case: Case,
    persons: int,
    amount_fen: int,
    days: int,
    by: Actor,
    on: date,
    holds: str | None = None,
) -> PublicNotice:
    """Hang the opinion in the community for this many calendar days (applicant, persons, amount)."""
    notice = PublicNotice.objects.create(
        case=case,
        area_code=case.area_code,
        applicant_name=public_name(case.applicant, on),
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
    if holds and _does_not_count(case, on):
        runs = Clock.objects.filter(case=case, code=holds, stopped_on=None, paused_on=None)
        if runs.exists():
            pause_clock(case=case, code=holds, reason=PAUSE_REASON, by=by, on=on)
    return notice


def _does_not_count(case: Case, on: date) -> bool:
    value = policy.load().value(COUNTED, area=case.area_code, on=on)
    return value.text == "不计入"


@transaction.atomic
def close_notice(
    *, notice: PublicNotice, outcome: NoticeOutcome, by: Actor, on: date
) -> PublicNotice:
    """Take the notice down with its outcome; not before it hung for its whole time, unless objected to."""
    if outcome == NoticeOutcome.NO_OBJECTION and on < notice.ends_on:
        raise NoticeStillHangs(f"公示至 {notice.ends_on} 才期满，期满后方可继续办理。")
    notice.outcome = outcome
    notice.taken_down_on = notice.taken_down_on or min(on, notice.ends_on)
    notice.save(update_fields=["outcome", "taken_down_on"])
    record(
        tag="casework:notice:closed",
        target=notice,
        by=by,
        on=on,
        area_code=notice.area_code,
        facts={"outcome": outcome},
    )
    _let_clocks_go_on(notice, by=by)
    return notice


def _let_clocks_go_on(notice: PublicNotice, *, by: Actor) -> None:
    """From the day the notice came down, however late somebody notices it."""
    for clock in Clock.objects.filter(case=notice.case, stopped_on=None, paused_on__isnull=False):
        last = clock.events.latest("id")
        if (last.kind, last.reason) == (ClockEventKind.PAUSED, PAUSE_REASON):
            continue_clock(
                case=notice.case,
                code=clock.code,
                reason="公示结束",
                by=by,
                on=notice.taken_down_on or notice.ends_on,
            )


@transaction.atomic
def take_down_notices(*, by: Actor, on: date) -> int:
    """撤下 what hung for its whole time. Run daily by the worker; returns how many came down."""
    finished = PublicNotice.objects.filter(taken_down_on=None, ends_on__lte=on)
    numbers = list(finished.values_list("id", flat=True))
    for notice in finished:
        notice.taken_down_on = notice.ends_on
        notice.save(update_fields=["taken_down_on"])
    if numbers:
        record(
            tag="casework:notice:taken_down",
            target=("casework.publicnotice", str(on)),
            by=by,
            on=on,
            facts={"notices": numbers},
        )
    return len(numbers)
