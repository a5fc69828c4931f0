"""The site starts and stops as one thing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import psutil
import pytest

from minzheng.config import serving


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def site(fresh_database, port):
    """`serve` in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "minzheng", "serve", "--port", str(port)],
        env=fresh_database.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def wait_until_healthy(port, process):
    deadline = time.monotonic() + 60
    while True:
        assert process.poll() is None, process.stdout.read()
        assert time.monotonic() < deadline, "the site did not become healthy"
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
                return answer
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)


def family(process):
    return psutil.Process(process.pid).children(recursive=True)


def test_it_serves_and_stops_without_leaving_anything(site, port):
    answer = wait_until_healthy(port, site)
    assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
    children = family(site)
    assert len(children) >= 2
    site.send_signal(signal.SIGTERM)
    told, _ = site.communicate(timeout=60)
    assert site.returncode == 0, told
    assert f"http://localhost:{port}/" in told
    assert "已停止" in told
    assert "Traceback" not in told
    assert psutil.wait_procs(children, timeout=5)[1] == []


def test_the_children_die_with_a_parent_that_was_killed(site, port):
    wait_until_healthy(port, site)
    children = family(site)
    site.kill()
    assert psutil.wait_procs(children, timeout=30)[1] == []


def test_it_stops_when_a_part_falls(site, port):
    wait_until_healthy(port, site)
    worker = next(one for one in family(site) if "worker" in one.cmdline())
    os.kill(worker.pid, signal.SIGKILL)
    told, _ = site.communicate(timeout=60)
    assert site.returncode == 1
    assert "“后台任务”进程意外结束" in told


def test_a_taken_port_is_told_with_a_way_out(port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(serving.PortTaken, match=f"端口 {port} 不能使用.*--port {port + 1}"):
            serving.claim("127.0.0.1", port)


def test_the_health_page_needs_no_login(client, db):
    assert json.loads(client.get("/health/").content)["database"] is True
