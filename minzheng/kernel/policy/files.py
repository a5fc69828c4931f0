"""Reading one policy file: exact values only, every entry with its source; errors name file and key in Chinese."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from minzheng.kernel.policy.units import OPTION, UNITS, scaled

_PARAMETER_KEYS = {"label", "unit", "bands", "options", "values", "note"}
_REQUIRED = ("value", "from", "area", "document", "article", "issued", "status")
_ENTRY_KEYS = {*_REQUIRED, "to", "band", "note"}
_AREA = re.compile(r"\d{12}")
_ISSUED = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class PolicyFileError(ValueError):
    """A policy file says something that cannot be used; the sentence names file, key and how to mend it."""


class Status(enum.StrEnum):
    """正式: published law or notice. 示例: a sample, not law. 草案: proposed, used in what-if only."""

    OFFICIAL = "正式"
    SAMPLE = "示例"
    DRAFT = "草案"


@dataclass(frozen=True, slots=True)
class Entry:
    """One dated value of one parameter, `to` exclusive."""

    value: int | str
    text: str
    since: dt.date
    to: dt.date | None
    area: str
    band: str | None
    document: str
    article: str
    issued: str
    status: Status
    note: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a file says under one name. `bands` (分档) and `options` are labels; both empty for a single number."""

    name: str
    label: str
    unit: str
    bands: tuple[str, ...]
    options: tuple[str, ...]
    entries: tuple[Entry, ...]
    source_file: str
    note: str = ""


class _Loader(yaml.CSafeLoader):
    """Refuses a key that stands twice; plain YAML keeps the last one and says nothing."""


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    written = [key.value for key, _ in node.value]
    for key in written:
        if written.count(key) > 1:
            line = node.start_mark.line + 1
            raise PolicyFileError(f"“{key}”在第{line}行起的同一处写了两次。请删去一处")
    # Keys merged in by “<<” may be overridden on purpose.
    loader.flatten_mapping(node)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(path: Path) -> list[Parameter]:
    """All parameters of one file, values in order of area, band and date. Raises PolicyFileError."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader) or {}  # noqa: S506 (a SafeLoader)
    except yaml.YAMLError as error:
        raise PolicyFileError(
            f"{path.name}：不是有效的YAML（{error}）。请检查缩进和引号。"
        ) from error
    except PolicyFileError as error:
        raise PolicyFileError(f"{path.name}：{error}。") from error
    if not isinstance(content, dict):
        raise PolicyFileError(f"{path.name}：最外层应为“参数名: 内容”。请检查缩进。")
    return [_parameter(path.name, str(name), spec) for name, spec in content.items()]


def _parameter(file: str, name: str, spec: Any) -> Parameter:
    where = f"{file} › {name}"
    if not isinstance(spec, dict):
        raise PolicyFileError(f"{where}：应有label、unit、values。请补全。")
    _only(where, spec, _PARAMETER_KEYS)
    unit = spec.get("unit")
    if unit not in UNITS:
        raise PolicyFileError(f"{where}：单位“{unit}”未登记。可用单位：{'、'.join(UNITS)}。")
    bands = _labels(f"{where} › bands", spec.get("bands"))
    options = _labels(f"{where} › options", spec.get("options"))
    if bool(options) != (unit == OPTION):
        raise PolicyFileError(f"{where}：单位为“{OPTION}”的参数须有options，其他单位不得有。")
    values = spec.get("values") or []
    entries = [
        _entry(f"{where} › 第{number}个值", unit, bands, options, raw)
        for number, raw in enumerate(values, start=1)
    ]
    entries.sort(key=lambda entry: (entry.area, entry.band or "", entry.since))
    parameter = Parameter(
        name=name,
        label=str(spec.get("label") or name),
        unit=unit,
        bands=bands,
        options=options,
        entries=tuple(entries),
        source_file=file,
        note=str(spec.get("note") or ""),
    )
    _refuse_overlaps(where, parameter.entries)
    return parameter


def _entry(
    where: str, unit: str, bands: tuple[str, ...], options: tuple[str, ...], raw: Any
) -> Entry:
    if not isinstance(raw, dict):
        raise PolicyFileError(f"{where}：应为一组“键: 值”。请检查缩进。")
    _only(where, raw, _ENTRY_KEYS)
    missing = [key for key in _REQUIRED if raw.get(key) in (None, "")]
    if missing:
        raise PolicyFileError(
            f"{where}：缺少{'、'.join(missing)}。每个值都须写明起始日、区划、文件、条款、印发时间和状态。"
        )
    text = raw["value"]
    if not isinstance(text, str):
        raise PolicyFileError(
            f'{where}：值 {text} 没有加引号，会被当作浮点数或整数。请写成 value: "{text}"。'
        )
    band = raw.get("band")
    if bool(bands) != (band is not None) or (band is not None and band not in bands):
        raise PolicyFileError(
            f"{where}：分档“{band}”与bands（{'、'.join(bands) or '无'}）不符。请更正band。"
        )
    since, to = _day(where, raw, "from"), _day(where, raw, "to") if raw.get("to") else None
    if since is None or (to is not None and to <= since):
        raise PolicyFileError(f"{where}：截止日to须晚于起始日from。请更正日期。")
    area, issued = raw["area"], str(raw["issued"])
    if not isinstance(area, str) or not _AREA.fullmatch(area):
        raise PolicyFileError(f'{where}：区划代码“{area}”应为加引号的12位数字，如 "430105000000"。')
    if not _ISSUED.fullmatch(issued):
        raise PolicyFileError(
            f'{where}：印发时间“{issued}”应为年、年-月或年-月-日，如 "2021-06-11"。'
        )
    return Entry(
        value=_value(where, text, unit, options),
        text=text,
        since=since,
        to=to,
        area=area,
        band=band,
        document=str(raw["document"]),
        article=str(raw["article"]),
        issued=issued,
        status=_status(where, raw["status"]),
        note=str(raw.get("note") or ""),
    )


def _value(where: str, text: str, unit: str, options: tuple[str, ...]) -> int | str:
    if unit == OPTION and text not in options:
        raise PolicyFileError(
            f"{where}：值“{text}”不在options（{'、'.join(options)}）之中。请更正。"
        )
    try:
        return scaled(text, unit)
    except ValueError as error:
        raise PolicyFileError(f"{where}：{error}") from error


def _status(where: str, text: Any) -> Status:
    try:
        return Status(text)
    except ValueError as error:
        raise PolicyFileError(f"{where}：状态“{text}”应为正式、示例或草案。") from error


def _day(where: str, raw: Mapping[str, Any], key: str) -> dt.date:
    day = raw[key]
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        raise PolicyFileError(f"{where}：{key} “{day}”不是日期。请写成不加引号的 2022-07-01。")
    return day


def _labels(where: str, raw: Any) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(label, str) for label in raw):
        raise PolicyFileError(f"{where}：应为一列名称，如 [城市, 农村]。请更正。")
    if len(set(raw)) != len(raw):
        raise PolicyFileError(f"{where}：有重复的名称。请删去一个。")
    return tuple(raw)


def _only(where: str, raw: Mapping[Any, Any], known: set[str]) -> None:
    unknown = [str(key) for key in raw if key not in known]
    if unknown:
        raise PolicyFileError(
            f"{where}：不认识的键{'、'.join(unknown)}。可用：{'、'.join(sorted(known))}。"
        )


def _refuse_overlaps(where: str, entries: tuple[Entry, ...]) -> None:
    """Same area, band and status: no two values from one day, and none that reaches into a later one by its `to`."""
    seen: dict[tuple[str, str | None, bool], Entry] = {}
    for entry in entries:
        key = entry.area, entry.band, entry.status is Status.DRAFT
        earlier = seen.get(key)
        if earlier and (earlier.since == entry.since or (earlier.to and earlier.to > entry.since)):
            raise PolicyFileError(
                f"{where}：区划{entry.area}自{entry.since}起的值与自{earlier.since}起的值重叠。请更正from或to。"
            )
        seen[key] = entry
