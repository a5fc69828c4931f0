"""The command line speaks in sentences."""

import argparse
import types

import pytest

from minzheng.config import commandline, keys
from minzheng.config.cluster import DatabaseTrouble


@pytest.fixture
def verb(monkeypatch):
    """A verb `stumble` whose run raises what the test says."""
    module = types.ModuleType("stumble")
    module.HELP = "跌倒"
    module.NEEDS_DATABASE = False
    module.arguments = lambda parser: parser.add_argument("--times", type=int, default=1)
    monkeypatch.setattr(commandline, "verbs", lambda: ["stumble"])
    monkeypatch.setattr(commandline, "_load", lambda _: module)
    return module


def test_a_verb_gets_its_options_and_gives_its_code(verb):
    seen: list[argparse.Namespace] = []
    verb.run = lambda options: seen.append(options) or 3
    assert commandline.main(["stumble", "--times", "2"]) == 3
    assert seen[0].times == 2


def test_nothing_to_report_is_success(verb):
    verb.run = lambda options: None
    assert commandline.main(["stumble"]) == 0


def test_an_unknown_verb_is_answered_with_the_known_ones(verb, capsys):
    assert commandline.main(["fly"]) == 2
    assert "没有“fly”这个命令。可用的命令：stumble" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "sentence"),
    [
        (LookupError("没有这一户。"), 1, "没有这一户。"),
        (DatabaseTrouble("数据库没有启动。"), 1, "数据库没有启动。"),
        (KeyboardInterrupt(), 130, "已中断"),
    ],
)
def test_expected_failures_are_sentences_not_tracebacks(verb, capsys, error, code, sentence):
    def run(_options):
        raise error

    verb.run = run
    verb.KNOWN_ERRORS = (LookupError,)
    assert commandline.main(["stumble"]) == code
    told = capsys.readouterr().err
    assert sentence in told
    assert "Traceback" not in told


def test_a_mistake_of_ours_is_not_hidden(verb):
    def run(_options):
        raise ZeroDivisionError

    verb.run = run
    with pytest.raises(ZeroDivisionError):
        commandline.main(["stumble"])


def test_every_verb_explains_itself(capsys):
    assert commandline.main(["help"]) == 0
    told = capsys.readouterr().out
    for name in ("db", "migrate", "serve", "shell", "worker"):
        assert f"  {name} " in told


def test_keys_are_made_once_and_kept_private(tmp_path, monkeypatch):
    for variable in ("SECRET", "SEALING", "INDEX"):
        monkeypatch.delenv(f"MINZHENG_{variable}_KEY")
    path = tmp_path / "var" / "keys.json"
    first = keys.load(path)
    assert keys.load(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert (len(first.sealing_key), len(first.index_key)) == (16, 32)
    assert first.sealing_key.hex() not in repr(first)
    assert list(path.parent.iterdir()) == [path]


def test_keys_from_the_environment_leave_no_file(tmp_path):
    loaded = keys.load(tmp_path / "keys.json")
    assert loaded.sealing_key.hex() == "00112233445566778899aabbccddeeff"
    assert list(tmp_path.iterdir()) == []
