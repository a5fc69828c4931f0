"""The database under the tests is the one that users get."""

import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from django.db import DatabaseError, connections

from minzheng.config import database
from minzheng.config.cluster import APP_ROLE, OWNER_ROLE, SUPERUSER
from minzheng.config.database import Address


@pytest.mark.django_db
def test_tests_connect_as_the_role_of_the_app():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user, current_database()")
        role, name = cursor.fetchone()
    assert role == database.app_role()
    assert name.startswith("test_minzheng_clone_")


@pytest.mark.django_db
def test_the_app_cannot_change_tables():
    with connections["default"].cursor() as cursor, pytest.raises(DatabaseError, match="denied"):
        cursor.execute("CREATE TABLE sneaky (id int)")


def test_a_fresh_database_keeps_commits_for_other_threads_and_processes(fresh_database):
    with connections["owner"].cursor() as cursor:
        cursor.execute("CREATE TABLE note AS SELECT 42 AS answer")
        cursor.execute(f"GRANT SELECT ON note TO {database.app_role()}")
    seen = []

    def look():
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT answer FROM note")
            seen.append(cursor.fetchone()[0])
        connections["default"].close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    told = subprocess.run(
        [sys.executable, "-c", _READ_NOTE],
        env=fresh_database.environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert seen == [42]
    assert told.stdout.split() == ["42", database.app_role()]


_READ_NOTE = """
import os, psycopg
connection = psycopg.connect(os.environ["APP_DATABASE_URL"])
print(*connection.execute("SELECT answer, current_user FROM note").fetchone())
"""


def test_one_login_steps_down_to_the_app_role(fresh_database):
    if not database.is_private():
        pytest.skip("needs an administrator of the database")
    address = replace(database.owner_address(), name=fresh_database.name, user=SUPERUSER)
    environment = {**fresh_database.environment, "DATABASE_URL": address.as_url()}
    del environment["APP_DATABASE_URL"]
    told = subprocess.run(
        [sys.executable, "-c", _WHO_AM_I], env=environment, capture_output=True, text=True
    )
    assert told.stdout.split() == [SUPERUSER, APP_ROLE], told.stderr


def test_a_login_that_may_not_step_down_is_told_what_to_ask_for(fresh_database):
    environment = fresh_database.environment
    del environment["APP_DATABASE_URL"]
    told = subprocess.run(
        [sys.executable, "-m", "minzheng", "migrate", "--quiet"],
        env=environment,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 1
    assert f"GRANT {APP_ROLE} TO {database.owner_address().user}" in told.stderr
    assert "Traceback" not in told.stderr


_WHO_AM_I = """
import os; os.environ["DJANGO_SETTINGS_MODULE"] = "minzheng.config.settings"
import django; django.setup()
from django.db import connections
from minzheng.config import schema
schema.migrate(verbosity=0)
for alias in ("owner", "default"):
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT current_user"); print(cursor.fetchone()[0])
"""


@pytest.mark.parametrize(
    "address",
    [
        Address("db.example", "5433", "minzheng", "owner", "p@ss/word", {"sslmode": "require"}),
        Address("/run/postgresql", "5432", "民政", "owner"),
    ],
)
def test_an_address_survives_being_written_as_a_url(address):
    assert Address.parse(address.as_url()) == address


def test_the_private_cluster_has_two_roles():
    if not database.is_private():
        pytest.skip("DATABASE_URL is given")
    assert (database.owner_address().user, database.app_address().user) == (OWNER_ROLE, APP_ROLE)
