"""A small district plays its whole year through the real operations."""

from datetime import date

import pytest
from django.db import connection

from minzheng.demo import build, opening, year
from minzheng.demo.officers import moment
from minzheng.demo.population import build as population
from minzheng.demo.reckoner import tell
from minzheng.demo.targets import Targets
from minzheng.exchange.rosters.operations import import_roster
from minzheng.kernel.audit.queries import verify
from minzheng.kernel.casework.models import Case
from minzheng.kernel.disbursements.queries import PAID_ITEMS, open_items, runs
from minzheng.kernel.enrollments.models import Enrollment
from minzheng.lib.fen import half_up

TARGETS = Targets(urban_fen=58_753, rural_fen=51_793)
NEW_YEAR = moment(date(2023, 1, 1))


@pytest.fixture(scope="module")
def story():
    return tell(population(11, share=0.02), TARGETS)


def figures():
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT category, sum(amount_fen)::bigint, count(*) FROM ({PAID_ITEMS}) p GROUP BY 1",
            {"as_of": NEW_YEAR},
        )
        return {category: half_up(fen, persons) for category, fen, persons in cursor.fetchall()}


@pytest.mark.slow
def test_the_published_figures_come_out_of_what_was_paid(fresh_database, story, tmp_path):
    stage = opening.furnish(story)
    roster = opening.write_roster(story, tmp_path)
    opening.bring_in(roster, stage)
    year.play(story, stage, year=2022, progress=lambda *_: None)

    year.compare(story, as_of=NEW_YEAR)
    assert figures() == {"URBAN": 58_753, "RURAL": 51_793}
    assert set(runs().values_list("status", flat=True)) == {"CLOSED"}
    assert runs().filter(sequence=0).count() == 12
    assert not open_items().exists()
    assert verify() == []
    assert Case.objects.filter(status="GRANTED").exists()
    assert Enrollment.objects.exclude(end_reason="").exists()


@pytest.mark.django_db
def test_the_roster_of_the_demo_comes_in_whole_and_a_second_time_changes_nothing(story, tmp_path):
    stage = opening.furnish(story)
    roster = opening.write_roster(story, tmp_path)
    first = opening.bring_in(roster, stage)
    assert (len(first.new), first.refused) == (len(story.opening), 0)
    again = opening.bring_in(roster, stage)
    assert (len(again.new), len(again.changed), len(again.same)) == (0, 0, len(story.opening))


@pytest.mark.django_db
def test_the_state_of_the_database_decides_whether_the_demo_may_build(story, tmp_path):
    wanted = build.recipe(11, TARGETS)
    assert build.state(wanted) == build.State.EMPTY
    stage = opening.furnish(story)
    assert build.state(wanted) == build.State.REAL_DATA
    build.record(
        tag=build.STARTED,
        target=("demo.year", "2022"),
        by=stage.staff.of_bureau("BUREAU_LEADER", NEW_YEAR),
        on=NEW_YEAR.date(),
    )
    assert build.state(wanted) == build.State.OTHER_DEMO


@pytest.mark.django_db
def test_a_roster_that_officers_brought_into_the_demo_protects_it_from_being_wiped(story, tmp_path):
    wanted = build.recipe(11, TARGETS)
    stage = opening.furnish(story)
    by = stage.staff.of_bureau("BUREAU_ASSISTANCE", NEW_YEAR)
    build.record(tag=build.STARTED, target=("demo.year", "2022"), by=by, on=NEW_YEAR.date())
    roster = opening.write_roster(story, tmp_path)
    import_roster(
        content=roster.read_bytes(),
        source="某区花名册.xlsx",
        from_month=opening.FIRST_MONTH,
        by=by,
        on=opening.FIRST_DAY,
    )
    assert build.state(wanted) == build.State.REAL_DATA
