"""Units of published numbers. The unit decides how records are counted: 户, 人 and 人次 are never the same indicator."""

from __future__ import annotations

import enum


class Unit(enum.Enum):
    """`label` is printed after the number; `scale` records' quantities make one (fen for money)."""

    HOUSEHOLD = ("户", 1)
    HOUSEHOLD_TIME = ("户次", 1)
    PERSON = ("人", 1)
    PERSON_TIME = ("人次", 1)
    YUAN = ("元", 100)
    YUAN_PER_PERSON_MONTH = ("元/人·月", 100)
    ITEM = ("件", 1)
    PIECE = ("个", 1)
    TIME = ("次", 1)
    ORGANIZATION = ("家", 1)
    ENTRY = ("条", 1)
    PROJECT = ("项", 1)
    BED = ("张", 1)
    PLACE = ("处", 1)
    SHARE = ("比例", 1)

    def __init__(self, label: str, scale: int) -> None:
        self.label = label
        self.scale = scale

    @property
    def is_money(self) -> bool:
        return self.scale > 1

    @property
    def suffix(self) -> str:
        """What follows a number printed in this unit; a share carries its own %."""
        return {Unit.YUAN_PER_PERSON_MONTH: "元", Unit.SHARE: ""}.get(self, self.label)
