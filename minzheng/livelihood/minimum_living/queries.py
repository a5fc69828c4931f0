"""Reckoning stored households by the rules, one or all of them alike."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from minzheng.kernel import policy
from minzheng.kernel.enrollments.enums import Category
from minzheng.kernel.enrollments.operations import Amount, Share
from minzheng.lib.days import ymd
from minzheng.lib.months import Month, months
from minzheng.livelihood.household_assessment.enums import AreaKind
from minzheng.livelihood.household_assessment.queries import LAST_DAY, Row, facts_of, period
from minzheng.livelihood.minimum_living.enums import GradualStage, JobAnswer, Tier
from minzheng.livelihood.minimum_living.models import (
    Classification,
    GradualExit,
    JobOffer,
    TakeOver,
)
from minzheng.livelihood.minimum_living.rules import Reckoning, book, reckon

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from minzheng.kernel.people.models import Household, Person
    from minzheng.rulebook import ParameterTable

FIRST_DAY = 19000101


@lru_cache(maxsize=1024)
def parameters_of(area_code: str, month: Month) -> ParameterTable:
    """The parameters of the rulebook in force in an area for a month."""
    return policy.load().table(list(book.parameters), area=area_code, months=[month])


def facts_for(households: Sequence[Household]) -> dict[int, Row]:
    """{household id: case} with all that the minimum living rules ask for."""
    cases = facts_of([h.pk for h in households])
    for case in cases.values():
        case |= {"城乡类别": [], "救助档次": [], "单人保": [], "渐退": []}
    rows = Classification.objects.filter(household__in=households).order_by("household", "from_on")
    for row in rows:
        case, (since, until) = cases[row.household_id], period(row.from_on, row.to_on)
        case["城乡类别"].append((since, until, int(AreaKind[row.category])))
        case["救助档次"].append((since, until, int(Tier[row.tier])))
        case["单人保"].append((since, until, row.insured_singly_id is not None))
        for member in case["成员"]:
            alone = row.insured_singly_id in (None, int(member["编号"]))
            member.setdefault("保障对象", []).append((since, until, alone))
    for household, exits in _gradual_exits(cases).items():
        cases[household]["渐退"] = exits
    for case in cases.values():
        for member in case["成员"]:
            member.setdefault("保障对象", [(FIRST_DAY, LAST_DAY, True)])
    return cases


def _gradual_exits(households: Collection[int]) -> dict[int, list[Row]]:
    """One row for each month of a 渐退期, as its latest writing has it."""
    rows = GradualExit.objects.filter(enrollment__household__in=households)
    by_month: dict[int, dict[Month, Row]] = defaultdict(dict)
    columns = rows.order_by("from_month", "id").values_list(
        "enrollment__household", "first_month", "end_month", "from_month", "base_fen", "uplift_fen"
    )
    for household, first, end, since, base, uplift in columns:
        period_months = months(Month.of(first), Month.of(end).plus(-1))
        for at, month in enumerate(period_months):
            if month.first_day >= since:
                by_month[household][month] = {
                    "自": month.ymd,
                    "至": month.next.ymd,
                    "阶段": int(stage_of(at, len(period_months))),
                    "基础金": base,
                    "施保金": uplift,
                }
    return {household: list(rows.values()) for household, rows in by_month.items()}


def stage_of(at: int, count: int) -> GradualStage:
    """Which third of the period the month lies in; the earlier thirds take the odd months."""
    return list(GradualStage)[at * 3 // count]


def reckon_many(households: Sequence[Household], month: Month) -> dict[int, Reckoning]:
    """{household id: what it is due for the month, with the explanation}; parameters as of now."""
    cases = facts_for(households)
    return {h.pk: reckon(cases[h.pk], month, parameters_of(h.area_code, month)) for h in households}


def reckon_household(household: Household, month: Month) -> Reckoning:
    """What one household is due for a month. Raises ParameterUnset, FactMissing with a sentence."""
    return reckon_many([household], month)[household.pk]


def reckon_before_work(household: Household, running: GradualExit, month: Month) -> Reckoning:
    """What the household would be due had the worker of a 渐退期 not taken the work."""
    case, began = facts_for([household])[household.pk], ymd(running.means_from)
    case["渐退"] = []
    for member in case["成员"]:
        if member["编号"] == str(running.worker_id):
            member["收入"] = [
                row | {"至": LAST_DAY if row["至"] == began else row["至"]}
                for row in member["收入"]
                if row["自"] < began
            ]
    return reckon(case, month, parameters_of(household.area_code, month))


def category_of(reckoning: Reckoning) -> Category:
    """The household's line in the month that was reckoned."""
    line = reckoning.explanation.fact("城乡类别")
    return next(Category[kind.name] for kind in AreaKind if kind == line)


def amount_of(reckoning: Reckoning) -> Amount:
    """A reckoning as enrollments write it down, with the household's line in that month."""
    return Amount(
        category=category_of(reckoning),
        shares=tuple(Share(int(s.person), s.base_fen, s.uplift_fen) for s in reckoning.shares),
        lines=[
            {"label": line.label, "text": line.text, "basis": line.basis}
            for line in reckoning.explanation.lines
            if line.entity == "户"
        ],
    )


def taken_over_digests() -> dict[str, str]:
    """{household number: digest of the roster line it came by}."""
    return dict(TakeOver.objects.values_list("household__number", "digest"))


def refusals_in_a_row(person: Person, on: date) -> int:
    """How many offers of work the person refused without good reason since the last other answer."""
    count = 0
    offers = JobOffer.objects.filter(person=person, offered_on__lte=on)
    for answer in offers.order_by("-offered_on", "-id").values_list("answer", flat=True):
        if answer != JobAnswer.REFUSED:
            break
        count += 1
    return count
