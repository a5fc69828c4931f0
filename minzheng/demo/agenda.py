"""Intents → dated tasks: on which working day each step of a case is taken. Pure; the player obeys it in order."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from minzheng.demo.intents import Intent, Kind, Outcome
from minzheng.lib.days import WorkingCalendar

NOTICE_DAYS = 7
PAYDAY = 8
APPLICATION_STEPS: tuple[str, ...] = (
    "apply",
    "accept",
    "investigate",
    "propose",
    "post_notice",
    "forward",
    "grant",
)
REFUSAL_STEPS: tuple[str, ...] = (
    "apply",
    "accept",
    "investigate",
    "propose",
    "forward_refusal",
    "refuse",
)


class DoesNotFit(Exception):
    """The script leaves too few days for the statutory steps."""


@dataclass(frozen=True, slots=True)
class Task:
    """One step of one intent. Sorted by day, then by the order in which the script was written."""

    on: date
    step: str
    intent: Intent


def tasks(intents: Iterable[Intent], calendar: WorkingCalendar) -> list[Task]:
    """All steps of a year in the order in which they are taken."""
    found = [task for intent in intents for task in _steps(intent, calendar)]
    return sorted(found, key=lambda task: task.on)


def _steps(intent: Intent, calendar: WorkingCalendar) -> Iterator[Task]:
    if intent.kind is Kind.APPLY:
        yield from _application(intent, calendar)
        return
    if intent.kind is Kind.ACCOUNT:
        yield Task(intent.decided_on, "repair", intent)
        return
    yield Task(intent.on, "report", intent)
    reviewed_on = min(calendar.add(intent.on, 1), intent.decided_on)
    yield Task(max(reviewed_on, intent.on), "review", intent)
    yield Task(intent.decided_on, "decide", intent)


def _application(intent: Intent, calendar: WorkingCalendar) -> Iterator[Task]:
    accepted = calendar.add(intent.on, 1)
    investigated = calendar.add(accepted, 2)
    proposed = calendar.add(investigated, 3)
    noticed = calendar.add(proposed, 1)
    # 公示 runs seven whole calendar days; the case goes on with the next working day.
    forwarded = calendar.add(noticed + timedelta(days=NOTICE_DAYS), 1)
    if forwarded > intent.decided_on:
        raise DoesNotFit(f"{intent.on} 的申请来不及在 {intent.decided_on} 前走完公示")
    opinion = (intent.on, accepted, investigated, proposed, noticed)
    refused = intent.outcome is Outcome.REFUSE
    steps = REFUSAL_STEPS if refused else APPLICATION_STEPS
    days = (*opinion, *(() if refused else (forwarded,)), intent.decided_on)
    for step, day in zip(steps, days, strict=True):
        if intent.outcome is Outcome.WITHDRAW and step == "propose":
            yield Task(day, "withdraw", intent)
            return
        # An open one waits for its opinion: that needs the standard of the month it would start in.
        if intent.outcome is Outcome.OPEN and step == "propose":
            return
        yield Task(day, step, intent)


def payday(year: int, month: int, calendar: WorkingCalendar) -> date:
    """The working day on which a month's run is made: the eighth, or the first one after it."""
    day = date(year, month, PAYDAY)
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day
