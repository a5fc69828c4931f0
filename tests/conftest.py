"""Fixtures for every test. Tests talk to the database as the app's role."""

import itertools
from collections.abc import Iterator

import pytest

from minzheng.config import database
from tests import databases

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def database_template(django_db_blocker) -> str:
    """Name of the migrated template database."""
    database.ensure_running()
    with django_db_blocker.unblock():
        return databases.template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker, request) -> Iterator[None]:
    """pytest-django's hook: one clone for each worker; `django_db` rolls back inside it."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    with django_db_blocker.unblock():
        template = request.getfixturevalue("database_template")
        name = databases.clone(template, worker)
        with databases.pointed_at(name):
            yield
        databases.drop(name)


@pytest.fixture
def fresh_database(django_db_blocker, database_template) -> Iterator[databases.TestDatabase]:
    """A clone of its own: real commits, threads and subprocesses (pass `.environment`) allowed."""
    with django_db_blocker.unblock():
        name = databases.clone(database_template, f"fresh{next(_numbers)}")
        try:
            with databases.pointed_at(name):
                yield databases.TestDatabase(name)
        finally:
            databases.drop(name)
