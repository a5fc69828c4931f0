"""Test databases: one template a day and schema, migrated by the owner; clones of it to work in.

A clone takes about 0.1 s. Names carry the process that made them, so several test runs can share
one server and leftovers of a killed run are swept by the next.
"""

import contextlib
import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import psycopg
from django.db import connections
from psycopg import sql

from minzheng.config import database, schema

PREFIX = "test_minzheng"
LOCK = 7_305_805_170_011
ALIASES = ("default", "owner")


@dataclass(frozen=True)
class TestDatabase:
    """A database of a test; `environment` leads a subprocess to it."""

    __test__ = False
    name: str

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": replace(database.owner_address(), name=self.name).as_url(),
            "APP_DATABASE_URL": replace(database.app_address(), name=self.name).as_url(),
        }


def schema_fingerprint() -> str:
    """Changes when a migration, a model, a grant or a dependency changes."""
    package = database.ROOT / "minzheng"
    files = {
        *package.glob("**/migrations/*.py"),
        *package.glob("**/models*.py"),
        *package.glob("**/models/*.py"),
        *package.glob("**/*.sql"),
        package / "config" / "roles.py",
        package / "config" / "rooms.py",
        database.ROOT / "requirements" / "base.txt",
    }
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.relative_to(package.parent)}\n".encode())
        digest.update(Path(path).read_bytes())
    return digest.hexdigest()[:10]


@contextlib.contextmanager
def maintenance() -> Iterator[psycopg.Connection]:
    """A connection of the owner outside the test databases."""
    address = database.owner_address()
    if database.is_private():
        # The working database may be dropped and made anew while tests run.
        address = replace(address, name="postgres")
    with psycopg.connect(address.as_url(), autocommit=True) as connection:
        yield connection


def template() -> str:
    """Name of today's migrated template; made once, even when two workers ask together."""
    today = f"{date.today():%Y%m%d}"
    name = f"{PREFIX}_{today}_{schema_fingerprint()}"
    with maintenance() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _sweep(connection, today)
        if name not in _databases(connection):
            draft = f"{name}_draft"
            _drop(connection, draft)
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(draft)))
            _migrate(draft)
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(
                    sql.Identifier(draft), sql.Identifier(name)
                )
            )
    return name


def clone(source: str, suffix: str) -> str:
    """Copy the template; commits there need not reach the disk."""
    name = f"{PREFIX}_clone_{os.getpid()}_{suffix}"
    with maintenance() as connection:
        # Copying refuses while somebody else copies the same template.
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        _drop(connection, name)
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(source)
            )
        )
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name))
        )
    return name


def drop(name: str) -> None:
    """Drop a clone, whoever still looks at it."""
    with maintenance() as connection:
        _drop(connection, name)


@contextlib.contextmanager
def pointed_at(name: str) -> Iterator[None]:
    """Both aliases, in every thread, lead to `name`."""
    before = {alias: connections.settings[alias]["NAME"] for alias in ALIASES}
    connections.close_all()
    try:
        for alias in ALIASES:
            connections.settings[alias]["NAME"] = name
        yield
    finally:
        connections.close_all()
        for alias, former in before.items():
            connections.settings[alias]["NAME"] = former


def _migrate(name: str) -> None:
    with pointed_at(name):
        schema.migrate(verbosity=0)


def _databases(connection: psycopg.Connection) -> list[str]:
    return [row[0] for row in connection.execute("SELECT datname FROM pg_database")]


def _drop(connection: psycopg.Connection, name: str) -> None:
    """FORCE ends the owner's sessions; those of the app are closing and need a moment."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    deadline = time.monotonic() + 20
    while True:
        try:
            connection.execute(statement)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _sweep(connection: psycopg.Connection, today: str) -> None:
    """Drop templates of other days and clones of processes that are gone."""
    for name in _databases(connection):
        parts = name.removeprefix(f"{PREFIX}_").split("_")
        if not name.startswith(f"{PREFIX}_"):
            continue
        stale = not _alive(int(parts[1])) if parts[0] == "clone" else parts[0] != today
        if stale:
            _drop(connection, name)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
