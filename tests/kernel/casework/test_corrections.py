"""补正: told once, in full, with a day; then everything, or the end."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.models import Clock, Correction
from minzheng.livelihood.minimum_living.workflow import APPLICATION
from tests.kernel.builders import XIUFENG, actor, household, person

pytestmark = pytest.mark.django_db
DAY = date(2022, 9, 26)
CLERK = actor("SUBDISTRICT_CLERK", XIUFENG, DAY)
ITEMS = ["收入证明", "残疾人证复印件"]


@pytest.fixture
def case():
    applicant = person()
    return casework.open_case(
        matter=APPLICATION, household=household(applicant), applicant=applicant, by=CLERK, on=DAY
    )


def asked(case) -> Correction:
    return casework.request_correction(case=case, items=ITEMS, by=CLERK, on=DAY)


def test_the_whole_list_is_told_with_a_day(case):
    correction = asked(case)
    assert [item.name for item in correction.items.all()] == ITEMS
    assert (correction.due_on, case.status) == (date(2022, 10, 11), "CORRECTING")
    # Nothing was accepted yet, so no limit runs.
    assert not Clock.objects.filter(case=case).exists()


def test_an_empty_list_is_refused(case):
    with pytest.raises(ValueError, match="逐项写明"):
        casework.request_correction(case=case, items=[" "], by=CLERK, on=DAY)


def test_a_second_list_is_refused(case):
    asked(case)
    casework.resubmit(case=case, supplied=ITEMS, by=CLERK, on=DAY)
    with pytest.raises(casework.AlreadyAsked, match="不得再次要求"):
        casework.request_correction(case=case, items=["房产证明"], by=CLERK, on=DAY)


def test_the_database_keeps_one_list_a_case(case):
    asked(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.create(case=case, requested_on=DAY, due_on=DAY)


def test_what_is_still_missing_is_named_and_what_came_is_not_forgotten(case):
    asked(case)
    with pytest.raises(casework.StillMissing, match="还缺：残疾人证复印件"):
        casework.resubmit(case=case, supplied=ITEMS[:1], by=CLERK, on=DAY)
    case.refresh_from_db()
    assert case.status == "CORRECTING"


def test_a_written_promise_stands_for_a_document(case):
    asked(case)
    casework.resubmit(case=case, supplied=ITEMS[:1], promised=ITEMS[1:], by=CLERK, on=DAY)
    promised = case.correction.items.filter(replaced_by_promise=True)
    assert case.status == "SUBMITTED"
    assert [item.name for item in promised] == ITEMS[1:]


def test_the_application_ends_only_after_the_day(case):
    due = asked(case).due_on
    with pytest.raises(casework.StillTime, match="2022-10-11"):
        casework.lapse(case=case, by=CLERK, on=due)
    assert casework.lapse(case=case, by=CLERK, on=date(2022, 10, 12)).status == "TERMINATED"
