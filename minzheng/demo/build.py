"""Builds the whole demo, stage by stage, and knows whether it is there already."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from minzheng.demo import opening, year
from minzheng.demo.officers import IN_OFFICE_SINCE, moment, system
from minzheng.demo.population import build as build_population
from minzheng.demo.reckoner import Story, tell
from minzheng.demo.targets import Targets
from minzheng.demo.territory import DISTRICT
from minzheng.kernel.audit.models import Event
from minzheng.kernel.audit.operations import record
from minzheng.kernel.people.models import Household
from minzheng.lib.crypto import sm3

YEAR = 2022
STARTED, FINISHED = "demo:year:started", "demo:year:played"
ROOT = Path(__file__).resolve().parents[2]
# What the outcome depends on besides seed and targets: the script, the rules, the parameters, the tables.
SOURCES = (
    "minzheng/demo/**/*.py",
    "minzheng/demo/**/*.csv",
    "minzheng/livelihood/*/*.py",
    "minzheng/**/migrations/*.py",
    "policies/*.yaml",
)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What makes one demo differ from another."""

    seed: int
    urban_fen: int | None
    rural_fen: int | None
    version: str


def recipe(seed: int, targets: Targets) -> Recipe:
    """The recipe for a seed and targets with the present code."""
    files = sorted({file for pattern in SOURCES for file in ROOT.glob(pattern)})
    version = sm3(b"".join(sm3(file.read_bytes()) for file in files)).hex()[:16]
    return Recipe(seed, targets.urban_fen, targets.rural_fen, version)


class State:
    """What the database holds."""

    EMPTY = "EMPTY"
    READY = "READY"
    OTHER_DEMO = "OTHER_DEMO"
    REAL_DATA = "REAL_DATA"


def state(wanted: Recipe) -> str:
    """Whether the wanted demo is there, another (or half of one), real data, or nothing."""
    if Event.objects.filter(tag=FINISHED, facts=asdict(wanted)).exists():
        return State.READY
    imported = Event.objects.filter(tag="exchange:roster:imported")
    brought_by_officers = imported.exclude(target_id=opening.ROSTER_NAME).exists()
    if Event.objects.filter(tag=STARTED).exists() and not brought_by_officers:
        return State.OTHER_DEMO
    untouched = not Household.objects.exists() and not Event.objects.exists()
    return State.EMPTY if untouched else State.REAL_DATA


def imagine(seed: int, targets: Targets) -> Story:
    """Population, script and calibrated incomes; touches no database. Raises OutOfReach."""
    return tell(build_population(seed), targets, year=YEAR)


def build(story: Story, made_by: Recipe, *, folder: Path, progress: Progress) -> None:
    """Everything from an empty database to the last payment of the year."""
    _mark(STARTED, made_by, IN_OFFICE_SINCE)
    progress("区划、人员与资金", 0, 1)
    stage = opening.furnish(story)
    progress("区划、人员与资金", 1, 1)
    progress("花名册", 0, 2)
    roster = opening.write_roster(story, folder)
    progress("花名册", 1, 2)
    opening.bring_in(roster, stage)
    progress("花名册", 2, 2)
    year.play(story, stage, year=YEAR, progress=progress)
    year.compare(story, as_of=moment(date(YEAR + 1, 1, 1)))
    _mark(FINISHED, made_by, date(YEAR, 12, 31))


def _mark(tag: str, made_by: Recipe, on: date) -> None:
    record(
        tag=tag,
        target=("demo.year", str(YEAR)),
        by=system(moment(on)),
        on=on,
        area_code=DISTRICT,
        facts=asdict(made_by),
    )
