"""The only writers of this room."""

from minzheng.kernel.enrollments.operations.allowances import (
    AlreadyEnrolled,
    Amount,
    NotEnrolled,
    Share,
    change_allowance,
    end,
    enroll,
    resume,
    suspend,
)
from minzheng.kernel.enrollments.operations.many import change_many
from minzheng.kernel.enrollments.operations.rosters import Entry, enroll_many

__all__ = [
    "AlreadyEnrolled",
    "Amount",
    "Entry",
    "NotEnrolled",
    "Share",
    "change_allowance",
    "change_many",
    "end",
    "enroll",
    "enroll_many",
    "resume",
    "suspend",
]
