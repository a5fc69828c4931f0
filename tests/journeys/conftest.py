"""A real server over a real database, and Debian's Chromium in front of it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.towns import copy_of, town_template
from tests.workbench.town import PASSWORD, Town

__all__ = ["town_template"]

CHROMIUM = os.environ.get("MINZHENG_CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
# Where pictures go when somebody wants to look at them.
PICTURES = os.environ.get("MINZHENG_PICTURES")


@dataclass(frozen=True)
class Site:
    url: str
    town: Town


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def site(django_db_blocker, town_template) -> Iterator[Site]:
    """The web server and the job worker, as `./run serve` starts them."""
    with django_db_blocker.unblock(), copy_of(town_template[0]) as database:
        port = _free_port()
        web = ["granian", "--interface", "wsgi", "--port", str(port), "--no-ws"]
        commands = (
            [*web, "--log-level", "warning", "minzheng.config.wsgi:application"],
            ["minzheng", "worker"],
        )
        with contextlib.ExitStack() as running:
            for command in commands:
                running.enter_context(_process(command, database.environment))
            _wait(port)
            yield Site(f"http://127.0.0.1:{port}", town_template[1])


@pytest.fixture(scope="session")
def chromium():
    """One browser for all journeys."""
    if not Path(CHROMIUM).exists():
        pytest.fail("journeys need Chromium: apt-get install chromium fonts-noto-cjk")
    # Imported here: collecting the tests must not need it.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread; Django would take it for asynchronous code.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, site):
    """`visit("leader")`: a page of a fresh browser profile where this user has logged in by the form."""
    contexts = []

    def open_as(username: str | None, *, size: dict[str, int] = DESK):
        context = chromium.new_context(
            base_url=site.url, viewport=size, locale="zh-CN", accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda message: _note(page, message))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on("requestfailed", lambda request: _note_failure(page, request))
        if username:
            log_in(page, username)
        return page

    yield open_as
    for context in contexts:
        context.close()


def log_in(page, username: str) -> None:
    """Through the form, as a person does."""
    page.goto("/login/")
    page.get_by_label("登录名").fill(username)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="退出").wait_for()


@pytest.fixture
def picture():
    """Keep a full-page picture where MINZHENG_PICTURES says, for eyes."""

    def take(page, name: str) -> None:
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)

    return take


def _note(page, message) -> None:
    if message.type in ("error", "warning"):
        page.problems.append(message.text)


def _note_failure(page, request) -> None:
    # A download ends the navigation that began it.
    if request.failure != "net::ERR_ABORTED":
        page.problems.append(f"{request.failure} {request.url}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def _process(module: list[str], environment: dict[str, str]) -> Iterator[None]:
    child = subprocess.Popen([sys.executable, "-m", *module], env=environment)
    try:
        yield
    finally:
        child.terminate()
        child.wait(timeout=30)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return
