"""The command line: every file in `minzheng/config/commands/` is a verb.

A verb has `HELP`, `arguments(parser)` and `run(options) -> int`. It may set
`NEEDS_DATABASE = False`, and `KNOWN_ERRORS`: a tuple of exceptions whose text is meant for people.
"""

import argparse
import importlib
import os
import pkgutil
import sys
from types import ModuleType

from minzheng.config import commands, database
from minzheng.config.cluster import DatabaseTrouble


def verbs() -> list[str]:
    """All verbs, as typed."""
    found = [module.name for module in pkgutil.iter_modules(commands.__path__)]
    # A leading underscore marks what verbs share.
    return sorted(name.replace("_", "-") for name in found if not name.startswith("_"))


def _load(verb: str) -> ModuleType:
    return importlib.import_module(f"{commands.__name__}.{verb.replace('-', '_')}")


def _overview() -> str:
    width = max(len(verb) for verb in verbs())
    lines = [f"  {verb:<{width}}  {_load(verb).HELP}" for verb in verbs()]
    return "用法：./run minzheng 命令 [参数]\n\n" + "\n".join(lines)


def main(words: list[str]) -> int:
    """Run the verb; 0 is success, 1 a refusal that was explained, 2 wrong usage."""
    if not words or words[0] in ("-h", "--help", "help"):
        _setup()
        print(_overview())
        return 0
    verb, *rest = words
    if verb not in verbs():
        print(f"没有“{verb}”这个命令。可用的命令：{'、'.join(verbs())}", file=sys.stderr)
        return 2
    try:
        return _run(verb, rest)
    except KeyboardInterrupt:
        print("\n已中断。", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except DatabaseTrouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _run(verb: str, rest: list[str]) -> int:
    _setup()
    command = _load(verb)
    parser = argparse.ArgumentParser(prog=f"minzheng {verb}", description=command.HELP)
    command.arguments(parser)
    options = parser.parse_args(rest)
    if getattr(command, "NEEDS_DATABASE", True):
        database.ensure_running()
    known = getattr(command, "KNOWN_ERRORS", ())
    try:
        return int(command.run(options) or 0)
    except known as error:
        print(error, file=sys.stderr)
        return 1


def _setup() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.config.settings")
    # Django reads the settings when it is imported, so the environment comes first.
    import django

    django.setup()
