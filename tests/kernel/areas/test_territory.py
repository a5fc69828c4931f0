"""114 communities is a statement about a day."""

from datetime import date

import pytest

from minzheng.kernel.areas.enums import ChangeKind
from minzheng.kernel.areas.models import Area, scope_prefix
from minzheng.kernel.areas.operations import load_district
from minzheng.kernel.areas.queries import contains, full_names, lineage
from tests.kernel.builders import KAIFU, actor

DONGHUA = "430105016010"


@pytest.fixture
def district(db):
    return load_district(code=KAIFU, by=actor(), on=date(2022, 1, 4))


@pytest.mark.parametrize(
    ("day", "communities"),
    [
        (date(2016, 12, 31), 107),
        (date(2020, 12, 31), 108),
        (date(2021, 12, 31), 114),
        (date(2022, 12, 31), 114),
        (date(2023, 6, 30), 115),
    ],
)
def test_communities_are_counted_on_a_day(district, day, communities):
    assert Area.objects.in_force_on(day).communities().count() == communities


def test_donghua_came_out_of_a_split_by_a_document_of_2022(district):
    split = lineage(DONGHUA).get(kind=ChangeKind.SPLIT)
    assert split.approved_on.year == 2022
    assert split.document.startswith("示例")
    assert not Area.objects.in_force_on(date(2022, 12, 31)).filter(code=DONGHUA).exists()


def test_loading_twice_changes_nothing(district):
    assert district > 0
    assert load_district(code=KAIFU, by=actor(), on=date(2022, 1, 4)) == 0


def test_a_community_is_named_with_its_subdistrict(district):
    assert full_names(date(2022, 6, 1), under=KAIFU)["430105006005"] == "伍家岭街道浏阳河社区"


def test_scope_is_a_prefix():
    assert scope_prefix("430105016000") == "430105016"
    assert contains("430105016000", "430105016009")
    assert not contains("430105016000", "430105019001")
    assert not contains("430105016000", "")


def test_a_scope_that_is_no_code_is_refused():
    with pytest.raises(ValueError, match="12位"):
        scope_prefix("4301")
