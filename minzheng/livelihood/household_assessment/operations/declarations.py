"""Writing down what a family declares. A later declaration takes the place of an earlier one from its day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q

from minzheng.kernel.audit.operations import record
from minzheng.kernel.people.vault import vault
from minzheng.livelihood.household_assessment.enums import (
    AssetGround,
    AssetJudgement,
    AssetKind,
    AssetStanding,
    DeclarationSource,
    ExpenseKind,
    FindingSource,
    IncomeKind,
    Occupation,
    WorkAbility,
)
from minzheng.livelihood.household_assessment.models import (
    Asset,
    Condition,
    Declaration,
    Expense,
    Income,
    PropertyJudgement,
)

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case
    from minzheng.kernel.people.models import Household

ILLNESS_CONTEXT = "condition.illness"


@dataclass(frozen=True, slots=True)
class IncomeLine:
    person_id: int
    kind: IncomeKind
    amount_fen: int


@dataclass(frozen=True, slots=True)
class ExpenseLine:
    person_id: int
    kind: ExpenseKind
    amount_fen: int


@dataclass(frozen=True, slots=True)
class AssetLine:
    """A thing owned. `other_fen` is the highest balance of an account, the premiums of an insurance."""

    kind: AssetKind
    amount_fen: int = 0
    count: int = 0
    other_fen: int = 0
    standing: AssetStanding = AssetStanding.COUNTED
    ground: AssetGround | None = None
    statement: str = ""
    source: FindingSource = FindingSource.REPORT


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """个人状况 of one person from the day of the declaration on."""

    person_id: int
    work_ability: WorkAbility
    occupation: Occupation
    disability_type: int = 0
    disability_class: int = 0
    is_severely_ill: bool = False
    illness: str = ""


@dataclass(frozen=True, slots=True)
class Means:
    """家庭经济状况: everything that is declared at once, monthly amounts in fen."""

    conditions: Sequence[ConditionLine]
    incomes: Sequence[IncomeLine] = field(default=())
    expenses: Sequence[ExpenseLine] = field(default=())
    assets: Sequence[AssetLine] = field(default=())
    asset_judgement: AssetJudgement = AssetJudgement.BY_LIMITS
    asset_statement: str = ""


@transaction.atomic
def declare_means(
    *,
    household: Household,
    means: Means,
    source: DeclarationSource,
    from_on: date,
    by: Actor,
    on: date,
    case: Case | None = None,
) -> Declaration:
    """Write the means of a household as they are from `from_on`; what was declared before ends there.

    Every person of the declaration needs a condition: without one no rule can be applied to them.
    """
    persons = {line.person_id for line in means.conditions}
    earning = {line.person_id for line in means.incomes}
    without = (earning | {line.person_id for line in means.expenses}) - persons
    if without:
        raise ValueError(f"申报缺少 {len(without)} 名成员的个人状况，请补填劳动能力和职业状况。")
    (declaration,) = declare_many(
        [(household, means)], source=source, from_on=from_on, by=by, case=case
    )
    record(
        tag="household_assessment:means:declared",
        target=declaration,
        by=by,
        on=on,
        area_code=household.area_code,
        facts={
            "household": household.pk,
            "from": from_on.isoformat(),
            "source": source,
            "incomes": len(means.incomes),
            "expenses": len(means.expenses),
        },
    )
    return declaration


def declare_many(
    declared: Sequence[tuple[Household, Means]],
    *,
    source: DeclarationSource,
    from_on: date,
    by: Actor,
    case: Case | None = None,
) -> list[Declaration]:
    """The rows of many declarations at once. The caller owns the transaction and the audit event."""
    households = [household.pk for household, _ in declared]
    persons = [line.person_id for _, means in declared for line in means.conditions]
    _end(Income.objects.filter(person__in=persons), from_on)
    _end(Expense.objects.filter(person__in=persons), from_on)
    _end(Condition.objects.filter(person__in=persons), from_on)
    _end(Asset.objects.filter(household__in=households), from_on)
    _end(PropertyJudgement.objects.filter(household__in=households), from_on)
    declarations = Declaration.objects.bulk_create(
        Declaration(
            household=household, case=case, source=source, declared_on=from_on, recorded_at=by.at
        )
        for household, _ in declared
    )
    written = list(zip(declarations, (means for _, means in declared), strict=True))
    Condition.objects.bulk_create(
        condition_row(line, from_on) for _, means in written for line in means.conditions
    )
    Income.objects.bulk_create(
        Income(**_amount(d, line, from_on)) for d, means in written for line in means.incomes
    )
    Expense.objects.bulk_create(
        Expense(**_amount(d, line, from_on)) for d, means in written for line in means.expenses
    )
    Asset.objects.bulk_create(
        _asset(d, line, from_on) for d, means in written for line in means.assets
    )
    PropertyJudgement.objects.bulk_create(
        PropertyJudgement(
            declaration=declaration,
            household=declaration.household,
            judgement=means.asset_judgement.name,
            statement=means.asset_statement,
            from_on=from_on,
        )
        for declaration, means in written
    )
    return declarations


def _amount(
    declaration: Declaration, line: IncomeLine | ExpenseLine, from_on: date
) -> dict[str, Any]:
    return {
        "declaration": declaration,
        "person_id": line.person_id,
        "kind": line.kind.name,
        "amount_fen": line.amount_fen,
        "from_on": from_on,
    }


def _asset(declaration: Declaration, line: AssetLine, from_on: date) -> Asset:
    return Asset(
        declaration=declaration,
        household=declaration.household,
        kind=line.kind.name,
        amount_fen=line.amount_fen,
        count=line.count,
        other_fen=line.other_fen,
        standing=line.standing.name,
        ground=line.ground or "",
        statement=line.statement,
        source=line.source,
        from_on=from_on,
    )


def condition_row(line: ConditionLine, from_on: date) -> Condition:
    """The row of a person's condition from a day on, not yet saved."""
    return Condition(
        person_id=line.person_id,
        disability_type=line.disability_type,
        disability_class=line.disability_class,
        is_severely_ill=line.is_severely_ill,
        illness_sealed=vault().seal(line.illness, ILLNESS_CONTEXT) if line.illness else None,
        work_ability=line.work_ability.name,
        occupation=line.occupation.name,
        from_on=from_on,
    )


def _end(rows: models.QuerySet[models.Model], on: date) -> None:
    """Rows in force end on `on`; rows that would begin on it or later are taken back."""
    rows.filter(from_on__gte=on).delete()
    rows.filter(Q(to_on=None) | Q(to_on__gt=on), from_on__lt=on).update(to_on=on)
