"""`minzheng demo`: builds only where nothing real can be lost, and does nothing twice."""

import argparse
from datetime import date

import pytest
from rich.console import Console

from minzheng.config import upkeep
from minzheng.config.commands import demo
from minzheng.demo import build, targets
from minzheng.demo.officers import moment, system
from minzheng.kernel.areas import operations as areas
from minzheng.kernel.areas.models import Area
from minzheng.kernel.audit.models import Event
from minzheng.kernel.audit.operations import record

WANTED = targets.Targets(urban_fen=58_753, rural_fen=51_793)
DAY = date(2022, 1, 4)


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    demo.arguments(parser)
    return parser.parse_args(list(words))


def finished() -> None:
    by = system(moment(DAY))
    for tag in (build.STARTED, build.FINISHED):
        facts = vars_of(build.recipe(demo.DEFAULT_SEED, WANTED))
        record(tag=tag, target=("demo.year", "2022"), by=by, on=DAY, facts=facts)


def vars_of(recipe: build.Recipe) -> dict[str, object]:
    return {name: getattr(recipe, name) for name in recipe.__dataclass_fields__}


def test_the_stable_arguments_are_there():
    told = options("--no-serve", "--seed", "7", "--targets", "figures.csv")
    assert (told.no_serve, told.seed, told.targets.name) == (True, 7, "figures.csv")


@pytest.mark.django_db
def test_data_that_the_demo_did_not_make_is_left_alone(tmp_path):
    areas.load_district(code="430105000000", by=system(moment(DAY)), on=DAY)
    with pytest.raises(demo.NotOurs, match="演示不会动它"):
        demo._prepare(demo.DEFAULT_SEED, WANTED, tmp_path, Console(quiet=True))


@pytest.mark.django_db
def test_a_finished_demo_of_the_same_recipe_is_not_built_again(tmp_path):
    finished()
    assert demo._prepare(demo.DEFAULT_SEED, WANTED, tmp_path, Console(quiet=True)) is False


@pytest.mark.django_db
def test_another_seed_or_target_is_another_demo():
    finished()
    assert build.state(build.recipe(demo.DEFAULT_SEED, WANTED)) == build.State.READY
    assert build.state(build.recipe(8, WANTED)) == build.State.OTHER_DEMO
    other = targets.Targets(urban_fen=60_000, rural_fen=51_793)
    assert build.state(build.recipe(demo.DEFAULT_SEED, other)) == build.State.OTHER_DEMO


@pytest.mark.slow
def test_wiping_leaves_empty_tables_that_work(fresh_database):
    areas.load_district(code="430105000000", by=system(moment(DAY)), on=DAY)
    upkeep.wipe()
    assert not Area.objects.exists()
    assert not Event.objects.exists()
    areas.load_district(code="430105000000", by=system(moment(DAY)), on=DAY)
    assert Event.objects.count() == 1
