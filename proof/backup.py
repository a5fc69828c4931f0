"""Base backup and archived log under a load of writes, restored to random moments; and the plain backup file.

What the ledgers held at a moment is asked of the source itself: PostgreSQL keeps the commit time of
every transaction there, so a row counts when it was committed by then.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import psycopg
from psycopg import sql

from minzheng.config import database
from minzheng.config.cluster import SUPERUSER, Cluster
from minzheng.config.roles import ledger_tables
from minzheng.kernel.audit.operations import record
from minzheng.kernel.audit.queries import verify
from proof import ground
from proof.bank import OutsideBank
from proof.crashpoints import CALM
from proof.money import FIRST, District, payday
from proof.record import Row
from tests.databases import TestDatabase

TITLE = "Backup and restore to a moment"
ROUNDS, QUICK_ROUNDS = 5, 1
SECONDS_OF_LOAD = 20
Hashes = dict[str, tuple[int, str]]


def archive_log(cluster: Cluster, folder: Path) -> None:
    """Have the cluster archive its log and keep commit times; it is restarted for that."""
    _give(folder, cluster)
    with (cluster.data / "postgresql.conf").open("a") as settings:
        settings.write(
            "\nwal_level = replica\narchive_mode = on\narchive_timeout = 5\n"
            f"archive_command = 'test ! -f {folder}/%f && cp %p {folder}/%f'\n"
            "track_commit_timestamp = on\n"
        )
    cluster.stop()
    cluster.start()


def base_backup(cluster: Cluster, target: Path) -> None:
    """pg_basebackup, as the cluster's own account."""
    _give(target, cluster)
    program = str(cluster.binaries() / "pg_basebackup")
    told = cluster._owner_account().run(
        [program, "-h", str(cluster.sockets), "-U", SUPERUSER, "-D", str(target), "-c", "fast", "-X", "none"]
    )  # fmt: skip
    if told.returncode:
        raise RuntimeError(told.stderr)


def _give(folder: Path, cluster: Cluster) -> None:
    """The folder belongs to whoever runs the cluster."""
    folder.mkdir(parents=True, exist_ok=True)
    owner = cluster.data.stat()
    if os.getuid() == 0:
        os.chown(folder, owner.st_uid, owner.st_gid)
    folder.chmod(0o700)


@contextmanager
def restored(base: Path, log: Path, moment: datetime, folder: Path) -> Iterator[Cluster]:
    """Another cluster, brought from the base backup to the moment."""
    folder.mkdir()
    folder.chmod(0o755)
    # Copied as it is, owners included.
    subprocess.run(["cp", "-a", str(base), str(folder / "data")], check=True)
    data = folder / "data"
    with (data / "postgresql.auto.conf").open("a") as settings:
        settings.write(
            f"\nrestore_command = 'cp {log}/%f %p'\n"
            f"recovery_target_time = '{moment.isoformat()}'\n"
            "recovery_target_action = 'promote'\narchive_mode = off\n"
        )
    (data / "recovery.signal").touch()
    cluster = Cluster(folder)
    cluster._give(cluster.sockets, cluster._owner_account())
    cluster._start_with_patience(cluster._owner_account())
    try:
        _wait_for_promotion(cluster)
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for_promotion(cluster: Cluster) -> None:
    for _ in range(600):
        with psycopg.connect(cluster.dsn(SUPERUSER, "postgres")) as connection:
            if not connection.execute("SELECT pg_is_in_recovery()").fetchone()[0]:
                return
        time.sleep(0.1)
    raise RuntimeError("The restored cluster never left recovery.")


# The lines of a run come into the ledger when their table is attached to it, all at once. What is
# older than the keeping of commit times was there before.
_COMMITTED_BY = """
WHERE coalesce(pg_xact_commit_timestamp(ledger.xmin), '-infinity') <= {}
  AND NOT EXISTS (SELECT FROM pg_inherits attached WHERE attached.inhrelid = ledger.tableoid
                     AND pg_xact_commit_timestamp(attached.xmin) > {})
"""


def ledger_hashes(cluster: Cluster, name: str, moment: datetime | None = None) -> Hashes:
    """{ledger: (rows, hash)}; of a moment when one is given (needs commit times)."""
    found: Hashes = {}
    with psycopg.connect(cluster.dsn(SUPERUSER, name)) as connection:
        for table in sorted(ledger_tables()):
            query = sql.SQL(
                "SELECT count(*), coalesce(md5(string_agg(line, E'\\n' ORDER BY line)), '')"
                " FROM (SELECT ledger::text AS line FROM {} ledger {}) lines"
            ).format(
                sql.Identifier(table),
                sql.SQL(_COMMITTED_BY).format(moment, moment) if moment else sql.SQL(""),
            )
            found[table] = connection.execute(query).fetchone()
    return found


def load(district: District, seconds: float) -> None:
    """Write as long as it takes: months are paid, events recorded."""
    month, until, number = FIRST, time.monotonic() + seconds, 0
    while time.monotonic() < until:
        district.pay(month)
        for _ in range(10):
            number += 1
            record(
                tag="proof:row:touched",
                target=("proof.row", str(number)),
                by=district.world.clerk(payday(month)),
                on=payday(month),
                facts={"n": number},
            )
        month = month.next


def moments(first: datetime, last: datetime, count: int, random: Random) -> list[datetime]:
    span = (last - first).total_seconds()
    return sorted(first + timedelta(seconds=random.uniform(0.1, 0.95) * span) for _ in range(count))


def _now(cluster: Cluster, name: str) -> datetime:
    """The server's clock; a commit of its own right after it, so that recovery can stop there."""
    with psycopg.connect(cluster.dsn(SUPERUSER, name), autocommit=True) as connection:
        (now,) = connection.execute("SELECT clock_timestamp()").fetchone()
        connection.execute("SELECT pg_switch_wal()")
    return now


def restore_moments(rounds: int, seconds: float) -> list[tuple[int, bool]]:
    """[(ledger rows at the moment, whether every ledger's hash is that of the source)]."""
    cluster, folder = ground.own_cluster(), ground.folder_for("backup")
    log, base = folder / "log", folder / "base"
    archive_log(cluster, log)
    with ground.fresh(durable=True) as name:
        bank = OutsideBank(folder / "bank").open_books()
        district = District(bank, 20).settle_in(Random(1))
        base_backup(cluster, base)
        began = _now(cluster, name)
        ground.wait(ground.fork(lambda: load(district, seconds)), seconds + 60)
        ended = _now(cluster, name)
        _wait_for_archive(cluster)
        outcomes = []
        for number, moment in enumerate(moments(began, ended, rounds, Random())):
            source = ledger_hashes(cluster, name, moment)
            with restored(base, log, moment, folder / f"restored-{number}") as copy:
                found = ledger_hashes(copy, name)
            outcomes.append((sum(rows for rows, _ in source.values()), source == found))
        whole = ledger_hashes(cluster, name)
        assert whole != source, "The load has ended before the last moment; nothing is proved."
    return outcomes


def _wait_for_archive(cluster: Cluster) -> None:
    """Until the last segment that was switched away is in the archive."""
    with psycopg.connect(cluster.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
        (wanted,) = connection.execute("SELECT pg_walfile_name(pg_switch_wal())").fetchone()
        for _ in range(300):
            (last,) = connection.execute(
                "SELECT last_archived_wal FROM pg_stat_archiver"
            ).fetchone()
            if last and last >= wanted:
                return
            time.sleep(0.1)
    raise RuntimeError("The log was not archived in time.")


def round_trip() -> tuple[int, bool, bool]:
    """(ledger rows, whether `db restore` brings them back, whether a damaged file is refused)."""
    cluster, folder = ground.own_cluster(), ground.folder_for("file")
    file = folder / "minzheng.backup"
    with ground.fresh() as name:
        bank = OutsideBank(folder / "bank", CALM).open_books()
        district = District(bank, 20).settle_in(Random(1))
        district.pay(FIRST)
        before = ledger_hashes(cluster, name)
        backed_up = _db(name, "backup", str(file))
        district.pay(FIRST.next)
        grown = ledger_hashes(cluster, name)
        restored_ = _db(name, "restore", str(file), "--yes")
        after = ledger_hashes(cluster, name)
        # The app's role must be able to go on working in what was restored. (A bank that was sent a
        # file after the backup has to be asked first: a restored database cannot know of it.)
        district.bank = OutsideBank(folder / "bank-2", CALM).open_books()
        goes_on = district.pay(FIRST.next).status == "CLOSED" and not verify()
        after_that = ledger_hashes(cluster, name)
        damaged = folder / "damaged.backup"
        content = file.read_bytes()
        damaged.write_bytes(content[: len(content) // 2])
        refused = _db(name, "restore", str(damaged), "--yes")
        untouched = ledger_hashes(cluster, name) == after_that
    same = backed_up == restored_ == 0 and before == after != grown and goes_on
    return sum(rows for rows, _ in before.values()), same, refused != 0 and untouched


def _db(name: str, *words: str) -> int:
    environment = {
        **TestDatabase(name).environment,
        "DJANGO_SETTINGS_MODULE": "minzheng.config.settings",
    }
    told = subprocess.run(
        [sys.executable, "-m", "minzheng", "db", *words],
        cwd=database.ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    return told.returncode


def main(rounds: int, *, quick: bool) -> list[Row]:
    rows, same, refused = round_trip()
    outcomes = restore_moments(rounds, SECONDS_OF_LOAD / (2 if quick else 1))
    equal = sum(good for _, good in outcomes)
    counts = ", ".join(f"{count:,}" for count, _ in outcomes)
    return [
        Row(
            f"base backup + archived log, restored to a random moment under load; all "
            f"{len(ledger_tables())} ledgers hashed (rows at each moment: {counts})",
            len(outcomes),
            f"{equal} of {len(outcomes)} equal to the source at that moment",
            equal == len(outcomes),
        ),
        Row(
            f"`./run db backup`, further writes, `./run db restore`, and the next month paid on it ({rows:,} ledger rows)",
            1,
            "equal" if same else "different",
            same,
        ),
        Row(
            "`./run db restore` of a file that ends in the middle",
            1,
            "refused, data untouched" if refused else "not refused",
            refused,
        ),
    ]
