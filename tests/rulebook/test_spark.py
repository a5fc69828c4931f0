"""The statement printed for Spark, run on Spark. Collected only where pyspark is installed (see conftest.py).

Nothing of the project installs pyspark (half a gigabyte and a Java): `pip install pyspark` beside it
and run `pytest tests/rulebook/test_spark.py`. That the text is Spark's is tested everywhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession

from benchmarks.allowance import book
from minzheng.rulebook.parameters import bind
from minzheng.rulebook.sql_printer import SPARK, months_rows, statement
from tests.rulebook.population import MONTHS, columns, household, tables
from tests.rulebook.test_engines import DAYS, OUTPUTS, few, one_by_one, same


@pytest.fixture(scope="module")
def spark() -> Any:
    """A local session, where pyspark and Java are installed; nothing here installs them."""
    settings = {
        "driver.host": "127.0.0.1",
        "driver.bindAddress": "127.0.0.1",
        "ui.enabled": "false",
        "sql.shuffle.partitions": "2",
    }
    builder = SparkSession.builder.master("local[2]")
    for name, value in settings.items():
        builder = builder.config(f"spark.{name}", value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@settings(few, max_examples=2, phases=[Phase.generate])
@given(st.lists(household(), min_size=6, max_size=8), tables())
def test_spark_gives_what_the_explanation_gives(spark, cases, table):
    printed = statement(book, OUTPUTS, SPARK)
    relations = {
        name: {c: v.tolist() for c, v in held.items()} for name, held in columns(cases).items()
    }
    months = months_rows(bind(printed.schedule.parameters, table, DAYS))
    relations["months"] = {column: [row[column] for row in months] for column in months[0]}
    for name, held in relations.items():
        schema = ", ".join(f"`{column}` bigint" for column in held)
        rows = list(zip(*held.values(), strict=True))
        spark.createDataFrame(rows, schema).createOrReplaceTempView(name)
    for check in printed.checks:
        assert spark.sql(check.sql).collect() == []
    found = [list(row)[2:] for row in spark.sql(printed.text + " order by id, today").collect()]
    same(np.array(found).reshape(len(cases), len(MONTHS), len(OUTPUTS)), one_by_one(cases, table))
