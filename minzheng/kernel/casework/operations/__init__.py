"""The only writers of this room."""

from minzheng.kernel.casework.operations.calendar import load_calendar
from minzheng.kernel.casework.operations.cases import (
    ActionNotAllowed,
    CaseAlreadyOpen,
    ChangedMeanwhile,
    decide,
    open_case,
    take,
)
from minzheng.kernel.casework.operations.clocks import (
    ClockNotRunning,
    continue_clock,
    due_on,
    extend_clock,
    limit_of,
    pause_clock,
)
from minzheng.kernel.casework.operations.notices import (
    NoticeStillHangs,
    close_notice,
    post_notice,
)

__all__ = [
    "ActionNotAllowed",
    "CaseAlreadyOpen",
    "ChangedMeanwhile",
    "ClockNotRunning",
    "NoticeStillHangs",
    "close_notice",
    "continue_clock",
    "decide",
    "due_on",
    "extend_clock",
    "limit_of",
    "load_calendar",
    "open_case",
    "pause_clock",
    "post_notice",
    "take",
]
