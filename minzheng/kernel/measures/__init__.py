"""指标词汇: what a number is. First a set of records, then a count of them, then the way it is written.

`Indicator` and `Claim` are definitions that modules declare; `evaluate`, `drill`, `judge` compute them over PostgreSQL.
The value, the fingerprint and the drill-down come from one relation, so they cannot disagree.
"""

from minzheng.kernel.measures.claims import Claim, Judgement, Target, Threshold, Verdict, judge
from minzheng.kernel.measures.displays import Display, display
from minzheng.kernel.measures.figures import Figure, Record, drill, evaluate
from minzheng.kernel.measures.indicators import (
    Distinct,
    Indicator,
    Measure,
    MeasureError,
    PeriodKind,
    Ratio,
    Relation,
    Rows,
    StockOrFlow,
    Sum,
)
from minzheng.kernel.measures.periods import Period
from minzheng.kernel.measures.units import Unit

__all__ = [
    "Claim",
    "Display",
    "Distinct",
    "Figure",
    "Indicator",
    "Judgement",
    "Measure",
    "MeasureError",
    "Period",
    "PeriodKind",
    "Ratio",
    "Record",
    "Relation",
    "Rows",
    "StockOrFlow",
    "Sum",
    "Target",
    "Threshold",
    "Unit",
    "Verdict",
    "display",
    "drill",
    "evaluate",
    "judge",
]
