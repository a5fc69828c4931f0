"""Citizen ID numbers (公民身份号码, GB 11643-1999): 18 characters, or 15 of the first generation."""

from __future__ import annotations

import datetime as dt
import re

# Digits of other scripts count as digits too; a number that holds them would be another number.
_EIGHTEEN = re.compile(r"[1-9][0-9]{16}[0-9X]")
_FIFTEEN = re.compile(r"[1-9][0-9]{14}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_PROVINCES = frozenset(
    str(region * 10 + province)
    for region, provinces in {1: 5, 2: 3, 3: 7, 4: 6, 6: 5}.items()
    for province in range(1, provinces + 1)
) | {"50", "51", "52", "53", "54", "71", "81", "82", "83"}


def check_digit(seventeen: str) -> str:
    """The 18th character of the 17 digits before it (ISO 7064 MOD 11-2)."""
    total = sum(int(digit) * weight for digit, weight in zip(seventeen, _WEIGHTS, strict=True))
    return _CHECK[total % 11]


def upgrade(text: str) -> str:
    """A 15-digit number of the first generation → its 18 characters (born in 19xx)."""
    if not _FIFTEEN.fullmatch(text):
        raise ValueError("不是15位身份证号，无法升为18位。")
    seventeen = text[:6] + "19" + text[6:]
    return seventeen + check_digit(seventeen)


def normal(text: str) -> str:
    """As it is stored: no blanks, X in upper case, 18 characters. Raises ValueError with what is wrong."""
    tidy = "".join(text.split()).upper()
    wrong = problem(tidy)
    if wrong:
        raise ValueError(wrong)
    return upgrade(tidy) if len(tidy) == 15 else tidy


def problem(text: str) -> str | None:
    """What is wrong with it, as a sentence without the number itself; None when it is right."""
    number = text
    if _FIFTEEN.fullmatch(number):
        number = upgrade(number)
    if not _EIGHTEEN.fullmatch(number):
        return f"身份证号应为18位（末位可为X），现为{len(text)}位或含其他字符。请对照证件更正。"
    if number[:2] not in _PROVINCES:
        return f"身份证号前两位“{number[:2]}”不是省级代码。请对照证件更正。"
    if not _is_day(number[6:14]):
        return f"身份证号中的出生日期“{number[6:14]}”不存在。请对照证件更正。"
    if check_digit(number[:17]) != number[17]:
        return "身份证号校验位不符，可能有一位录错。请对照证件更正。"
    return None


def birth_on(text: str) -> dt.date:
    """The day of birth it states; ValueError when the number is wrong."""
    number = normal(text)
    return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def gender(text: str) -> str:
    """ "MALE" (odd 17th digit) or "FEMALE"; ValueError when the number is wrong."""
    return "MALE" if int(normal(text)[16]) % 2 else "FEMALE"


def mask(text: str) -> str:
    """For the screen: 4301**********123X."""
    return text[:4] + "*" * max(len(text) - 8, 0) + text[-4:] if len(text) > 8 else "*" * len(text)


def _is_day(eight_digits: str) -> bool:
    try:
        dt.date(int(eight_digits[:4]), int(eight_digits[4:6]), int(eight_digits[6:]))
    except ValueError:
        return False
    return True
