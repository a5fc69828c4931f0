"""收入核算期: what was received month by month becomes a monthly income, over one window and never over two.

民发〔2021〕57号 第十二条（在规定期限内）; the length is the parameter 收入核算月数, usually the twelve months before
the month of the application or of the review.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minzheng.kernel import policy
from minzheng.lib.fen import half_up
from minzheng.lib.months import Month, months
from minzheng.livelihood.household_assessment.operations import IncomeLine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from minzheng.livelihood.household_assessment.enums import IncomeKind


class WindowMixed(Exception):
    """Receipts of another accounting period are among those of this one, or some months are missing."""


def window(asked_in: Month, area: str) -> list[Month]:
    """The months whose income counts for an application or review in `asked_in`."""
    day = asked_in.first_day
    length = int(policy.load().value("收入核算月数", area=area, on=day).value)
    return months(asked_in.plus(-length), asked_in.plus(-1))


def averaged(
    *, person_id: int, kind: IncomeKind, received: Mapping[Month, int], asked_in: Month, area: str
) -> IncomeLine:
    """The monthly income of one kind: receipts (fen by month, 0 where nothing) over exactly the window.

    Raises WindowMixed when a month lies outside of it or is not stated.
    """
    wanted = window(asked_in, area)
    outside = sorted(set(received) - set(wanted))
    missing = sorted(set(wanted) - set(received))
    if outside or missing:
        said = "、".join(str(month) for month in (outside or missing))
        what = "不属于本次核算期" if outside else "没有填写（没有收入请填 0）"
        raise WindowMixed(
            f"收入核算期为 {wanted[0]} 至 {wanted[-1]}，{said} {what}。请按本次核算期重新填写。"
        )
    return IncomeLine(person_id, kind, half_up(sum(received.values()), len(wanted)))
