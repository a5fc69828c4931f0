"""Verb `import-roster`: a bureau's own Excel roster comes in."""

import argparse
from collections import defaultdict
from datetime import date
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from minzheng.config import upkeep
from minzheng.exchange.rosters import errors_file, workbook
from minzheng.exchange.rosters.archive import UnreadableRoster
from minzheng.exchange.rosters.operations import import_roster
from minzheng.exchange.rosters.preview import Preview
from minzheng.exchange.rosters.staging import Problem, stage
from minzheng.kernel import policy
from minzheng.kernel.access.queries import NotPermitted
from minzheng.kernel.areas import operations as areas
from minzheng.kernel.areas.models import Area
from minzheng.kernel.audit.actor import Actor, Channel
from minzheng.kernel.institutions import operations as institutions
from minzheng.kernel.institutions.enums import InstitutionKind
from minzheng.kernel.institutions.models import Institution
from minzheng.lib.crypto import sm3
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
    FileNotFoundError,
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
    parser.add_argument(
        "--register-banks", action="store_true", help="把册中的开户行登记为代发银行"
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
    first = options.from_month or Month.of(now.date()).next
    # A roster of a past month counts as taken over at its beginning: accounts are valid from then.
    on = min(now.date(), first.first_day)
    area = options.area.ljust(12, "0")
    by = Actor(None, "系统", "SYSTEM", area, now, Channel.SYSTEM)
    with transaction.atomic():
        _prepare(content, area, by, on, register_banks=options.register_banks)
        preview = import_roster(
            content=content, source=options.file.name, from_month=first, by=by, on=on
        )
        # The preview is the import itself, taken back: it cannot promise what the import refuses.
        transaction.set_rollback(options.dry_run)
    if preview.new and not options.dry_run:
        upkeep.analyze()
    _tell(preview, dry_run=options.dry_run)
    if options.errors:
        rows = errors_file.write(options.errors, preview.sheets, preview.staged)
        print(f"未导入的 {rows} 行已写入 {options.errors}")
    return 1 if preview.staged.problems else 0


def _prepare(content: bytes, area: str, by: Actor, on: date, *, register_banks: bool) -> None:
    """What an empty system needs first: the shipped areas of the district, the banks of the roster."""
    if not Area.objects.under(area).exists():
        areas.load_district(code=f"{area[:6]}000000", by=by, on=on)
    if register_banks:
        names = {household.bank for household in stage(workbook.read(content)).households}
        known = Institution.objects.filter(kind=InstitutionKind.BANK)
        for name in sorted(names - set(known.values_list("name", flat=True))):
            institutions.register_institution(
                code=f"BANK-{sm3(name.encode()).hex()[:8]}",
                name=name,
                kind=InstitutionKind.BANK,
                area_code=area,
                by=by,
                on=on,
            )


def _tell(preview: Preview, *, dry_run: bool) -> None:
    persons = sum(len(h.members) for h in (*preview.new, *preview.changed, *preview.same))
    written = "已导入" if preview.new or preview.changed else "没有要写入的变化"
    print(
        f"{'预览（未写入）' if dry_run else written}：{preview.summary()}；有效成员 {persons} 人。"
    )
    for remark in preview.staged.remarks[:SHOWN]:
        print(f"  提示：{remark}")
    groups: dict[str, list[Problem]] = defaultdict(list)
    for problem in preview.staged.problems:
        groups[problem.sentence].append(problem)
    for same in list(groups.values())[:SHOWN]:
        more = f"（同样的错误共 {len(same)} 处）" if len(same) > 1 else ""
        print(f"  错误：{same[0]}{more}")
    if len(groups) > SHOWN:
        print(
            f"  ……共 {len(groups)} 种 {len(preview.staged.problems)} 处错误。"
            "用 --errors OUT.xlsx 导出全部。"
        )
