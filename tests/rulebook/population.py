"""Random households, months and parameter files for `benchmarks.allowance`, and the same facts as columns."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import strategies as st

from benchmarks.codes import (
    AmountMode,
    AreaKind,
    AssetJudgement,
    AssetKind,
    AssetTarget,
    DisabilityLevel,
    ExpenseKind,
    IncomeClass,
    IncomeKind,
    SingleMode,
    Tier,
    UpliftClass,
    UpliftMode,
)
from minzheng.lib.months import Month, months
from minzheng.rulebook import DatedValue, Option, ParameterTable, RoundingMode

JUDGEMENTS = (
    AssetJudgement.BY_LIMITS,
    AssetJudgement.BY_LIMITS,
    AssetJudgement.ACCEPTED,
    AssetJudgement.REFUSED,
)
MONTHS = months(Month(2021, 11), Month(2023, 2))
"""Sixteen months over two year ends; day boundaries fall inside, before and after them."""
EVER, NEVER = 19_000_101, 99_991_231
DAYS = [
    20211015,
    20211101,
    20211201,
    20220101,
    20220117,
    20220228,
    20220301,
    20220615,
    20220701,
    20221020,
    20230101,
]


def option(listed: type[Option]) -> st.SearchStrategy[int]:
    return st.sampled_from([int(one) for one in listed])


@st.composite
def history(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> list[tuple[int, int, int]]:
    """Rows of a dated fact: adjacent periods that cover all time."""
    cuts = sorted(draw(st.sets(st.sampled_from(DAYS), max_size=2)))
    edges = [EVER, *cuts, NEVER]
    return [(a, b, int(draw(values))) for a, b in pairwise(edges)]


@st.composite
def period(draw: st.DrawFn) -> tuple[int, int]:
    since, until = sorted(
        draw(st.lists(st.sampled_from([EVER, *DAYS, NEVER]), min_size=2, max_size=2, unique=True))
    )
    return (since, until) if draw(st.booleans()) else (EVER, NEVER)


@st.composite
def item(draw: st.DrawFn, kinds: type[Option], least: int) -> dict[str, int]:
    since, until = draw(period())
    amount = draw(st.one_of(st.integers(max(least, 0), 200_000), st.integers(least, 10_000_000)))
    return {"自": since, "至": until, "种类": draw(option(kinds)), "金额": amount}


@st.composite
def member(draw: st.DrawFn, number: int) -> dict[str, Any]:
    since, until = draw(period())
    birth = draw(
        st.sampled_from(
            [
                19300228,
                19611101,
                19620701,
                19620702,
                19801231,
                20040101,
                20040615,
                20190101,
                20220615,
            ]
        )
    )
    return {
        "编号": str(number),
        "自": since,
        "至": until,
        "出生日期": birth,
        "保障对象": draw(history(st.sampled_from([True, True, True, False]))),
        "残疾等级": draw(history(option(DisabilityLevel))),
        "重病": draw(history(st.booleans())),
        "收入": draw(st.lists(item(IncomeKind, -50_000), max_size=4)),
        "支出": draw(st.lists(item(ExpenseKind, 0), max_size=2)),
    }


@st.composite
def household(draw: st.DrawFn) -> dict[str, Any]:
    size = draw(st.integers(0, 5))
    assets = st.fixed_dictionaries(
        {"种类": option(AssetKind), "金额": st.integers(0, 20_000_000), "数量": st.integers(0, 2)}
    )
    return {
        "城乡类别": draw(history(option(AreaKind))),
        "财产认定": draw(history(st.sampled_from([int(j) for j in JUDGEMENTS]))),
        "救助档次": draw(history(option(Tier))),
        "单人保": draw(history(st.booleans())),
        "成员": [draw(member(number)) for number in range(1, size + 1)],
        "财产": [
            row | dict(zip(("自", "至"), draw(period()), strict=True))
            for row in draw(st.lists(assets, max_size=2))
        ],
    }


# --------------------------------------------------------------------------------------------- parameters
def _row(values: st.SearchStrategy[Any]) -> st.SearchStrategy[list[DatedValue]]:
    """Values from the beginning, with up to two later changes: in mid-year, on the 1st or on another day."""
    later = st.lists(
        st.tuples(st.sampled_from(DAYS), values), max_size=2, unique_by=lambda pair: pair[0]
    )
    return st.tuples(values, later).map(
        lambda drawn: [
            DatedValue(EVER, drawn[0], "示例"),
            *(DatedValue(d, v, "示例") for d, v in drawn[1]),
        ]
    )


MONEY = st.integers(0, 150_000)
RATE = st.integers(0, 10_000)
NAMES: dict[str, tuple[str, type[Option] | None, st.SearchStrategy[Any]]] = {
    "低保标准": ("元/人·月", AreaKind, st.integers(1, 120_000)),
    "收入计入比例": ("比例", IncomeClass, st.sampled_from([10_000, 10_000, 8_000, 3_333])),
    "务工成本扣减比例": ("比例", None, RATE),
    "务工成本扣减上限": ("元/人·月", None, MONEY),
    "刚性支出扣减上限": ("元/月", ExpenseKind, MONEY),
    "金融资产限额倍数": ("比例", AssetTarget, st.integers(0, 400_000)),
    "房产套数上限": ("个", None, st.integers(0, 2)),
    "机动车数上限": ("个", None, st.integers(0, 2)),
    "补差方式": ("选项", None, st.sampled_from(["按差额", "按差额", "按档次"])),
    "分档补助标准": ("元/人·月", Tier, MONEY),
    "最低补差比例": ("比例", None, st.sampled_from([0, 0, 2_000, 3_333])),
    "分类施保比例": ("比例", UpliftClass, RATE),
    "分类施保方式": ("选项", None, st.sampled_from([m.label for m in UpliftMode])),
    "老年人年龄": ("岁", None, st.sampled_from([60, 70])),
    "成年年龄": ("岁", None, st.sampled_from([16, 18])),
    "单人保方式": ("选项", None, st.sampled_from([m.label for m in SingleMode])),
    "边缘家庭倍数": ("比例", None, st.sampled_from([15_000, 20_000])),
    "取整单位": ("元", None, st.sampled_from([1, 10, 100])),
    "取整方式": ("选项", None, st.sampled_from([m.label for m in RoundingMode])),
}


@st.composite
def tables(draw: st.DrawFn) -> ParameterTable:
    rows = {}
    for name, (_, bands, values) in NAMES.items():
        for band in [one.label for one in bands] if bands else [None]:
            rows[name, band] = draw(_row(values))
    return ParameterTable(
        rows=rows, units={name: unit for name, (unit, _, _) in NAMES.items()}, area="430105"
    )


USUAL: dict[str, int | str | dict[str, int]] = {
    "低保标准": {"城市": 75_000, "农村": 75_000},
    "收入计入比例": dict.fromkeys((one.label for one in IncomeClass), 10_000),
    "务工成本扣减比例": 3_000,
    "务工成本扣减上限": 40_000,
    "刚性支出扣减上限": {"残疾康复": 60_000, "重病医疗": 150_000},
    "金融资产限额倍数": {"低保": 240_000, "低保边缘": 360_000},
    "房产套数上限": 1,
    "机动车数上限": 0,
    "补差方式": AmountMode.GAP.label,
    "最低补差比例": 0,
    "分类施保比例": {"重度残疾人": 2_000, "重病患者": 2_000, "老年人": 1_000, "未成年人": 1_000},
    "分类施保方式": "就高不累计",
    "老年人年龄": 60,
    "成年年龄": 18,
    "单人保方式": "全额标准",
    "边缘家庭倍数": 15_000,
    "取整单位": 1,
    "取整方式": "四舍五入",
}


def usual(**changed: int | str | dict[str, int]) -> ParameterTable:
    """One fixed set of parameters, in force always; the tier amounts are unset, for nobody asks for them."""
    rows: dict[tuple[str, str | None], list[DatedValue]] = {}
    for name, value in (USUAL | changed).items():
        for band, one in value.items() if isinstance(value, dict) else [(None, value)]:
            rows[name, band] = [DatedValue(EVER, one, f"示例 {name}")]
    return ParameterTable(
        rows=rows, units={name: unit for name, (unit, _, _) in NAMES.items()}, area="430105"
    )


# ------------------------------------------------------------------------------------------------ columns
def columns(cases: list[dict[str, Any]]) -> dict[str, dict[str, np.ndarray]]:
    """The cases as the tables of `minzheng.rulebook.arrays`, in scrambled order and with wide id gaps."""
    rows: dict[str, list[dict[str, int]]] = {name: [] for name in TABLES}
    for number, case in enumerate(cases):
        household_id = 1000 + 7 * number
        rows["household"].append({"id": household_id})
        _dated(rows, "household", household_id, case, HOUSEHOLD_DATED)
        rows["asset"] += [
            {
                "parent": household_id,
                "valid_from": r.get("自", EVER),
                "valid_to": r.get("至", NEVER),
                "kind": r["种类"],
                "amount_fen": r["金额"],
                "count": r["数量"],
            }
            for r in case["财产"]
        ]
        for at, person in enumerate(case["成员"]):
            person_id = 9_000_000 - household_id * 40 + at
            rows["member"].append(
                {
                    "id": person_id,
                    "parent": household_id,
                    "valid_from": person["自"],
                    "valid_to": person["至"],
                    "birth_on": person["出生日期"],
                }
            )
            _dated(rows, "member", person_id, person, MEMBER_DATED)
            for table, called in (("income", "收入"), ("expense", "支出")):
                rows[table] += [
                    {
                        "parent": person_id,
                        "valid_from": r["自"],
                        "valid_to": r["至"],
                        "kind": r["种类"],
                        "amount_fen": r["金额"],
                    }
                    for r in person[called]
                ]
    return {
        name: {
            column: np.array([row[column] for row in reversed(rows[name])], np.int64)
            for column in TABLES[name]
        }
        for name in TABLES
    }


HOUSEHOLD_DATED = {
    "城乡类别": "area_kind",
    "财产认定": "asset_judgement",
    "救助档次": "tier",
    "单人保": "insured_singly",
}
MEMBER_DATED = {"保障对象": "insured", "残疾等级": "disability_level", "重病": "severely_ill"}
_VALID = ("valid_from", "valid_to")
TABLES = {
    "household": ("id",),
    "member": ("id", "parent", *_VALID, "birth_on"),
    "income": ("parent", *_VALID, "kind", "amount_fen"),
    "expense": ("parent", *_VALID, "kind", "amount_fen"),
    "asset": ("parent", *_VALID, "kind", "amount_fen", "count"),
    **{f"household_{code}": ("parent", *_VALID, "value") for code in HOUSEHOLD_DATED.values()},
    **{f"member_{code}": ("parent", *_VALID, "value") for code in MEMBER_DATED.values()},
}


def _dated(
    rows: dict[str, list[dict[str, int]]],
    entity: str,
    key: int,
    facts: dict[str, Any],
    names: dict[str, str],
) -> None:
    for name, code in names.items():
        rows[f"{entity}_{code}"] += [
            {"parent": key, "valid_from": since, "valid_to": until, "value": int(value)}
            for since, until, value in facts[name]
        ]
