"""Every form of the site sent twice at the same instant must do what it does once.

Compared are whole databases: after one POST, and after two. The audit trail, sessions and the
counters of failed logins may differ (both visits are noted); nothing else may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest import mock

from django.db import connection, connections
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from minzheng.kernel.access.models import User
from minzheng.kernel.jobs import operations as jobs
from proof import ground
from proof.record import Row
from proof.together import at_once
from tests import databases
from tests.workbench import town as towns

TITLE = "Every form sent twice"
ROUNDS, QUICK_ROUNDS = 10, 1
# Where a visit itself is noted.
NOTED = {"audit_event", "django_session", "access_loginfailure"}


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the site: where it goes, who sends it, and with what."""

    address: str
    username: str
    data: tuple[tuple[str, str], ...] = ()


# By name of the address. A form that is not named here makes the trial fail.
FORMS = {
    "write-report": Form("/report/2022/write/", "leader"),
    "figure-export": Form("/figures/assisted_person_times/2022/export/", "clerk"),
    "case-file": Form("/cases/{near_case}/file/", "clerk"),
    "events": Form("/audit/", "auditor"),
    "login": Form("/login/", "", (("username", "clerk"), ("password", towns.PASSWORD))),
    "logout": Form("/logout/", "clerk"),
}


def posting() -> set[str]:
    """Names of all addresses that take a POST."""
    return {
        pattern.name or str(pattern.pattern)
        for pattern in _patterns(get_resolver())
        if hasattr(getattr(pattern.callback, "view_class", None), "post")
        and "post" in pattern.callback.view_class.http_method_names
    }


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry


def send(form: Form, keys: towns.Town) -> Callable[[], int]:
    """An act that sends the form from a browser of its own; gives the status."""
    client = Client(raise_request_exception=False, SERVER_NAME="localhost")
    if form.username:
        client.force_login(User.objects.get(username=form.username))
    return lambda: client.post(form.address.format(**vars(keys)), dict(form.data)).status_code


def contents() -> dict[str, int]:
    """{table: rows} of everything that a form might change."""
    tables = set(connection.introspection.table_names()) - NOTED
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def difference(
    form: Form, keys: towns.Town, copy: Callable[[], contextmanager]
) -> tuple[list[int], dict[str, tuple[int, int]]]:
    """(statuses of the two, {table: (rows after one, rows after two)} where they differ)."""
    with copy():
        send(form, keys)()
        once = contents()
    with copy():
        statuses = at_once([send(form, keys), send(form, keys)])
        twice = contents()
    return statuses, {t: (once[t], twice[t]) for t in once if once[t] != twice[t]}


def main(rounds: int, *, quick: bool) -> list[Row]:
    with ground.fresh() as source:
        keys = towns.build()
        connections.close_all()
        copy = _copier(source)
        names = posting()
        rows = [_row(name, keys, copy, rounds) for name in sorted(names)]
        with mock.patch.object(jobs.Job.objects, "unfinished", jobs.Job.objects.none):
            _, damage = difference(FORMS["write-report"], keys, copy)
    twin = "twin: a job that is already waiting is not looked for"
    return [*rows, Row(twin, 1, f"damage: {damage or 'none'}", bool(damage))]


def _row(name: str, keys: towns.Town, copy: Callable[[], contextmanager], rounds: int) -> Row:
    if name not in FORMS:
        return Row(f"form “{name}”", 0, "no sample in proof/double.py", good=False)
    wrong: dict[str, tuple[int, int]] = {}
    seen: set[int] = set()
    for _ in range(rounds):
        statuses, found = difference(FORMS[name], keys, copy)
        seen.update(statuses)
        wrong |= found
    told = f"one effect (answers {sorted(seen)})" if not wrong else f"doubled: {wrong}"
    return Row(
        f"form “{name}” sent by two browsers at once", rounds, told, not wrong and max(seen) < 400
    )


def _copier(source: str) -> Callable[[], contextmanager]:
    @contextmanager
    def copy() -> Iterator[str]:
        connections.close_all()
        name = databases.clone(source, "twice")
        try:
            with databases.pointed_at(name):
                yield name
        finally:
            databases.drop(name)

    return copy
