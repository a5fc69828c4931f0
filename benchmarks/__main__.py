"""`./run bench [PART …] [--quick]`: measure each part beside its peers and write benchmarks/README.md.

Every part is a module with QUESTION (one sentence), SIZES, QUICK_SIZES and `main(sizes) -> str`, the
table in Markdown. A part that finds its ways disagreeing raises; nothing is written for it then.
Its table stays in benchmarks/results/ until it is measured again.
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PARTS = ("entitlement", "disbursement_run")
TITLES = {
    "entitlement": "Entitlement: a year of one rule for a whole population",
    "disbursement_run": "A disbursement run in PostgreSQL",
}
PACKAGES = ("numpy", "numba", "duckdb", "pyarrow", "django", "psycopg", "openfisca-core")
HEADER = """# Measurements

Made by `./run bench`; each table was written by one run in which we and our peers did the same work
on the same data, and the results were compared before the times were printed. Times are wall
seconds on a shared machine and vary; compare the columns of a row, not rows of different days.

"""


def machine() -> str:
    """What it ran on, as a line."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, "
        f"load before {os.getloadavg()[0]:.1f}; Python {platform.python_version()}, {packages}."
    )


def measure(part: str, *, quick: bool) -> None:
    """Run one part and keep its table."""
    module = importlib.import_module(f"benchmarks.{part}")
    before = machine()
    table = module.main(module.QUICK_SIZES if quick else module.SIZES)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{part}.md").write_text(
        f"## {TITLES[part]}\n\n{module.QUESTION}\n\n{table.strip()}\n\nMeasured {before}\n",
        encoding="utf-8",
    )


def write_readme() -> Path:
    """All tables that were measured, in the order of PARTS."""
    tables = [
        path.read_text(encoding="utf-8")
        for path in (RESULTS / f"{part}.md" for part in PARTS)
        if path.exists()
    ]
    readme = HERE / "README.md"
    readme.write_text(HEADER + "\n".join(tables), encoding="utf-8")
    return readme


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"只测哪些，可选：{'、'.join(PARTS)}；默认全部")
    parser.add_argument("--quick", action="store_true", help="用小规模数据，几十秒内完成")
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"没有“{'、'.join(unknown)}”这项测量，可选：{'、'.join(PARTS)}。")
    for part in options.parts or PARTS:
        print(f"▸ {TITLES[part]}", flush=True)
        measure(part, quick=options.quick)
    print(f"▸ {write_readme()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
