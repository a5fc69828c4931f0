"""The repository itself is under test: what the tools cannot see, seen here."""

import pytest
import yaml
from django.apps import apps
from django.core.management import call_command
from django.urls import get_resolver

from minzheng.config import roles
from minzheng.config.database import ROOT
from tests.repository import checkers
from tests.repository.floors import the_house


def complaints(checker, files):
    return [complaint for name, text in files for complaint in checker(name, text)]


def test_foreign_keys_point_down():
    assert checkers.upward_foreign_keys(apps.get_models(), the_house()) == []


def test_templates_use_only_what_is_below_them():
    assert checkers.upward_templates(*checkers.templates(), the_house()) == []


def test_templates_hold_nothing_inline():
    _, texts = checkers.templates()
    assert complaints(checkers.inline_code, texts.items()) == []


def test_every_view_says_who_may_see_it():
    patterns = get_resolver().url_patterns
    assert len(list(checkers.views(patterns))) > 0
    assert checkers.unguarded_views(patterns) == []


def test_every_parameter_has_its_source():
    files = list((ROOT / "policies").glob("*.yaml"))
    assert files
    contents = [(path.name, yaml.safe_load(path.read_text(encoding="utf-8"))) for path in files]
    assert complaints(checkers.unsourced_parameters, contents) == []


def test_files_stay_readable():
    files = checkers.python_files("minzheng", "tests", "benchmarks", "proof")
    assert complaints(checkers.too_long_file, files) == []


def test_functions_stay_readable():
    files = checkers.python_files("minzheng", "tests", "benchmarks", "proof")
    assert complaints(checkers.too_long_functions, files) == []


def test_only_operations_write():
    files = checkers.python_files("minzheng")
    assert complaints(checkers.writes_outside_operations, files) == []


def test_nobody_is_named_by_a_valid_id_number():
    assert complaints(checkers.id_numbers, checkers.tracked_texts()) == []


def test_no_file_names_a_registry():
    assert complaints(checkers.registry_hosts, checkers.tracked_texts()) == []


def test_every_dependency_has_a_reason_and_a_hash():
    folder = ROOT / "requirements"
    wanted = [(path.name, path.read_text()) for path in folder.glob("*.in")]
    locked = [(path.name, path.read_text()) for path in folder.glob("*.txt")]
    assert {name.removesuffix(".in") for name, _ in wanted} == {
        name.removesuffix(".txt") for name, _ in locked
    }
    assert complaints(checkers.unexplained_requirements, wanted) == []
    assert complaints(checkers.unpinned_requirements, locked) == []


@pytest.mark.django_db
def test_migrations_are_complete(capsys):
    try:
        call_command("makemigrations", check=True, dry_run=True)
    except SystemExit:
        pytest.fail(f"models and migrations differ:\n{capsys.readouterr().out}")


@pytest.mark.django_db
def test_every_ledger_is_insert_only_for_the_app():
    assert "audit_event" in roles.ledger_tables()
    assert checkers.changeable(sorted(roles.ledger_tables())) == []


@pytest.mark.django_db
def test_functions_that_run_as_the_owner_cannot_be_misled():
    assert checkers.open_definer_functions() == []
