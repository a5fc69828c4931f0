"""`minzheng audit verify|head|show`: prove that the trail is as it was written, or say where it is not."""

import argparse
import json

from minzheng.kernel.audit.models import Event
from minzheng.kernel.audit.queries import head, verify

HELP = "核验留痕链：verify | head | show 起 [止]"


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="verify|head|show")
    actions.add_parser("verify", help="逐条重算，指出第一处以及其后每一处不符")
    actions.add_parser("head", help="条数与最后一条的SM3，可交第三方留存")
    show = actions.add_parser("show", help="列出第几条到第几条")
    show.add_argument("first", type=int, metavar="起")
    show.add_argument("last", type=int, nargs="?", metavar="止")


def run(options: argparse.Namespace) -> int:
    return {"verify": _verify, "head": _head, "show": _show}[options.action](options)


def _verify(_: argparse.Namespace) -> int:
    breaks, (count, digest) = verify(), head()
    for found in breaks:
        print(found.problem)
    if breaks:
        print(f"共 {count} 条留痕，{len(breaks)} 处不符。请封存数据库并报告安全管理员。")
        return 1
    print(f"共 {count} 条留痕，逐条相连，内容与写入时一致。末条SM3：{digest}")
    return 0


def _head(_: argparse.Namespace) -> int:
    count, digest = head()
    print(f"{count} {digest}")
    return 0


def _show(options: argparse.Namespace) -> int:
    last = options.last or options.first
    for event in Event.objects.filter(id__range=(options.first, last)).order_by("id"):
        facts = json.dumps(event.facts, ensure_ascii=False)
        print(f"{event.id}　{event.happened_on}　{event.tag}　{event.actor_name}　{facts}")
    return 0
