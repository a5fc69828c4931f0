"""How money, months, days and numbers are written, and that lists carry no formulas."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from minzheng.kernel.ui.csv_files import csv_text, defused
from minzheng.kernel.ui.templatetags import minzheng as words
from minzheng.lib.months import Month
from tests.kernel.builders import number


@pytest.mark.parametrize(
    ("fen", "text"),
    [(0, "0.00"), (5, "0.05"), (123_456_789, "1,234,567.89"), (-1, "-0.01"), (None, "—")],
)
def test_fen_are_written_as_yuan(fen, text):
    assert words.yuan(fen) == text


def test_days_are_written_in_chinese():
    assert words.month(Month(2022, 7)) == "2022年7月"
    assert words.month(date(2022, 12, 1)) == "2022年12月"
    assert words.day(date(2022, 7, 1)) == "2022年7月1日"
    assert words.ymd(20220701) == "2022年7月1日"
    # 16:30 UTC is half past midnight of the next day here.
    assert words.moment(datetime(2022, 7, 1, 16, 30, tzinfo=UTC)) == "2022年7月2日 00:30"


def test_a_full_identity_number_in_a_text_is_masked():
    full = number()
    shown = words.masked(f"证件{full}，电话13800000000")
    assert full not in shown
    assert shown.startswith("证件4301**********")
    assert shown.endswith("，电话13800000000")


def test_a_fingerprint_is_no_identity_number():
    for fingerprint in ("3" * 64, "ab" + "4" * 18 + "cd"):
        assert words.masked(fingerprint) == fingerprint


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1"])
def test_a_cell_that_a_spreadsheet_would_run_is_defused(cell):
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["张三", "", 5, -5, Decimal("-1.50"), None, "430105016009"])
def test_any_other_cell_stays(cell):
    assert defused(cell) == cell


def test_a_file_says_that_it_is_utf8_and_keeps_commas():
    text = csv_text(("姓名", "说明"), [("张三", '说,"好"'), ("=cmd", "\n换行")])
    assert text.startswith("\ufeff姓名,说明\r\n")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert rows[1:] == [["张三", '说,"好"'], ["'=cmd", "\n换行"]]
