"""纠正原决定: how a refusal or a stop that was set aside (复议、诉讼、自行纠正) is put right."""

from __future__ import annotations

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.casework.matters import Matter, Step, register

REDRESS = "MINIMUM_LIVING_REDRESS"

REDRESS_MATTER = Matter(
    code=REDRESS,
    label="最低生活保障决定纠正",
    prefix="DBJ",
    basis="中华人民共和国行政复议法；最低生活保障审核确认办法（民发〔2021〕57号）第二十一条",
    statuses={"OPENED": "已立案", "DECIDED": "已重新决定", "WITHDRAWN": "已撤销"},
    initial="OPENED",
    final=frozenset({"DECIDED", "WITHDRAWN"}),
    opening=Permission.CASE_DECIDE,
    steps=(
        Step("decide", "重新作出决定", frozenset({"OPENED"}), "DECIDED", Permission.CASE_DECIDE),
        Step("withdraw", "撤销", frozenset({"OPENED"}), "WITHDRAWN", Permission.CASE_DECIDE),
    ),
)


def declare() -> None:
    """Called when the app starts."""
    register(REDRESS_MATTER)
