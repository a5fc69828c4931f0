"""The only writers of this room."""

from minzheng.livelihood.minimum_living.operations.applications import (
    NotEligible,
    VisitMissing,
    accept,
    apply,
    forward,
    forward_refusal,
    grant,
    investigate,
    post_notice,
    propose,
    refuse,
    start_matching,
)
from minzheng.livelihood.minimum_living.operations.changes import (
    NotOnRoll,
    decide_change,
    report_change,
    report_death,
    resume,
    review,
    stop,
    suspend,
)
from minzheng.livelihood.minimum_living.operations.letters import (
    letter_kind_of,
    tell_decision,
    write_letter,
)
from minzheng.livelihood.minimum_living.operations.printing import print_case_file
from minzheng.livelihood.minimum_living.operations.roster_changes import update_households
from minzheng.livelihood.minimum_living.operations.rosters import (
    AmountDiffers,
    HouseholdTakenOver,
    MemberTakenOver,
    UnknownBank,
    take_over_households,
)
from minzheng.livelihood.minimum_living.operations.standing import classify
from minzheng.livelihood.minimum_living.operations.turns import (
    appraise,
    lapse,
    object_to_notice,
    request_correction,
    resubmit,
    terminate,
    withdraw,
)

__all__ = [
    "AmountDiffers",
    "HouseholdTakenOver",
    "MemberTakenOver",
    "NotEligible",
    "NotOnRoll",
    "UnknownBank",
    "VisitMissing",
    "accept",
    "apply",
    "appraise",
    "classify",
    "decide_change",
    "forward",
    "forward_refusal",
    "grant",
    "investigate",
    "lapse",
    "letter_kind_of",
    "object_to_notice",
    "post_notice",
    "print_case_file",
    "propose",
    "refuse",
    "report_change",
    "report_death",
    "request_correction",
    "resubmit",
    "resume",
    "review",
    "start_matching",
    "stop",
    "suspend",
    "take_over_households",
    "tell_decision",
    "terminate",
    "update_households",
    "withdraw",
    "write_letter",
]
