"""待遇重叠：同一人同一月份，哪两项待遇可以同时享受（assistance.md §22）. One table, read both ways. Pure."""

from __future__ import annotations

from enum import StrEnum

from minzheng.livelihood.household_assessment.enums import Benefit


class Verdict(StrEnum):
    """What two benefits of one person are to each other."""

    BOTH = "可以同时享受"
    EXCLUSIVE = "不得同时享受"
    DIFFERENCE = "补足差额，重新核算"
    CHOOSE = "由本人选择其一"
    HIGHER = "就高享受"
    COUNTS_AS_INCOME = "计入家庭收入"
    LOCAL = "按当地规定"


_ML, _EH, _CW = Benefit.MINIMUM_LIVING, Benefit.EXTREME_HARDSHIP, Benefit.CHILD_WELFARE
_DL, _DC = Benefit.DISABILITY_LIVING, Benefit.DISABILITY_CARE
_OA, _TA, _PS = Benefit.OLD_AGE, Benefit.TEMPORARY_AID, Benefit.PRICE_SUBSIDY
_WI, _VC, _OC = Benefit.WORK_INJURY_CARE, Benefit.VETERAN_CARE, Benefit.OLD_AGE_CARE

TABLE: dict[frozenset[Benefit], Verdict] = {
    frozenset(pair): verdict
    for verdict, pairs in {
        Verdict.EXCLUSIVE: (
            (_ML, _EH), (_EH, _DL), (_EH, _DC), (_CW, _DL), (_WI, _DL), (_WI, _DC),
        ),
        Verdict.DIFFERENCE: ((_ML, _CW),),
        Verdict.CHOOSE: ((_EH, _CW),),
        Verdict.HIGHER: ((_VC, _DL), (_VC, _DC), (_OC, _DC)),
        Verdict.COUNTS_AS_INCOME: ((_ML, _WI),),
        Verdict.LOCAL: ((_EH, _OA),),
        Verdict.BOTH: (
            (_ML, _DL), (_ML, _DC), (_ML, _OA), (_ML, _TA), (_ML, _PS), (_EH, _TA), (_EH, _PS),
            (_CW, _DC), (_OC, _DL), (_DL, _DC),
        ),
    }.items()
    for pair in pairs
}  # fmt: skip
"""Every pair the handbook names; what is not here was never said and must be asked."""

CONFLICTS = frozenset({Verdict.EXCLUSIVE, Verdict.DIFFERENCE, Verdict.CHOOSE})
"""Verdicts that somebody has to act on before the next payment."""


class NotInTable(LookupError):
    """The rules do not say what becomes of these two benefits; ask the bureau."""


def verdict(first: Benefit, second: Benefit) -> Verdict:
    """What the two are to each other. Raises NotInTable, which names both, rather than guess."""
    found = TABLE.get(frozenset({first, second}))
    if found is None:
        raise NotInTable(
            f"“{first.label}”与“{second.label}”能否同时享受没有登记规定，请先向区局确认。"
        )
    return found
