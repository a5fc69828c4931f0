"""Tables of the room, in the order money passes through them."""

from minzheng.kernel.disbursements.models.accounts import Account, PayeeAssignment
from minzheng.kernel.disbursements.models.bank import BankFile, BankResult, BankResultLine
from minzheng.kernel.disbursements.models.funds import Appropriation, FundSource
from minzheng.kernel.disbursements.models.remainders import (
    RecoveryItem,
    RecoveryStep,
    UnpaidItem,
    UnpaidStep,
)
from minzheng.kernel.disbursements.models.runs import DisbursementLine, PayRun, RunTotal
from minzheng.kernel.disbursements.models.vouchers import Voucher

__all__ = [
    "Account",
    "Appropriation",
    "BankFile",
    "BankResult",
    "BankResultLine",
    "DisbursementLine",
    "FundSource",
    "PayRun",
    "PayeeAssignment",
    "RecoveryItem",
    "RecoveryStep",
    "RunTotal",
    "UnpaidItem",
    "UnpaidStep",
    "Voucher",
]
