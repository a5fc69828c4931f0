"""How an application and a change move: two tables that the server obeys and the page draws.

Law: 民发〔2021〕57号 第九条至第二十四条（申请、受理、调查、初审、公示、确认），第三十条至第三十二条（变更）。
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minzheng.kernel import policy
from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.roles import ROLES
from minzheng.kernel.areas.enums import Level
from minzheng.kernel.casework.enums import ClockUnit
from minzheng.kernel.casework.matters import ClockRule, Matter, Step, register

if TYPE_CHECKING:
    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case

APPLICATION = "MINIMUM_LIVING_APPLICATION"
CHANGE = "MINIMUM_LIVING_CHANGE"

NOTICE_DAYS = "低保公示天数"
REFUSAL_NOTICE = "REFUSAL_NOTICE"
CONFIRMING = "低保确认机关"
SUBDISTRICT_CONFIRMS = "街道办事处"


def _on(*statuses: str) -> frozenset[str]:
    return frozenset(statuses)


def is_delegated(case: Case) -> bool:
    """委托确认: whether the subdistrict decides, by the parameter on the day the case was accepted."""
    day = case.accepted_on or case.opened_on
    return policy.load().value(CONFIRMING, area=case.area_code, on=day).text == SUBDISTRICT_CONFIRMS


def _total_band(case: Case) -> str:
    return "委托街道确认" if is_delegated(case) else "一般"


def _decided_elsewhere(case: Case, step: Step, by: Actor) -> str:
    """Exactly one authority decides: the bureau, or the subdistrict where it was delegated."""
    if step.permission != Permission.CASE_DECIDE:
        return ""
    in_subdistrict = ROLES[by.role].level == Level.SUBDISTRICT
    if is_delegated(case) and not in_subdistrict:
        return f"办件 {case.number} 由受委托的街道办事处确认，请街道分管领导作出决定。"
    if in_subdistrict and not is_delegated(case):
        return f"办件 {case.number} 由区民政局确认，本街道未受委托，请报区局决定。"
    return ""


_BEFORE_DECISION = (
    "SUBMITTED",
    "CORRECTING",
    "ACCEPTED",
    "INVESTIGATING",
    "PROPOSED",
    "ON_NOTICE",
    "OBJECTED",
    "TO_CONFIRM",
)

APPLICATION_MATTER = Matter(
    code=APPLICATION,
    label="最低生活保障申请",
    prefix="DB",
    basis="最低生活保障审核确认办法（民发〔2021〕57号）",
    statuses={
        "SUBMITTED": "已提交",
        "CORRECTING": "待补正",
        "ACCEPTED": "已受理",
        "INVESTIGATING": "调查核对",
        "PROPOSED": "已出初审意见",
        "ON_NOTICE": "公示中",
        "OBJECTED": "有异议复查",
        "TO_CONFIRM": "待确认",
        "GRANTED": "已确认",
        "REFUSED": "不予确认",
        "WITHDRAWN": "已撤回",
        "TERMINATED": "已终止",
    },
    initial="SUBMITTED",
    final=_on("GRANTED", "REFUSED", "WITHDRAWN", "TERMINATED"),
    opening=Permission.CASE_APPLY,
    guard=_decided_elsewhere,
    clocks=(
        ClockRule(
            "TOTAL", "审核确认", ClockUnit.WORKING_DAYS, "低保办理总时限", band_of=_total_band
        ),
        ClockRule("START", "启动调查", ClockUnit.WORKING_DAYS, "低保启动调查时限"),
        ClockRule("MATCHING", "启动信息核对", ClockUnit.WORKING_DAYS, "低保启动核对时限"),
        ClockRule("NOTICE", "公示", ClockUnit.CALENDAR_DAYS, NOTICE_DAYS, is_minimum=True),
        ClockRule(
            REFUSAL_NOTICE, "送达不予确认告知书", ClockUnit.WORKING_DAYS, "低保不予确认告知时限"
        ),
        ClockRule("CONFIRM", "作出决定", ClockUnit.WORKING_DAYS, "低保确认时限"),
    ),
    steps=(
        Step(
            "request_correction",
            "一次性告知补正",
            _on("SUBMITTED"),
            "CORRECTING",
            Permission.CASE_ACCEPT,
        ),
        Step("resubmit", "补正后提交", _on("CORRECTING"), "SUBMITTED", Permission.CASE_APPLY),
        Step(
            "accept",
            "受理",
            _on("SUBMITTED"),
            "ACCEPTED",
            Permission.CASE_ACCEPT,
            starts=("TOTAL", "START"),
        ),
        Step(
            "investigate",
            "启动调查核对",
            _on("ACCEPTED", "OBJECTED"),
            "INVESTIGATING",
            Permission.CASE_INVESTIGATE,
            starts=("MATCHING",),
            stops=("START",),
        ),
        # 第十七条: 区级民政部门收到请求后三个工作日内启动核对；办件状态不变。
        Step(
            "start_matching",
            "启动信息核对",
            _on("INVESTIGATING"),
            "INVESTIGATING",
            Permission.MATCHING_START,
            stops=("MATCHING",),
        ),
        Step("propose", "提出初审意见", _on("INVESTIGATING"), "PROPOSED", Permission.CASE_REVIEW),
        Step(
            "post_notice",
            "张榜公示",
            _on("PROPOSED"),
            "ON_NOTICE",
            Permission.CASE_REVIEW,
            starts=("NOTICE",),
        ),
        Step(
            "object",
            "登记异议",
            _on("ON_NOTICE"),
            "OBJECTED",
            Permission.CASE_REVIEW,
            stops=("NOTICE",),
        ),
        Step("appraise", "民主评议", _on("OBJECTED"), "INVESTIGATING", Permission.CASE_REVIEW),
        Step(
            "forward",
            "报请确认",
            _on("ON_NOTICE"),
            "TO_CONFIRM",
            Permission.CASE_REVIEW,
            starts=("CONFIRM",),
            stops=("NOTICE",),
        ),
        # 初审认为不符合条件的，不经公示直接报确认机关作出不予确认决定。
        Step(
            "forward_refusal",
            "报请不予确认",
            _on("PROPOSED"),
            "TO_CONFIRM",
            Permission.CASE_REVIEW,
            starts=("CONFIRM",),
        ),
        Step("grant", "确认", _on("TO_CONFIRM"), "GRANTED", Permission.CASE_DECIDE),
        Step(
            "refuse",
            "不予确认",
            _on("TO_CONFIRM"),
            "REFUSED",
            Permission.CASE_DECIDE,
            starts=(REFUSAL_NOTICE,),
        ),
        Step("withdraw", "申请人撤回", _on(*_BEFORE_DECISION), "WITHDRAWN", Permission.CASE_ACCEPT),
        # 第二十九条: 拒不配合调查的，可以终止程序；补正期满仍未补正的，程序同样终止。
        Step(
            "terminate",
            "拒不配合，终止程序",
            _on("ACCEPTED", "INVESTIGATING", "PROPOSED", "OBJECTED", "TO_CONFIRM"),
            "TERMINATED",
            Permission.CASE_INVESTIGATE,
        ),
        Step(
            "lapse", "逾期未补正，终止程序", _on("CORRECTING"), "TERMINATED", Permission.CASE_ACCEPT
        ),
    ),
)

CHANGE_MATTER = Matter(
    code=CHANGE,
    label="最低生活保障变更",
    prefix="DBB",
    basis="最低生活保障审核确认办法（民发〔2021〕57号）第三十条至第三十二条",
    statuses={
        "REPORTED": "已报告",
        "REVIEWED": "已核查",
        "DECIDED": "已决定",
        "WITHDRAWN": "已撤回",
    },
    initial="REPORTED",
    final=_on("DECIDED", "WITHDRAWN"),
    opening=Permission.CASE_ACCEPT,
    guard=_decided_elsewhere,
    steps=(
        Step("review", "核查", _on("REPORTED"), "REVIEWED", Permission.CASE_INVESTIGATE),
        Step("decide", "作出决定", _on("REVIEWED"), "DECIDED", Permission.CASE_DECIDE),
        Step("withdraw", "撤回", _on("REPORTED", "REVIEWED"), "WITHDRAWN", Permission.CASE_ACCEPT),
    ),
)


def declare() -> None:
    """Called when the app starts."""
    register(APPLICATION_MATTER, CHANGE_MATTER)
