"""Database, web server and job worker as one thing that starts and stops together."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from types import FrameType

from django.db import connections

from minzheng.config import database, schema

# Time for open requests and the running step of a job to end before the process is killed.
PATIENCE_SECONDS = 20
_PR_SET_PDEATHSIG = 1


class PortTaken(Exception):
    """The port cannot be opened; the text says which and how to choose another."""


class Stopped(Exception):
    """Somebody asked us to stop."""


class Fallen(Exception):
    """One of the processes ended by itself; the text names it."""


def claim(host: str, port: int) -> None:
    """Make sure the port is free before anything else is started."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"端口 {port} 不能使用（{error.strerror}）。"
                f"可能网站已经在运行；也可以换一个端口：./run serve --port {port + 1}"
            ) from error


def processes(host: str, port: int) -> dict[str, list[str]]:
    """Command of each process of the site."""
    web = [
        *("-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "warning"),
        "minzheng.config.wsgi:application",
    ]
    return {
        "网站": [sys.executable, *web],
        "后台任务": [sys.executable, "-m", "minzheng", "worker"],
    }


def serve(*, host: str, port: int, greeting: str = "") -> None:
    """Run the site until it is stopped; `greeting` is printed once it answers.

    Raises PortTaken, Fallen, DatabaseTrouble.
    """
    claim(host, port)
    started_database = False
    try:
        with _stop_signals():
            started_database = database.ensure_running()
            schema.migrate(verbosity=0)
            connections.close_all()
            with _running(processes(host, port)) as children:
                _wait_for_web(host, port, children)
                print(f"网站已启动：http://{_shown(host)}:{port}/ （按 Ctrl-C 停止）", flush=True)
                print(greeting, end="", flush=True)
                _watch(children)
    except Stopped:
        print("\n正在停止……", flush=True)
    finally:
        if started_database:
            database.private_cluster().stop()
    print("已停止。", flush=True)


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0") else host  # noqa: S104


@contextlib.contextmanager
def _stop_signals() -> Iterator[None]:
    """SIGINT, SIGTERM and a closed terminal all mean: stop cleanly."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Stopped

    watched = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    former = {number: signal.signal(number, stop) for number in watched}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def _running(commands: dict[str, list[str]]) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Start the commands; at the end stop them all, politely first."""
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, command in commands.items():
            children[name] = subprocess.Popen(  # noqa: S603
                command,
                stdin=subprocess.DEVNULL,
                # A Ctrl-C in the terminal reaches us alone; we tell the children.
                start_new_session=True,
                preexec_fn=_die_with_parent,
                env={**os.environ, "PYTHONPATH": str(database.ROOT)},
            )
        yield children
    finally:
        # The order is given once; a second Ctrl-C must not leave orphans behind.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        _stop(children.values())


def _stop(children: Iterable[subprocess.Popen[bytes]]) -> None:
    living = [child for child in children if child.poll() is None]
    for child in living:
        child.terminate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in living:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _die_with_parent() -> None:
    """Linux ends the child when we are killed without a chance to say goodbye."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_for_web(host: str, port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    target = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104
    while True:
        _check(children)
        with contextlib.suppress(OSError), socket.create_connection((target, port), timeout=1):
            return
        time.sleep(0.1)


def _watch(children: dict[str, subprocess.Popen[bytes]]) -> None:
    while True:
        _check(children)
        time.sleep(0.5)


def _check(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise Fallen(f"“{name}”进程意外结束（退出码 {child.returncode}），已停止其余部分。")
