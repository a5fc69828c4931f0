"""Who acts, from which post, at what moment: the `by=` of every operation."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class Channel(StrEnum):
    """办理渠道: through which door an act came in (assistance.md §6.4b)."""

    ONLINE = "ONLINE"
    ONLINE_HELPED = "ONLINE_HELPED"
    WINDOW = "WINDOW"
    DISCOVERED = "DISCOVERED"
    SYSTEM = "SYSTEM"


CHANNEL_LABELS = {
    Channel.ONLINE: "线上自助",
    Channel.ONLINE_HELPED: "线上代办",
    Channel.WINDOW: "窗口",
    Channel.DISCOVERED: "主动发现",
    Channel.SYSTEM: "系统",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at a post at a moment. Edges build it; nothing below reads a clock.

    `at` is when the act is recorded (aware datetime); it becomes `recorded_at` of ledger rows,
    so a figure as of T is made of the rows with `recorded_at <= T`.
    """

    user_id: int | None
    name: str
    role: str
    area_code: str
    at: datetime
    channel: Channel = Channel.WINDOW

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("办理时刻缺少时区，请传入带时区的时间。")

    def later(self, **delta: float) -> Actor:
        """The same actor some time later (keywords of timedelta)."""
        return replace(self, at=self.at + timedelta(**delta))

    def through(self, channel: Channel) -> Actor:
        """The same actor acting through another channel."""
        return replace(self, channel=channel)
