"""Where the synthetic families live: the real communities and villages of the district, with invented weights."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from minzheng.kernel.areas import __file__ as areas_package

DISTRICT = "430105000000"
# Streets whose communities were villages until recently: a share of their families still count as rural.
FORMERLY_RURAL = ("捞刀河街道", "沙坪街道", "秀峰街道", "青竹湖街道")


@dataclass(frozen=True, slots=True)
class Place:
    """A community (社区) or village (村) and the subdistrict (街道) it belongs to."""

    area_code: str
    name: str
    subdistrict: str
    subdistrict_code: str
    is_village: bool


@dataclass(frozen=True, slots=True)
class Territory:
    """Places with the weights by which urban and rural families are spread over them."""

    places: tuple[Place, ...]
    urban_weights: tuple[float, ...]
    rural_weights: tuple[float, ...]

    def place(self, chance: Random, *, rural: bool) -> Place:
        """One place for one family."""
        weights = self.rural_weights if rural else self.urban_weights
        return chance.choices(self.places, weights)[0]


def load(chance: Random, *, on: date, district: str = DISTRICT) -> Territory:
    """The places in force on a day, from the data file of `kernel.areas`."""
    file = Path(areas_package).parent / "data" / f"areas_{district[:6]}.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if _in_force(row, on)]
    subdistricts = {row["code"]: row["name"] for row in rows if row["level"] == "township"}
    places = tuple(
        Place(
            area_code=row["code"],
            name=row["name"],
            subdistrict=subdistricts[row["parent_code"]],
            subdistrict_code=row["parent_code"],
            is_village=row["kind"] == "村",
        )
        for row in rows
        if row["level"] == "village"
    )
    # How poor a place is differs a lot; the gamma draw gives a few places with long lists.
    poverty = [0.2 + chance.gammavariate(2.0, 0.5) for _ in places]
    pairs = list(zip(places, poverty, strict=True))
    return Territory(
        places=places,
        urban_weights=tuple(weight * (0.08 if p.is_village else 1.0) for p, weight in pairs),
        rural_weights=tuple(weight * _rural(p) for p, weight in pairs),
    )


def _rural(place: Place) -> float:
    if place.is_village:
        return 1.0
    return 0.06 if place.subdistrict in FORMERLY_RURAL else 0.0


def _in_force(row: dict[str, str], on: date) -> bool:
    start, end = row["valid_from"], row["valid_to"]
    return (not start or start <= on.isoformat()) and (not end or on.isoformat() < end)
