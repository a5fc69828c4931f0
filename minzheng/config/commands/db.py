"""Verb `db`: look after the database itself."""

import argparse
import contextlib
import os
import shutil
import subprocess
from pathlib import Path

from minzheng.config import database, schema
from minzheng.config.cluster import DatabaseTrouble, find_binaries

HELP = "数据库：启动、停止、状态、命令行、备份、恢复"
NEEDS_DATABASE = False
# Roles differ from place to place; `schema.migrate` grants anew after a restore.
_ROWS_ONLY = ("--no-owner", "--no-privileges")

# pg_restore --clean cannot drop the keys of partitions, so what is there goes as a whole.
_EMPTY = b"SET client_min_messages = warning; DROP OWNED BY CURRENT_USER CASCADE; CREATE SCHEMA IF NOT EXISTS public;\n"

# A running site holds locks that a restore would wait for without end.
_PATIENCE = {"PGOPTIONS": "-c lock_timeout=10s"}


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="动作")
    for name, (_, text) in ACTIONS.items():
        action = actions.add_parser(name, help=text)
        if name in ("backup", "restore"):
            action.add_argument("file", type=Path, help="备份文件")
        if name == "restore":
            action.add_argument("--yes", action="store_true", help="确认用备份替换现有数据")
        if name == "psql":
            action.add_argument("rest", nargs="*", help="交给 psql 的参数，写在 -- 之后")


def run(options: argparse.Namespace) -> int:
    function, _ = ACTIONS[options.action]
    return function(options)


def _start(_: argparse.Namespace) -> int:
    print("数据库已启动。" if database.ensure_running() else "数据库已在运行。")
    return 0


def _stop(_: argparse.Namespace) -> int:
    if not database.is_private():
        raise DatabaseTrouble("数据库由 DATABASE_URL 指定，不由本程序启动，请用它自己的方法停止。")
    print("数据库已停止。" if database.private_cluster().stop() else "数据库没有在运行。")
    return 0


def _status(_: argparse.Namespace) -> int:
    address = database.owner_address()
    if database.is_private():
        cluster = database.private_cluster()
        running = cluster.answers()
        print(f"自带数据库 {cluster.data}：{'运行中' if running else '未启动'}")
        print(f"程序：{cluster.binaries()}；日志：{cluster.log}")
    else:
        told = _tool("pg_isready", quiet=True)
        running = told == 0
        print(f"外部数据库 {address.host}:{address.port}：{'可连接' if running else '连不上'}")
    print(f"库名 {address.name}；结构用户 {address.user}；业务角色 {database.app_role()}")
    return 0 if running else 3


def _psql(options: argparse.Namespace) -> int:
    database.ensure_running()
    return _tool("psql", *options.rest)


def _backup(options: argparse.Namespace) -> int:
    database.ensure_running()
    target = options.file.resolve()
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    # A backup holds everybody's data: nobody else may read it, not even while it grows.
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        failed = _tool("pg_dump", "--format=custom", *_ROWS_ONLY, f"--file={draft}")
        if failed:
            raise DatabaseTrouble("备份没有成功，没有留下文件；上面是原因。")
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    print(f"已备份到 {target}（{target.stat().st_size / 1e6:.1f} MB）。")
    print(f"密钥不在备份里，请另行妥善保管：{database.var_folder() / 'keys.json'}")
    return 0


def _restore(options: argparse.Namespace) -> int:
    source = options.file.resolve()
    if not source.is_file():
        raise DatabaseTrouble(f"找不到备份文件 {source}。")
    if not options.yes:
        raise DatabaseTrouble("恢复会用备份替换现有的全部数据；确认后请加 --yes 再执行。")
    database.ensure_running()
    if not _replaced_by(source):
        raise DatabaseTrouble(
            "恢复没有成功，现有数据没有改变；上面是原因。提示等待锁超时时，请先停止网站再恢复。"
        )
    schema.migrate(verbosity=0)
    print("已恢复。")
    return 0


def _replaced_by(source: Path) -> bool:
    """Everything of ours gives way to what the backup holds, in one transaction: all of it or nothing."""
    reading = subprocess.Popen(  # noqa: S603
        [_program("pg_restore"), *_ROWS_ONLY, "--file=-", source],
        env=_environment(),
        stdout=subprocess.PIPE,
    )
    writing = subprocess.Popen(  # noqa: S603
        [_program("psql"), "-Xq", "-v", "ON_ERROR_STOP=1", "--single-transaction", "--file=-"],
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    assert reading.stdout is not None  # noqa: S101 - a pipe
    assert writing.stdin is not None  # noqa: S101 - a pipe
    try:
        writing.stdin.write(_EMPTY)
        shutil.copyfileobj(reading.stdout, writing.stdin)
        writing.stdin.flush()
    except BrokenPipeError:
        # psql gave up and has said why; what it had done is undone.
        reading.kill()
    if reading.wait():
        # The backup ended before its end, and psql commits at the end of what it reads: stop it now.
        writing.kill()
    with contextlib.suppress(BrokenPipeError):
        writing.stdin.close()
    return writing.wait() == 0


def _tool(name: str, *words: str, quiet: bool = False) -> int:
    """Run one of PostgreSQL's programs against our database as the owner."""
    told = subprocess.run(  # noqa: S603
        [_program(name), *words],
        env=_environment(),
        stdout=subprocess.DEVNULL if quiet else None,
    )
    return told.returncode


def _program(name: str) -> Path:
    folder = database.private_cluster().binaries() if database.is_private() else find_binaries()
    return folder / name


def _environment() -> dict[str, str]:
    return {**os.environ, **_PATIENCE, **database.owner_address().as_environment()}


ACTIONS = {
    "start": (_start, "启动自带的数据库"),
    "stop": (_stop, "停止自带的数据库"),
    "status": (_status, "查看数据库状态"),
    "psql": (_psql, "打开 psql"),
    "backup": (_backup, "备份到文件"),
    "restore": (_restore, "从备份文件恢复"),
}
