"""What officers find out about a family's means: circumstances, incomes, supporters, things owned.

A later declaration of the family does not end them; each is ended by its own verb.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import Q

from minzheng.kernel import policy
from minzheng.kernel.audit.operations import record
from minzheng.kernel.people.models import HouseholdMembership
from minzheng.lib.fen import yuan_text
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import (
    AssetGround,
    AssetJudgement,
    AssetKind,
    AssetStanding,
    Benefit,
    Circumstance,
    DeclarationSource,
    FindingSource,
    IncomeKind,
    StandingGround,
    StudyLevel,
    SupportDocument,
    SupporterRelation,
)
from minzheng.livelihood.household_assessment.models import (
    Asset,
    BenefitHeld,
    Condition,
    Declaration,
    IncomeFinding,
    PersonCircumstance,
    PropertyJudgement,
    Study,
    Supporter,
)
from minzheng.livelihood.household_assessment.operations.declarations import (
    ConditionLine,
    condition_row,
)

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.people.models import Household, Person

CARING = (Circumstance.CARES_FOR_CHILD, Circumstance.CARES_FOR_DEPENDANT)


class ReasonMissing(Exception):
    """A finding that changes what a family gets must say why."""


class SecondPersonNeeded(Exception):
    """The same person cannot propose and confirm."""


class CarerAlready(Exception):
    """The household already has as many carers exempt as the rules allow."""


def _stated(statement: str, what: str) -> str:
    if not statement.strip():
        raise ReasonMissing(f"{what}应写明理由，请补填说明。")
    return statement.strip()


# ------------------------------------------------------------------------------------------ circumstances
@transaction.atomic
def record_circumstance(
    *,
    person: Person,
    kind: Circumstance,
    statement: str,
    from_on: date,
    by: Actor,
    on: date,
    to_on: date | None = None,
    ground: StandingGround | None = None,
) -> PersonCircumstance:
    """情形 of a person from a day on, with the reason. One carer a household is exempt (照料免评估人数)."""
    if kind in CARING:
        _check_carers(person, from_on, by)
    row = PersonCircumstance.objects.create(
        person=person,
        kind=kind.name,
        ground=ground or "",
        statement=_stated(statement, f"登记“{kind.label}”"),
        from_on=from_on,
        to_on=to_on,
        actor_name=by.name,
        recorded_at=by.at,
    )
    facts = {"person": person.pk, "kind": kind.name, "from": from_on.isoformat()}
    _note("circumstance:recorded", row, facts, by, on)
    return row


def _check_carers(person: Person, day: date, by: Actor) -> None:
    home = HouseholdMembership.objects.in_force_on(day).filter(person=person).first()
    if home is None:
        return
    together = HouseholdMembership.objects.in_force_on(day).filter(household=home.household_id)
    others = (
        PersonCircumstance.objects.in_force_on(day)
        .filter(kind__in=[k.name for k in CARING], person__in=together.values("person"))
        .exclude(person=person)
        .count()
    )
    most = policy.load().value("照料免评估人数", area=home.household.area_code, on=day).value
    if others >= int(most):
        raise CarerAlready(
            f"该家庭已有 {others} 名成员因照料免予评估，每户最多 {most} 名，请核对。"
        )


@transaction.atomic
def end_circumstance(
    *, person: Person, kind: Circumstance, by: Actor, on: date, to_on: date
) -> None:
    """The circumstance no longer holds from `to_on`."""
    rows = PersonCircumstance.objects.filter(Q(to_on=None) | Q(to_on__gt=to_on))
    rows = rows.filter(person=person, kind=kind.name)
    for row in rows:
        if row.from_on >= to_on:
            row.delete()
        else:
            row.to_on = to_on
            row.save(update_fields=["to_on"])
        facts = {"person": person.pk, "kind": kind.name, "to": to_on.isoformat()}
        _note("circumstance:ended", row, facts, by, on)


@transaction.atomic
def record_condition(*, line: ConditionLine, from_on: date, by: Actor, on: date) -> Condition:
    """个人状况 of one person from a day on, beside any declaration (a newborn, a new disability card)."""
    _end(Condition.objects.filter(person=line.person_id), from_on)
    row = condition_row(line, from_on)
    row.save(force_insert=True)
    _note("condition:recorded", row, {"person": line.person_id}, by, on)
    return row


# ----------------------------------------------------------------------------------------------- incomes
@transaction.atomic
def verify_wage(
    *,
    person: Person,
    amount_fen: int,
    statement: str,
    from_on: date,
    by: Actor,
    on: date,
    source: FindingSource = FindingSource.VERIFICATION,
) -> IncomeFinding:
    """信息核对得到的工资, in the place of what matching said before; the higher of this and the declared counts."""
    _end_findings(person, IncomeKind.WAGE_VERIFIED, from_on)
    row = _finding(person, IncomeKind.WAGE_VERIFIED, amount_fen, source, statement, from_on, by)
    _note("income:verified", row, {"person": person.pk, "amount_fen": amount_fen}, by, on)
    return row


@transaction.atomic
def propose_assessed_wage(
    *, person: Person, amount_fen: int, statement: str, from_on: date, by: Actor, on: date
) -> IncomeFinding:
    """个别认定: another amount in the place of the assessed wage; counts once another officer confirms it."""
    row = _finding(
        person, IncomeKind.WAGE_DECIDED, amount_fen, FindingSource.VISIT, statement, from_on, by
    )
    _note("income:proposed", row, {"person": person.pk, "amount_fen": amount_fen}, by, on)
    return row


@transaction.atomic
def confirm_assessed_wage(*, finding: IncomeFinding, by: Actor, on: date) -> IncomeFinding:
    """The second person's confirmation; an earlier one of the same person ends where this begins."""
    same_user = by.user_id is not None and by.user_id == finding.proposed_by
    if same_user or by.name == finding.proposed_by_name:
        raise SecondPersonNeeded(f"{by.name}提出的个别认定应由另一人复核。")
    earlier = IncomeFinding.objects.filter(person=finding.person_id, kind=finding.kind)
    _end(earlier.exclude(pk=finding.pk).exclude(confirmed_by_name=""), finding.from_on)
    finding.confirmed_by, finding.confirmed_by_name = by.user_id, by.name
    finding.save(update_fields=["confirmed_by", "confirmed_by_name"])
    _note("income:confirmed", finding, {"person": finding.person_id}, by, on)
    return finding


@transaction.atomic
def record_one_off(
    *,
    household: Household,
    person: Person,
    total_fen: int,
    received_on: date,
    statement: str,
    by: Actor,
    on: date,
) -> list[IncomeFinding | Asset]:
    """一次性收入: spread over the months after it was received, or counted as property, as the parameter says.

    The monthly parts add up to the sum exactly; the first months carry the odd fen.
    """
    book, area = policy.load(), household.area_code
    mode = book.value("一次性收入方式", area=area, on=received_on).text
    if mode == "计入财产":
        return [_as_property(household, total_fen, received_on, statement, by, on)]
    count = int(book.value("一次性收入分摊月数", area=area, on=received_on).value)
    first = Month.of(received_on).next
    each, odd = divmod(total_fen, count)
    parts = [(each + 1, 0, odd), (each, odd, count)]
    rows: list[IncomeFinding | Asset] = []
    for amount, start, end in parts:
        if start < end and amount:
            row = _finding(
                person, IncomeKind.ONE_OFF, amount, FindingSource.REPORT, statement,
                first.plus(start).first_day, by, to_on=first.plus(end).first_day,
            )  # fmt: skip
            rows.append(row)
    facts = {"person": person.pk, "total_fen": total_fen, "months": count}
    _note("income:spread", household, facts, by, on)
    return rows


def _as_property(
    household: Household, total_fen: int, received_on: date, statement: str, by: Actor, on: date
) -> Asset:
    declaration = Declaration.objects.create(
        household=household,
        source=DeclarationSource.CHANGE,
        declared_on=received_on,
        recorded_at=by.at,
    )
    asset = Asset.objects.create(
        declaration=declaration,
        household=household,
        kind=AssetKind.DEPOSIT.name,
        amount_fen=total_fen,
        other_fen=total_fen,
        statement=_stated(statement, "一次性收入"),
        from_on=received_on,
    )
    _note("asset:received", asset, {"amount_fen": total_fen}, by, on)
    return asset


def _finding(
    person: Person,
    kind: IncomeKind,
    amount_fen: int,
    source: FindingSource,
    statement: str,
    from_on: date,
    by: Actor,
    *,
    to_on: date | None = None,
) -> IncomeFinding:
    return IncomeFinding.objects.create(
        person=person,
        kind=kind.name,
        amount_fen=amount_fen,
        source=source,
        statement=_stated(statement, f"认定“{kind.label}”"),
        from_on=from_on,
        to_on=to_on,
        proposed_by=by.user_id,
        proposed_by_name=by.name,
        recorded_at=by.at,
    )


def _end_findings(person: Person, kind: IncomeKind, on: date) -> None:
    _end(IncomeFinding.objects.filter(person=person, kind=kind.name), on)


def _end(rows: models.QuerySet[Any], on: date) -> None:
    rows.filter(from_on__gte=on).delete()
    rows.filter(Q(to_on=None) | Q(to_on__gt=on), from_on__lt=on).update(to_on=on)


# -------------------------------------------------------------------------------------------- supporters
@dataclass(frozen=True, slots=True)
class SupporterFacts:
    """A supporter living elsewhere: the household's income and size, and what law or fact says they give."""

    name: str
    relation: SupporterRelation
    birth_on: date
    income_fen: int
    persons: int
    supported: int = 1
    children: int = 1
    document: SupportDocument = SupportDocument.NONE
    document_fen: int = 0
    paid_fen: int = 0
    statement: str = ""


@transaction.atomic
def record_supporter(
    *, person: Person, facts: SupporterFacts, from_on: date, by: Actor, on: date
) -> Supporter:
    """法定义务人 of a member; the same name again takes the place of the earlier row from its day."""
    _end(Supporter.objects.filter(person=person, name=facts.name), from_on)
    row = Supporter.objects.create(
        person=person,
        name=facts.name,
        relation=facts.relation.name,
        birth_on=facts.birth_on,
        income_fen=facts.income_fen,
        persons=facts.persons,
        supported=facts.supported,
        children=facts.children,
        document=facts.document.name,
        document_fen=facts.document_fen,
        paid_fen=facts.paid_fen,
        statement=facts.statement,
        from_on=from_on,
        recorded_at=by.at,
    )
    known = {"person": person.pk, "relation": facts.relation.name, "document": facts.document.name}
    _note("supporter:recorded", row, known, by, on)
    return row


# ---------------------------------------------------------------------------------------------- property
@transaction.atomic
def judge_asset(
    *,
    asset: Asset,
    standing: AssetStanding,
    ground: AssetGround,
    statement: str,
    by: Actor,
    on: date,
    from_on: date | None = None,
) -> Asset:
    """一项财产的认定 from a day on (from when it was found unless said otherwise), with ground and reason."""
    start = from_on or asset.from_on
    statement = _stated(statement, "财产认定")
    judged = asset
    if start > asset.from_on:
        judged = Asset.objects.get(pk=asset.pk)
        judged.pk = None
        judged.from_on = start
        asset.to_on = start
        asset.save(update_fields=["to_on"])
    judged.standing, judged.ground, judged.statement = standing.name, ground, statement
    judged.save()
    facts = {"standing": standing.name, "ground": ground, "from": start.isoformat()}
    _note("asset:judged", judged, facts, by, on)
    return judged


@transaction.atomic
def judge_property(
    *,
    household: Household,
    judgement: AssetJudgement,
    statement: str,
    from_on: date,
    by: Actor,
    on: date,
) -> PropertyJudgement:
    """财产综合认定 of a household: accepted or refused by an officer with the reason (民发〔2022〕83号)."""
    declaration = Declaration.objects.create(
        household=household,
        source=DeclarationSource.REVIEW,
        declared_on=from_on,
        recorded_at=by.at,
    )
    _end(PropertyJudgement.objects.filter(household=household), from_on)
    row = PropertyJudgement.objects.create(
        declaration=declaration,
        household=household,
        judgement=judgement.name,
        statement=_stated(statement, "财产综合认定"),
        from_on=from_on,
    )
    _note("property:judged", row, {"judgement": judgement.name}, by, on)
    return row


# ------------------------------------------------------------------------------------ studies and benefits
@transaction.atomic
def record_study(
    *,
    person: Person,
    level: StudyLevel,
    school: str,
    from_on: date,
    expected_to: date,
    by: Actor,
    on: date,
) -> Study:
    """就读: the student is exempt from income assessment until the studies end.

    Up to the bachelor a student is counted though away; a postgraduate need not be (第七条).
    """
    study = Study.objects.create(
        person=person, level=level, school=school, from_on=from_on, expected_to=expected_to
    )
    record_circumstance(
        person=person,
        kind=Circumstance.STUDENT,
        statement=f"{level.label}在读：{school}",
        from_on=from_on,
        by=by,
        on=on,
    )
    return study


@transaction.atomic
def graduate(*, study: Study, graduated_on: date, area_code: str, by: Actor, on: date) -> Study:
    """毕业: no longer a student; looking for work is exempt for some months (毕业求职月数)."""
    study.graduated_on = graduated_on
    study.save(update_fields=["graduated_on"])
    end_circumstance(
        person=study.person, kind=Circumstance.STUDENT, by=by, on=on, to_on=graduated_on
    )
    months = int(policy.load().value("毕业求职月数", area=area_code, on=graduated_on).value)
    if months:
        record_circumstance(
            person=study.person,
            kind=Circumstance.JOB_SEEKING,
            statement=f"{graduated_on:%Y-%m-%d} 毕业，求职期 {months} 个月",
            from_on=graduated_on,
            to_on=Month.of(graduated_on).plus(months + 1).first_day,
            by=by,
            on=on,
        )
    return study


@transaction.atomic
def record_benefit(
    *,
    person: Person,
    benefit: Benefit,
    monthly_fen: int,
    source: str,
    from_on: date,
    by: Actor,
    on: date,
    to_on: date | None = None,
) -> BenefitHeld:
    """其他待遇 of a person, from a ledger or a matching report."""
    row = BenefitHeld.objects.create(
        person=person,
        benefit=benefit,
        monthly_fen=monthly_fen,
        source=source,
        from_on=from_on,
        to_on=to_on,
        recorded_at=by.at,
    )
    facts = {"person": person.pk, "benefit": benefit, "amount": yuan_text(monthly_fen)}
    _note("benefit:recorded", row, facts, by, on)
    return row


def _note(verb: str, target: models.Model, facts: dict[str, Any], by: Actor, on: date) -> None:
    record(
        tag=f"household_assessment:{verb}",
        target=target,
        by=by,
        on=on,
        area_code=by.area_code,
        facts=facts,
    )
