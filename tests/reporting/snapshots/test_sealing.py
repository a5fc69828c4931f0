"""A sealed report can be replayed to the same numbers, and says what came later."""

import datetime as dt
import json

import pytest
from django.db import ProgrammingError, transaction

from minzheng.kernel.measures import Indicator, Rows, Unit
from minzheng.lib.crypto import sm3
from minzheng.reporting.catalogue.queries import Catalogue
from minzheng.reporting.documents import Chapter, Document, Numbered, Paragraph, Text
from minzheng.reporting.snapshots import operations
from minzheng.reporting.snapshots.models import SealedReport
from tests.reporting.actors import officer
from tests.reporting.catalogue.test_catalogue import SAMPLE, VISITS, events, happen

pytestmark = pytest.mark.django_db
AS_OF = dt.datetime(2023, 1, 15, tzinfo=dt.UTC)
SEALED_ON = dt.date(2023, 1, 16)


@pytest.fixture
def sealed() -> SealedReport:
    for day in (1, 2, 3):
        happen("test:visit:made", dt.date(2022, 6, day))
    figure = SAMPLE.figure("home_visits", 2022, as_of=AS_OF, area="430105000000")
    document = Document(
        title=(Text("自评报告"),),
        author="民政局",
        dated=SEALED_ON,
        as_of=AS_OF,
        chapters=(Chapter("走访", (Paragraph((Text("走访"), Numbered(figure.id, figure.text))),)),),
        figures={figure.id: figure.as_dict()},
    )
    return operations.seal(
        document=document, year=2022, area_code="430105000000", by=officer(SEALED_ON), on=SEALED_ON
    )


def test_the_seal_holds_text_figures_and_digest(sealed):
    content = json.loads(sealed.document)
    assert content["figures"]["home_visits"]["printed"] == "3"
    assert sealed.document_sm3 == sm3(sealed.document.encode()).hex()
    assert sealed.sealed_by == "周敏"


def test_a_replay_at_the_sealed_moment_is_the_same_even_after_corrections(sealed):
    late = dt.date(2022, 6, 4)
    operations.audit.record(
        tag="test:visit:made", target=("test", "1"), by=officer(dt.date(2023, 3, 1)), on=late,
        area_code="430105003001",
    )  # fmt: skip
    assert str(operations.replay(sealed, source=SAMPLE)) == "same"
    later = operations.replay(sealed, as_of=dt.datetime(2023, 4, 1, tzinfo=dt.UTC), source=SAMPLE)
    (difference,) = later.differences
    assert not later
    assert (difference.figure_id, difference.sealed, difference.now) == (
        "home_visits",
        "3次",
        "4次",
    )
    assert len(difference.entered) == 1
    assert difference.left == ()


def test_a_changed_definition_is_named(sealed):
    changed = Indicator(
        VISITS.id,
        VISITS.label,
        Unit.TIME,
        "走访次数，另算",
        events("test:visit:made"),
        Rows(),
        version=2,
    )
    assert "口径已变更" in str(operations.replay(sealed, source=Catalogue([changed], [])))
    assert "不在目录中" in str(operations.replay(sealed, source=Catalogue([], [])))


def test_a_forged_text_is_noticed(sealed):
    sealed.document = sealed.document.replace('"3次"', '"9次"')
    assert "SM3不符" in str(operations.replay(sealed, source=SAMPLE))


def test_the_database_lets_nobody_change_a_sealed_report(sealed):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        SealedReport.objects.filter(pk=sealed.pk).update(title="另一份")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        SealedReport.objects.filter(pk=sealed.pk).delete()
