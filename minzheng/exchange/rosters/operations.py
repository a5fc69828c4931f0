"""Importing a roster: households that can be taken over are, the others come back with their reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.exchange.rosters.preview import Preview, examine
from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check
from minzheng.kernel.audit.operations import record
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
