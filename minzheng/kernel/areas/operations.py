"""Entering and changing the territory."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.areas.enums import ChangeKind, Kind, Level
from minzheng.kernel.areas.models import Area, AreaChange
from minzheng.kernel.audit.operations import record

if TYPE_CHECKING:
    from minzheng.kernel.audit.actor import Actor

DATA = Path(__file__).parent / "data"
KINDS = {"区": Kind.DISTRICT, "街道": Kind.SUBDISTRICT, "社区": Kind.COMMUNITY, "村": Kind.VILLAGE}
LEVELS = {"county": Level.DISTRICT, "township": Level.SUBDISTRICT, "village": Level.COMMUNITY}


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _end(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@transaction.atomic
def load_district(*, code: str, by: Actor, on: date) -> int:
    """Enter the shipped editions of one district; entering them again changes nothing.

    Returns the number of areas entered. Raises FileNotFoundError with a sentence when no edition
    of that district is shipped.
    """
    short = code[:6]
    if not (DATA / f"areas_{short}.csv").exists():
        raise FileNotFoundError(
            f"没有区划 {code} 的数据文件，请在 kernel/areas/data 放入 areas_{short}.csv。"
        )
    areas = [
        Area(
            code=row["code"],
            name=row["name"],
            official_name=row["official_name"],
            level=LEVELS[row["level"]],
            kind=KINDS[row["kind"]],
            parent_code=row["parent_code"],
            valid_from=date.fromisoformat(row["valid_from"]),
            valid_to=_end(row["valid_to"]),
            source=row["source"],
        )
        for row in _rows(f"areas_{short}.csv")
    ]
    changes = [
        AreaChange(
            kind=ChangeKind(row["kind"]),
            source_code=row["source_code"],
            result_code=row["result_code"],
            approved_on=date.fromisoformat(row["approved_on"]),
            effective_on=date.fromisoformat(row["effective_on"]),
            document=row["document"],
            note=row["note"],
        )
        for row in _rows(f"changes_{short}.csv")
    ]
    before = Area.objects.count()
    Area.objects.bulk_create(areas, ignore_conflicts=True)
    AreaChange.objects.bulk_create(changes, ignore_conflicts=True)
    entered = Area.objects.count() - before
    if entered:
        record(
            tag="areas:district:loaded",
            target=("areas.district", code),
            by=by,
            on=on,
            area_code=code,
            facts={"areas": entered},
        )
    return entered
