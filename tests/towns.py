"""Fixtures of tests that look at pages: one small town, built once, copied for each module."""

import contextlib
import itertools
from collections.abc import Iterator

import pytest

from tests import databases
from tests.workbench import town as towns

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def town_template(django_db_blocker, database_template) -> Iterator[tuple[str, towns.Town]]:
    """(database with the town in it, its keys)."""
    with django_db_blocker.unblock():
        name = databases.clone(database_template, "town")
        with databases.pointed_at(name):
            built = towns.build()
    yield name, built
    databases.drop(name)


@contextlib.contextmanager
def copy_of(source: str) -> Iterator[databases.TestDatabase]:
    """A copy to work in."""
    name = databases.clone(source, f"town{next(_numbers)}")
    try:
        with databases.pointed_at(name):
            yield databases.TestDatabase(name)
    finally:
        databases.drop(name)


@pytest.fixture(scope="module")
def town_database(django_db_blocker, town_template) -> Iterator[databases.TestDatabase]:
    """The copy that the tests of a module share."""
    with django_db_blocker.unblock(), copy_of(town_template[0]) as database:
        yield database


@pytest.fixture
def town(town_database, town_template) -> towns.Town:
    return town_template[1]
