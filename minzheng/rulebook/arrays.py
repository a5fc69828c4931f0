"""Many households at once: facts as columns, households lying together, one compiled kernel over whole numbers.

Tables come by the codes of the entities, columns by the codes of the facts: `household` (id), `member` (id, parent,
valid_from, valid_to, birth_on), `income` (parent, valid_from, valid_to, kind, amount_fen), and for each dated fact
a table `member_disability_level` (parent, valid_from, valid_to, value). All columns are whole numbers.
numpy is imported here and nowhere above; with numba the kernel is compiled once and kept on disk by its hash.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from minzheng.rulebook.book import Rulebook
from minzheng.rulebook.case import check_most
from minzheng.rulebook.declarations import Fact, Place, Rule
from minzheng.rulebook.errors import FactMissing, FactRefused
from minzheng.rulebook.explanation import compile_plain, raise_failure
from minzheng.rulebook.nodes import FIRST_DAY, LAST_DAY
from minzheng.rulebook.parameters import Bound
from minzheng.rulebook.python_printer import Kernel, kernel
from minzheng.rulebook.schedule import Schedule

Array: TypeAlias = npt.NDArray[Any]
Tables: TypeAlias = Mapping[str, Mapping[str, Array]]
_SIZES: tuple[Any, ...] = (np.int8, np.int16, np.int32, np.int64)
_DAY = np.int32


@dataclass(frozen=True)
class Block:
    """Households whose rows lie together: `ids` ascending, and the arrays a kernel asks for by name."""

    ids: Array
    arrays: Mapping[str, Array]

    def __len__(self) -> int:
        return len(self.ids)


# ------------------------------------------------------------------------------------------ laying out facts
class _Index:
    """Finds the row of an id: ids of one entity in kernel order, and the same ascending."""

    def __init__(self, ids: Array):
        self.ids = ids
        in_order = len(ids) < 2 or bool((ids[1:] > ids[:-1]).all())
        self._rank = None if in_order else np.argsort(ids, kind="stable")
        self._ascending = ids if self._rank is None else ids[self._rank]
        if not in_order and bool((self._ascending[1:] == self._ascending[:-1]).any()):
            twice = int(self._ascending[:-1][self._ascending[1:] == self._ascending[:-1]][0])
            raise FactRefused(f"编号{twice}重复出现。请先合并。")

    def rows_of(self, table: str, parents: Array) -> Array:
        at = np.searchsorted(self._ascending, parents)
        found = at < len(self.ids)
        found[found] = self._ascending[at[found]] == parents[found]
        if not found.all():
            lost = int(parents[int(found.argmin())])
            raise FactRefused(f"表“{table}”有一行属于{lost}，但上一级没有这条记录。请核对编号。")
        return at if self._rank is None else self._rank[at]


def block_of(schedule: Schedule, tables: Tables) -> Block:
    """Sort and check the tables. FactMissing or FactRefused names table, column and record."""
    arrays: dict[str, Array] = {}
    root = schedule.root
    ids = _column(tables, root.code, "id")
    order: Array | slice = np.argsort(ids, kind="stable")
    indexes = {root: _Index(ids[order])}
    _facts(schedule, root, tables, order, indexes, arrays)
    for place in schedule.places:
        if place.parent is None:
            continue
        order, start = _inside(tables, place.code, indexes[place.parent])
        arrays[f"{place.code}_start"] = start
        if place.dated:
            _validity(tables, place.code, order, place.code, arrays)
        _check_most(place, arrays, indexes[place.parent].ids)
        if schedule.is_asked_by_id(place):
            indexes[place] = _Index(_column(tables, place.code, "id")[order])
        _facts(schedule, place, tables, order, indexes, arrays)
    return Block(indexes[root].ids, arrays)


def _facts(
    schedule: Schedule,
    place: Place,
    tables: Tables,
    order: Array | slice,
    indexes: Mapping[Place, _Index],
    out: dict[str, Array],
) -> None:
    for fact in schedule.facts[place]:
        name = f"{place.code}_{fact.code}"
        if not fact.dated:
            out[name] = _checked(fact, _column(tables, place.code, fact.code)[order], place.code)
            continue
        rows, out[f"{name}_start"] = _inside(tables, name, indexes[place])
        _validity(tables, name, rows, name, out)
        out[f"{name}_value"] = _checked(fact, _column(tables, name, "value")[rows], name)


def _column(tables: Tables, table: str, column: str) -> Array:
    try:
        values = np.asarray(tables[table][column])
    except KeyError as error:
        raise FactMissing(f"缺少事实：表“{table}”没有列“{column}”。请补齐该列。") from error
    if (
        np.ma.isMaskedArray(tables[table][column])
        and np.ma.getmaskarray(tables[table][column]).any()
    ):
        at = int(np.ma.getmaskarray(tables[table][column]).argmax())
        raise FactMissing(f"缺少事实：表“{table}”第{at + 1}行的“{column}”为空。请补填。")
    if values.dtype.kind not in "iub":
        raise FactRefused(f"表“{table}”的“{column}”是{values.dtype}，要的是整数。金额请用分。")
    return values


def _inside(tables: Tables, table: str, above: _Index) -> tuple[Array | slice, Array]:
    """The order that puts rows beside the row above, and where each one's rows begin."""
    rows = above.rows_of(table, _column(tables, table, "parent"))
    order: Array | slice = slice(None)
    if len(rows) > 1 and bool((rows[1:] < rows[:-1]).any()):
        order = np.argsort(rows, kind="stable")
        rows = rows[order]
    return order, np.searchsorted(rows, np.arange(len(above.ids) + 1)).astype(np.int32)


def _check_most(place: Place, arrays: Mapping[str, Array], above: Array) -> None:
    start = arrays[f"{place.code}_start"]
    for row in np.flatnonzero(np.diff(start) > place.most):
        held = slice(start[row], start[row + 1])
        none = np.zeros(start[row + 1] - start[row], np.int64)
        since, until = (arrays.get(f"{place.code}_{end}", none)[held] for end in ("from", "to"))
        check_most(
            place, list(zip(since.tolist(), until.tolist(), strict=True)), f"编号{int(above[row])}"
        )


def _validity(
    tables: Tables, table: str, order: Array | slice, name: str, out: dict[str, Array]
) -> None:
    since, until = (_column(tables, table, column)[order] for column in ("valid_from", "valid_to"))
    bad = (since >= until) | (since < FIRST_DAY) | (until > LAST_DAY)
    if bad.any():
        at = int(bad.argmax())
        raise FactRefused(f"表“{table}”有一行的起止日期不对：自 {since[at]} 至 {until[at]}。")
    out[f"{name}_from"], out[f"{name}_to"] = since.astype(_DAY), until.astype(_DAY)


def _checked(fact: Fact, values: Array, table: str) -> Array:
    if len(values) and not (fact.lo <= int(values.min()) and int(values.max()) <= fact.hi):
        worst = int(values.min()) if int(values.min()) < fact.lo else int(values.max())
        raise FactRefused(
            f"表“{table}”的“{fact.name}”有 {worst}{fact.unit}，超出允许范围 {fact.lo} 至 {fact.hi}。请核对。"
        )
    if (
        fact.unit.options is not None
        and not np.isin(values, [int(o) for o in fact.unit.options]).all()
    ):
        raise FactRefused(f"表“{table}”的“{fact.name}”有不认识的选项代码。请核对。")
    return values.astype(smallest(fact.lo, fact.hi))


def smallest(lo: int, hi: int) -> Any:
    """The narrowest whole-number type that holds lo … hi."""
    return next(size for size in _SIZES if np.iinfo(size).min <= lo and hi <= np.iinfo(size).max)


# ----------------------------------------------------------------------------------------------- running
@dataclass(frozen=True)
class Engine:
    """A kernel ready to run over blocks; `compiled` says whether numba made it."""

    kernel: Kernel
    call: Callable[..., tuple[int, int, int, int]]
    compiled: bool

    @property
    def schedule(self) -> Schedule:
        return self.kernel.schedule

    def run(self, block: Block, bound: Bound, *, threads: int = 1) -> dict[str, Array]:
        """Each output rule by code: an array households × months. Raises what a missing fact deserves."""
        months = len(bound.days)
        outs = [np.empty(len(block) * months, _result_type(rule)) for rule in self.schedule.outputs]
        if self.compiled:
            self._run_compiled(block, bound, outs, threads)
        else:
            self._run_plain(block, bound, outs)
        return {
            rule.code: out.reshape(len(block), months)
            for rule, out in zip(self.schedule.outputs, outs, strict=True)
        }

    def _run_compiled(
        self, block: Block, bound: Bound, outs: Sequence[Array], threads: int
    ) -> None:
        days, until, flat = (np.array(x, np.int64) for x in (bound.days, bound.until, bound.flat()))
        arrays = [block.arrays[name] for name in self.kernel.arrays]
        cuts = np.linspace(0, len(block), threads + 1).astype(int)

        def part(at: int) -> tuple[int, int, int, int]:
            return self.call(cuts[at], cuts[at + 1], days, until, flat, *arrays, *outs)

        with ThreadPoolExecutor(threads) as pool:
            for failure in pool.map(part, range(threads)):
                self._raise(failure, block, bound)

    def _run_plain(self, block: Block, bound: Bound, outs: Sequence[Array]) -> None:
        lists = [block.arrays[name].tolist() for name in self.kernel.arrays]
        results: list[list[int]] = [[0] * len(out) for out in outs]
        failure = self.call(0, len(block), bound.days, bound.until, bound.flat(), *lists, *results)
        self._raise(failure, block, bound)
        for out, result in zip(outs, results, strict=True):
            out[:] = result

    def _raise(self, failure: tuple[int, int, int, int], block: Block, bound: Bound) -> None:
        if failure[0] >= 0:
            raise_failure(
                self.schedule, failure, bound.days, who=_who(self.schedule, failure, block)
            )


def _who(schedule: Schedule, failure: tuple[int, int, int, int], block: Block) -> str:
    place = [p for p, facts in schedule.facts.items() for _ in facts][failure[0]]
    row = int(failure[1])
    while place.parent is not None:
        row = int(np.searchsorted(block.arrays[f"{place.code}_start"], row, side="right")) - 1
        place = place.parent
    return f"（户编号{int(block.ids[row])}）"


def _result_type(rule: Rule) -> Any:
    return smallest(rule.node.lo, rule.node.hi)


@cache
def engine(book: Rulebook, outputs: tuple[str, ...], *, jit: bool = True) -> Engine:
    """The engine for household rules by name. Without numba (or jit=False) the same text runs in plain Python."""
    root = next(iter(book.places))
    printed = kernel(book, [book.rule(root, name) for name in outputs])
    if jit and importlib.util.find_spec("numba") is not None:
        return Engine(printed, _compile(printed), compiled=True)
    return Engine(printed, compile_plain(printed), compiled=False)


def kernel_directory() -> Path:
    """Where compiled kernels are kept; MINZHENG_CACHE moves it."""
    return Path(os.environ.get("MINZHENG_CACHE", Path.home() / ".cache" / "minzheng")) / "kernels"


def _compile(printed: Kernel) -> Callable[..., tuple[int, int, int, int]]:
    """Written as a module named by the hash of its text, so that numba's own cache finds it again."""
    name, directory = f"kernel_{printed.digest}", kernel_directory()
    path = directory / f"{name}.py"
    if not path.exists():
        directory.mkdir(parents=True, exist_ok=True)
        head = "import numba\n\n\n@numba.njit(nogil=True, cache=True, error_model='numpy')\n"
        with tempfile.NamedTemporaryFile(
            "w", dir=directory, delete=False, encoding="utf-8"
        ) as part:
            part.write(head + printed.source)
        Path(part.name).replace(path)
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None  # noqa: S101, PT018 - the file was just written
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    function: Callable[..., tuple[int, int, int, int]] = module.kernel
    return function
