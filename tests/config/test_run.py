"""`./run`: installs only when something changed, and uses the mirror that pip knows."""

import importlib.machinery
import importlib.util
import json
import subprocess
import sys

import pytest

from minzheng.config.database import ROOT


@pytest.fixture
def run(tmp_path):
    """The script as a module, working in a folder of its own."""
    loader = importlib.machinery.SourceFileLoader("run_script", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader("run_script", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    module.ROOT, module.VENV = tmp_path, tmp_path / ".venv"
    module.STAMP, module.LOCKS = tmp_path / ".venv" / "minzheng.json", tmp_path / "requirements"
    module.VENV.mkdir()
    module.LOCKS.mkdir()
    for name in ("installer", *module.SETS):
        (module.LOCKS / f"{name}.txt").write_text(f"{name}==1\n")
    module.installed = []

    def install(wanted):
        module.installed.append(wanted["sets"])
        module.STAMP.write_text(json.dumps(wanted))

    module._install = install
    return module


def test_it_installs_once_and_again_when_the_lock_changes(run):
    run.set_up("base")
    run.set_up("base")
    assert run.installed == [["base"]]
    (run.LOCKS / "base.txt").write_text("base==2\n")
    run.set_up("base")
    assert run.installed == [["base"], ["base"]]


def test_the_demo_installs_no_tools_but_leaves_those_that_are_there(run):
    run.set_up("base", "dev")
    run.set_up("base")
    (run.LOCKS / "base.txt").write_text("base==2\n")
    run.set_up("base")
    assert run.installed == [["base", "dev"], ["base", "dev"]]


def test_a_moved_folder_is_installed_anew(run):
    run.set_up("base")
    stamp = json.loads(run.STAMP.read_text())
    run.STAMP.write_text(json.dumps({**stamp, "root": "/elsewhere"}))
    run.set_up("base")
    assert run.installed == [["base"], ["base"]]


def test_the_mirror_of_pip_is_used_for_everything(run, tmp_path, monkeypatch):
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    file = tmp_path / "pip.conf"
    file.write_text("[global]\nindex-url = https://mirror.example/simple\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(file))
    assert run.environment()["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://other.example/simple")
    assert run.environment()["UV_DEFAULT_INDEX"] == "https://other.example/simple"


def test_without_a_verb_it_lists_what_there_is():
    told = subprocess.run([sys.executable, ROOT / "run"], capture_output=True, text=True)
    assert told.returncode == 0
    for verb in ("demo", "serve", "test", "lint", "bench", "shell", "db", "minzheng"):
        assert f"  {verb} " in told.stdout
    told = subprocess.run([sys.executable, ROOT / "run", "fly"], capture_output=True, text=True)
    assert told.returncode == 2
