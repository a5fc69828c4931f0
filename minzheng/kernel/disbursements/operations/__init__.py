"""The only writers of this room. Each verb is one audit event; see the files for what they promise."""

from minzheng.kernel.disbursements.operations.files import (
    cut,
    export_file,
    query_result,
    send,
)
from minzheng.kernel.disbursements.operations.funds import appropriate, register_fund_source
from minzheng.kernel.disbursements.operations.months import run_month
from minzheng.kernel.disbursements.operations.payees import (
    AccountConflict,
    PayeeRequest,
    assign_payee,
    assign_payees,
    close_account,
    confirm_payee,
)
from minzheng.kernel.disbursements.operations.results import ResultRefused, take_result
from minzheng.kernel.disbursements.operations.runs import (
    approve,
    close,
    freeze,
    plan,
    plan_reissue,
    reject,
)
from minzheng.kernel.disbursements.operations.steps import (
    AlreadyMoved,
    NotPossible,
    OverBudget,
    SecondPersonNeeded,
)
from minzheng.kernel.disbursements.operations.unpaid import (
    cancel_item,
    carry_forward,
    correct_item,
    hold_line,
    repay_recovery,
)
from minzheng.kernel.disbursements.operations.vouchers import register_voucher

__all__ = [
    "AccountConflict",
    "AlreadyMoved",
    "NotPossible",
    "OverBudget",
    "PayeeRequest",
    "ResultRefused",
    "SecondPersonNeeded",
    "appropriate",
    "approve",
    "assign_payee",
    "assign_payees",
    "cancel_item",
    "carry_forward",
    "close",
    "close_account",
    "confirm_payee",
    "correct_item",
    "cut",
    "export_file",
    "freeze",
    "hold_line",
    "plan",
    "plan_reissue",
    "query_result",
    "register_fund_source",
    "register_voucher",
    "reject",
    "repay_recovery",
    "run_month",
    "send",
    "take_result",
]
