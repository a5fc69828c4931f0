"""Verb `import-roster`: a bureau's own Excel roster comes in."""

import argparse
from collections import Counter
from pathlib import Path

from django.utils import timezone

from minzheng.exchange.rosters import errors_file
from minzheng.exchange.rosters.archive import UnreadableRoster
from minzheng.exchange.rosters.operations import import_roster
from minzheng.exchange.rosters.preview import Preview, examine
from minzheng.kernel import policy
from minzheng.kernel.access.queries import NotPermitted
from minzheng.kernel.audit.actor import Actor, Channel
from minzheng.lib.months import Month
from minzheng.rulebook import ParameterUnset

HELP = "导入城乡低保对象花名册（Excel）"
DISTRICT = "430105000000"
SHOWN = 20


class NoFile(Exception):
    """The file cannot be read."""


KNOWN_ERRORS = (
    NoFile,
    UnreadableRoster,
    NotPermitted,
    ParameterUnset,
    policy.ParameterUnset,
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="花名册（.xlsx）")
    parser.add_argument("--dry-run", action="store_true", help="只预览，不写入")
    parser.add_argument(
        "--errors", type=Path, metavar="OUT.xlsx", help="把未导入的行连同原因写成 Excel"
    )
    parser.add_argument(
        "--from-month", type=month, metavar="2022-01", help="本系统首次发放的月份，默认次月"
    )
    parser.add_argument("--area", default=DISTRICT, help="区划代码，默认 430105")


def month(text: str) -> Month:
    """An argument type."""
    try:
        return Month.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def run(options: argparse.Namespace) -> int:
    try:
        content = options.file.read_bytes()
    except OSError as error:
        raise NoFile(f"读不到 {options.file}：{error.strerror}。请检查路径。") from error
    now = timezone.localtime()
    on, area = now.date(), options.area.ljust(12, "0")
    first = options.from_month or Month.of(on).next
    if options.dry_run:
        preview = examine(content, area_code=area, from_month=first, on=on)
    else:
        by = Actor(None, "系统", "SYSTEM", area, now, Channel.SYSTEM)
        preview = import_roster(
            content=content, source=options.file.name, from_month=first, by=by, on=on
        )
    _tell(preview, dry_run=options.dry_run)
    if options.errors:
        rows = errors_file.write(options.errors, preview.sheets, preview.staged)
        print(f"未导入的 {rows} 行已写入 {options.errors}")
    return 1 if preview.staged.problems else 0


def _tell(preview: Preview, *, dry_run: bool) -> None:
    persons = sum(len(h.members) for h in (*preview.new, *preview.changed, *preview.same))
    print(
        f"{'预览（未写入）' if dry_run else '已导入'}：{preview.summary()}；有效成员 {persons} 人。"
    )
    for remark in preview.staged.remarks[:SHOWN]:
        print(f"  提示：{remark}")
    problems = preview.staged.problems
    for problem in problems[:SHOWN]:
        print(f"  错误：{problem}")
    if len(problems) > SHOWN:
        kinds = Counter(problem.column or "整户" for problem in problems)
        most = "、".join(f"{column} {count} 处" for column, count in kinds.most_common(5))
        print(f"  ……共 {len(problems)} 处错误（{most}）。用 --errors OUT.xlsx 导出全部。")
