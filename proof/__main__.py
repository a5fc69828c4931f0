"""`./run proof [PART …] [--rounds N] [--quick]`: break the system on purpose and write docs/PROOF.md.

Everything happens on a PostgreSQL cluster of the proof's own in a temporary folder; the
developer's database is not touched. A part is a module with TITLE, ROUNDS, QUICK_ROUNDS and
`main(rounds, quick=…) -> list[Row]`.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

PARTS = (
    "kills",
    "crashpoints",
    "machine",
    "approvers",
    "starts",
    "double",
    "roster",
    "audit",
    "backup",
    "twins",
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run proof", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"只做哪些，可选：{'、'.join(PARTS)}；默认全部")
    parser.add_argument("--rounds", type=int, help="次数；不给时每一部分有自己的次数")
    parser.add_argument("--quick", action="store_true", help="少做几次，几分钟内完成")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"没有“{'、'.join(unknown)}”这一部分，可选：{'、'.join(PARTS)}。")
    folder = _ground()
    try:
        return _prove(options.parts or list(PARTS), options.rounds, quick=options.quick)
    finally:
        _leave(folder)


def _ground() -> Path:
    """A folder for the cluster and Django pointed at it; PostgreSQL's account must reach it."""
    folder = Path(tempfile.mkdtemp(prefix="minzheng-proof-"))
    folder.chmod(0o755)
    for name in ("DATABASE_URL", "APP_DATABASE_URL"):
        os.environ.pop(name, None)
    os.environ["MINZHENG_VAR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    return folder


def _leave(folder: Path) -> None:
    from minzheng.config import database

    database.private_cluster().stop()
    shutil.rmtree(folder, ignore_errors=True)


def _prove(names: list[str], rounds: int | None, *, quick: bool) -> int:
    from proof.record import Part, keep, machine, write

    bad = 0
    for name in names:
        module = importlib.import_module(f"proof.{name}")
        print(f"▸ {name}: {module.TITLE}", flush=True)
        times = rounds or (module.QUICK_ROUNDS if quick else module.ROUNDS)
        before, began = machine(), time.monotonic()
        rows = module.main(times, quick=quick)
        command = f"./run proof {name} --rounds {times}"
        part = Part(name, module.TITLE, rows, command, before, time.monotonic() - began)
        for row in rows:
            print(f"  {'✓' if row.good else '✗'} {row.what} ×{row.times}: {row.result}", flush=True)
        keep(part)
        bad += not part.good
    print(f"▸ {write(list(PARTS))}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
