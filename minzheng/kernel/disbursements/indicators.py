"""What the money side lets a report count: person-times and funds over all relief programs."""

from __future__ import annotations

from minzheng.kernel.disbursements.queries import PAID_ITEMS
from minzheng.kernel.enrollments.enums import Program
from minzheng.kernel.measures import Indicator, Relation, Rows, Sum, Unit

# 困难对象、各类救助资金: the programs whose payments count. A program joins when it is built; the
# disability subsidies never do (the report states them apart).
RELIEF_PROGRAMS = (Program.MINIMUM_LIVING,)
_LABELS = "、".join(program.label for program in RELIEF_PROGRAMS)

_PAID = Relation(
    f"""
SELECT i.program || '-' || to_char(i.for_month, 'YYYYMM') || '-' || i.person_id AS record_id,
       i.person_id, (array_agg(i.household_id ORDER BY i.line_id DESC))[1] AS household_id,
       (array_agg(i.area_code ORDER BY i.line_id DESC))[1] AS area_code,
       min(i.paid_on) AS happened_on, sum(i.amount_fen)::bigint AS quantity,
       min(p.name) AS label
  FROM ({PAID_ITEMS}) i JOIN people_person p ON p.id = i.person_id
 WHERE i.program IN ({", ".join(f"'{program.value}'" for program in RELIEF_PROGRAMS)})
   AND i.paid_on >= %(from_on)s AND i.paid_on < %(to_on)s
   AND i.area_code LIKE %(area)s || '%%'
 GROUP BY i.program, i.for_month, i.person_id"""  # noqa: S608 - constants of this file
)

ASSISTED_PERSON_TIMES = Indicator(
    id="assisted_person_times",
    label="累计救助保障困难对象",
    unit=Unit.PERSON_TIME,
    definition=f"本年实际入账的救助金按“一人×一个所属月×一个项目”计一人次；已接入项目：{_LABELS}；不含残疾人两项补贴。",
    records=_PAID,
    measure=Rows(),
    display="wan1",
)
RELIEF_FUNDS_TOTAL = Indicator(
    id="relief_funds_total",
    label="发放各类救助资金",
    unit=Unit.YUAN,
    definition=f"与累计救助保障人次同一批记录的实际入账金额（退汇已扣除）；已接入项目：{_LABELS}。",
    records=_PAID,
    measure=Sum(),
    display="wan2",
)

INDICATORS = [ASSISTED_PERSON_TIMES, RELIEF_FUNDS_TOTAL]
CLAIMS: list[object] = []
