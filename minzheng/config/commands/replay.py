"""`minzheng replay [NUMBER]`: compute a sealed report again; "same", or which figures differ and by which records."""

import argparse

from minzheng.config.commands import _reporting
from minzheng.reporting.snapshots import operations
from minzheng.reporting.snapshots.models import SealedReport

HELP = "重算已封存的报告：一致，或列出有变化的数字"
KNOWN_ERRORS = (SealedReport.DoesNotExist,)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", type=int, nargs="?", help="封存编号，默认最近一份")
    parser.add_argument(
        "--as-of",
        type=_reporting.moment,
        metavar="T",
        help="与此刻的数据比较，默认封存时的数据时刻",
    )


def run(options: argparse.Namespace) -> int:
    reports = SealedReport.objects.order_by("pk")
    report = reports.filter(pk=options.number).first() if options.number else reports.last()
    if report is None:
        raise SealedReport.DoesNotExist(
            "没有这份封存的报告。请先用 report --seal 封存，或核对编号。"
        )
    replayed = operations.replay(report, as_of=options.as_of)
    print(f"{report.pk} {report.title}：{replayed}")
    for difference in replayed.differences:
        for word, ids in (("新增", difference.entered), ("减少", difference.left)):
            if ids:
                print(f"  {difference.figure_id} {word}记录 {'、'.join(ids)}")
    return 0 if replayed else 1
