"""The opening roster as Excel: what was written is what is read."""

import pytest

from minzheng.demo import means, roster_file
from minzheng.demo import population as people
from minzheng.demo.calibration import Reckoned
from minzheng.exchange.rosters import workbook
from minzheng.exchange.rosters.staging import stage


@pytest.fixture(scope="module")
def families():
    return people.build(5, share=0.05).of(people.ROLL)


@pytest.fixture(scope="module")
def written(families, tmp_path_factory):
    path = tmp_path_factory.mktemp("roster") / "roster.xlsx"
    amounts = {family.key: Reckoned(40_000, 7_500) for family in families}
    rows = roster_file.write(path, families, amounts, standard_fen=75_000)
    assert rows == sum(len(family.members) for family in families)
    return path


@pytest.fixture(scope="module")
def households(written):
    staged = stage(workbook.read(written.read_bytes()))
    assert (staged.problems, staged.remarks) == ([], [])
    return {household.number: household for household in staged.households}


def test_every_family_is_read_back(families, households):
    assert set(households) == {family.number for family in families}


def test_members_come_back_with_their_facts(families, households):
    for family in families:
        read = households[family.number].members
        assert [m.id_number for m in read] == [p.id_number for p in family.members]
        assert [m.disability_class for m in read] == [
            p.condition.disability_class for p in family.members
        ]
        assert [m.illness for m in read] == [p.condition.illness for p in family.members]


def test_incomes_come_back_under_the_category_in_which_they_were_drawn(families, households):
    for family in families:
        for person, member in zip(family.members, households[family.number].members, strict=True):
            assert member.income_fen == person.monthly_fen
            if person.earnings.incomes:
                assert member.income_kind.name == means.category_of(person.condition.occupation)


def test_account_place_and_start_come_back(families, households):
    for family in families:
        read = households[family.number]
        assert (read.bank, read.account) == (family.bank, family.account_number)
        assert read.place == (family.place.subdistrict, family.place.name)
        assert read.enrolled_in == family.enrolled_in
        assert (read.amount_fen, read.uplift_fen) == (47_500, 7_500)


def test_the_same_roster_has_the_same_bytes(families, written, tmp_path):
    again = tmp_path / "again.xlsx"
    amounts = {family.key: Reckoned(40_000, 7_500) for family in families}
    roster_file.write(again, families, amounts, standard_fen=75_000)
    assert again.read_bytes() == written.read_bytes()
