"""The rows that were not taken over, as an Excel file with the reasons: to be mended and imported again."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from minzheng.exchange.rosters.staging import Problem, Staged
from minzheng.exchange.rosters.workbook import Cell, Sheet

# What somebody typed is written back as text: it must not become a formula or a link in Excel.
TEXT_ONLY = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


def write(path: Path, sheets: Sequence[Sheet], staged: Staged) -> int:
    """Every refused household with all its rows, as they were, and a last column 原因; returns the number of rows.

    Cells are written as text: what a spreadsheet could damage stays as the officer wrote it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    wrong = {place for places in staged.refused.values() for place in places}
    reasons: dict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in staged.problems:
        reasons[(problem.sheet, problem.row)].append(problem)
    written = 0
    with xlsxwriter.Workbook(path, TEXT_ONLY) as workbook:
        bold = workbook.add_format({"bold": True, "text_wrap": True})
        marked = workbook.add_format({"font_color": "#B00020", "text_wrap": True})
        for sheet in sheets:
            numbers = sorted(row for name, row in {*wrong, *reasons} if name == sheet.name and row)
            if not numbers:
                continue
            page = workbook.add_worksheet(sheet.name)
            header = staged.headers.get(sheet.name, 1)
            width = max(len(row) for row in sheet.rows)
            page.write_row(0, 0, [_text(cell) for cell in sheet.rows[header - 1]], bold)
            page.write(0, width, "原因", bold)
            page.write(0, width + 1, "原文件行号", bold)
            page.set_column(width, width, 60)
            for line, number in enumerate(numbers, start=1):
                page.write_row(line, 0, [_text(cell) for cell in sheet.rows[number - 1]])
                page.write(line, width, _reason(reasons[(sheet.name, number)]), marked)
                page.write_number(line, width + 1, number)
                written += 1
        if not written:
            workbook.add_worksheet("没有错误").write(0, 0, "全部行都可以导入。")
    return written


def _reason(problems: list[Problem]) -> str:
    if not problems:
        return "同户的其他行有错误，整户未导入。"
    return "\n".join(f"{p.column + '：' if p.column else ''}{p.sentence}" for p in problems)


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    return str(cell)
