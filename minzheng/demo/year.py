"""Plays the scripted year through the real operations, day by day: cases, paydays, repairs."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db import connection, transaction

from minzheng.demo.agenda import Task, payday, tasks
from minzheng.demo.cases import CasePlayer
from minzheng.demo.cast import Cast
from minzheng.demo.intents import Intent
from minzheng.demo.money import Cashier
from minzheng.demo.opening import Stage
from minzheng.demo.population import ROLL
from minzheng.demo.reckoner import Story
from minzheng.demo.script import working_calendar
from minzheng.kernel.disbursements.queries import PAID_ITEMS
from minzheng.lib.months import Month

Progress = Callable[[str, int, int], None]
LAST_REISSUE_DAY = 22


@dataclass(frozen=True, slots=True)
class Day:
    """One working day: the month to be paid on it, if any; the steps of cases; whether returns are sent again."""

    on: date
    pays: Month | None
    tasks: tuple[Task, ...]
    reissues: bool


def days(intents: tuple[Intent, ...], year: int) -> Iterator[Day]:
    """Every day of the year on which something is done, in order."""
    calendar = working_calendar(year)
    steps: dict[date, list[Task]] = defaultdict(list)
    for on, group in groupby(tasks(intents, calendar), key=lambda task: task.on):
        steps[on] = list(group)
    paydays = {payday(year, month, calendar): Month(year, month) for month in range(1, 13)}
    # What the bank returned in December reaches the families before the year is over.
    last = date(year, 12, LAST_REISSUE_DAY)
    for on in sorted({*steps, *paydays, last}):
        if on.year == year:
            yield Day(on, paydays.get(on), tuple(steps.get(on, ())), reissues=on == last)


def play(story: Story, stage: Stage, *, year: int, progress: Progress) -> None:
    """The whole year. Each day is one transaction for its cases; runs have transactions of their own."""
    cast = Cast({family.key: family for family in story.population.families})
    cast.meet(story.population.of(ROLL))
    calendar = working_calendar(year)
    cashier = Cashier(cast, stage, story.population.seed, calendar)
    player = CasePlayer(cast, stage, cashier)
    agenda = list(days(story.intents, year))
    for number, day in enumerate(agenda):
        progress(f"{day.on:%m月%d日}", number, len(agenda))
        if day.pays is not None:
            cashier.pay(day.pays, story.intents)
        with transaction.atomic():
            for task in day.tasks:
                player.play(task)
        if day.reissues:
            cashier.reissue(Month(year, 12), day.on)
    progress("完成", len(agenda), len(agenda))


class PlayedDifferently(Exception):
    """What was paid is not what the script reckoned; the figures would not come out."""


def compare(story: Story, *, as_of: datetime) -> None:
    """Paid money and person-months against the script. Raises PlayedDifferently naming the difference."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT category, sum(amount_fen)::bigint, count(*) FROM ({PAID_ITEMS}) paid GROUP BY 1",  # noqa: S608
            {"as_of": as_of},
        )
        paid = {category: (fen, persons) for category, fen, persons in cursor.fetchall()}
    for category, expected in story.expected.items():
        if paid.get(category) != expected:
            raise PlayedDifferently(
                f"{category}：实际发放与演示脚本不一致，脚本（分、人次）{expected}，实发 {paid.get(category)}。"
            )
