"""What a part found, kept in proof/results/*.json and written together to docs/PROOF.md."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PROOF = HERE.parent / "docs" / "PROOF.md"
HEADER = """# Proof

Made by `./run proof`: every row was counted by a program that broke the system on purpose – on real
PostgreSQL databases, with real processes and the real operations – and then looked at what was left.
A *twin* is the same trial with one guard taken away; it must find damage, or the trial proves
nothing. Each table was written by one run; the command under it repeats it.

What these trials do not show, and what an installation must see to itself:

- Loss of power: a killed process loses nothing that the operating system holds. The database must
  run with `fsync`, `full_page_writes` and `synchronous_commit` on; with the last one off a twin
  below pays twice.
- Whoever owns the database can cut the end off the audit chain, or reckon it anew from some event
  on. Only a head kept elsewhere (the audit page shows it) tells.
- A database restored to an earlier moment does not know what was sent to the bank since. Ask the
  bank before sending again.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: what was done, how many times, what came of it, and whether that is good."""

    what: str
    times: int
    result: str
    good: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The last run of a part."""

    name: str
    title: str
    rows: list[Row]
    command: str
    machine: str
    seconds: float

    @property
    def good(self) -> bool:
        return all(row.good for row in self.rows)


def machine() -> str:
    """Day, processors, memory, load, versions: as a line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {os.cpu_count()} cores shared with others "
        f"(load {os.getloadavg()[0]:.1f}), {memory:.0f} GiB, Python {platform.python_version()}, "
        f"psycopg {psycopg.__version__}"
    )


def keep(part: Part) -> None:
    """This run replaces the last one of the part."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(asdict(part), ensure_ascii=False, indent=1)
    (RESULTS / f"{part.name}.json").write_text(text + "\n", encoding="utf-8")


def kept(name: str) -> Part | None:
    """The last run of a part, if there is one."""
    path = RESULTS / f"{name}.json"
    if not path.exists():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    return Part(**{**said, "rows": [Row(**row) for row in said["rows"]]})


def write(names: list[str]) -> Path:
    """docs/PROOF.md out of the last run of every part."""
    parts = [part for part in map(kept, names) if part is not None]
    PROOF.write_text(HEADER + "".join(map(_section, parts)), encoding="utf-8")
    return PROOF


def _section(part: Part) -> str:
    lines = "\n".join(
        f"| {row.what} | {row.times:,} | {row.result} | {'✓' if row.good else '✗'} |"
        for row in part.rows
    )
    return (
        f"\n## {part.title}\n\n| what | times | result | |\n|---|---:|---|---|\n{lines}\n\n"
        f"`{part.command}` · {part.seconds:.0f} s · {part.machine}\n"
    )
