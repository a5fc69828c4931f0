"""Files go out once. Without a receipt the state is unknown, and unknown is never sent again."""

from datetime import date
from random import Random

import pytest

from minzheng.kernel.disbursements import operations
from minzheng.kernel.disbursements.bank import codec
from minzheng.kernel.disbursements.bank.layouts import LAYOUTS
from minzheng.kernel.disbursements.bank.simulator import Habits, SimulatedBank
from minzheng.kernel.disbursements.models import BankFile
from minzheng.kernel.people.models import Person
from tests.kernel.disbursements.world import JULY, PROGRAM, again

DAY = date(2022, 7, 10)


def losing(*, arrives: bool) -> SimulatedBank:
    habits = Habits(
        fails=0, loses_receipt=10_000, arrives_when_receipt_is_lost=10_000 if arrives else 0
    )
    return SimulatedBank(Random(3), habits)


def cut(world):
    world.family()
    run = world.approved(JULY)
    return run, operations.cut(run=run, by=world.finance(DAY), on=DAY)[0]


def test_a_file_is_sent_once(world):
    _, file = cut(world)
    file = operations.send(file=file, bank=world.bank, by=world.finance(DAY), on=DAY)
    assert file.status == "SENT"
    with pytest.raises(operations.NotPossible, match="已送达”，不能再送"):
        operations.send(file=file, bank=world.bank, by=world.finance(DAY), on=DAY)


@pytest.mark.parametrize(("arrives", "found"), [(True, "SENT"), (False, "CUT")])
def test_a_lost_receipt_leaves_the_file_unknown_until_the_bank_is_asked(world, arrives, found):
    run, file = cut(world)
    bank = losing(arrives=arrives)
    file = operations.send(file=file, bank=bank, by=world.finance(DAY), on=DAY)
    assert file.status == "SENDING"
    assert again(run).status == "APPROVED"
    with pytest.raises(operations.NotPossible, match="送出待确认"):
        operations.send(file=file, bank=bank, by=world.finance(DAY), on=DAY)
    file = operations.query_result(file=file, bank=bank, by=world.finance(DAY), on=DAY)
    assert file.status == found


def test_a_bank_that_does_not_say_leaves_it_unknown(world, monkeypatch):
    run, file = cut(world)
    bank = losing(arrives=True)
    monkeypatch.setattr(bank, "has", lambda number: None)
    operations.send(file=file, bank=bank, by=world.finance(DAY), on=DAY)
    file = operations.query_result(file=file, bank=bank, by=world.finance(DAY), on=DAY)
    assert (file.status, again(run).status) == ("SENDING", "APPROVED")


def test_a_month_with_lost_receipts_pays_nobody_twice(world):
    families = [world.family(10_000 + n) for n in range(5)]
    bank = losing(arrives=True)
    run = operations.run_month(
        program=PROGRAM,
        month=JULY,
        planner=world.clerk(DAY),
        approver=world.finance(DAY),
        bank=bank,
        on=DAY,
    )
    assert run.status == "CLOSED"
    assert sorted(bank.payments.values()) == [1] * len(families)


def test_a_bank_that_never_got_the_file_is_sent_it_again_by_a_person(world):
    run, file = cut(world)
    file = operations.send(file=file, bank=losing(arrives=False), by=world.finance(DAY), on=DAY)
    file = operations.query_result(file=file, bank=world.bank, by=world.finance(DAY), on=DAY)
    assert file.status == "CUT"
    operations.send(file=file, bank=world.bank, by=world.finance(DAY), on=DAY)
    assert again(run).status == "SENT"


def test_cutting_twice_gives_the_same_files(world):
    run, file = cut(world)
    assert operations.cut(run=run, by=world.finance(DAY), on=DAY) == [file]


def test_one_file_per_bank_and_its_totals_stand_in_the_header(world):
    world.family(10_000)
    world.family(20_000)
    run, file = world.sent(JULY)
    content = operations.export_file(file=file, by=world.finance(DAY), on=DAY)
    header, lines = codec.read(LAYOUTS["ONE_CARD"], LAYOUTS["ONE_CARD"].out, content)
    assert (header["lines"], header["amount_fen"]) == (2, 30_000) == (run.lines, run.amount_fen)
    assert header["period"] == "202207"
    assert lines[0]["purpose"] == "2022年07月城市最低生活保障"
    assert lines[0]["account"].startswith("6217")
    assert len(lines[0]["id_number"]) == 18


def test_writing_a_file_again_gives_the_same_bytes(world):
    world.family()
    _, file = world.sent(JULY)
    first = operations.export_file(file=file, by=world.finance(DAY), on=DAY)
    assert operations.export_file(file=file, by=world.finance(DAY), on=DAY) == first


def test_a_name_changed_after_cutting_stops_the_file(world):
    family = world.family()
    _, file = world.sent(JULY)
    Person.objects.filter(pk=family.people[0].pk).update(name="改名")
    with pytest.raises(operations.NotPossible, match="姓名或证件在制作后被更改"):
        operations.export_file(file=file, by=world.finance(DAY), on=DAY)


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_every_layout_goes_out_and_comes_back(world, layout):
    world.family(85_001)
    world.family(12_345)
    run, file = world.sent(JULY, layout=layout)
    later = date(2022, 7, 15)
    operations.query_result(file=file, bank=world.bank, by=world.finance(later), on=later)
    assert again(run).status == "SETTLED"
    assert BankFile.objects.get().status == "ANSWERED"
