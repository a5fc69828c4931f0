"""A synthetic population with the facts the minimum living rules ask for, as Parquet files sorted by household.

Deterministic for a seed, written in chunks so that any size fits in memory. Made of whole cloth: no real person.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

CHUNK = 400_000
EVER, NEVER = 20_150_101, 99_991_231
FIRSTS = np.array([20220101 + 100 * month for month in range(1, 12)])
"""The days on which something may change: the firsts of February to December 2022."""

Columns = dict[str, np.ndarray]


def write(persons: int, directory: Path, seed: int = 2022) -> None:
    """Write the tables of `persons` persons to `directory`."""
    directory.mkdir(parents=True, exist_ok=True)
    writers: dict[str, pq.ParquetWriter] = {}
    household, member = 1, 1
    for at, start in enumerate(range(0, persons, CHUNK)):
        tables = _chunk(
            np.random.default_rng([seed, at]), min(CHUNK, persons - start), household, member
        )
        household += len(tables["household"]["id"])
        member += len(tables["member"]["id"])
        for name, columns in tables.items():
            rows = pa.table({column: pa.array(values) for column, values in columns.items()})
            if name not in writers:
                writers[name] = pq.ParquetWriter(
                    directory / f"{name}.parquet", rows.schema, compression="zstd"
                )
            writers[name].write_table(rows, row_group_size=60_000)
    for writer in writers.values():
        writer.close()


def _chunk(
    rng: np.random.Generator, persons: int, household: int, member: int
) -> dict[str, Columns]:
    head = rng.random(persons) < 0.38
    head[::24] = True
    parent = household + np.cumsum(head) - 1
    ids = np.arange(member, member + persons)
    households = np.unique(parent)
    birth = _births(rng, persons)
    out: dict[str, Columns] = {"household": {"id": households}}
    out["member"] = {"id": ids, "parent": parent, **_memberships(rng, persons), "birth_on": birth}
    _dated(
        out,
        rng,
        "household_area_kind",
        households,
        households,
        rng.choice([1, 2], len(households), p=[0.85, 0.15]),
        [1, 2],
    )
    _dated(
        out,
        rng,
        "household_asset_judgement",
        households,
        households,
        rng.choice([1, 2, 3], len(households), p=[0.96, 0.03, 0.01]),
        [1, 2],
    )
    _dated(
        out, rng, "household_tier", households, households, np.zeros(len(households), int), [0, 1]
    )
    _dated(
        out,
        rng,
        "household_insured_singly",
        households,
        households,
        rng.random(len(households)) < 0.01,
        [0, 1],
    )
    _dated(out, rng, "member_insured", ids, parent, rng.random(persons) < 0.99, [1])
    level = np.where(rng.random(persons) < 0.08, rng.integers(1, 5, persons), 0)
    _dated(out, rng, "member_disability_level", ids, parent, level, [0, 1, 2, 3])
    ill = rng.random(persons) < 0.03
    _dated(out, rng, "member_severely_ill", ids, parent, ill, [0, 1])
    out["income"] = _incomes(rng, ids, parent, birth)
    out["expense"] = _expenses(rng, ids, parent, ill, level > 0)
    out["asset"] = _assets(rng, households)
    return out


def _memberships(rng: np.random.Generator, persons: int) -> Columns:
    """One in a hundred leaves in the year, one in a hundred joins."""
    since = np.full(persons, EVER)
    until = np.full(persons, NEVER)
    leaves = rng.random(persons) < 0.01
    until[leaves] = rng.choice(FIRSTS, leaves.sum())
    joins = ~leaves & (rng.random(persons) < 0.01)
    since[joins] = rng.choice(FIRSTS, joins.sum())
    return {"valid_from": since, "valid_to": until}


def _births(rng: np.random.Generator, persons: int) -> np.ndarray:
    days = np.datetime64("1930-01-01") + rng.integers(0, 33_500, persons)
    months = days.astype("datetime64[M]")
    years = days.astype("datetime64[Y]")
    day = (days - months.astype("datetime64[D]")).astype(int) + 1
    month = (months - years.astype("datetime64[M]")).astype(int) + 1
    return (years.astype(int) + 1970) * 10_000 + month * 100 + day


def _dated(
    out: dict[str, Columns], rng: np.random.Generator, name: str, keys: np.ndarray, households: np.ndarray,
    values: np.ndarray, later: list[int],
) -> None:  # fmt: skip
    """One row a key for always; for two in a hundred a second one from the first of some month."""
    changes = rng.random(len(keys)) < 0.02
    day = rng.choice(FIRSTS, len(keys))
    until = np.where(changes, day, NEVER)
    first = {
        "parent": keys,
        "valid_from": np.full(len(keys), EVER),
        "valid_to": until,
        "value": values.astype(np.int64),
        "household_id": households,
    }
    second = {
        "parent": keys[changes],
        "valid_from": day[changes],
        "valid_to": np.full(changes.sum(), NEVER),
        "value": rng.choice(later, changes.sum()),
        "household_id": households[changes],
    }
    out[name] = _merged(first, second, "parent")


def _merged(first: Columns, second: Columns, key: str) -> Columns:
    joined: dict[str, Any] = {c: np.concatenate([first[c], second[c]]) for c in first}
    order = np.lexsort((joined["valid_from"], joined[key]))
    return {c: v[order] for c, v in joined.items()}


def _rows(
    rng: np.random.Generator,
    ids: np.ndarray,
    parent: np.ndarray,
    who: np.ndarray,
    kind: int,
    low: int,
    high: int,
) -> Columns:
    """An item for each of `who`; a quarter of them changes its amount on the first of some month."""
    count = int(who.sum())
    amount = rng.integers(low, high, count)
    changes = rng.random(count) < 0.25
    day = rng.choice(FIRSTS, count)
    base = {"parent": ids[who], "kind": np.full(count, kind), "household_id": parent[who]}
    first = base | {
        "valid_from": np.full(count, EVER),
        "valid_to": np.where(changes, day, NEVER),
        "amount_fen": amount,
    }
    second = {c: v[changes] for c, v in base.items()} | {
        "valid_from": day[changes],
        "valid_to": np.full(changes.sum(), NEVER),
        "amount_fen": amount[changes] * rng.integers(50, 130, changes.sum()) // 100,
    }
    return _merged(first, second, "parent")


def _together(parts: list[Columns]) -> Columns:
    joined = {c: np.concatenate([part[c] for part in parts]) for c in parts[0]}
    order = np.lexsort((joined["valid_from"], joined["kind"], joined["parent"]))
    return {c: v[order] for c, v in joined.items()}


def _incomes(
    rng: np.random.Generator, ids: np.ndarray, parent: np.ndarray, birth: np.ndarray
) -> Columns:
    size = len(ids)
    able = (birth > 19620101) & (birth < 20040101) & (rng.random(size) < 0.7)
    old = birth <= 19620101
    who = [
        (1, able & (rng.random(size) < 0.55), 80_000, 340_000),
        (2, able & (rng.random(size) < 0.08), 30_000, 230_000),
        (3, rng.random(size) < 0.04, 1_000, 60_000),
        (4, old & (rng.random(size) < 0.60), 12_000, 162_000),
        (5, rng.random(size) < 0.02, 5_000, 30_000),
        (6, rng.random(size) < 0.05, 5_000, 60_000),
        (8, rng.random(size) < 0.10, 5_000, 35_000),
        (9, old & (rng.random(size) < 0.40), 10_300, 10_301),
    ]
    return _together([_rows(rng, ids, parent, *one[1:2], one[0], *one[2:]) for one in who])


def _expenses(
    rng: np.random.Generator,
    ids: np.ndarray,
    parent: np.ndarray,
    ill: np.ndarray,
    disabled: np.ndarray,
) -> Columns:
    size = len(ids)
    return _together(
        [
            _rows(rng, ids, parent, disabled & (rng.random(size) < 0.25), 1, 10_000, 90_000),
            _rows(rng, ids, parent, ill | (rng.random(size) < 0.06), 2, 20_000, 420_000),
        ]
    )


def _assets(rng: np.random.Generator, households: np.ndarray) -> Columns:
    size = len(households)
    parts = []
    for kind, share, low, high in (
        (1, 0.9, 0, 4_000_000),
        (2, 0.06, 500_000, 5_000_000),
        (3, 0.7, 10_000_000, 90_000_000),
    ):
        rows = _rows(rng, households, households, rng.random(size) < share, kind, low, high)
        count = np.where((kind == 3) & (rng.random(len(rows["kind"])) < 0.05), 2, 1)
        parts.append(rows | {"count": count})
    return _together(parts)
