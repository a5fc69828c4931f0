"""A year of the minimum living rules for a whole population, beside OpenFisca, DuckDB SQL and a Decimal loop.

Every way computes all twelve months of 2022 with dated membership, incomes, expenses, property and conditions, with
the standard raised on 1 July. Each measurement is a process of its own, so that its peak memory is its own. The
eligibility and the amount of every household-month are compared before a time is printed.

    python -m benchmarks.entitlement 1000000
"""

from __future__ import annotations

import json
import resource
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).parents[1]
HOME = ROOT / "var" / "bench"
QUESTION = (
    "Who is eligible for 最低生活保障 and for how much, for every household and every month of 2022? One rulebook (45 rules, "
    "dated membership, incomes, expenses, property and conditions, a standard raised on 1 July) against the same rule in "
    "openfisca-core, in DuckDB SQL printed from the same tree and in a Decimal loop; eligibility and amount of every "
    "household-month are compared before a time is printed."
)
SIZES = (1_000_000, 10_000_000)
QUICK_SIZES = (20_000,)
OUTPUTS = ("符合条件", "月保障金")
LOOP_HOUSEHOLDS = 10_000
OPENFISCA_LIMIT = 1_000_000
SQL_SPAN = 100_000
"""Households a DuckDB statement takes at a time: all at once would not fit in memory."""

STANDARD = {
    "urban": {"2021-01-01": 750, "2022-07-01": 800},
    "rural": {"2021-01-01": 600, "2022-07-01": 650},
}
VALUES: dict[str, Any] = {
    "counted": {"wage": "1", "business": "1", "property": "1", "transfer": "1", "other": "1"},
    "work_cost_share": "0.3", "work_cost_most": "400",
    "expense_most": {"rehabilitation": "600", "medical": "1500"},
    "deposit_factor": "24", "vehicles_most": 0, "houses_most": 1,
    "least_share": "0", "marginal_factor": "1.5",
    "uplift": {"disability": "0.2", "illness": "0.2", "elderly": "0.1", "minor": "0.1"},
    "elderly_age": 60, "adult_age": 18,
}  # fmt: skip
"""The policy, as a peer would write it down; the rulebook gets the same as a parameter table."""


# ------------------------------------------------------------------------------------------- the same policy
def parameter_table() -> Any:
    """VALUES and STANDARD as the rulebook takes them."""
    from minzheng.rulebook import DatedValue, ParameterTable
    from minzheng.rulebook.units import scaled

    v = VALUES
    flat: dict[str, tuple[str, Any]] = {
        "低保标准": ("元/人·月", {"城市": STANDARD["urban"], "农村": STANDARD["rural"]}),
        "收入计入比例": ("比例", dict(zip(("工资性收入", "经营净收入", "财产净收入", "转移净收入", "其他收入"), v["counted"].values(), strict=True))),
        "务工成本扣减比例": ("比例", v["work_cost_share"]),
        "务工成本扣减上限": ("元/人·月", v["work_cost_most"]),
        "刚性支出扣减上限": ("元/月", {"残疾康复": v["expense_most"]["rehabilitation"], "重病医疗": v["expense_most"]["medical"]}),
        "金融资产限额倍数": ("比例", {"低保": v["deposit_factor"], "低保边缘": "36"}),
        "房产套数上限": ("个", v["houses_most"]),
        "机动车数上限": ("个", v["vehicles_most"]),
        "补差方式": ("选项", "按差额"),
        "最低补差比例": ("比例", v["least_share"]),
        "分类施保比例": ("比例", dict(zip(("重度残疾人", "重病患者", "老年人", "未成年人"), v["uplift"].values(), strict=True))),
        "分类施保方式": ("选项", "就高不累计"),
        "老年人年龄": ("岁", v["elderly_age"]),
        "成年年龄": ("岁", v["adult_age"]),
        "单人保方式": ("选项", "扣除本人收入"),
        "边缘家庭倍数": ("比例", v["marginal_factor"]),
        "取整单位": ("元", "0.01"),
        "取整方式": ("选项", "四舍五入"),
    }  # fmt: skip
    rows: dict[Any, Any] = {}
    for name, (unit, value) in flat.items():
        for band, held in value.items() if isinstance(value, dict) else [(None, value)]:
            dated = held if isinstance(held, dict) else {"2015-01-01": held}
            rows[name, band] = [
                DatedValue(int(day.replace("-", "")), scaled(str(one), unit), "measurement")
                for day, one in dated.items()
            ]
    return ParameterTable(rows=rows, units={name: unit for name, (unit, _) in flat.items()})


def numbers(convert: Callable[[Any], Any]) -> dict[str, Any]:
    """VALUES with every text made a number."""

    def made(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: made(one) for key, one in value.items()}
        return convert(value) if isinstance(value, str) else value

    return {name: made(value) for name, value in VALUES.items()}


def days() -> list[int]:
    return [20_220_001 + 100 * month for month in range(1, 13)]


def prepared() -> tuple[Any, Any]:
    """The engine and the bound parameters."""
    from benchmarks.allowance import book
    from minzheng.rulebook.arrays import engine
    from minzheng.rulebook.parameters import bind

    made = engine(book, OUTPUTS)
    return made, bind(made.schedule.parameters, parameter_table(), days())


def blocks_of(directory: Path) -> list[Path]:
    return sorted((directory / "blocks").glob("*.arrow"))


# ---------------------------------------------------------------------------------------------------- jobs
def job_compile(directory: Path) -> dict[str, Any]:
    """Compile (or load) the kernel and run one small block through it."""
    from minzheng.kernel.compute import blocks

    made, bound = prepared()
    started = time.perf_counter()
    blocks.run(made, blocks_of(directory)[:1], bound, threads=1)
    return {"seconds": time.perf_counter() - started}


def job_generate(directory: Path) -> dict[str, Any]:
    from benchmarks import population

    if not (directory / "facts" / "asset.parquet").exists():
        population.write(int(directory.name), directory / "facts")
    return {}


def job_cold(directory: Path) -> dict[str, Any]:
    """From Parquet: lay out the blocks, compute, write the results."""
    started = time.perf_counter()
    from minzheng.kernel.compute import blocks
    from minzheng.kernel.compute.sources import ParquetSource

    made, bound = prepared()
    paths = blocks.build(made.schedule, ParquetSource(directory / "facts"), directory / "blocks")
    built = time.perf_counter() - started
    blocks.run(made, paths, bound, keep=blocks.keep_in(directory / "results"))
    return {"seconds": time.perf_counter() - started, "build": built}


def job_blocks(directory: Path) -> dict[str, Any]:
    """From block files: read, compute, write the results; two threads."""
    from minzheng.kernel.compute import blocks

    made, bound = prepared()
    paths = blocks_of(directory)
    blocks.run(made, paths[:1], bound, threads=1)
    times = []
    for _ in range(3):
        started = time.perf_counter()
        totals = blocks.run(made, paths, bound, keep=blocks.keep_in(directory / "results"))
        times.append(time.perf_counter() - started)
    return {
        "seconds": min(times),
        "all": times,
        "household_months": totals.household_months,
        "sum": totals.sums["amount_fen"],
    }


def job_scan(directory: Path) -> dict[str, Any]:
    """The physical limit: read the same columns of the same files and add them up."""
    from minzheng.kernel.compute import blocks

    made, _ = prepared()

    def one(path: Path) -> int:
        block = blocks.read_block(path, made.kernel.arrays)
        return sum(int(block.arrays[name].sum(dtype=np.int64)) for name in made.kernel.arrays)

    times = []
    for _ in range(3):
        started = time.perf_counter()
        with ThreadPoolExecutor(2) as pool:
            sum(pool.map(one, blocks_of(directory)))
        times.append(time.perf_counter() - started)
    return {"seconds": min(times)}


def job_sql(directory: Path) -> dict[str, Any]:
    """The printed SQL on DuckDB, from Parquet, compared with the block results row by row."""
    import duckdb
    import pyarrow as pa

    from benchmarks.allowance import book
    from minzheng.rulebook.parameters import bind
    from minzheng.rulebook.sql_printer import DUCKDB, months_rows, statement

    printed = statement(book, OUTPUTS, DUCKDB)
    seconds, differing, compared = 0.0, 0, 0
    ids, amounts, eligible = results(directory)
    for first in range(0, len(ids), SQL_SPAN):
        span = ids[first : first + SQL_SPAN]
        with duckdb.connect(config={"threads": 2, "preserve_insertion_order": False}) as con:
            _views(con, directory, int(span[0]), int(span[-1]))
            con.register(
                "months",
                pa.Table.from_pylist(
                    months_rows(bind(printed.schedule.parameters, parameter_table(), days()))
                ),
            )
            started = time.perf_counter()
            con.execute(f"create table due as {printed.text}")
            seconds += time.perf_counter() - started
            found = con.execute(
                "select eligible, amount_fen from due order by id, today"
            ).fetchnumpy()
        rows = slice(first, first + SQL_SPAN)
        differing += int((found["amount_fen"].reshape(-1, 12) != amounts[rows]).sum())
        differing += int((found["eligible"].reshape(-1, 12) != eligible[rows]).sum())
        compared += found["eligible"].size
    return {"seconds": seconds, "differing": differing, "compared": compared}


def _views(con: Any, directory: Path, first: int, last: int) -> None:
    for path in sorted((directory / "facts").glob("*.parquet")):
        name = path.stem
        column = (
            "id"
            if name == "household"
            else "parent"
            if name in ("member", "asset") or name.startswith("household_")
            else "household_id"
        )
        con.execute(
            f"create view \"{name}\" as select * from '{path}' where {column} between {first} and {last}"
        )


def job_openfisca(directory: Path) -> dict[str, Any]:
    """The same rule in OpenFisca; its float32 results are counted against ours."""
    from benchmarks import openfisca_peer

    values = numbers(float) | {"standard": STANDARD}
    told = openfisca_peer.run(directory / "facts", [f"2022-{m:02d}" for m in range(1, 13)], values)
    _, amounts, eligible = results(directory)
    wrong = told["amount"] != amounts
    return {
        "seconds": told["calculate_seconds"],
        "load": told["load_seconds"],
        "differing": int(wrong.sum()),
        "far": int((np.abs(told["amount"] - amounts)[wrong] > 1).sum()),
        "eligibility_differing": int((told["eligible"] != (eligible != 0)).sum()),
        "compared": int(amounts.size),
    }


def job_loop(directory: Path) -> dict[str, Any]:
    """A Decimal loop over records already in memory, for the first households."""
    from benchmarks.decimal_loop import Population, amount

    ids, amounts, eligible = results(directory)
    count = min(LOOP_HOUSEHOLDS, len(ids))
    population = Population(directory / "facts", int(ids[count - 1]) + 1)
    rates = numbers(Decimal)
    started, wrong = time.perf_counter(), 0
    for at, day in enumerate(days()):
        month = f"{day // 10_000}-{day // 100 % 100:02d}-01"
        line = {
            kind: Decimal(max((d, v) for d, v in held.items() if d <= month)[1])
            for kind, held in STANDARD.items()
        }
        policy = rates | {"standard": line}
        for row, household in enumerate(population.households):
            ok, yuan = amount(population, household, day, policy)
            wrong += (ok, int(yuan * 100)) != (bool(eligible[row, at]), int(amounts[row, at]))
    return {
        "seconds": time.perf_counter() - started,
        "households": count,
        "differing": wrong,
        "compared": count * 12,
    }


def job_one(directory: Path) -> dict[str, Any]:
    """One household with every intermediate value, and with its explanation written out; then by the office's rules."""
    del directory
    from benchmarks.allowance import book
    from minzheng.kernel import policy
    from minzheng.lib.months import Month
    from minzheng.livelihood.minimum_living.rules import book as office
    from minzheng.rulebook import explain
    from minzheng.rulebook.facts_file import read

    month, table = Month(2022, 7), parameter_table()
    said = read(ROOT / "examples" / "05-severe-disability-uplift.yaml", office)
    names = [name for name in office.parameters if name not in said.parameters.units]
    held = policy.load().table(names, area="430105", months=[month]).overridden(said.parameters)
    return {
        "plain": _timed(lambda: explain(book, FAMILY, month, table).value("月保障金")),
        "text": _timed(lambda: explain(book, FAMILY, month, table).as_text()),
        "office": _timed(lambda: explain(office, said.case, month, held).value("月保障金")),
        "rules": len(book.rules),
        "office_rules": len(office.rules),
    }


def _timed(work: Callable[[], object]) -> str:
    """Median and 95th percentile of 500 calls, in milliseconds."""
    times = []
    for _ in range(500):
        started = time.perf_counter()
        work()
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return f"{statistics.median(times):.2f} ms (95 % below {times[int(len(times) * 0.95)]:.2f} ms)"


def _person(
    number: int, birth: int, incomes: list[tuple[int, int]], *, level: int = 0
) -> dict[str, Any]:
    return {
        "编号": str(number), "出生日期": birth, "保障对象": True, "残疾等级": level, "重病": False, "支出": [],
        "收入": [{"种类": kind, "金额": fen, "自": 20210101} for kind, fen in incomes],
    }  # fmt: skip


FAMILY: dict[str, Any] = {
    "城乡类别": 1, "财产认定": 1, "救助档次": 0, "单人保": False, "财产": [],
    "成员": [
        _person(1, 19580312, [(4, 38_500)]), _person(2, 19840907, [], level=2),
        _person(3, 20100520, []), _person(4, 19860101, [(1, 110_000), (2, -5_000)]),
    ],
}  # fmt: skip


def results(directory: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ids, amounts and eligibility of the last block run, households × months."""
    from minzheng.kernel.compute import blocks

    held = [blocks.read_arrays(path) for path in sorted((directory / "results").glob("*.arrow"))]
    return (
        np.concatenate([part["ids"] for part in held]),
        np.concatenate([part["amount_fen"].reshape(-1, 12) for part in held]),
        np.concatenate([part["eligible"].reshape(-1, 12) for part in held]),
    )


# -------------------------------------------------------------------------------------------------- the run
def measured(job: str, directory: Path) -> dict[str, Any]:
    """Run a job in a process of its own; its numbers with its peak memory in MiB."""
    command = [sys.executable, "-m", "benchmarks.entitlement", "job", job, str(directory)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{job}: {done.stderr[-2000:]}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"  {job:10s} {told}", file=sys.stderr, flush=True)
    return told


def one_size(persons: int) -> list[str]:
    """The rows of one population."""
    directory = HOME / str(persons)
    measured("generate", directory)
    for stale in ("blocks", "results"):
        shutil.rmtree(directory / stale, ignore_errors=True)
    measured("cold", directory)
    measured("compile", directory)
    cold, ours, scan = (measured(job, directory) for job in ("cold", "blocks", "scan"))
    sql, loop = measured("sql", directory), measured("loop", directory)
    if sql["differing"] or loop["differing"]:
        raise AssertionError(
            f"engines disagree: SQL {sql['differing']}, Decimal {loop['differing']}"
        )
    per_month = ours["seconds"] / ours["household_months"]
    loop_seconds = loop["seconds"] / loop["compared"] * ours["household_months"]
    people = f"{persons:,}"
    rows = [
        f"| {people} | **rulebook, from blocks** (read, compute, write; 2 threads) | **{ours['seconds']:.2f}** | {ours['peak']} | – | {ours['household_months']:,} household-months, {per_month * 1e9:.0f} ns each |",
        f"| {people} | rulebook, cold from Parquet (whole process; {cold['build']:.1f} s of it laying out blocks) | {cold['seconds']:.2f} | {cold['peak']} | {cold['seconds'] / ours['seconds']:.1f}× | |",
        f"| {people} | plain scan: read the same columns and add them up (2 threads) | {scan['seconds']:.2f} | {scan['peak']} | {scan['seconds'] / ours['seconds']:.2f}× | we take {ours['seconds'] / scan['seconds']:.1f}× the scan |",
        f"| {people} | the same rulebook printed as SQL, DuckDB (2 threads, {SQL_SPAN:,} households a statement) | {sql['seconds']:.1f} | {sql['peak']} | {sql['seconds'] / ours['seconds']:.0f}× | 0 of {sql['compared']:,} rows differ |",
        f"| {people} | Decimal loop over records in memory ({loop['households']:,} households, scaled up) | {loop_seconds:.0f} | – | {loop_seconds / ours['seconds']:.0f}× | 0 of {loop['compared']:,} rows differ |",
    ]
    if persons <= OPENFISCA_LIMIT:
        peer = measured("openfisca", directory)
        whole = peer["seconds"] + peer["load"]
        rows.append(
            f"| {people} | openfisca-core, the same rule: summing up monthly inputs {peer['load']:.1f} s + calculating {peer['seconds']:.1f} s | {whole:.1f} | {peer['peak']} | "
            f"{whole / ours['seconds']:.0f}× ({peer['seconds'] / ours['seconds']:.0f}× calculating alone) | "
            f"float32: {peer['differing']:,} of {peer['compared']:,} amounts are not the exact fen ({peer['far']:,} by more than one), {peer['eligibility_differing']:,} wrong on eligibility |"
        )
    return rows


def main(sizes: tuple[int, ...] = SIZES) -> str:
    """Measure each size; the table in Markdown."""
    rows = [row for persons in sizes for row in one_size(persons)]
    one = measured("one", HOME)
    return "\n".join(
        [
            "| persons | way | seconds | peak MiB | time of ours | check |",
            "|---:|---|---:|---:|---:|---|",
            *rows,
            "",
            (
                f"One household of four, one month, {one['rules']} rules with every intermediate value: {one['plain']}; "
                f"with the Chinese explanation written out {one['text']}. "
                f"A household by the office's own {one['office_rules']} rules: {one['office']}."
            ),
        ]
    )


def _job(name: str, directory: Path) -> None:
    jobs = {
        key.removeprefix("job_"): work for key, work in globals().items() if key.startswith("job_")
    }
    told = jobs[name](directory)
    told["peak"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps(told))


if __name__ == "__main__":
    if sys.argv[1:2] == ["job"]:
        _job(sys.argv[2], Path(sys.argv[3]))
    else:
        print(main(tuple(int(word) for word in sys.argv[1:]) or SIZES))
