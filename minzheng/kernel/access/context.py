"""Who is logged in, for the head of every page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from minzheng.kernel.access.queries import posts_of
from minzheng.kernel.access.roles import ROLES
from minzheng.kernel.areas.models import Area

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class House:
    """What the head of a page shows. `title` names the district once somebody is logged in."""

    title: str
    user: str
    post: str
    area: str
    at: datetime


def house(request: HttpRequest) -> dict[str, Any]:
    """Context processor; a visitor gets nothing."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    now = timezone.localtime()
    actor = getattr(request, "actor", None)
    held = actor or next(iter(posts_of(user, now.date())), None)
    area_code = held.area_code if held else ""
    district = f"{area_code[:6]}000000"
    names = dict(
        Area.objects.in_force_on(now.date())
        .filter(code__in={area_code, district})
        .values_list("code", "name")
    )
    role = ROLES.get(held.role) if held else None
    return {
        "house": House(
            title=f"{names.get(district, '')}民政业务平台",
            user=user.name,
            post=role.label if role else "没有岗位",
            area=names.get(area_code, area_code),
            at=now,
        )
    }
