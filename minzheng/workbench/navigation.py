"""The side navigation: only what the actor's posts open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import posts_of
from minzheng.kernel.access.roles import allows

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the navigation."""

    label: str
    url: str
    is_here: bool


# Label, name of the page it opens, first part of the addresses it stands for, permission.
_ENTRIES = (
    ("首页", "home", "", Permission.HOME_VIEW),
    ("绩效自评", "reports", "report", Permission.REPORT_VIEW),
    ("指标", "figures-latest", "figures", Permission.FIGURE_VIEW),
    ("家庭", "households", "households", Permission.HOUSEHOLD_VIEW),
    ("办件", "cases", "cases", Permission.HOUSEHOLD_VIEW),
    ("资金发放", "runs", "runs", Permission.RUN_VIEW),
    ("政策参数", "policies", "policy", Permission.POLICY_VIEW),
    ("后台任务", "jobs", "jobs", Permission.JOB_VIEW),
    ("留痕", "events", "audit", Permission.AUDIT_VIEW),
)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor; a visitor gets no navigation."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    roles = [post.role for post in posts_of(user, timezone.localtime().date())]
    here = request.path.strip("/").split("/")[0]
    return {
        "navigation": [
            Item(label, reverse(name), here == first)
            for label, name, first, permission in _ENTRIES
            if any(allows(role, permission) for role in roles)
        ]
    }
