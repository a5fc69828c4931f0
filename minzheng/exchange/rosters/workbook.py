"""An .xlsx as plain rows: merged cells filled, hidden rows and sheets named. Knows nothing of rosters."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum

from minzheng.exchange.rosters.archive import UnreadableRoster, guard

Cell = str | int | float | bool | date | datetime | time | timedelta
HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b(?=[^>]*\bhidden=\"(?:1|true)\")[^>]*?\br=\"(\d+)\"")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows[0]` is row 1; empty cells are "". `hidden_rows` holds 1-based numbers."""

    name: str
    rows: list[list[Cell]]
    hidden_rows: frozenset[int]
    is_hidden: bool


def read(content: bytes) -> list[Sheet]:
    """All sheets of a workbook, hidden ones included. Raises UnreadableRoster with a sentence."""
    guard(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        hidden = _hidden_rows(content)
        return [
            _sheet(workbook.get_sheet_by_name(about.name), about.visible, hidden)
            for about in workbook.sheets_metadata
        ]
    except (CalamineError, KeyError, ET.ParseError) as error:
        raise UnreadableRoster(
            "文件不是可读的 Excel 工作簿。请在 Excel 中打开、另存后再导入。"
        ) from error


def _sheet(
    sheet: CalamineSheet, visible: SheetVisibleEnum, hidden: dict[str, frozenset[int]]
) -> Sheet:
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        _unmerge(rows, top, left, min(bottom, len(rows) - 1), right)
    return Sheet(
        name=sheet.name,
        rows=rows,
        hidden_rows=hidden.get(sheet.name, frozenset()),
        is_hidden=visible != SheetVisibleEnum.Visible,
    )


def _unmerge(rows: list[list[Cell]], top: int, left: int, bottom: int, right: int) -> None:
    """Every row of a merged block gets the value; across columns it stays where it was written."""
    if top > bottom or left >= len(rows[top]) or (right - left > 0 and bottom == top):
        return
    for row in rows[top + 1 : bottom + 1]:
        row[left] = rows[top][left]


def _hidden_rows(content: bytes) -> dict[str, frozenset[int]]:
    """{sheet name: its hidden rows}; the reader above does not tell."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        workbook = ET.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - expat refuses entity bombs
        relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        targets = {r.get("Id"): (r.get("Target") or "").lstrip("/") for r in relations}
        found: dict[str, frozenset[int]] = {}
        for sheet in workbook.iter(f"{MAIN}sheet"):
            target = targets.get(sheet.get(RELATION), "")
            part = target if target.startswith("xl/") else f"xl/{target}"
            if part in names:
                numbers = HIDDEN_ROW.findall(archive.read(part))
                found[sheet.get("name") or ""] = frozenset(int(number) for number in numbers)
    return found
