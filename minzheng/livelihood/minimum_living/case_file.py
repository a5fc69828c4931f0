"""家庭档案: everything the ledgers hold of a family, as one paper that can be filed or handed to auditors."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from minzheng.kernel.casework.models import Case, Clock
from minzheng.kernel.disbursements.enums import LineKind, LineState
from minzheng.kernel.disbursements.queries import LINE_STATES, rows
from minzheng.kernel.enrollments.models import Allowance
from minzheng.kernel.letters.queries import letters_of
from minzheng.kernel.people.models import HouseholdMembership
from minzheng.kernel.printing import Block, Fields, Heading, Paragraph, Sheet, Table
from minzheng.lib.fen import yuan_text
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.models import (
    Asset,
    Condition,
    Expense,
    Income,
    IncomeFinding,
    PersonCircumstance,
    PropertyJudgement,
    Supporter,
)
from minzheng.livelihood.minimum_living.wording import REASONS, authority_names, day_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from minzheng.kernel.casework.models import Decision
    from minzheng.kernel.people.models import Household

NONE = "无"


def case_file(case: Case, *, at: datetime, on: date) -> Sheet:
    """The whole file of the family of a case as it stands: everything recorded until `at`."""
    household = case.household
    district, community, _, _ = authority_names(case, on)
    members = list(household.memberships.select_related("person").order_by("joined_on", "id"))
    cases = Case.objects.filter(household=household).select_related("applicant").order_by("id")
    blocks: list[Block] = [
        Fields(
            (
                ("家庭编号", household.number),
                ("户主", household.head.name if household.head else NONE),
                ("社区（村）", community),
                ("建档日期", day_text(household.formed_on)),
                ("打印日期", day_text(on)),
                ("数据截至", f"{timezone.localtime(at):%Y-%m-%d %H:%M}"),
            )
        ),
        *_members(members),
        *_means(household, members),
        *chain.from_iterable(_case(one) for one in cases),
        *_allowances(household),
        *_payments(household, at),
        Paragraph(
            "本档案由系统按台账自动生成，证件号已作脱敏；含个人敏感信息，仅供办理和审计使用，不得外传。"
        ),
    ]
    return Sheet(
        title="最低生活保障家庭档案",
        number=f"家庭编号 {household.number}",
        blocks=tuple(blocks),
        at=at,
        issuer=f"{district}民政局",
        dated=on,
        is_compact=True,
    )


def _table(
    title: str, head: Iterable[str], rows_: Iterable[Iterable[str]], *widths: int
) -> list[Block]:
    """A headed table; without rows a line that says so, because an empty place may be a lost page."""
    filled = tuple(tuple(row) for row in rows_)
    body: Block = Table(tuple(head), filled, widths) if filled else Paragraph(NONE + "。")
    return [Heading(title), body]


def _span(start: date, end: date | None) -> str:
    return f"{start}至{end}" if end else f"{start}起"


def _members(members: list[HouseholdMembership]) -> list[Block]:
    return _table(
        "一、家庭成员",
        ("姓名", "与户主关系", "性别", "证件号", "在户期间", "备注"),
        (
            (
                m.person.name,
                m.get_relation_display(),
                m.person.get_gender_display(),
                m.person.id_masked,
                _span(m.joined_on, m.left_on),
                m.get_left_reason_display() if m.left_reason else "",
            )
            for m in members
        ),
        3, 3, 2, 5, 6, 2,
    )  # fmt: skip


def _means(household: Household, members: list[HouseholdMembership]) -> list[Block]:
    persons = [m.person_id for m in members]

    def dated(found: QuerySet[Any]) -> QuerySet[Any]:
        return found.filter(person__in=persons).select_related("person").order_by("from_on", "id")

    lines: list[tuple[str, str, str, str]] = []
    lines += [
        (r.person.name, "个人状况", _condition(r), _span(r.from_on, r.to_on))
        for r in dated(Condition.objects.all())
    ]
    for model, what in ((Income, "收入"), (Expense, "刚性支出"), (IncomeFinding, "收入认定")):
        lines += [
            (
                r.person.name,
                what,
                f"{r.get_kind_display()} 每月{yuan_text(r.amount_fen)}元",
                _span(r.from_on, r.to_on),
            )
            for r in dated(model.objects.all())
        ]
    lines += [
        (r.person.name, "情形", f"{r.get_kind_display()}：{r.statement}", _span(r.from_on, r.to_on))
        for r in dated(PersonCircumstance.objects.all())
    ]
    lines += [
        (
            r.person.name,
            "法定义务人",
            f"{r.name}（{r.get_relation_display()}）家庭{r.persons}人，月收入{yuan_text(r.income_fen)}元",
            _span(r.from_on, r.to_on),
        )
        for r in dated(Supporter.objects.all())
    ]
    lines += [
        ("全户", "财产", _asset(r), _span(r.from_on, r.to_on))
        for r in Asset.objects.filter(household=household).order_by("from_on", "id")
    ]
    lines += [
        (
            "全户",
            "财产认定",
            f"{r.get_judgement_display()}{'：' if r.statement else ''}{r.statement}",
            _span(r.from_on, r.to_on),
        )
        for r in PropertyJudgement.objects.filter(household=household).order_by("from_on", "id")
    ]
    return _table("二、家庭经济状况", ("成员", "项目", "内容", "期间"), lines, 2, 2, 7, 4)


def _condition(row: Condition) -> str:
    said = [row.get_work_ability_display(), row.get_occupation_display()]
    if row.disability_class:
        said.append(f"残疾{row.disability_class}级")
    return "，".join([*said, "重病"] if row.is_severely_ill else said)


def _asset(row: Asset) -> str:
    kind = str(row.get_kind_display())
    return f"{kind} {row.count}处（辆）" if row.count else f"{kind} {yuan_text(row.amount_fen)}元"


def _case(case: Case) -> Iterator[Block]:
    flow = case.flow
    yield Heading(f"办件 {case.number}　{flow.label}")
    yield Fields(
        (
            ("申请人", case.applicant.name),
            ("渠道", case.get_channel_display()),
            ("提出", day_text(case.opened_on)),
            ("受理", day_text(case.accepted_on) or NONE),
            ("办结", day_text(case.closed_on) or "在办"),
            ("结果", case.status_label),
        )
    )
    yield Table(
        ("日期", "步骤", "经办人", "意见"),
        tuple(
            (
                str(step.taken_on),
                flow.by_action[step.action].label if step.action in flow.by_action else "登记",
                step.actor_name,
                step.note,
            )
            for step in case.steps.order_by("version")
        ),
        (3, 4, 4, 7),
    )
    yield from _details(case)
    for decision in case.decisions.order_by("id"):
        yield from _decision(decision)


def _details(case: Case) -> Iterator[Block]:
    """What was done besides the steps: one line each, in the order of days."""
    lines = sorted(chain(_clocks(case), _field_work(case), _public(case), _papers(case)))
    if lines:
        yield Table(("日期", "事项", "内容"), tuple(lines), (3, 4, 11))


def _clocks(case: Case) -> Iterator[tuple[str, str, str]]:
    for clock in Clock.objects.filter(case=case).prefetch_related("events"):
        label = case.flow.by_clock[clock.code].label
        done = f"，{clock.stopped_on}办结" if clock.stopped_on else ""
        unit = clock.get_unit_display()
        yield (
            str(clock.started_on),
            f"时限：{label}",
            f"{clock.limit_days}{unit}，{clock.due_on}到期{done}",
        )
        for event in clock.events.all():
            what = f"{event.get_kind_display()}：{event.reason}"
            yield str(event.happened_on), f"时限：{label}", what


def _field_work(case: Case) -> Iterator[tuple[str, str, str]]:
    for relative in case.near_relatives.all():
        who = f"{relative.post}{relative.staff_name}，{relative.get_kinship_display()}"
        yield str(relative.registered_on), "近亲属备案", who
    for visit in case.visits.all():
        said = "；".join(filter(None, (visit.housing, visit.living, visit.health, visit.findings)))
        reason = f"（{visit.emergency_reason}）" if visit.emergency_reason else ""
        yield (
            str(visit.visited_on),
            f"{visit.get_level_display()}{visit.get_method_display()}调查{reason}",
            f"调查人{'、'.join(visit.investigators)}；在场{visit.persons_met}；{said}",
        )
    for talk in case.interviews.all():
        yield str(talk.interviewed_on), "邻里访问", f"{talk.interviewee}：{talk.content}"
    for appraisal in case.appraisals.prefetch_related("votes"):
        votes = "、".join(f"{v.name}{v.get_vote_display()}" for v in appraisal.votes.all())
        yield (
            str(appraisal.held_on),
            "民主评议",
            f"{appraisal.get_conclusion_display()}；{votes}；{appraisal.summary}",
        )


def _public(case: Case) -> Iterator[tuple[str, str, str]]:
    for notice in case.notices.all():
        shown = f"{notice.applicant_name}，{notice.persons}人，{yuan_text(notice.amount_fen)}元"
        what = f"{shown}，至{notice.ends_on}，{notice.get_outcome_display()}"
        yield str(notice.posted_on), "公示", what
    for objection in case.objections.all():
        answer = f"；{objection.answered_on}答复：{objection.answer}" if objection.answer else ""
        yield (
            str(objection.received_on),
            "匿名异议" if objection.is_anonymous else f"{objection.objector_name}实名异议",
            f"{objection.content}；{objection.get_handling_display()}{answer}",
        )


def _papers(case: Case) -> Iterator[tuple[str, str, str]]:
    correction = getattr(case, "correction", None)
    if correction is not None:
        names = "、".join(item.name for item in correction.items.all())
        done = f"，{correction.supplied_on}补齐" if correction.supplied_on else ""
        yield str(correction.requested_on), "补正告知", f"{names}；{correction.due_on}前{done}"
    for letter in letters_of(case):
        delivery = getattr(letter, "delivery", None)
        sent = (
            f"；{delivery.delivered_on}{delivery.get_method_display()}，{delivery.receiver}签收"
            if delivery
            else ""
        )
        sm3 = f"SM3 {letter.sm3[:16]}"
        yield str(letter.issued_on), letter.title, f"{letter.number}，{sm3}{sent}"


def _decision(decision: Decision) -> Iterator[Block]:
    reason = REASONS.get(decision.reason, decision.reason)
    words = [
        f"{day_text(decision.decided_on)}，{decision.actor_name}决定：{decision.get_kind_display()}",
        f"月保障金{yuan_text(decision.amount_fen)}元" if decision.amount_fen else "",
        f"自{decision.from_month:%Y-%m}起" if decision.from_month else "",
        reason,
        decision.statement,
        f"依据{decision.basis}",
    ]
    yield Paragraph("；".join(filter(None, words)) + "。")
    lines = tuple(
        (line["who"] or "全户", line["label"], line["text"], line["formula"])
        for line in decision.reckoning.get("lines", ())
        if line["value"] not in (0, "0")
    )
    if lines:
        yield Table(("对象", "测算项目", "结果", "怎样得来"), lines, (2, 4, 3, 9))
    parameters = tuple(
        (p["name"] + (f"（{p['band']}）" if p["band"] else ""), p["text"], p["source"])
        for p in decision.reckoning.get("parameters", ())
    )
    if parameters:
        yield Table(("参数", "值", "依据"), parameters, (5, 3, 9))


def _allowances(household: Household) -> list[Block]:
    found = Allowance.objects.filter(enrollment__household=household).order_by("from_month", "id")
    return _table(
        "三、保障金",
        ("起始月", "类型", "类别", "人数", "补差", "分类施保", "月保障金", "原因"),
        (
            (
                f"{row.from_month:%Y-%m}",
                row.get_kind_display(),
                row.get_category_display(),
                str(row.persons),
                yuan_text(row.base_fen),
                yuan_text(row.uplift_fen),
                yuan_text(row.amount_fen),
                REASONS.get(row.reason, row.reason),
            )
            for row in found
        ),
    )


def _payments(household: Household, at: datetime) -> list[Block]:
    found = rows(
        f"{LINE_STATES} WHERE line.household_id = %(household)s ORDER BY line.for_month, line.id",
        {"household": household.pk, "as_of": at},
    )
    return _table(
        "四、发放",
        ("所属月", "种类", "金额", "状态", "明细号"),
        (
            (
                str(Month.of(for_month)),
                LineKind(kind).label,
                yuan_text(fen),
                LineState(state).label,
                str(line),
            )
            for line, _run, _household, kind, for_month, fen, state in found
        ),
    )
