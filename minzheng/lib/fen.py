"""Money as whole fen (分). A yuan amount enters and leaves here, exactly or not at all."""

from __future__ import annotations

import re
from decimal import Decimal

FEN_PER_YUAN = 100
_PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+")


def to_fen(value: str | Decimal | int) -> int:
    """Yuan (text, Decimal or whole yuan) → fen. Raises ValueError for floats, for anything finer than a fen."""
    if isinstance(value, (float, bool)) or not isinstance(value, (str, Decimal, int)):
        raise ValueError(
            f"金额“{value}”是浮点数或其他类型，不能精确到分。请以文本填写，如“650.00”。"
        )
    if isinstance(value, int):
        return value * FEN_PER_YUAN
    if isinstance(value, str):
        text = value.strip().replace(",", "")
        if not _PLAIN_NUMBER.fullmatch(text):
            raise ValueError(f"金额“{value}”不是数字。请填写数字，如“650.00”。")
        value = Decimal(text)
    if not value.is_finite():
        raise ValueError(f"金额“{value}”不是有限的数。请填写数字，如“650.00”。")
    fen = value * FEN_PER_YUAN
    whole = int(fen)
    if whole != fen:
        raise ValueError(f"金额“{value}”元细于一分。请最多填写两位小数。")
    return whole


def to_yuan(fen: int) -> Decimal:
    """Fen → yuan with exactly two decimals."""
    return Decimal(fen).scaleb(-2)


def yuan_text(fen: int) -> str:
    """Fen → "1234.50": two decimals, no separators."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{yuan}.{rest:02d}"


def half_up(numerator: int, denominator: int) -> int:
    """The quotient as a whole number, 四舍五入 (a half goes away from zero)."""
    if denominator == 0:
        raise ZeroDivisionError("除数为零，无法计算比值。")
    negative = (numerator < 0) != (denominator < 0)
    top, bottom = abs(numerator), abs(denominator)
    rounded = (2 * top + bottom) // (2 * bottom)
    return -rounded if negative else rounded


def split_evenly(total: int, parts: int) -> list[int]:
    """`total` fen in `parts` shares that add up exactly; what is left over goes to the lowest indexes, a fen each."""
    if parts <= 0:
        raise ValueError(f"不能把金额分成{parts}份。份数至少为一。")
    share, rest = divmod(abs(total), parts)
    shares = [share + (index < rest) for index in range(parts)]
    return shares if total >= 0 else [-amount for amount in shares]
