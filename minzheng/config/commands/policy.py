"""`minzheng policy show|list|check`: what a policy parameter is, where and when, and by which document."""

import argparse
import datetime as dt
import json

from minzheng.kernel.policy import ParameterUnset, PolicyFileError, Status, Value, load

HELP = "查看和检查政策参数：show 名称 | list | check"
NEEDS_DATABASE = False
KNOWN_ERRORS = (ParameterUnset, PolicyFileError)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--policies", metavar="DIR", help="政策文件目录，默认为 policies/")
    actions = parser.add_subparsers(dest="action", required=True, metavar="show|list|check")
    show = actions.add_parser("show", help="某参数在某地某日的值和依据")
    show.add_argument("name", help="参数名称，如 低保标准")
    show.add_argument("--area", required=True, help="区划代码，如 430105")
    show.add_argument("--on", type=_day, help="日期，如 2022-07-01，默认今天")
    show.add_argument("--band", help="只看一档，如 城市")
    show.add_argument("--json", action="store_true", help="输出JSON")
    listing = actions.add_parser("list", help="全部参数")
    listing.add_argument("--area", default="430105", help="区划代码，默认 430105")
    listing.add_argument("--on", type=_day, help="日期，默认今天")
    actions.add_parser("check", help="检查全部政策文件")


def run(options: argparse.Namespace) -> int:
    return {"show": _show, "list": _list, "check": _check}[options.action](options)


def _show(options: argparse.Namespace) -> int:
    book, on = load(options.policies), options.on or dt.date.today()
    parameter = book.parameter(options.name)
    if options.band or not parameter.bands:
        values = [book.value(options.name, area=options.area, on=on, band=options.band)]
    else:
        values = book.values(options.name, area=options.area, on=on)
        if not values:
            # Ask for one band, so that the sentence says what is unset.
            book.value(options.name, area=options.area, on=on, band=parameter.bands[0])
    if options.json:
        print(json.dumps([_as_json(value) for value in values], ensure_ascii=False, indent=2))
        return 0
    for value in values:
        band = f"（{value.band}）" if value.band else ""
        print(f"{value.name}{band}：{value.text} {value.unit}　[{value.status}]")
        print(f"  {value.label}；自{value.since}起" + (f"，至{value.to}前" if value.to else ""))
        print(f"  区划 {value.area}；依据 {value.document}　{value.article}（{value.issued}印发）")
        print(f"  文件 policies/{value.source_file}" + (f"；{value.note}" if value.note else ""))
    return 0


def _list(options: argparse.Namespace) -> int:
    book, on = load(options.policies), options.on or dt.date.today()
    for parameter in book:
        values = book.values(parameter.name, area=options.area, on=on)
        texts = "、".join(f"{value.band or ''}{value.text}" for value in values) or "未设定"
        marks = {str(value.status) for value in values} - {str(Status.OFFICIAL)}
        mark = f"　[{'、'.join(sorted(marks))}]" if marks else ""
        print(f"{parameter.name}　{texts} {parameter.unit}{mark}　{parameter.source_file}")
    return 0


def _check(options: argparse.Namespace) -> int:
    book = load(options.policies)
    entries = [entry for parameter in book for entry in parameter.entries]
    counts = "，".join(
        f"{status} {sum(entry.status is status for entry in entries)}" for status in Status
    )
    print(f"政策文件无误：参数 {len(list(book))} 项，值 {len(entries)} 个（{counts}）。")
    return 0


def _as_json(value: Value) -> dict[str, object]:
    return {
        "name": value.name,
        "label": value.label,
        "band": value.band,
        "value": value.text,
        "exact": value.value,
        "unit": value.unit,
        "since": str(value.since),
        "to": str(value.to) if value.to else None,
        "area": value.area,
        "document": value.document,
        "article": value.article,
        "issued": value.issued,
        "status": str(value.status),
        "note": value.note,
        "file": value.source_file,
    }


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是日期，请写成 2022-07-01") from None
