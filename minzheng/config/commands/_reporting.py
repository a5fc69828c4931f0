"""Arguments that the reporting verbs share."""

import argparse
import datetime as dt

from django.utils import timezone

DISTRICT = "430105000000"
_CODE_LENGTH = 12


def add_scope(parser: argparse.ArgumentParser) -> None:
    """--year, --as-of, --area."""
    parser.add_argument("--year", type=int, required=True, help="年度，如 2022")
    add_moment_and_area(parser)


def add_moment_and_area(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of",
        type=moment,
        metavar="T",
        help="只计此刻之前记录的事实，如 2023-01-15T08:00，默认现在",
    )
    parser.add_argument("--area", type=_area, default=DISTRICT, help="区划代码，默认 430105")


def now() -> dt.datetime:
    """The clock, read at the edge."""
    return timezone.now()


def moment(text: str) -> dt.datetime:
    """An argument type; without a zone it is Chinese time."""
    try:
        at = dt.datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}”不是时刻，请写成 2023-01-15T08:00") from None
    return at if at.tzinfo else timezone.make_aware(at)


def _area(text: str) -> str:
    if not (text.isdigit() and len(text) <= _CODE_LENGTH):
        raise argparse.ArgumentTypeError(f"“{text}”不是区划代码，请写成 430105")
    return text.ljust(_CODE_LENGTH, "0")
