"""Families on the roll in a few words, for tests of what happens to them afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from minzheng.kernel import policy
from minzheng.kernel.casework.models import Case, Decision
from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.enums import Category, Program
from minzheng.kernel.enrollments.models import Enrollment
from minzheng.kernel.enrollments.queries import allowance_for
from minzheng.kernel.people.models import Household, Person
from minzheng.kernel.policy.units import scaled
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import (
    AssetJudgement,
    DeclarationSource,
    IncomeKind,
    Occupation,
    WorkAbility,
)
from minzheng.livelihood.household_assessment.operations import (
    AssetLine,
    ConditionLine,
    IncomeLine,
    Means,
    declare_means,
)
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.livelihood.minimum_living.queries import (
    amount_of,
    parameters_of,
    reckon_household,
)
from minzheng.livelihood.minimum_living.rules import Reckoning, book, reckon
from minzheng.rulebook import DatedValue, ParameterTable
from tests.kernel import builders
from tests.livelihood.minimum_living.families import applied, bureau, clerk
from tests.livelihood.visits import visited

JANUARY, JUNE, JULY = date(2022, 1, 10), Month(2022, 6), Month(2022, 7)
ADULT = date(1980, 3, 5)


@dataclass(frozen=True)
class Who:
    """A member: who they are and what they have a month (fen)."""

    name: str
    fen: int = 0
    born: date = ADULT
    kind: IncomeKind = IncomeKind.OTHER
    ability: WorkAbility = WorkAbility.FULL
    job: Occupation = Occupation.FLEXIBLE
    disability: tuple[int, int] = (0, 0)
    ill: bool = False
    male: bool = True


def means_of(people: list[Person], who: list[Who], **more: Any) -> Means:
    met = list(zip(people, who, strict=True))
    return Means(
        conditions=[ConditionLine(p.pk, w.ability, w.job, *w.disability, w.ill) for p, w in met],
        incomes=[IncomeLine(p.pk, w.kind, w.fen) for p, w in met if w.fen],
        **more,
    )


def home(
    *who: Who,
    area: str = builders.XIUFENGSHAN,
    on: date = JANUARY,
    category: Category = Category.URBAN,
    assets: tuple[AssetLine, ...] = (),
    judgement: AssetJudgement = AssetJudgement.BY_LIMITS,
) -> Household:
    """A household with declared means; the first one is the head."""
    people = [builders.person(w.name, w.born, w.male) for w in who]
    household = builders.household(*people, area=area, on=on)
    declare(household, people, list(who), on, assets=assets, asset_judgement=judgement)
    minimum_living.classify(
        household=household, category=category, ground="测试", by=clerk(on), on=on
    )
    return household


def declare(household: Household, people: list[Person], who: list[Who], on: date, **more: Any):
    return declare_means(
        household=household,
        means=means_of(people, who, **more),
        source=DeclarationSource.APPLICATION,
        from_on=on,
        by=clerk(on),
        on=on,
    )


def people_of(household: Household) -> list[Person]:
    rows = household.memberships.filter(left_on=None).select_related("person").order_by("id")
    return [row.person for row in rows]


def enrolled(household: Household, month: Month = JUNE) -> Enrollment:
    """On the roll from a month with what the rules give."""
    reckoning = reckon_household(household, month)
    assert reckoning.eligible
    return enrollments.enroll(
        household=household,
        program=Program.MINIMUM_LIVING,
        from_month=month,
        amount=amount_of(reckoning),
        by=bureau(),
        on=month.plus(-1).first_day,
    )


def due(enrollment: Enrollment, month: Month) -> int:
    """Fen in force for a month; 0 when nothing is."""
    held = allowance_for(enrollment, month)
    return held.amount_fen if held else 0


def decided(case: Case, on: date, **more: Any) -> Decision:
    """Looked at by the clerk, decided by the bureau."""
    minimum_living.review(case=case, by=clerk(on, case.area_code[:9] + "000"), on=on)
    return minimum_living.decide_change(case=case, by=bureau(on), on=on, **more)


def changed(household: Household, reason: Any, on: date, means: Means | None = None) -> Case:
    return minimum_living.report_change(
        household=household, applicant=household.head, reason=reason, means=means, by=clerk(on), on=on
    )  # fmt: skip


def on_notice_of(*incomes: int) -> Case:
    """An application (one pension a member) that hangs out since 26 April."""
    case = applied(*incomes)
    minimum_living.accept(case=case, by=clerk(), on=date(2022, 4, 12))
    minimum_living.investigate(case=case, by=clerk(), on=date(2022, 4, 14))
    visited(case=case, by=clerk(), on=date(2022, 4, 20))
    minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25))
    minimum_living.post_notice(case=case, by=clerk(), on=date(2022, 4, 26))
    return case


def to_confirm_of(*incomes: int) -> Case:
    """An application that waits for the bureau since 5 May."""
    case = on_notice_of(*incomes)
    return minimum_living.forward(case=case, by=clerk(), on=date(2022, 5, 5))


# ------------------------------------------------------------------------------------------ rules only
def person_facts(number: int = 1, **facts: Any) -> dict[str, Any]:
    """One member of a case in which nothing is particular."""
    plain = {
        "编号": str(number), "出生日期": 19800305, "性别": 1, "保障对象": True, "残疾等级": 0, "重病": False,
        "收入": [], "支出": [], "情形": [], "义务人": [],
    }  # fmt: skip
    return plain | facts


def income(kind: IncomeKind, fen: int) -> list[dict[str, int]]:
    return [{"种类": int(kind), "金额": fen}]


def reckoned(
    *members: dict[str, Any],
    month: Month = JULY,
    household: dict[str, Any] | None = None,
    **parameters: Any,
) -> Reckoning:
    """The rules alone, with some parameters other than in the policy files (as those would write them)."""
    case = {
        "城乡类别": 1, "财产认定": 1, "救助档次": 0, "单人保": False, "财产": [], "渐退": [],
        "成员": list(members),
    } | (household or {})  # fmt: skip
    table = policy.load().table(list(book.parameters), area="430105", months=[month])
    rows = dict(table.rows)
    for name, said in parameters.items():
        for band, text in said.items() if isinstance(said, dict) else [(None, said)]:
            rows[name, band] = [DatedValue(19000101, scaled(text, table.units[name]), "本例自设")]
    return reckon(case, month, ParameterTable(rows, table.units, "430105"))


def set_policy(
    monkeypatch: Any, name: str, text: str, *, since: date = date(2020, 1, 1), band: str | None = None
) -> None:  # fmt: skip
    """For this test a parameter has another value from a day on (all bands unless one is named)."""
    found = policy.load()
    parameters = {p.name: p for p in found}
    old = parameters[name]
    bands = [band] if band else (old.bands or [None])
    entries = list(old.entries)
    for one in bands:
        sample = next(e for e in old.entries if e.band == one)
        entries = [e for e in entries if e.band != one or e.since < since]
        entries.append(
            replace(sample, value=scaled(text, old.unit), text=text, since=since, to=None)
        )
    parameters[name] = replace(old, entries=tuple(entries))
    changed_book = policy.PolicyBook(parameters.values())
    monkeypatch.setattr(policy, "load", lambda _directory=None: changed_book)
    parameters_of.cache_clear()


def same_policy_in(monkeypatch: Any, area: str) -> None:
    """For this test another district of the city has the sample district's parameters."""
    copied = [
        replace(
            p,
            entries=(
                *p.entries,
                *(replace(e, area=area) for e in p.entries if e.area == builders.KAIFU),
            ),
        )
        for p in policy.load()
    ]
    changed_book = policy.PolicyBook(copied)
    monkeypatch.setattr(policy, "load", lambda _directory=None: changed_book)
    parameters_of.cache_clear()
