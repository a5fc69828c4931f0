"""`minzheng run-month 2022-11`: a month's payments from plan to close, with the simulated bank."""

import argparse
import datetime as dt
import sys
from random import Random
from zoneinfo import ZoneInfo

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.models import User
from minzheng.kernel.access.queries import NotPermitted, actor_of
from minzheng.kernel.audit.actor import Actor
from minzheng.kernel.disbursements import operations, queries
from minzheng.kernel.disbursements.bank.simulator import SimulatedBank
from minzheng.kernel.enrollments.enums import Program
from minzheng.lib.fen import yuan_text
from minzheng.lib.months import Month

HELP = "把一个月的发放从编制办到结清（银行由模拟银行代替），已办到哪一步就从哪一步接着办"


class NoSuchLogin(Exception):
    """The login name given on the command line does not exist."""


KNOWN_ERRORS = (operations.NotPossible, NotPermitted, NoSuchLogin, ValueError)
CHINA = ZoneInfo("Asia/Shanghai")
PAYDAY = 10


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("month", type=_month, help="发放月，如 2022-11")
    parser.add_argument(
        "--program", choices=Program.values, default=Program.MINIMUM_LIVING, help="项目代码"
    )
    parser.add_argument(
        "--as", dest="planner", default="assistance", metavar="LOGIN", help="编制人登录名"
    )
    parser.add_argument(
        "--approve-as", default="finance", metavar="LOGIN", help="复核人登录名，须是另一人"
    )
    parser.add_argument(
        "--on", type=dt.date.fromisoformat, metavar="DAY", help="办理日期，默认当月10日"
    )
    parser.add_argument("--seed", type=int, default=2022, help="模拟银行的随机种子")


def run(options: argparse.Namespace) -> int:
    month: Month = options.month
    on = options.on or dt.date(month.year, month.month, PAYDAY)
    finished = operations.run_month(
        program=Program(options.program),
        month=month,
        planner=_actor(options.planner, Permission.RUN_PLAN, on, 9),
        approver=_actor(options.approve_as, Permission.RUN_APPROVE, on, 10),
        # A stand-in bank needs repeatable chance, not secrecy.
        bank=SimulatedBank(Random(f"{options.seed}:{options.program}:{month}")),  # noqa: S311
        on=on,
        progress=lambda step, done, total: print(f"  [{done}/{total}] {step}", file=sys.stderr),
    )
    sums = queries.balance(finished, as_of=queries.last_moment(finished))
    changes = queries.changes(finished)
    print(f"{finished}：{finished.get_status_display()}，{finished.lines}笔")
    print(f"清单SM3 {finished.list_hash}")
    print(_equation(sums))
    print("与上月相比：" + ("，".join(f"{c.kind}{c.households}户" for c in changes) or "没有明细"))
    if sums.unknown_lines:
        print(f"还有{sums.unknown_lines}笔待回盘，没有重送；请向银行查询后再办理。")
    if waiting := queries.undecided_returns(finished).count():
        print(f"还有{waiting}笔退回款待处理。")
    return 0


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _actor(login: str, permission: Permission, on: dt.date, hour: int) -> Actor:
    user = User.objects.filter(username=login).first()
    if user is None:
        raise NoSuchLogin(
            f"没有“{login}”这个登录名，请用 --as 和 --approve-as 指明编制人和复核人。"
        )
    at = dt.datetime.combine(on, dt.time(hour), CHINA)
    return actor_of(user, at=at, permission=permission)


def _equation(sums: queries.Balance) -> str:
    return (
        f"应发 {yuan_text(sums.due_fen)} = 到账 {yuan_text(sums.paid_fen)}"
        f" + 退回 {yuan_text(sums.returned_fen)} + 缓发 {yuan_text(sums.held_fen)}"
        f"，差额 {yuan_text(sums.difference_fen)}（元）"
    )
