"""One household as facts, and the arrays of one household for a kernel.

A case is a mapping with Chinese keys, as a rule names them; money in fen, days as yyyymmdd, options as whole numbers:

    {"城乡类别": 1, "财产符合规定": [(20210101, 20220601, True), (20220601, 99991231, False)],
     "成员": [{"编号": "1", "自": 20200101, "至": 99991231, "出生日期": 19600312,
               "收入": [{"自": 20210101, "种类": 101, "金额": 180000}], "支出": []}]}

A dated fact is rows (自, 至, 值), or one value for always. 自 and 至 may be left out where there is no bound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, TypeAlias

from minzheng.rulebook.declarations import Fact, Place
from minzheng.rulebook.errors import FactMissing, FactRefused
from minzheng.rulebook.nodes import FIRST_DAY, LAST_DAY
from minzheng.rulebook.schedule import Schedule

Case: TypeAlias = Mapping[str, Any]


def arrays_of(schedule: Schedule, case: Case) -> dict[str, list[int]]:
    """The lists a kernel reads, by name. FactMissing or FactRefused names fact, entity and row."""
    out: dict[str, list[int]] = {}
    _open(schedule, out)
    _row(schedule, schedule.root, case, f"{schedule.root.name}", out)
    return out


def _open(schedule: Schedule, out: dict[str, list[int]]) -> None:
    for place in schedule.places:
        if place.parent is not None:
            out[f"{place.code}_start"] = [0]
        if place.dated:
            out[f"{place.code}_from"], out[f"{place.code}_to"] = [], []
        for fact in schedule.facts[place]:
            name = f"{place.code}_{fact.code}"
            if fact.dated:
                out[f"{name}_start"] = [0]
                out[f"{name}_from"], out[f"{name}_to"], out[f"{name}_value"] = [], [], []
            else:
                out[name] = []


def _row(
    schedule: Schedule, place: Place, row: Case, where: str, out: dict[str, list[int]]
) -> None:
    if place.dated:
        since, until = row.get("自", FIRST_DAY), row.get("至", LAST_DAY)
        _check_period(since, until, where)
        out[f"{place.code}_from"].append(since)
        out[f"{place.code}_to"].append(until)
    for fact in schedule.facts[place]:
        given = row.get(fact.name)
        if given is None:
            raise FactMissing(f"缺少事实：{where}的“{fact.name}”。请补填后再计算。")
        name = f"{place.code}_{fact.code}"
        if fact.dated:
            _dated(fact, given, where, name, out)
        else:
            out[name].append(fact.checked(given, where))
    for child in place.children:
        if child in schedule.places:
            _rows_inside(schedule, child, row, where, out)


def _rows_inside(
    schedule: Schedule, place: Place, above: Case, where: str, out: dict[str, list[int]]
) -> None:
    rows: Sequence[Case] | None = above.get(place.called)
    if rows is None:
        raise FactMissing(f"缺少事实：{where}的“{place.called}”。没有请写空列表。")
    if len(rows) > place.most:
        periods = [(row.get("自", FIRST_DAY), row.get("至", LAST_DAY)) for row in rows]
        check_most(place, periods, where)
    for number, row in enumerate(rows, start=1):
        who = row.get("姓名") or row.get("编号") or number
        _row(schedule, place, row, f"{where}·{place.name}“{who}”", out)
    key = f"{place.code}_start"
    out[key].append(out[key][-1] + len(rows))


def check_most(place: Place, periods: Sequence[tuple[int, int]], where: str) -> None:
    """Refuse more rows in force at once than declared: sums are proved not to overflow for that many."""
    at_once = len(periods)
    if place.dated:
        steps = sorted([(since, 1) for since, _ in periods] + [(until, -1) for _, until in periods])
        at_once = max(accumulate(step for _, step in steps))
    if at_once > place.most:
        raise FactRefused(
            f"{where}的“{place.called}”同时有{at_once}行，最多{place.most}行。请核对后合并。"
        )


def _dated(fact: Fact, given: Any, where: str, name: str, out: dict[str, list[int]]) -> None:
    rows = given if isinstance(given, list | tuple) else [(FIRST_DAY, LAST_DAY, given)]
    for since, until, value in rows:
        _check_period(since, until, f"{where}的“{fact.name}”")
        out[f"{name}_from"].append(since)
        out[f"{name}_to"].append(until)
        out[f"{name}_value"].append(fact.checked(value, where))
    key = f"{name}_start"
    out[key].append(out[key][-1] + len(rows))


def _check_period(since: int, until: int, where: str) -> None:
    if not FIRST_DAY <= since < until <= LAST_DAY:
        raise FactRefused(f"{where}的起止日期不对：自 {since} 至 {until}（止日须晚于起日）。")
