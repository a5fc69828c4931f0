"""What rosters of bureaus look like: one small mutilation each, with what must come of it.

SAME: read as if it were clean. REFUSED: held back with a sentence. EITHER: both will do, but what is
accepted must be the truth.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from random import Random
from typing import Any

from minzheng.lib.id_number import check_digit

ID, NAME, AMOUNT, ENROLLED, ACCOUNT = "成员身份证号", "成员姓名", "月保障金合计", "纳入时间", "账号"
RELATION, PERSONS, SEX, REMARK, BANK = "与户主关系", "保障人口", "性别", "备注", "开户行"
Row = dict[str, Any]
WIDE = {ord(char): chr(ord(char) + 0xFEE0) for char in "0123456789X.,"}
ARABIC = {ord(str(digit)): chr(0x0660 + digit) for digit in range(10)}


class Verdict(StrEnum):
    SAME = "SAME"
    REFUSED = "REFUSED"
    EITHER = "EITHER"


SAME, REFUSED, EITHER = Verdict


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell with a formula and the value a spreadsheet program kept for it."""

    text: str
    value: Any


@dataclass(frozen=True, slots=True)
class Dirt:
    """`change` works on one row of a household: a cell becomes another."""

    name: str
    verdict: Verdict
    change: Callable[[Row, Random], None]


def _on(column: str, name: str, verdict: Verdict, how: Callable[[Any, Random], Any]) -> Dirt:
    def change(row: Row, random: Random) -> None:
        row[column] = how(row[column], random)

    return Dirt(f"{column} {name}", verdict, change)


def _within(text: str, random: Random, mark: str) -> str:
    at = random.randrange(1, len(text))
    return text[:at] + mark + text[at:]


def _recheck(seventeen: str) -> str:
    return seventeen + check_digit(seventeen)


def _wrong_check(text: str, _random: Random) -> str:
    return text[:-1] + ("1" if text[-1] != "1" else "2")


def _number(text: str, _random: Random) -> Any:
    return "4.30105E+17" if text.endswith("X") else float(int(text))


def _digits(text: str, random: Random) -> str:
    """Digits of another script; half of them."""
    return "".join(c.translate(ARABIC) if random.random() < 0.5 else c for c in text)


IDS = (
    _on(ID, "as a number", REFUSED, _number),
    _on(ID, "in scientific notation", REFUSED, lambda t, r: f"{t[0]}.{t[1:6]}E+17"),
    _on(ID, "with .0 at the end", REFUSED, lambda t, r: f"{t}.0"),
    _on(ID, "in full-width characters", SAME, lambda t, r: t.translate(WIDE)),
    _on(ID, "with a small x", SAME, lambda t, r: t.lower()),
    _on(ID, "with a multiplication sign", REFUSED, lambda t, r: t[:-1] + "×"),
    _on(ID, "with blanks inside", SAME, lambda t, r: f" {t[:6]} {t[6:14]} {t[14:]} "),
    _on(ID, "with unbreakable blanks", SAME, lambda t, r: f"\u00a0{t[:6]}\u00a0{t[6:]}\u00a0"),
    _on(ID, "with a zero-width blank", EITHER, lambda t, r: _within(t, r, "\u200b")),
    _on(ID, "after a byte order mark", SAME, lambda t, r: f"\ufeff{t}"),
    _on(ID, "after an apostrophe", SAME, lambda t, r: f"'{t}"),
    _on(ID, "with hyphens", SAME, lambda t, r: f"{t[:6]}-{t[6:14]}-{t[14:]}"),
    _on(ID, "with a line break", SAME, lambda t, r: f"{t[:9]}\n{t[9:]}"),
    _on(ID, "of 15 digits", SAME, lambda t, r: t[:6] + t[8:17]),
    _on(ID, "with a wrong check digit", REFUSED, _wrong_check),
    _on(ID, "born on 30 February", REFUSED, lambda t, r: _recheck(f"{t[:10]}0230{t[14:17]}")),
    _on(ID, "of an unknown province", REFUSED, lambda t, r: _recheck(f"99{t[2:17]}")),
    _on(ID, "with the letter O", REFUSED, lambda t, r: t.replace("0", "O")),
    _on(ID, "in Arabic digits", EITHER, _digits),
    _on(ID, "in mathematical digits", EITHER, lambda t, r: chr(0x1D7CE + int(t[0])) + t[1:]),
    _on(ID, "with a superscript", REFUSED, lambda t, r: "²" + t[1:]),
    _on(ID, "left out", REFUSED, lambda t, r: ""),
    _on(ID, "one digit short", REFUSED, lambda t, r: t[:16] + t[17:]),
    _on(ID, "twice in the cell", REFUSED, lambda t, r: f"{t}/{t}"),
    _on(ID, "as an error value", REFUSED, lambda t, r: Formula("=NA()", "#N/A")),
    _on(ID, "out of a formula", SAME, lambda t, r: Formula('=""&B2', t)),
    _on(ID, "as a truth value", REFUSED, lambda t, r: True),
    _on(ID, "as a date", REFUSED, lambda t, r: datetime(1948, 1, 1)),  # noqa: DTZ001 - as Excel has it
)
NAMES = (
    _on(NAME, "with blanks", SAME, lambda t, r: f" {t[0]}\u3000{t[1:]} "),
    _on(NAME, "with a zero-width blank", SAME, lambda t, r: _within(t, r, "\u200b")),
    _on(NAME, "with a direction mark", SAME, lambda t, r: f"\u202e{t}"),
    _on(NAME, "with a digit", REFUSED, lambda t, r: f"{t}1"),
    _on(NAME, "left out", REFUSED, lambda t, r: ""),
    _on(NAME, "of 31 characters", REFUSED, lambda t, r: (t * 31)[:31]),
    _on(NAME, "with a formula", REFUSED, lambda t, r: "＝HYPERLINK(1)"),
)
MEMBER_CELLS = (
    _on(RELATION, "with blanks", SAME, lambda t, r: f"{t[0]} {t[1:]}"),
    _on(RELATION, "nobody knows", REFUSED, lambda t, r: "远房亲戚"),
    _on(SEX, "against the ID", REFUSED, lambda t, r: "女" if t == "男" else "男"),
)
HOUSEHOLD_CELLS = (
    _on(AMOUNT, "with 元", SAME, lambda v, r: f"{v}元"),
    _on(AMOUNT, "with ￥ and a comma", SAME, lambda v, r: f"￥{v:,}.00"),
    _on(AMOUNT, "in full-width digits", SAME, lambda v, r: str(v).translate(WIDE)),
    _on(AMOUNT, "with float noise", SAME, lambda v, r: v - 1e-10),
    _on(AMOUNT, "below nothing", REFUSED, lambda v, r: -float(v)),
    _on(AMOUNT, "in words", REFUSED, lambda v, r: "六百二十五"),
    _on(AMOUNT, "beyond all money", REFUSED, lambda v, r: 1e300),
    _on(AMOUNT, "beyond all numbers", REFUSED, lambda v, r: 1e308),
    _on(AMOUNT, "of forty digits", REFUSED, lambda v, r: "9" * 40),
    _on(AMOUNT, "finer than fen", REFUSED, lambda v, r: v + 0.005),
    _on(AMOUNT, "in Arabic digits", EITHER, lambda v, r: str(v).translate(ARABIC)),
    _on(ENROLLED, "as a serial number", SAME, lambda v, r: 43647),
    _on(ENROLLED, "as a date", SAME, lambda v, r: datetime(2019, 7, 1)),  # noqa: DTZ001
    _on(ENROLLED, "in Chinese", SAME, lambda v, r: "2019年7月"),
    _on(ENROLLED, "without its zero", REFUSED, lambda v, r: 2019.1),
    _on(ENROLLED, "in a 13th month", REFUSED, lambda v, r: "2019-13"),
    _on(ENROLLED, "as a superscript", REFUSED, lambda v, r: "²"),
    _on(ACCOUNT, "as a number", REFUSED, lambda v, r: float(int(v))),
    _on(ACCOUNT, "with blanks", SAME, lambda v, r: f"{v[:4]} {v[4:8]} {v[8:]}"),
    _on(ACCOUNT, "too short", REFUSED, lambda v, r: v[:11]),
    _on(ACCOUNT, "in Arabic digits", EITHER, lambda v, r: v.translate(ARABIC)),
    _on(PERSONS, "wrong", REFUSED, lambda v, r: v + 1),
    _on(PERSONS, "with 人", SAME, lambda v, r: f"{v}人"),
    _on(PERSONS, "as a superscript", EITHER, lambda v, r: "²"),
    _on(PERSONS, "as a circled number", EITHER, lambda v, r: "①"),
    _on(BANK, "left out", REFUSED, lambda v, r: ""),
    _on(REMARK, "that is a formula", SAME, lambda v, r: Formula("=1+1", 2)),
    _on(REMARK, "of 30,000 characters", SAME, lambda v, r: "长" * 30_000),
)
OF_A_MEMBER = IDS + NAMES + MEMBER_CELLS
OF_A_HOUSEHOLD = HOUSEHOLD_CELLS
