"""Importing a roster (households that can be taken over are, the others come back) and giving one out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.exchange.rosters.outgoing import Workbook, write
from minzheng.exchange.rosters.preview import Preview, examine
from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check
from minzheng.kernel.audit.operations import record
from minzheng.lib.crypto import sm3
from minzheng.livelihood.minimum_living.operations import take_over_households, update_households

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.lib.months import Month


@transaction.atomic
def import_roster(
    *, content: bytes, source: str, from_month: Month, by: Actor, on: date
) -> Preview:
    """Take over what is valid in a workbook; `from_month` is the first month this system pays.

    The same file again changes nothing. Raises NotPermitted, UnreadableRoster, ParameterUnset; what is
    wrong with single households stands in the preview that comes back.
    """
    check(by, Permission.ROSTER_IMPORT, by.area_code)
    preview = examine(content, area_code=by.area_code, from_month=from_month, on=on)
    if preview.new:
        take_over_households(
            households=preview.new, from_month=from_month, source=source, by=by, on=on
        )
    if preview.changed:
        update_households(
            households=preview.changed, from_month=from_month, source=source, by=by, on=on
        )
    if preview.new or preview.changed:
        record(
            tag="exchange:roster:imported",
            target=("exchange.roster", source[:60]),
            by=by,
            on=on,
            area_code=by.area_code,
            facts={
                "new": len(preview.new),
                "changed": len(preview.changed),
                "same": len(preview.same),
                "refused": preview.refused,
            },
        )
    return preview


@transaction.atomic
def export_roster(
    *, month: Month, area: str, purpose: str, full: bool, by: Actor, on: date
) -> Workbook:
    """The roll of a month as a workbook. What it is for is written down with its SM3.

    Identity and account numbers are masked; `full` needs a right of its own. Raises NotPermitted,
    ValueError when no purpose is stated.
    """
    check(by, Permission.ROSTER_EXPORT, area)
    if full:
        check(by, Permission.ROSTER_EXPORT_FULL, area)
    if not purpose.strip():
        raise ValueError("请写明导出花名册的用途，用途会与文件一起留痕。")
    workbook = write(month=month, area=area, full=full)
    record(
        tag="exchange:roster:exported",
        target=("exchange.roster", str(month)),
        by=by,
        on=on,
        area_code=area,
        facts={
            "purpose": purpose.strip(),
            "full": full,
            "households": workbook.households,
            "persons": workbook.persons,
            "sm3": sm3(workbook.content).hex(),
        },
    )
    return workbook
