"""Reading the territory of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minzheng.kernel.areas.models import Area, AreaChange, scope_prefix

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

__all__ = ["contains", "full_names", "in_force", "lineage", "scope_prefix"]


def in_force(on: date, *, under: str) -> QuerySet[Area]:
    """Areas that exist on a day inside `under`."""
    return Area.objects.in_force_on(on).under(under)


def contains(scope_code: str, code: str) -> bool:
    """Whether `code` lies in the area `scope_code` (an empty code lies nowhere)."""
    return bool(code) and code.startswith(scope_prefix(scope_code))


def full_names(on: date, *, under: str) -> dict[str, str]:
    """{community or subdistrict code: 街道 + 社区}: a bare community name is never unambiguous."""
    rows = {a.code: a for a in in_force(on, under=under)}
    return {
        code: (rows[a.parent_code].name if a.parent_code in rows and a.level == "COMMUNITY" else "")
        + a.name
        for code, a in rows.items()
    }


def lineage(code: str) -> QuerySet[AreaChange]:
    """Every change that made this unit or came out of it."""
    return AreaChange.objects.filter(source_code=code) | AreaChange.objects.filter(result_code=code)
