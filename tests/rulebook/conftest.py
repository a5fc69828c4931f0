"""Tests that need an engine which the project does not install are collected only where it is."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("pyspark") else ["test_spark.py"]
