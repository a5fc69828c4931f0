"""`minzheng case-file DB20220400001 --out file.pdf`: everything about a family on paper."""

import argparse
from pathlib import Path

from django.utils import timezone

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.models import User
from minzheng.kernel.access.queries import NotPermitted, actor_of
from minzheng.kernel.casework.models import Case
from minzheng.kernel.printing import FontsMissing
from minzheng.livelihood.minimum_living import operations as minimum_living

HELP = "把一户的全部档案打印成一份PDF：case-file 受理编号 --out 文件.pdf"


class NoSuchRecord(Exception):
    """No such case, or no such login."""


KNOWN_ERRORS = (NoSuchRecord, NotPermitted, FontsMissing, OSError)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help="受理编号")
    parser.add_argument("--out", required=True, type=Path, help="写到哪个文件")
    parser.add_argument(
        "--as", dest="login", default="assistance", metavar="LOGIN", help="打印人登录名（留痕）"
    )


def run(options: argparse.Namespace) -> int:
    case = Case.objects.filter(number=options.number).select_related("household").first()
    if case is None:
        raise NoSuchRecord(f"没有受理编号为 {options.number} 的办件，请核对编号。")
    user = User.objects.filter(username=options.login).first()
    if user is None:
        raise NoSuchRecord(f"没有登录名为 {options.login} 的账号，请用 --as 指定打印人。")
    at = timezone.now()
    by = actor_of(user, at=at, permission=Permission.CASE_FILE_PRINT)
    on = timezone.localtime(at).date()
    content = minimum_living.print_case_file(case=case, by=by, on=on)
    options.out.write_bytes(content)
    print(f"已写入 {options.out}（{len(content)} 字节）。含个人敏感信息，请妥善保管。")
    return 0
