"""A roster goes out masked, with its purpose written down, and nothing in it can run."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from minzheng.exchange.rosters.operations import export_roster
from minzheng.kernel.access.queries import NotPermitted
from minzheng.kernel.audit.models import Event
from minzheng.kernel.people.models import Person
from minzheng.kernel.people.operations import ID_CONTEXT
from minzheng.kernel.people.vault import vault
from minzheng.lib.crypto import sm3
from tests.kernel.builders import KAIFU, SHAPING, XIUFENG, actor
from tests.kernel.disbursements.world import JULY, World

pytestmark = pytest.mark.django_db
ON = date(2022, 7, 15)


def _export(role: str = "BUREAU_ASSISTANCE", area: str = KAIFU, **change):
    said = {
        "month": JULY,
        "area": area,
        "purpose": "年度核查",
        "full": False,
        "by": actor(role, area, ON),
        "on": ON,
    }
    return export_roster(**(said | change))


def _cells(workbook) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(workbook.content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture
def world() -> World:
    world = World()
    world.family(90_000, persons=2)
    world.family(50_000, persons=1)
    return world


def test_one_row_per_person_with_the_household_amounts(world):
    heading, *rows = _cells(_export())
    amounts = [row[heading.index("本人金额")] for row in rows]
    assert amounts == [450, 450, 500]
    assert {row[heading.index("月保障金合计")] for row in rows} == {900, 500}


def test_numbers_are_masked_unless_asked_for_with_the_right(world):
    full = vault().open(bytes(Person.objects.first().id_sealed), ID_CONTEXT)
    assert full not in str(_cells(_export()))
    assert full in str(_cells(_export(full=True)))
    with pytest.raises(NotPermitted, match="完整证件号"):
        _export("SUBDISTRICT_CLERK", XIUFENG, full=True)


def test_the_account_is_masked_too(world):
    account = world.family(30_000, persons=1).account
    assert account not in str(_cells(_export()))
    assert account in str(_cells(_export(full=True)))


def test_a_clerk_gets_the_subdistrict_and_nobody_else(world):
    assert len(_cells(_export("SUBDISTRICT_CLERK", XIUFENG))) == 1 + 3
    assert len(_cells(_export("SUBDISTRICT_CLERK", SHAPING))) == 1
    with pytest.raises(NotPermitted, match="不在您的数据范围内"):
        _export(by=actor("SUBDISTRICT_CLERK", XIUFENG, ON))


def test_without_a_purpose_nothing_is_given_out(world):
    with pytest.raises(ValueError, match="用途"):
        _export(purpose="  ")
    assert not Event.objects.filter(tag="exchange:roster:exported").exists()


def test_the_purpose_and_the_fingerprint_are_in_the_trail(world):
    workbook = _export()
    facts = Event.objects.get(tag="exchange:roster:exported").facts
    assert facts["purpose"] == "年度核查"
    assert (facts["households"], facts["persons"]) == (2, 3)
    assert facts["sm3"] == sm3(workbook.content).hex()


def test_a_name_that_looks_like_a_formula_stays_text(world):
    Person.objects.filter(pk=Person.objects.first().pk).update(name="=1+1")
    sheet = openpyxl.load_workbook(BytesIO(_export().content)).active
    kinds = {cell.data_type for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert any(cell.value == "=1+1" for row in sheet.iter_rows() for cell in row)
