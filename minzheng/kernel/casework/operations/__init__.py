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
    expire_clocks,
    explain_overrun,
    extend_clock,
    limit_of,
    pause_clock,
    stop_clock,
)
from minzheng.kernel.casework.operations.corrections import (
    AlreadyAsked,
    StillMissing,
    StillTime,
    lapse,
    request_correction,
    resubmit,
)
from minzheng.kernel.casework.operations.notices import (
    NoticeStillHangs,
    close_notice,
    post_notice,
    public_name,
    take_down_notices,
)
from minzheng.kernel.casework.operations.objections import (
    NotSettled,
    answer_objection,
    receive_objection,
    refuse_unsettled,
    set_aside_objection,
)

__all__ = [
    "ActionNotAllowed",
    "AlreadyAsked",
    "CaseAlreadyOpen",
    "ChangedMeanwhile",
    "ClockNotRunning",
    "NotSettled",
    "NoticeStillHangs",
    "StillMissing",
    "StillTime",
    "answer_objection",
    "close_notice",
    "continue_clock",
    "decide",
    "due_on",
    "expire_clocks",
    "explain_overrun",
    "extend_clock",
    "lapse",
    "limit_of",
    "load_calendar",
    "open_case",
    "pause_clock",
    "post_notice",
    "public_name",
    "receive_objection",
    "refuse_unsettled",
    "request_correction",
    "resubmit",
    "set_aside_objection",
    "stop_clock",
    "take",
    "take_down_notices",
]
