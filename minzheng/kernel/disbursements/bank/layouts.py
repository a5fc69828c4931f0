"""File layouts of agent banks, as data: a new bank is a new entry in `LAYOUTS`.

Columns follow the usual 代发 file (assistance.md §20): what goes out is header totals and one line a
payment; what comes back repeats them with status, code, booking day and the bank's serial number.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from minzheng.kernel.disbursements.enums import FailureCode, Outcome


class Form(StrEnum):
    FIXED = "FIXED"
    DELIMITED = "DELIMITED"
    EXCEL = "EXCEL"


class Kind(StrEnum):
    """How a value is written. Amounts are fen inside; YUAN writes 850.00, FEN writes 85000."""

    TEXT = "TEXT"
    WHOLE = "WHOLE"
    YUAN = "YUAN"
    FEN = "FEN"
    DAY = "DAY"


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a record. `width` counts bytes and matters in fixed-width files only."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    width: int = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """A file: one header record, then one record a payment."""

    header: tuple[Column, ...]
    lines: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """What goes to a bank and what comes back. `statuses` reads the bank's word for an outcome,
    `failures` its code for a reason; an unknown code is OTHER, an unknown status refuses the file."""

    code: str
    label: str
    form: Form
    out: Shape
    back: Shape
    statuses: dict[str, Outcome]
    failures: dict[str, FailureCode] = field(default_factory=dict)
    encoding: str = "gb18030"
    extension: str = "txt"


def _header(money: Kind) -> tuple[Column, ...]:
    return (
        Column("number", "批次号", width=30),
        Column("program", "项目名称", width=40),
        Column("period", "期次", width=6),
        Column("lines", "总笔数", Kind.WHOLE, 8),
        Column("amount_fen", "总金额", money, 16),
    )


def _payment(money: Kind) -> tuple[Column, ...]:
    return (
        Column("line_id", "序号", Kind.WHOLE, 16),
        Column("name", "收款人姓名", width=60),
        Column("id_number", "收款人证件号", width=18),
        Column("account", "账号", width=32),
        Column("amount_fen", "金额", money, 12),
    )


def _out(money: Kind) -> Shape:
    extra = (Column("purpose", "摘要", width=60), Column("area_code", "区划", width=12))
    return Shape(_header(money), _payment(money) + extra)


def _back(money: Kind) -> Shape:
    answer = (
        Column("status", "处理状态", width=8),
        Column("code", "失败代码", width=8),
        Column("message", "失败原因", width=40),
        Column("booked_on", "入账日期", Kind.DAY, 8),
        Column("reference", "流水号", width=20),
    )
    return Shape(_header(money), _payment(money) + answer)


_REASONS = (
    FailureCode.NAME_MISMATCH,
    FailureCode.ACCOUNT_NOT_FOUND,
    FailureCode.ACCOUNT_CLOSED,
    FailureCode.ACCOUNT_FROZEN,
    FailureCode.ACCOUNT_DORMANT,
    FailureCode.CARD_NOT_ACTIVATED,
    FailureCode.ACCOUNT_LIMIT,
    FailureCode.ID_EXPIRED,
    FailureCode.ID_MISMATCH,
    FailureCode.INTERBANK_RETURN,
    FailureCode.OTHER,
)

LAYOUTS: dict[str, Layout] = {
    layout.code: layout
    for layout in (
        Layout(
            "ONE_CARD",
            "一卡通代发文件（竖线分隔）",
            Form.DELIMITED,
            _out(Kind.YUAN),
            _back(Kind.YUAN),
            statuses={
                "成功": Outcome.SUCCESS,
                "失败": Outcome.FAILED,
                "退汇": Outcome.REVERSED,
            },
            failures={f"E{n:02d}": reason for n, reason in enumerate(_REASONS, start=1)},
        ),
        Layout(
            "FIXED_WIDTH",
            "定长代发文件",
            Form.FIXED,
            _out(Kind.FEN),
            _back(Kind.FEN),
            statuses={"00": Outcome.SUCCESS, "01": Outcome.FAILED, "02": Outcome.REVERSED},
            failures={f"{n:04d}": reason for n, reason in enumerate(_REASONS, start=1001)},
        ),
        Layout(
            "EXCEL",
            "Excel代发表",
            Form.EXCEL,
            _out(Kind.YUAN),
            _back(Kind.YUAN),
            statuses={
                "交易成功": Outcome.SUCCESS,
                "交易失败": Outcome.FAILED,
                "退回": Outcome.REVERSED,
            },
            failures={reason.label: reason for reason in _REASONS},
            extension="xlsx",
        ),
    )
}
DEFAULT_LAYOUT = "ONE_CARD"
