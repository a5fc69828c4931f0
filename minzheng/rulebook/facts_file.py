"""A household as an officer writes it down in YAML: Chinese keys, yuan, dates, 是/否. A bad file gives a Chinese sentence.

名称: 三口之家
家庭:
  城乡类别: 城市
  单人保: [{自: 2020-01-01, 至: 2022-07-01, 值: 否}, {自: 2022-07-01, 值: 是}]
  成员:
    - 姓名: 甲
      出生日期: 1980-01-01
      收入: [{种类: 工资性收入, 金额: "1800.00", 自: 2021-01-01}]
参数: {低保标准: {城市: "750.00", 农村: "750.00"}}     # optional, in the place of policies/
期望: [{月份: 2022-07, 月保障金: "850.00"}]             # optional, checked by the tests
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from minzheng.lib.days import ymd
from minzheng.lib.fen import to_fen
from minzheng.rulebook.book import Rulebook
from minzheng.rulebook.case import Case
from minzheng.rulebook.declarations import Fact, Parameter, Place
from minzheng.rulebook.errors import RulebookError
from minzheng.rulebook.language import suggestion
from minzheng.rulebook.nodes import FIRST_DAY, LAST_DAY
from minzheng.rulebook.parameters import DatedValue, ParameterKey, ParameterTable
from minzheng.rulebook.units import (
    DATE,
    FEN,
    FEN_PER_PERSON,
    POLICY_UNITS,
    RATE,
    TRUTH,
    Unit,
    scaled,
)


class FactsFileError(RulebookError):
    """The file cannot be used; the message says what, where and how to mend it."""


@dataclass(frozen=True)
class FactsFile:
    """What one file says. `expected`: for each entry 月份 and the values by rule name, as written."""

    path: Path
    name: str
    note: str
    area: str
    case: Case
    parameters: ParameterTable
    expected: list[dict[str, Any]]


_TOP = ("名称", "说明", "区划", "家庭", "参数", "期望")
_ROW = ("姓名", "编号", "自", "至", "备注")
_TRUTHS = {"是": 1, "否": 0, True: 1, False: 0}
_POLICY_UNIT = {p.unit: text for text, p in reversed(POLICY_UNITS.items())}


_KEPT_AS_TEXT = ("tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp")


class _Loader(yaml.SafeLoader):
    """Amounts and days stay text: 0.1 never becomes a float, and 2022-02-30 gets our sentence. No key twice."""


_Loader.yaml_implicit_resolvers = {
    first: [rule for rule in rules if rule[0] not in _KEPT_AS_TEXT]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        raise FactsFileError(
            f"第{node.start_mark.line + 1}行起的一段里“{twice}”写了两次。请只留一处。"
        )
    loader.flatten_mapping(node)
    return dict(loader.construct_pairs(node, deep=True))


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(path: str | Path, book: Rulebook) -> FactsFile:
    """Read one household. FactsFileError with a sentence."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
        said = yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader that keeps amounts as text
    except FileNotFoundError as error:
        raise FactsFileError(f"没有找到文件“{path}”。请核对路径。") from error
    except UnicodeDecodeError as error:
        raise FactsFileError(f"文件“{path}”不是 UTF-8 编码。请另存为 UTF-8。") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise FactsFileError(
            f"文件“{path}”第{line}行不合 YAML 格式。请核对缩进、冒号后的空格和引号。"
        ) from error
    except FactsFileError as error:
        raise FactsFileError(f"文件“{path.name}”：{error}") from error
    try:
        return _file(path, said, book)
    except FactsFileError as error:
        raise FactsFileError(f"文件“{path.name}”：{error}") from error


def _file(path: Path, said: Any, book: Rulebook) -> FactsFile:
    top = _a_mapping(said, "文件")
    _known(top, _TOP, "文件")
    root = next(iter(book.places.values()))
    if "家庭" not in top:
        raise FactsFileError("没有“家庭”一段。请写“家庭:”，其下写各项事实。")
    return FactsFile(
        path=path,
        name=str(top.get("名称", path.stem)),
        note=str(top.get("说明", "")),
        area=str(top.get("区划", "")),
        case=_row(root, _a_mapping(top["家庭"], "家庭"), "家庭"),
        parameters=_parameters(book, _a_mapping(top.get("参数") or {}, "参数")),
        expected=[_a_mapping(one, "期望") for one in top.get("期望") or []],
    )


# ------------------------------------------------------------------------------------------------- facts
def _row(place: Place, said: Mapping[str, Any], where: str) -> dict[str, Any]:
    children = {child.called: child for child in place.children}
    _known(said, [*place.facts, *children, *_ROW], where)
    out: dict[str, Any] = {key: said[key] for key in ("姓名", "编号") if key in said}
    out |= _period(said, where)
    for name, fact in place.facts.items():
        if name in said:
            out[name] = (
                _dated(fact, said[name], where)
                if fact.dated
                else _value(fact.unit, said[name], f"{where}的“{name}”")
            )
    for name, child in children.items():
        if name in said:
            out[name] = [
                _row(
                    child,
                    _a_mapping(row, f"{where}·{name}"),
                    f"{where}·{name}“{_who(row, number)}”",
                )
                for number, row in enumerate(_a_list(said[name], f"{where}·{name}"), start=1)
            ]
    return out


def _who(row: Any, number: int) -> str:
    named = (row.get("姓名") or row.get("编号")) if isinstance(row, dict) else None
    return str(named or f"第{number}行")


def _dated(fact: Fact, said: Any, where: str) -> Any:
    """One value for always, or rows {自, 至, 值}."""
    place = f"{where}的“{fact.name}”"
    if not isinstance(said, list):
        return _value(fact.unit, said, place)
    rows = []
    for one in said:
        row = _a_mapping(one, place)
        _known(row, ("自", "至", "值", "备注"), place)
        if "值" not in row:
            raise FactsFileError(f"{place}有一段没有写“值”。请写成 {{自: 2022-01-01, 值: …}}。")
        held = _period(row, place)
        rows.append(
            (
                held.get("自", FIRST_DAY),
                held.get("至", LAST_DAY),
                _value(fact.unit, row["值"], place),
            )
        )
    return rows


def _period(said: Mapping[str, Any], where: str) -> dict[str, int]:
    return {
        key: _day(said[key], f"{where}的“{key}”")
        for key in ("自", "至")
        if said.get(key) is not None
    }


def _day(said: Any, where: str) -> int:
    try:
        return ymd(dt.date.fromisoformat(str(said)))
    except ValueError as error:
        raise FactsFileError(f"{where}“{said}”不是日期。请写成 2022-07-01。") from error


def _value(unit: Unit, said: Any, where: str) -> int:
    if unit.options is not None:
        option = unit.options.named(str(said))
        if option is None:
            labels = "、".join(one.label for one in unit.options)
            raise FactsFileError(f"{where}没有“{said}”这一项。可选：{labels}。")
        return int(option)
    if unit == TRUTH:
        if said not in _TRUTHS:
            raise FactsFileError(f"{where}写的是“{said}”。请写“是”或“否”。")
        return _TRUTHS[said]
    if unit == DATE:
        return _day(said, where)
    try:
        return to_fen(said) if unit in (FEN, FEN_PER_PERSON) else _whole(said)
    except ValueError as error:
        raise FactsFileError(f"{where}：{error}") from error


def _whole(said: Any) -> int:
    if isinstance(said, bool) or not str(said).lstrip("-").isdigit():
        raise ValueError(f"“{said}”不是整数。请写整数。")
    return int(said)


# -------------------------------------------------------------------------------------------- parameters
def _parameters(book: Rulebook, said: Mapping[str, Any]) -> ParameterTable:
    rows: dict[ParameterKey, list[DatedValue]] = {}
    units: dict[str, str] = {}
    _known(said, book.parameters, "参数")
    for name, given in said.items():
        parameter = book.parameters[name]
        units[name] = "选项" if parameter.unit.options else _POLICY_UNIT[parameter.unit]
        bands = _a_mapping(given, f"参数“{name}”") if parameter.bands else {None: given}
        for band, value in bands.items():
            rows[name, band] = _dated_values(parameter, value, units[name], f"参数“{name}”")
    return ParameterTable(rows=rows, units=units)


def _dated_values(parameter: Parameter, said: Any, unit: str, where: str) -> list[DatedValue]:
    rows = said if isinstance(said, list) else [{"自": "1900-01-01", "值": said}]
    out = []
    for one in rows:
        row = _a_mapping(one, where)
        _known(row, ("自", "值", "依据"), where)
        try:
            value = scaled(_percent(str(row["值"]), parameter.unit), unit)
        except (KeyError, ValueError) as error:
            raise FactsFileError(
                f"{where}：{error if isinstance(error, ValueError) else '有一段没有写“值”。'}"
            ) from error
        out.append(
            DatedValue(
                _day(row.get("自", "1900-01-01"), where), value, str(row.get("依据", "本例自设"))
            )
        )
    return out


def _percent(text: str, unit: Unit) -> str:
    return f"{text[:-1]}E-2" if unit == RATE and text.endswith("%") else text


# ------------------------------------------------------------------------------------------------ shapes
def _a_mapping(said: Any, where: str) -> dict[str, Any]:
    if not isinstance(said, dict):
        raise FactsFileError(f"{where}应写成“名称: 值”的若干行，现在是“{said}”。")
    return said


def _a_list(said: Any, where: str) -> list[Any]:
    if not isinstance(said, list):
        raise FactsFileError(f"{where}应是列表，每项前写“- ”；没有请写 []。")
    return said


def _known(said: Mapping[str, Any], names: Iterable[str], where: str) -> None:
    for key in said:
        if key not in names:
            raise FactsFileError(
                f"{where}里不认识“{key}”。{suggestion(str(key), [str(n) for n in names])}"
            )


def expected_value(book: Rulebook, name: str, said: Any) -> int:
    """A value under 期望 as the rule gives it; the name is a household rule's name or label."""
    root = next(iter(book.places))
    rules = [rule for (at, _), rule in book.rules.items() if at == root]
    rule = next((r for r in rules if name in (r.name, r.label)), None)
    if rule is None:
        raise FactsFileError(
            f"期望里的“{name}”不是规则。{suggestion(name, [r.name for r in rules])}"
        )
    return _value(rule.unit, said, f"期望的“{name}”")
