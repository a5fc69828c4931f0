"""Ten thousand dirty roster rows: nothing falls over, nothing is lost, what is accepted is the truth."""

from __future__ import annotations

import io
import resource
import time
import traceback
import zipfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any
from unittest import mock

import xlsxwriter

from minzheng.exchange.rosters import cells, workbook
from minzheng.exchange.rosters.archive import UnreadableRoster
from minzheng.exchange.rosters.cells import CellProblem
from minzheng.exchange.rosters.staging import Household, Staged, stage
from minzheng.lib.fen import to_yuan
from proof.dirt import IDS, OF_A_HOUSEHOLD, OF_A_MEMBER, Dirt, Formula, Verdict
from proof.dirt import Row as Cells
from proof.record import Row
from tests.exchange import rosters

TITLE = "Dirty rosters"
# Rows, not workbooks.
ROUNDS, QUICK_ROUNDS = 10_000, 1_000
HOUSEHOLDS_A_SHEET = 12
SHEETS = ("捞刀河街道", "秀峰街道")
SHAPES = ("merged", "hidden", "subtotal", "heading again", "signature", "blank row", "listed twice",
          "in two households")  # fmt: skip
NOISE = {"序号": "高源社区小计", "月保障金合计": 625}
SIGNATURE = {"序号": "填表人：王某　审核：李某"}


@dataclass
class Family:
    """A household as it was before it was made dirty, and what must become of it."""

    rows: list[Cells]
    truth: list[str]
    dirt: str = "clean"
    verdict: Verdict = Verdict.SAME
    hidden: bool = False
    merged: bool = False


@dataclass
class Tally:
    rows: int = 0
    accepted: int = 0
    refused: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


def family(number: int, random: Random) -> Family:
    """A clean household of one to three."""
    size = random.choice((1, 1, 2, 3))
    years = [f"19{random.randrange(20, 99)}{random.randrange(1, 13):02d}{random.randrange(1, 29):02d}"
             for _ in range(size)]  # fmt: skip
    numbers = [
        rosters.id_number(born, "997", f"4301{number % 100:02d}")[:14]
        + f"{(number // 100) % 100:02d}{place * 2 + 1}"
        for place, born in enumerate(years)
    ]
    numbers = [seventeen + rosters.check_digit(seventeen) for seventeen in numbers]
    first = rosters.member(
        低保证号=f"C{number:05d}",
        户主姓名="刘国德",
        身份证号=numbers[0],
        成员身份证号=numbers[0],
        保障人口=size,
        账号=f"9004301{number:012d}",
        备注="",
    )
    others = [
        rosters.further(成员身份证号=text, 成员姓名="刘秀英", 与户主关系="长子", 性别="男")
        for text in numbers[1:]
    ]
    return Family([first, *others], numbers)


def soil(clean: Family, random: Random, only: Dirt | None = None) -> Family:
    """One mutilation."""
    if random.random() < 0.15:
        return clean
    if only is not None:
        dirt, row = only, random.choice(clean.rows)
    elif random.random() < 0.7:
        dirt, row = random.choice(OF_A_MEMBER), random.choice(clean.rows)
    else:
        dirt, row = random.choice(OF_A_HOUSEHOLD), clean.rows[0]
    dirt.change(row, random)
    clean.dirt, clean.verdict = dirt.name, dirt.verdict
    return clean


def reshape(families: list[Family], random: Random) -> list[Any]:
    """The rows of a sheet in order, with dirt between and across them: families and noise rows."""
    page: list[Any] = []
    for one in families:
        shape = random.choice(SHAPES) if random.random() < 0.3 and one.dirt == "clean" else ""
        page.append(one)
        if shape == "merged" and len(one.rows) > 1:
            one.dirt, one.merged = "merged cells", True
        elif shape == "hidden":
            one.dirt, one.hidden, one.verdict = "a hidden row", True, Verdict.REFUSED
        elif shape == "listed twice":
            one.dirt = "a person listed twice"
            one.rows.append({k: v for k, v in one.rows[-1].items() if k not in rosters.HOUSEHOLD})
        elif shape == "subtotal":
            page.append(dict(NOISE))
        elif shape == "heading again":
            page.append(list(rosters.HEADINGS))
        elif shape == "signature":
            page.append(dict(SIGNATURE))
        elif shape == "blank row":
            page.append({})
    return page


def book(sheets: dict[str, list[Any]]) -> tuple[bytes, dict[tuple[str, int], Family]]:
    """(.xlsx, {(sheet, row): whose row it is})."""
    memory, owners = io.BytesIO(), {}
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as written:
        day = written.add_format({"num_format": "yyyy-mm-dd"})
        for name, page in sheets.items():
            sheet = written.add_worksheet(name)
            sheet.write(0, 0, "城乡最低生活保障对象花名册")
            sheet.write_row(1, 0, rosters.HEADINGS)
            at = 2
            for block in page:
                lines = block.rows if isinstance(block, Family) else [block]
                for line in lines:
                    if isinstance(block, Family):
                        owners[name, at + 1] = block
                    _write(sheet, at, line, day)
                    at += 1
                if isinstance(block, Family) and block.hidden:
                    sheet.set_row(at - 1, None, None, {"hidden": True})
                if isinstance(block, Family) and block.merged:
                    column = rosters.HEADINGS.index("低保证号")
                    first = at - len(lines)
                    sheet.merge_range(first, column, at - 1, column, lines[0]["低保证号"])
    return memory.getvalue(), owners


def _write(sheet: Any, at: int, line: Any, day: Any) -> None:
    values = line if isinstance(line, list) else [line.get(h, "") for h in rosters.HEADINGS]
    for column, value in enumerate(values):
        if isinstance(value, Formula):
            sheet.write_formula(at, column, value.text, None, value.value)
        elif hasattr(value, "year"):
            sheet.write_datetime(at, column, value, day)
        elif isinstance(value, str):
            sheet.write_string(at, column, value) if value else None
        elif isinstance(value, bool):
            sheet.write_boolean(at, column, value)
        else:
            sheet.write_number(at, column, value)


def examine(found: Staged, owners: dict[tuple[str, int], Family], tally: Tally) -> None:
    """Every row is accepted as the truth, or refused with sheet, row and sentence."""
    kept = {(h.sheet, m.row): h for h in found.households for m in h.members}
    back = {place: number for number, places in found.refused.items() for place in places}
    passed_over = {(r.sheet, r.row) for r in found.remarks}
    named = {(p.sheet, p.row) for p in found.problems if p.row and p.sentence}
    families = {id(owner): owner for owner in owners.values()}
    for owner in families.values():
        places = [place for place, other in owners.items() if other is owner]
        is_kept = any(place in kept for place in places)
        tally.rows += len(places)
        tally.kinds[owner.dirt] += 1
        tally.accepted += len(places) * is_kept
        tally.refused += len(places) * (not is_kept)
        if any(place not in kept and place not in back and place not in passed_over
               for place in places):  # fmt: skip
            tally.faults[f"a row vanished: {owner.dirt}"] += 1
        if not is_kept and not named & set(places):
            tally.faults[f"refused without row and reason: {owner.dirt}"] += 1
        if is_kept and owner.verdict is Verdict.REFUSED:
            tally.faults[f"accepted: {owner.dirt}"] += 1
        if not is_kept and owner.verdict is Verdict.SAME:
            tally.faults[f"refused: {owner.dirt}"] += 1
        if is_kept:
            household = next(kept[place] for place in places if place in kept)
            if [m.id_number for m in household.members] != owner.truth:
                tally.faults[f"another ID than the truth: {owner.dirt}"] += 1
    if [_plain(h) for h in found.households] != [_plain(h) for h in reread(found.households)]:
        tally.faults["an accepted household reads differently the second time"] += 1


def reread(households: list[Household]) -> list[Household]:
    """Write what was accepted as a clean roster and read that."""
    rows: list[Cells] = []
    for home in households:
        for place, member in enumerate(home.members):
            row = {
                "成员姓名": member.name,
                "与户主关系": {"HEAD": "户主", "SON": "子"}.get(member.relation, "其他"),
                "成员身份证号": member.id_number,
                "劳动能力": {"FULL": "有", "NONE": "无"}.get(member.work_ability.name, ""),
                "职业/就学": "退休" if member.occupation.name == "RETIRED" else "",
                "月收入": str(to_yuan(member.income_fen)),
            }
            if place == 0:
                row |= _household_cells(home)
            rows.append(row)
    if not rows:
        return []
    page = [Family(rows, [])]
    return stage(workbook.read(book({"清单": page})[0])).households


def _household_cells(home: Household) -> Cells:
    return {
        "街道": home.place[0],
        "社区（村）": home.place[1],
        "低保证号": home.number,
        "户籍类别（城/农）": {"URBAN": "城", "RURAL": "农"}[home.category],
        "家庭月补差": str(to_yuan(home.base_fen or 0)),
        "分类施保金额": str(to_yuan(home.uplift_fen or 0)),
        "月保障金合计": str(to_yuan(home.amount_fen)),
        "保障类别（A/B/C）": home.review_class,
        "纳入时间": str(home.enrolled_in),
        "开户行": home.bank,
        "账号": home.account,
        "联系电话": home.phone,
        "备注": home.remark,
    }


def _plain(home: Household) -> dict[str, Any]:
    said = asdict(home)
    del said["sheet"], said["row"]
    for member in said["members"]:
        del member["row"]
    return said


def fuzz(rows: int, seed: int, only: Dirt | None = None) -> Tally:
    """Workbooks of two sheets until so many rows were tried."""
    random, tally, number = Random(seed), Tally(), 0
    while tally.rows < rows:
        sheets: dict[str, list[Any]] = {}
        for name in SHEETS:
            homes = [family(number + n, random) for n in range(HOUSEHOLDS_A_SHEET)]
            number += HOUSEHOLDS_A_SHEET
            sheets[name] = reshape([soil(home, random, only) for home in homes], random)
        content, owners = book(sheets)
        try:
            examine(stage(workbook.read(content)), owners, tally)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            last = traceback.extract_tb(error.__traceback__)[-1]
            tally.faults[f"unhandled {type(error).__name__} in {last.name}"] += 1
            tally.rows += len(owners)
    return tally


# --- archives that are traps ---------------------------------------------------------------------------


def traps() -> dict[str, bytes]:
    """{what it is: the file}."""
    good = book({"清单": [family(1, Random(1))]})[0]
    return {
        "300 MB of zeros": _archive({"xl/worksheets/sheet1.xml": bytes(300 * 2**20)}),
        "3,000 parts": _archive({f"part{n}": b"x" for n in range(3_000)}),
        "a workbook inside a workbook": _archive({"xl/workbook.xlsx": good}),
        "a workbook with its end missing": good[: len(good) // 2],
        "a workbook with a flipped bit": _flipped(good),
        "entities that multiply": _archive(_billion_laughs()),
        "nothing": b"",
        "an old .xls": b"\xd0\xcf\x11\xe0" + bytes(512),
        "a CSV": "姓名,身份证号\n张三,1\n".encode(),
        "an HTML page": b"<html><table><tr><td>1</td></tr></table></html>",
    }


def spring(content: bytes) -> tuple[str, float]:
    """(what happened, CPU seconds)."""
    began = time.process_time()
    try:
        workbook.read(content)
        said = "read"
    except UnreadableRoster:
        said = "refused"
    except Exception as error:  # noqa: BLE001
        said = f"unhandled {type(error).__name__}"
    return said, time.process_time() - began


def _archive(parts: dict[str, bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return memory.getvalue()


def _flipped(content: bytes) -> bytes:
    at = content.index(b"xl/worksheets/sheet1.xml") + 60
    return content[:at] + bytes([content[at] ^ 0x10]) + content[at + 1 :]


def _billion_laughs() -> dict[str, bytes]:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    text = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{entities}]><x>&l11;</x>'
    return {name: text.encode() for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")}


# --- twin ------------------------------------------------------------------------------------------


def without_looking_for_numbers(cell: workbook.Cell) -> str:
    """The sabotage: an ID that Excel turned into a number is taken as it is."""
    text = f"{cell:.0f}" if isinstance(cell, float) else cells.text(cell)
    try:
        return cells.ids.normal(text.replace("-", ""))
    except ValueError as error:
        raise CellProblem(str(error)) from error


def main(rounds: int, *, quick: bool) -> list[Row]:
    tally = fuzz(rounds, 20260000 + rounds)
    sprung = {what: spring(content) for what, content in traps().items()}
    bad = {what: said for what, (said, _) in sprung.items() if said != "refused"}
    slowest = max(seconds for _, seconds in sprung.values())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with mock.patch.object(cells, "id_number", without_looking_for_numbers):
        twin = fuzz(max(500, rounds // 10), 7, only=IDS[0])
    damage = dict(twin.faults)
    return [
        Row(
            f"rows of {len(tally.kinds)} kinds of dirt ({tally.accepted:,} accepted and read again, "
            f"{tally.refused:,} held back with sheet, row and reason)",
            tally.rows,
            str(dict(tally.faults)) if tally.faults else "0 unhandled, 0 vanished, 0 untrue",
            not tally.faults,
        ),
        Row(
            f"files that are traps (slowest {slowest:.2f} s CPU; the process never above {memory} MB)",
            len(sprung),
            f"not refused: {bad}" if bad else "all refused",
            not bad,
        ),
        Row(
            "twin: an ID that Excel turned into a number is not refused as such",
            twin.rows,
            f"damage: {damage or 'none'}",
            bool(damage),
        ),
    ]
