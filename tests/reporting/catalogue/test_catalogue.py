"""The catalogue computes every definition of the house for a year, an area, a moment."""

import datetime as dt

import pytest

from minzheng.kernel.audit import operations as audit
from minzheng.kernel.measures import Claim, Indicator, Relation, Rows, Threshold, Unit, Verdict
from minzheng.reporting.catalogue.queries import Catalogue, UnknownFigure, catalogue
from tests.reporting.actors import officer

pytestmark = pytest.mark.django_db
DISTRICT = "430105000000"
AS_OF = dt.datetime(2023, 1, 15, tzinfo=dt.UTC)


def events(tag: str) -> Relation:
    """Audit events stand in for the records of a module."""
    return Relation(
        f"""SELECT lpad(id::text, 9, '0') AS record_id, NULL::bigint AS person_id, NULL::bigint AS household_id,
        area_code, happened_on, 1::bigint AS quantity, tag AS label FROM audit_event
        WHERE tag = '{tag}' AND happened_on >= %(from_on)s AND happened_on < %(to_on)s
          AND recorded_at <= %(as_of)s AND starts_with(area_code, %(area)s)"""
    )


VISITS = Indicator(
    "home_visits", "入户走访", Unit.TIME, "走访次数", events("test:visit:made"), Rows()
)
ENOUGH = Claim(
    "enough_visits", "走访到位", "不少于示例时限", (Threshold(VISITS, ">=", "线索处置时限"),)
)
CLEAN = Claim(
    "no_complaints", "无投诉", "有走访而无投诉",
    examined=events("test:visit:made"), exceptions=events("test:complaint:made"),
)  # fmt: skip
SAMPLE = Catalogue([VISITS], [ENOUGH, CLEAN])


def happen(tag: str, on: dt.date, area: str = "430105003001") -> None:
    audit.record(tag=tag, target=("test", "1"), by=officer(on), on=on, area_code=area)


@pytest.fixture
def visits():
    for day in range(1, 31):
        happen("test:visit:made", dt.date(2022, 6, day))
    happen("test:visit:made", dt.date(2023, 1, 2))
    happen("test:visit:made", dt.date(2022, 6, 1), area="430102001001")


def test_a_figure_counts_its_year_and_area_and_its_records_agree(visits):
    figure = SAMPLE.figures(2022, as_of=AS_OF, area=DISTRICT)["home_visits"]
    assert (figure.text, figure.area) == ("30次", "430105")
    records = SAMPLE.drill("home_visits", 2022, as_of=AS_OF, area=DISTRICT)
    assert sum(record.quantity for record in records) == figure.value == figure.rows
    paged = list(SAMPLE.drill_all("home_visits", 2022, as_of=AS_OF, area=DISTRICT))
    assert paged == records
    earlier = dt.datetime(2022, 6, 10, 23, tzinfo=dt.UTC)
    assert SAMPLE.figure("home_visits", 2022, as_of=earlier, area=DISTRICT).value == 10


def test_claims_are_held_against_the_policy_of_the_year(visits):
    judged = SAMPLE.judgements(2022, as_of=AS_OF, area=DISTRICT)
    assert judged["enough_visits"].verdict is Verdict.HOLDS
    assert judged["enough_visits"].rests_on_samples
    assert judged["no_complaints"].verdict is Verdict.HOLDS
    assert (
        SAMPLE.judgement("no_complaints", 2021, as_of=AS_OF, area=DISTRICT).verdict
        is Verdict.UNSUPPORTED
    )
    happen("test:complaint:made", dt.date(2022, 7, 1))
    again = SAMPLE.judgement("no_complaints", 2022, as_of=AS_OF, area=DISTRICT)
    assert (again.verdict, again.exceptions) == (Verdict.FAILS, 1)
    (exception,) = SAMPLE.drill("no_complaints", 2022, as_of=AS_OF, area=DISTRICT)
    assert exception.label == "test:complaint:made"


def test_unknown_ids_are_sentences():
    with pytest.raises(UnknownFigure, match="没有编号为“nothing”"):
        SAMPLE.figure("nothing", 2022, as_of=AS_OF, area=DISTRICT)
    with pytest.raises(ValueError, match="重复"):
        Catalogue([VISITS], [CLEAN, CLEAN])


def test_every_definition_of_the_house_runs_and_pages():
    """On an empty ledger: all SQL is right, all shares say that there is nothing to divide by."""
    house = catalogue()
    figures = house.figures(2022, as_of=AS_OF, area=DISTRICT)
    judgements = house.judgements(2022, as_of=AS_OF, area=DISTRICT)
    assert figures["urban_dibao_avg_supplement"].text == "无数据"
    assert figures["assisted_person_times"].rows == 0
    assert judgements["provincial_livelihood_target_met"].verdict is Verdict.UNSUPPORTED
    for any_id in (*figures, *judgements):
        assert house.drill(any_id, 2022, as_of=AS_OF, area=DISTRICT, after="0", limit=5) == []
