"""`minzheng export-roster --month 2022-07 --out roster.xlsx --purpose …`: the roll as a workbook."""

import argparse
from pathlib import Path

from django.utils import timezone

from minzheng.exchange.rosters.operations import export_roster
from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.models import User
from minzheng.kernel.access.queries import NotPermitted, actor_of
from minzheng.lib.months import Month

HELP = "导出某月在册花名册：export-roster --month 2022-07 --out 文件.xlsx --purpose 用途"


class NoSuchUser(Exception):
    """No such login."""


KNOWN_ERRORS = (NoSuchUser, NotPermitted, ValueError, OSError)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--month", required=True, type=_month, help="所属月，如 2022-07")
    parser.add_argument("--out", required=True, type=Path, help="写到哪个文件")
    parser.add_argument("--purpose", required=True, help="导出用途（留痕）")
    parser.add_argument("--area", help="区划代码（12位），默认为本人数据范围")
    parser.add_argument("--full", action="store_true", help="含完整证件号和账号，须有权限")
    parser.add_argument(
        "--as", dest="login", default="assistance", metavar="LOGIN", help="导出人登录名（留痕）"
    )


def run(options: argparse.Namespace) -> int:
    user = User.objects.filter(username=options.login).first()
    if user is None:
        raise NoSuchUser(f"没有登录名为 {options.login} 的账号，请用 --as 指定导出人。")
    at = timezone.now()
    by = actor_of(user, at=at, permission=Permission.ROSTER_EXPORT)
    workbook = export_roster(
        month=options.month,
        area=options.area or by.area_code,
        purpose=options.purpose,
        full=options.full,
        by=by,
        on=timezone.localtime(at).date(),
    )
    options.out.write_bytes(workbook.content)
    print(f"已写入 {options.out}：{workbook.households} 户 {workbook.persons} 人。")
    print("含个人敏感信息，请妥善保管，用后删除。")
    return 0


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
