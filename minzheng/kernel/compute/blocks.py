"""Block files: named whole-number arrays of different lengths in one Arrow file, lz4, written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from threading import Lock

import numpy as np
import pyarrow as pa
import pyarrow.feather as feather

from minzheng.kernel.compute.sources import Source
from minzheng.rulebook.arrays import Array, Block, Engine, block_of, smallest
from minzheng.rulebook.parameters import Bound
from minzheng.rulebook.schedule import Schedule

Progress = Callable[[int, int], None]
"""Called with (blocks done, blocks in all), from any thread."""

HOUSEHOLDS = 50_000
"""Households in a block: small enough for a few in memory at once, large enough that the overhead vanishes."""


def no_progress(done: int, total: int) -> None:
    """Says nothing."""
    del done, total


# ------------------------------------------------------------------------------------------------- files
def write_arrays(path: Path, arrays: Mapping[str, Array]) -> None:
    """One row, one list a name, so that arrays of any length share a file."""
    columns = {
        name: pa.ListArray.from_arrays(pa.array([0, len(values)], pa.int32()), pa.array(values))
        for name, values in arrays.items()
    }
    part = path.with_name(f".{path.name}.part")
    feather.write_feather(pa.table(columns), str(part), compression="lz4")
    part.replace(path)


def read_arrays(path: Path, names: Sequence[str] | None = None) -> dict[str, Array]:
    table = feather.read_table(str(path), columns=list(names) if names else None)
    return {name: table[name].chunk(0).values.to_numpy() for name in table.column_names}


def write_block(path: Path, block: Block) -> None:
    write_arrays(path, {"ids": block.ids, **block.arrays})


def read_block(path: Path, names: Sequence[str] | None = None) -> Block:
    """The block, with only the arrays asked for (all by default)."""
    arrays = read_arrays(path, ["ids", *names] if names else None)
    return Block(arrays.pop("ids"), arrays)


# ---------------------------------------------------------------------------------------------- building
def build(
    schedule: Schedule,
    source: Source,
    directory: Path,
    *,
    households: int = HOUSEHOLDS,
    threads: int = 2,
    progress: Progress = no_progress,
) -> list[Path]:
    """Lay the facts of a source out as block files. Facts are checked here: a bad one names table and record."""
    directory.mkdir(parents=True, exist_ok=True)
    edges = source.edges(households)
    spans = list(pairwise(edges))
    done = _Counter(len(spans), progress)

    def one(at: int) -> Path:
        path = directory / f"{at:06d}.arrow"
        write_block(path, block_of(schedule, source.tables(schedule, *spans[at])))
        done.up()
        return path

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(one, range(len(spans))))


# ----------------------------------------------------------------------------------------------- running
Results = Mapping[str, Array]
"""Each output rule by code: households × months."""

Keep = Callable[[Path, Array, Results], None]
"""Takes the results of one block: its file, the household ids, the results. Called from several threads."""


@dataclass
class Totals:
    """What a run came to: households, household-months and the sum of each output over all of them."""

    households: int = 0
    household_months: int = 0
    sums: dict[str, int] = field(default_factory=dict)

    def add(self, ids: Array, results: Results) -> None:
        self.households += len(ids)
        for name, values in results.items():
            self.household_months += values.size if name == next(iter(results)) else 0
            self.sums[name] = self.sums.get(name, 0) + int(values.sum(dtype=np.int64))


def keep_in(directory: Path) -> Keep:
    """Writes each block's results to a file of the same name: ids, and every output flattened month by month."""
    directory.mkdir(parents=True, exist_ok=True)

    def keep(path: Path, ids: Array, results: Results) -> None:
        write_arrays(
            directory / path.name,
            {"ids": ids, **{n: _narrow(v.ravel()) for n, v in results.items()}},
        )

    return keep


def _narrow(values: Array) -> Array:
    return values.astype(smallest(int(values.min()), int(values.max()))) if len(values) else values


def run(
    engine: Engine,
    paths: Sequence[Path],
    bound: Bound,
    *,
    keep: Keep | None = None,
    threads: int = 2,
    progress: Progress = no_progress,
) -> Totals:
    """Compute every block and hand its results to `keep`."""
    whole, done = Totals(), _Counter(len(paths), progress)

    def one(path: Path) -> None:
        block = read_block(path, engine.kernel.arrays)
        results = engine.run(block, bound)
        if keep is not None:
            keep(path, block.ids, results)
        with done.lock:
            whole.add(block.ids, results)
        done.up()

    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(one, paths):
            pass
    return whole


class _Counter:
    def __init__(self, total: int, progress: Progress):
        self.lock, self._done, self._total, self._progress = Lock(), 0, total, progress

    def up(self) -> None:
        with self.lock:
            self._done += 1
            self._progress(self._done, self._total)
