"""Where the trials stand: a PostgreSQL cluster of their own, fresh databases, processes to be killed."""

from __future__ import annotations

import functools
import itertools
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connections
from psycopg import sql

from minzheng.config import database
from minzheng.config.cluster import Cluster
from tests import databases

_numbers = itertools.count(1)


@contextmanager
def fresh(*, durable: bool = False) -> Iterator[str]:
    """Name of an empty migrated database to which both aliases lead.

    durable: commits reach the log before they return, as in a real installation.
    """
    database.ensure_running()
    name = databases.clone(_template(), f"proof{next(_numbers)}")
    if durable:
        make_durable(name)
    try:
        with databases.pointed_at(name):
            yield name
    finally:
        database.ensure_running()
        databases.drop(name)


@functools.cache
def _template() -> str:
    """Made once: whoever changes the sources during a long run must not change the trial."""
    return databases.template()


def make_durable(name: str) -> None:
    """Undo what test databases do to be quick."""
    with databases.maintenance() as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} RESET synchronous_commit").format(sql.Identifier(name))
        )


def fork(work: Callable[[], object]) -> int:
    """Run `work` in a process of its own; its number. It ends with 0, or 1 after an exception."""
    connections.close_all()
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    # From here on another process: it must never come back into the caller's frames.
    status = 1
    try:
        work()
        status = 0
    except BaseException:  # noqa: BLE001 - whatever it is, the process ends with it
        if os.environ.get("PROOF_TELL"):
            traceback.print_exc()
    finally:
        os._exit(status)


def wait(child: int, seconds: float = 60.0) -> int:
    """How the process ended: 0, 1, or minus the signal. After `seconds` it is killed."""
    deadline = time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > deadline:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.002)


def kill_after(child: int, seconds: float) -> bool:
    """SIGKILL the process in the middle of whatever it does; whether it was still there."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, _ = os.waitpid(child, os.WNOHANG)
        if ended:
            return False
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def kill_postmaster(cluster: Cluster) -> None:
    """SIGKILL the server's first process; its sessions die with it, shared memory is lost."""
    postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)


def own_cluster() -> Cluster:
    """The cluster of this run of the proof. Never the developer's."""
    cluster = database.private_cluster()
    if cluster.folder.is_relative_to(database.ROOT / "var"):
        raise RuntimeError("The proof kills its database: MINZHENG_VAR must lead elsewhere.")
    return cluster


def folder_for(name: str) -> Path:
    """An empty folder of a trial under the proof's own."""
    folder = database.var_folder() / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder
