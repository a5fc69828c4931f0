"""Whole-population runs: from Parquet or PostgreSQL, block by block, the same fen as one household at a time."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.db import connection

from benchmarks.allowance import book
from minzheng.kernel.compute import blocks
from minzheng.kernel.compute.sources import ParquetSource, PostgresSource, wanted
from minzheng.rulebook import FactMissing, FactRefused, evaluate
from minzheng.rulebook.arrays import engine
from minzheng.rulebook.parameters import bind
from tests.rulebook.population import MONTHS, columns, usual

OUTPUTS = ("符合条件", "月保障金")
MADE = engine(book, OUTPUTS, jit=False)
BOUND = bind(MADE.schedule.parameters, usual(), [month.ymd for month in MONTHS])
EVER = (19000101, 99991231)


def families(count: int) -> list[dict[str, Any]]:
    """Families with a wage that changes some day; the same every time."""
    chance = random.Random(7)
    return [
        {
            "城乡类别": [(*EVER, 1)], "财产认定": [(*EVER, 1)], "救助档次": [(*EVER, 0)], "单人保": [(*EVER, 0)], "财产": [],
            "成员": [
                {
                    "编号": str(number), "自": EVER[0], "至": EVER[1], "出生日期": 19400101 + 10_000 * chance.randrange(80),
                    "保障对象": [(*EVER, 1)], "残疾等级": [(*EVER, chance.randrange(5))], "重病": [(*EVER, 0)], "支出": [],
                    "收入": [
                        {"自": EVER[0], "至": 20220601, "种类": 6, "金额": chance.randrange(120_000)},
                        {"自": 20220601, "至": EVER[1], "种类": 6, "金额": chance.randrange(120_000)},
                    ],
                }
                for number in range(chance.randrange(1, 5))
            ],
        }
        for _ in range(count)
    ]  # fmt: skip


CASES = families(60)


def tables() -> dict[str, dict[str, np.ndarray]]:
    """The tables of the families with the household beside each row, as a source needs them."""
    made = columns(CASES)
    home = dict(zip(made["member"]["id"].tolist(), made["member"]["parent"].tolist(), strict=True))
    for want in wanted(MADE.schedule):
        if want.household == "household_id":
            rows = made[want.table]
            rows["household_id"] = np.array([home[p] for p in rows["parent"].tolist()], np.int64)
    return made


@pytest.fixture
def parquet(tmp_path: Path) -> ParquetSource:
    for name, rows in tables().items():
        pq.write_table(pa.table(rows), tmp_path / f"{name}.parquet")
    return ParquetSource(tmp_path)


@pytest.fixture
def expected() -> np.ndarray:
    return np.array(
        [
            [month.value("月保障金") for month in evaluate(book, case, MONTHS, usual())]
            for case in CASES
        ]
    )


def computed(
    source: ParquetSource | PostgresSource, directory: Path, **told: Any
) -> tuple[np.ndarray, blocks.Totals]:
    paths = blocks.build(MADE.schedule, source, directory / "blocks", households=17)
    totals = blocks.run(MADE, paths, BOUND, keep=blocks.keep_in(directory / "out"), **told)
    held = [blocks.read_arrays(directory / "out" / path.name) for path in paths]
    assert np.concatenate([part["ids"] for part in held]).tolist() == [
        1000 + 7 * n for n in range(len(CASES))
    ]
    return np.concatenate([part["amount_fen"].reshape(-1, len(MONTHS)) for part in held]), totals


def test_blocks_from_parquet_give_what_each_household_gives(parquet, expected, tmp_path):
    seen: list[tuple[int, int]] = []
    amounts, totals = computed(
        parquet, tmp_path, progress=lambda done, total: seen.append((done, total))
    )
    np.testing.assert_array_equal(amounts, expected)
    assert totals.sums["amount_fen"] == expected.sum() > 0
    assert (totals.households, totals.household_months) == (60, 60 * len(MONTHS))
    assert seen == [(n, 4) for n in range(1, 5)]


@pytest.mark.django_db
def test_blocks_from_postgresql_give_what_each_household_gives(expected, tmp_path):
    """The relations are literal rows, so that the second connection of ADBC sees them too."""
    relations = {}
    for name, rows in tables().items():
        arrays = ", ".join(f"array{values.tolist()}::bigint[]" for values in rows.values())
        relations[name] = f"select * from unnest({arrays}) as t({', '.join(rows)})"
    asked = connection.get_connection_params()
    parts = {
        "host": "host",
        "port": "port",
        "dbname": "dbname",
        "user": "user",
        "password": "password",
    }
    url = "postgresql:///?" + "&".join(f"{key}={asked[key]}" for key in parts if asked.get(key))
    amounts, _ = computed(PostgresSource(url, relations), tmp_path)
    np.testing.assert_array_equal(amounts, expected)


def test_running_a_block_twice_gives_the_same_file(parquet, tmp_path):
    computed(parquet, tmp_path)
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    computed(parquet, tmp_path)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_a_block_that_fails_leaves_no_file(parquet, tmp_path, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise OSError("disk full")

    paths = blocks.build(MADE.schedule, parquet, tmp_path / "blocks")
    monkeypatch.setattr(blocks.feather, "write_feather", broken)
    with pytest.raises(OSError, match="disk full"):
        blocks.run(MADE, paths, BOUND, keep=blocks.keep_in(tmp_path / "out"))
    assert list((tmp_path / "out").iterdir()) == []


def test_an_empty_cell_is_a_missing_fact(parquet, tmp_path):
    rows = pq.read_table(parquet.directory / "member.parquet").to_pydict()
    rows["birth_on"][3] = None
    pq.write_table(pa.table(rows), parquet.directory / "member.parquet")
    with pytest.raises(FactMissing, match="表“member”的“birth_on”有1行为空"):
        blocks.build(MADE.schedule, parquet, tmp_path / "blocks")


def test_a_row_without_the_record_it_belongs_to_is_refused(parquet, tmp_path):
    rows = pq.read_table(parquet.directory / "income.parquet").to_pydict()
    rows["parent"][0] = 5
    pq.write_table(pa.table(rows), parquet.directory / "income.parquet")
    with pytest.raises(FactRefused, match="表“income”有一行属于5"):
        blocks.build(MADE.schedule, parquet, tmp_path / "blocks")
