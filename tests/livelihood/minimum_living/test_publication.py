"""公布 after the decision: name, persons, amount, community; nobody else learns anything else."""

import dataclasses
import json
from datetime import date

import pytest

from minzheng.kernel.areas.operations import load_district
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import Occupation, WorkAbility
from minzheng.livelihood.household_assessment.operations import ConditionLine, Means, declare_means
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.livelihood.minimum_living.enums import ExitReason
from minzheng.livelihood.minimum_living.publication import PublishedLine, published
from tests.kernel.builders import KAIFU, SHAPING, XIUFENG, actor
from tests.livelihood.minimum_living.families import DECIDED, applied, bureau, clerk
from tests.livelihood.visits import visited

pytestmark = pytest.mark.django_db
JUNE = Month(2022, 6)


def granted(*incomes: int):
    case = applied(*incomes)
    minimum_living.accept(case=case, by=clerk(), on=date(2022, 4, 12))
    minimum_living.investigate(case=case, by=clerk(), on=date(2022, 4, 14))
    visited(case=case, by=clerk(), on=date(2022, 4, 20))
    minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25))
    minimum_living.post_notice(case=case, by=clerk(), on=date(2022, 4, 26))
    minimum_living.forward(case=case, by=clerk(), on=date(2022, 5, 5))
    return minimum_living.grant(case=case, by=bureau(), on=DECIDED)


def test_a_line_has_only_what_the_law_names():
    names = {field.name for field in dataclasses.fields(PublishedLine)}
    assert names == {"applicant", "persons", "amount_fen", "community"}


def test_a_family_is_published_from_its_first_month_until_its_last():
    load_district(code=KAIFU, by=actor(), on=date(2022, 1, 4))
    enrollment = granted(140_000, 0, 0)
    assert published("430105", Month(2022, 5)) == []
    (line,) = published("430105", JUNE)
    assert line == PublishedLine("甲", 3, 85_000, "秀峰街道秀峰山社区")
    on = date(2022, 8, 10)
    case = minimum_living.report_change(
        household=enrollment.household,
        applicant=enrollment.household.head,
        reason="OTHER",
        by=clerk(on),
        on=on,
    )
    minimum_living.review(case=case, by=clerk(on), on=on)
    minimum_living.stop(case=case, reason=ExitReason.VOLUNTARY, by=bureau(on), on=on)
    assert len(published("430105", Month(2022, 8))) == 1
    assert published("430105", Month(2022, 9)) == []


def test_nothing_else_of_the_family_is_published():
    enrollment = granted(140_000, 0, 0)
    home = enrollment.household
    declare_means(
        household=home,
        means=Means(
            [
                ConditionLine(
                    home.head.pk,
                    WorkAbility.LOST,
                    Occupation.UNABLE,
                    disability_type=6,
                    disability_class=1,
                    is_severely_ill=True,
                    illness="尿毒症",
                )
            ]
        ),
        source="REVIEW",
        from_on=date(2022, 6, 1),
        by=bureau(),
        on=DECIDED,
    )
    shown = json.dumps(
        [dataclasses.asdict(line) for line in published("430105", JUNE)], ensure_ascii=False
    )
    hidden = [
        "乙", "丙", "尿毒症", "残疾", "重病", home.number, home.head.id_masked[-4:],
        home.head.birth_on.isoformat(), enrollment.case.number,
    ]  # fmt: skip
    assert [word for word in hidden if word in shown] == []


def test_a_minor_is_not_named():
    enrollment = granted(0)
    person = enrollment.case.applicant
    person.birth_on = date(2010, 5, 1)
    person.save(update_fields=["birth_on"])
    assert published("430105", JUNE)[0].applicant == "（未成年人，依法不公示姓名）"


def test_another_subdistrict_sees_its_own():
    granted(0)
    assert published(SHAPING[:9], JUNE) == []
    assert len(published(XIUFENG[:9], JUNE)) == 1
