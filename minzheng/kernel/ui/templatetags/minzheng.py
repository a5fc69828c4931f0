"""`{% load minzheng %}`: money, months, days, numbers as officers read them."""

from __future__ import annotations

import re
from datetime import date, datetime

from django import template
from django.utils import timezone

from minzheng.lib.days import from_ymd
from minzheng.lib.id_number import mask
from minzheng.lib.months import Month

register = template.Library()

NOTHING = "—"
_ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")


@register.filter
def yuan(fen: int | None) -> str:
    """Fen as yuan with thousands: 123456 → 1,234.56."""
    if fen is None:
        return NOTHING
    whole, rest = divmod(abs(int(fen)), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


@register.filter
def count(number: int | None) -> str:
    """A whole number with thousands: 12345 → 12,345."""
    return NOTHING if number is None else f"{int(number):,}"


@register.filter
def month(value: date | Month | None) -> str:
    """2022年7月."""
    return NOTHING if value is None else f"{value.year}年{value.month}月"


@register.filter
def day(value: date | None) -> str:
    """2022年7月1日."""
    return NOTHING if value is None else f"{value.year}年{value.month}月{value.day}日"


@register.filter
def moment(value: datetime | None) -> str:
    """2022年7月1日 09:05, in the office's time zone."""
    if value is None:
        return NOTHING
    local = timezone.localtime(value)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


@register.filter
def short(text: str | None) -> str:
    """The first twelve characters of a fingerprint, enough to compare by eye."""
    return text[:12] if text else NOTHING


@register.filter
def masked(text: object) -> str:
    """Any text with every full identity number in it masked."""
    return _ID_NUMBER.sub(lambda found: mask(found.group()), "" if text is None else str(text))


@register.filter
def ymd(value: int) -> str:
    """20220701 → 2022年7月1日; 0 is no day."""
    return day(from_ymd(value)) if value else NOTHING
