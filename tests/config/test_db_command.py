"""Backup and restore as an administrator does them."""

import subprocess
import sys

import pytest
from django.db import connections

from minzheng.config import database
from tests.repository.checkers import changeable


def db(fresh, *words):
    return subprocess.run(
        [sys.executable, "-m", "minzheng", "db", *map(str, words)],
        env=fresh.environment,
        capture_output=True,
        text=True,
    )


def count():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        return cursor.fetchone()[0]


@pytest.fixture
def one_session(fresh_database):
    with connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('kept', '', now())")
    return fresh_database


def test_a_backup_brings_back_what_was_lost(one_session, tmp_path):
    file = tmp_path / "backup.dump"
    told = db(one_session, "backup", file)
    assert told.returncode == 0, told.stderr
    assert file.stat().st_mode & 0o077 == 0
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM django_session")
    connections.close_all()
    told = db(one_session, "restore", file, "--yes")
    assert told.returncode == 0, told.stderr
    assert count() == 1
    assert changeable(["audit_event"]) == []


def test_a_restore_asks_first(one_session, tmp_path):
    file = tmp_path / "backup.dump"
    db(one_session, "backup", file)
    told = db(one_session, "restore", file)
    assert told.returncode == 1
    assert "--yes" in told.stderr


def test_a_damaged_backup_changes_nothing(one_session, tmp_path):
    file = tmp_path / "backup.dump"
    db(one_session, "backup", file)
    file.write_bytes(file.read_bytes()[:-2000])
    connections.close_all()
    told = db(one_session, "restore", file, "--yes")
    assert told.returncode == 1
    assert "现有数据没有改变" in told.stderr
    assert count() == 1


def test_a_missing_backup_is_named(fresh_database, tmp_path):
    told = db(fresh_database, "restore", tmp_path / "none.dump", "--yes")
    assert (told.returncode, "none.dump" in told.stderr) == (1, True)


def test_status_says_where_the_data_is(fresh_database):
    told = db(fresh_database, "status")
    assert told.returncode == 0
    assert fresh_database.name in told.stdout
    assert database.app_role() in told.stdout


def test_psql_reaches_the_database(fresh_database):
    told = db(fresh_database, "psql", "--", "-Atc", "SELECT current_database()")
    assert told.stdout.strip() == fresh_database.name
