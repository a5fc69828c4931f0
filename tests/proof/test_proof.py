"""The fast part of `./run proof`: the same trials, a few rounds each, and their twins."""

from __future__ import annotations

import subprocess
import sys
from random import Random

import pytest
from django.db import connections

from minzheng.kernel.audit.queries import verify
from minzheng.kernel.disbursements.bank.simulator import SimulatedBank
from minzheng.kernel.disbursements.models import DisbursementLine
from proof import approvers, audit, crashpoints, double, kills, roster, starts, twins
from proof.bank import OutsideBank
from proof.kills import ForgetfulBank
from proof.money import FIRST, District
from tests import towns
from tests.kernel.disbursements.world import AUGUST, JULY, PUNCTUAL, World


@pytest.fixture
def district(fresh_database, tmp_path):
    bank = OutsideBank(tmp_path / "bank.sqlite").open_books()
    return District(bank, 6).settle_in(Random(1))


def test_a_worker_killed_again_and_again_pays_everybody_once(fresh_database, tmp_path):
    trial = kills.Trial(kills.outside, Random(5), families=10)
    trial.play(3, tmp_path / "bank.sqlite")
    assert trial.tally.kills > 0
    assert trial.tally.faulty == {}


def test_a_kill_inside_the_bank_is_survived_and_only_because_the_bank_is_asked(
    fresh_database, tmp_path
):
    inside = crashpoints.Point("bank.submit", 1, before=False)
    for make_bank, is_whole in ((OutsideBank, True), (ForgetfulBank, False)):
        bank = make_bank(tmp_path / make_bank.__name__, crashpoints.CALM).open_books()
        if is_whole:
            district = District(bank, 6).settle_in(Random(3))
            district.pay(FIRST)
        district.bank, month = bank, FIRST.next if is_whole else FIRST.next.next
        assert crashpoints.die(district, month, inside)
        bank.at_outside_call = []
        district.finish(month)
        assert (district.faults(month) == []) == is_whole


def test_of_two_approvers_exactly_one_counts(district):
    assert approvers.settle(district, 3) == {}


def test_without_compare_and_swap_both_count(district):
    with approvers.without_compare_and_swap():
        assert approvers.settle(district, 1)["not exactly one"] == 1


def test_ten_starts_of_a_month_are_one_run(district):
    wrong, refused = starts.race(district, 1, 10)
    assert wrong == {}
    assert refused > 0


def test_every_form_of_the_site_is_tried_twice():
    assert double.posting() == set(double.FORMS)


def test_a_report_asked_for_twice_is_written_once(fresh_database, town_template):
    source, keys = town_template
    form = double.FORMS["write-report"]
    _, doubled = double.difference(form, keys, lambda: towns.copy_of(source))
    assert doubled == {}


def test_dirty_rosters_are_read_truly_or_refused_with_a_reason():
    tally = roster.fuzz(500, seed=11)
    assert tally.faults == {}
    assert tally.accepted > 100
    assert tally.refused > 100


def test_files_that_are_traps_are_refused():
    sprung = {what: roster.spring(content)[0] for what, content in roster.traps().items()}
    assert set(sprung.values()) == {"refused"}, sprung


def test_every_way_of_tampering_with_the_trail_is_found_where_it_happened(fresh_database):
    found = audit.tamper(audit.Trail().grow(30), len(audit.DEEDS))
    assert not +found.missed
    assert not +found.misplaced


def test_the_chain_needs_its_lock(fresh_database):
    assert twins.write_together(lock=True) == {}
    assert twins.write_together(lock=False)["events lost"] > 0


def test_results_are_counted_once_by_their_keys_alone(fresh_database):
    assert twins.take_in_by_five(keys=True) == {}


def test_results_without_keys_are_counted_again(fresh_database):
    assert twins.take_in_by_five(keys=False) != {}


def test_the_database_refuses_an_approval_by_the_planner(fresh_database):
    assert twins.approve_alone(twins.without_the_sentence) == {}


def test_a_backup_is_restored_over_a_database_that_has_paid(fresh_database, tmp_path):
    world = World()
    world.money()
    world.family()
    world.paid(JULY)

    def db(*words: object) -> int:
        connections.close_all()
        command = [sys.executable, "-m", "minzheng", "db", *map(str, words)]
        return subprocess.run(command, env=fresh_database.environment).returncode

    assert db("backup", tmp_path / "backup") == 0
    world.paid(AUGUST)
    assert db("restore", tmp_path / "backup", "--yes") == 0
    assert DisbursementLine.objects.count() == 1
    # The app's role works on in what was restored.
    world.bank = SimulatedBank(Random(1), PUNCTUAL)
    assert world.paid(AUGUST).status == "CLOSED"
    assert verify() == []
