"""Changing many allowances from one month. The caller owns the transaction and the one audit event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minzheng.kernel.enrollments.enums import AllowanceKind
from minzheng.kernel.enrollments.models import Allowance, AllowanceShare
from minzheng.kernel.enrollments.operations.allowances import (
    NotEnrolled,
    allowance_row,
    share_rows,
)
from minzheng.lib.crypto import sm3

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.enrollments.models import Enrollment
    from minzheng.kernel.enrollments.operations.allowances import Amount
    from minzheng.lib.months import Month

ROWS = 5_000


def change_many(
    *, changes: Sequence[tuple[Enrollment, Amount]], from_month: Month, reason: str, by: Actor
) -> str:
    """From `from_month` each enrollment has this allowance; the SM3 over "enrollment:fen" lines.

    Raises NotEnrolled when one of them has ended by then.
    """
    for enrollment, _ in changes:
        if enrollment.ended_on is not None and from_month.first_day >= enrollment.ended_on:
            raise NotEnrolled(
                f"家庭 {enrollment.household.number} 在 {from_month} 已停发，不能调整。"
            )
    allowances = Allowance.objects.bulk_create(
        [
            allowance_row(e, AllowanceKind.CHANGED, from_month, amount, reason=reason, by=by)
            for e, amount in changes
        ],
        batch_size=ROWS,
    )
    shares = [
        share
        for allowance, (_, amount) in zip(allowances, changes, strict=True)
        for share in share_rows(allowance, amount)
    ]
    AllowanceShare.objects.bulk_create(shares, batch_size=ROWS)
    listed = "\n".join(f"{a.enrollment_id}:{a.amount_fen}" for a in allowances)
    return sm3(listed.encode()).hex()
