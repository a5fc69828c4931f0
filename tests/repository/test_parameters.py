"""Every parameter that a rule needs is in the policy files, in the right unit, with a source, for all of 2022."""

import importlib
from pathlib import Path

import pytest

import minzheng
from minzheng.kernel import policy
from minzheng.lib.months import Month, months
from minzheng.rulebook import Rulebook
from minzheng.rulebook.parameters import bind

ROOT = Path(minzheng.__file__).parent
RULES = sorted(ROOT.glob("*/*/rules.py"))


def rulebook(path: Path) -> Rulebook:
    name = ".".join(("minzheng", *path.relative_to(ROOT).with_suffix("").parts))
    return importlib.import_module(name).book


def test_there_are_rules():
    assert RULES


@pytest.mark.parametrize("path", RULES, ids=[path.parent.name for path in RULES])
def test_what_the_rules_declare_the_policy_files_set(path):
    declared = rulebook(path).parameters
    year = months(Month(2022, 1), Month(2022, 12))
    table = policy.load().table(declared, area="430105", months=year)
    uses = [(use, band) for use in declared.values() for band in use.bands or (None,)]
    bound = bind(uses, table, [month.ymd for month in year])
    assert all(row.source for rows in bound.rows for row in rows if row.since)


def test_every_value_has_its_source():
    entries = [entry for parameter in policy.load() for entry in parameter.entries]
    assert all(entry.document and entry.article and entry.issued for entry in entries)
