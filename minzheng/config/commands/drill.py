"""`minzheng drill FIGURE_ID --year 2022 --csv`: the records behind a figure, the exceptions of a claim."""

import argparse
import csv
import sys

from minzheng.config.commands import _reporting
from minzheng.kernel.measures import MeasureError, Record
from minzheng.reporting.catalogue.queries import UnknownFigure, catalogue

HELP = "列出一个指标的全部记录（或一个结论的例外清单）"
KNOWN_ERRORS = (UnknownFigure, MeasureError)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("figure", metavar="FIGURE_ID", help="指标或结论编号")
    _reporting.add_scope(parser)
    parser.add_argument("--csv", action="store_true", help="输出CSV（默认即为CSV）")


def run(options: argparse.Namespace) -> int:
    records = catalogue().drill_all(
        options.figure, options.year, as_of=options.as_of or _reporting.now(), area=options.area
    )
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(Record._fields)
    writer.writerows(records)
    return 0
