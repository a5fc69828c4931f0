"""What the letters of this program say of a case: words, lists and tables by the names the templates use."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from minzheng.kernel.areas.models import Area
from minzheng.kernel.areas.queries import full_names
from minzheng.kernel.casework.models import Clock, Correction
from minzheng.kernel.enrollments.enums import Category, Program
from minzheng.kernel.enrollments.models import Allowance
from minzheng.kernel.letters.templates import Filling
from minzheng.kernel.people.queries import members_on
from minzheng.kernel.printing import Table
from minzheng.lib.fen import yuan_text
from minzheng.livelihood.investigations.models import HomeVisit
from minzheng.livelihood.minimum_living.enums import (
    ChangeReason,
    ExitReason,
    RefusalReason,
    SuspensionReason,
)
from minzheng.livelihood.minimum_living.models import Classification
from minzheng.livelihood.minimum_living.workflow import is_delegated

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.casework.models import Case, Decision, PublicNotice
    from minzheng.kernel.people.models import Household, HouseholdMembership

REASONS: dict[str, str] = {
    code: str(label)
    for reasons in (ChangeReason, ExitReason, RefusalReason, SuspensionReason)
    for code, label in reasons.choices
}
# Names of the reckoning → names in the templates.
_RECKONED = {
    "家庭人数": "家庭人数",
    "保障人数": "保障人数",
    "家庭月收入": "家庭月收入",
    "人均月收入分": "人均月收入",
    "低保标准": "低保标准",
}
# Blank on a form is room to write in.
BLANK = "　"
ROOM = "　\n　\n　"


def day_text(day: date | None) -> str:
    """2022年5月20日."""
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def month_text(day: date | None) -> str:
    """2022年6月."""
    return f"{day.year}年{day.month}月" if day else ""


def filling(case: Case, decision: Decision | None, on: date) -> Filling:
    """Everything a template may ask of the case on a day."""
    words = _of_case(case, on) | _of_visit(case)
    if decision is not None:
        words |= _of_decision(case, decision)
    members = list(members_on(case.household, on))
    words["成员人数"] = f"{len(members)}人"
    lists: dict[str, list[str]] = {}
    tables = {"调查情况": _findings(case)}
    if members:
        tables |= _members(members)
    notice = case.notices.order_by("id").last()
    if notice is not None:
        last = notice.ends_on - timedelta(days=1)
        words["公示起止"] = f"{day_text(notice.posted_on)}至{day_text(last)}"
        tables["公示内容"] = _shown(notice, words["社区"])
    correction = Correction.objects.filter(case=case).first()
    if correction is not None:
        words["补正期限"] = day_text(correction.due_on)
        lists["补正材料"] = [item.name for item in correction.items.all()]
    return Filling(words, lists, tables)


def _members(members: list[HouseholdMembership]) -> dict[str, Table]:
    listed = tuple(
        (
            m.person.name,
            str(m.get_relation_display()),
            str(m.person.get_gender_display()),
            m.person.id_masked,
        )
        for m in members
    )
    to_sign = tuple((m.person.name, m.person.id_masked, BLANK, BLANK) for m in members)
    return {
        "家庭成员": Table(("姓名", "与户主关系", "性别", "证件号"), listed, (3, 3, 2, 4)),
        "授权签名": Table(("姓名", "证件号", "本人或监护人签名", "日期"), to_sign, (3, 4, 4, 3)),
    }


def _shown(notice: PublicNotice, community: str) -> Table:
    """The same four facts as on the board, and no other."""
    facts = (
        notice.applicant_name,
        f"{notice.persons}人",
        f"{yuan_text(notice.amount_fen)}元",
        community,
    )
    return Table(("申请人", "拟保障人数", "拟月保障金", "社区（村）"), (facts,), (3, 2, 3, 4))


def authority_names(case: Case, on: date) -> tuple[str, str, str, str]:
    """(district, community with its subdistrict, subdistrict office, confirming authority)."""
    district_code, subdistrict_code = case.area_code[:6] + "0" * 6, case.area_code[:9] + "000"
    district = _name(district_code)
    subdistrict = _name(subdistrict_code)
    community = full_names(on, under=district_code).get(case.area_code, case.area_code)
    office = f"{subdistrict}办事处" if subdistrict.endswith("街道") else f"{subdistrict}人民政府"
    confirming = f"{district}{office}" if is_delegated(case) else f"{district}民政局"
    return district, community, f"{district}{office}", confirming


def _name(code: str) -> str:
    return (
        Area.objects.filter(code=code).order_by("valid_from").values_list("name", flat=True).last()
        or code
    )


def _of_case(case: Case, on: date) -> dict[str, str]:
    district, community, office, confirming = authority_names(case, on)
    applicant = case.applicant
    total = Clock.objects.filter(case=case, code="TOTAL").order_by("id").last()
    limit = f"{total.limit_days}个工作日，至{day_text(total.due_on)}" if total else ""
    return {
        "受理编号": case.number,
        "家庭编号": case.household.number,
        "申请人": f"{applicant.name}家属" if applicant.died_on else applicant.name,
        "提出日期": day_text(case.opened_on),
        "受理日期": day_text(case.accepted_on),
        "办理期限": limit,
        "依据": case.flow.basis,
        "区": district,
        "社区": community,
        "办结日期": day_text(case.closed_on),
        "终止理由": _why_terminated(case),
        "街道机关": office,
        "确认机关": confirming,
        "城乡类别": _category(case.household, on),
    }


def _why_terminated(case: Case) -> str:
    step = case.steps.filter(action__in=("terminate", "lapse")).last()
    return step.note if step else ""


def _category(household: Household, on: date) -> str:
    row = Classification.objects.in_force_on(on).filter(household=household).first()
    return str(Category(row.category).label) if row else ""


def _of_visit(case: Case) -> dict[str, str]:
    visit = HomeVisit.objects.filter(case=case).last()
    if visit is None:
        return dict.fromkeys(("调查日期", "调查方式", "调查人", "在场人员"), BLANK)
    method = visit.get_method_display()
    return {
        "调查日期": day_text(visit.visited_on),
        "调查方式": f"{method}（{visit.emergency_reason}）" if visit.emergency_reason else method,
        "调查人": "、".join(visit.investigators),
        "在场人员": visit.persons_met,
    }


def _findings(case: Case) -> Table:
    """What was found, or room to write it down by hand."""
    visit = HomeVisit.objects.filter(case=case).last()
    found = (
        ("住房与用品", visit.housing if visit else ""),
        ("收入支出与就业", visit.living if visit else ""),
        ("健康与劳动能力", visit.health if visit else ""),
        ("调查结果", visit.findings if visit else ""),
    )
    return Table(("项目", "调查情况"), tuple((what, said or ROOM) for what, said in found), (1, 4))


def _of_decision(case: Case, decision: Decision) -> dict[str, str]:
    reckoned = {
        line["name"]: line["text"]
        for line in decision.reckoning.get("lines", ())
        if line["entity"] == "户"
    }
    words = {name: reckoned[key] for key, name in _RECKONED.items() if key in reckoned}
    before = amount_before(decision)
    return words | {
        "决定日期": day_text(decision.decided_on),
        "起始月": month_text(decision.from_month),
        "月保障金": yuan_text(decision.amount_fen),
        "原月保障金": "" if before is None else yuan_text(before),
        "原因": REASONS.get(decision.reason, decision.reason),
        "理由": decision.statement,
        "依据": decision.basis,
    }


def amount_before(decision: Decision) -> int | None:
    """The allowance of the month in which the decision acts, as it was before it; None without one."""
    if decision.from_month is None:
        return None
    row = (
        Allowance.objects.filter(
            enrollment__household=decision.case.household,
            enrollment__program=Program.MINIMUM_LIVING,
            from_month__lte=decision.from_month,
            recorded_at__lte=decision.recorded_at,
        )
        .exclude(decision=decision)
        .order_by("-from_month", "-id")
        .first()
    )
    return row.amount_fen if row else None
