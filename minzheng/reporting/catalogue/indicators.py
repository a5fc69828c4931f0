"""Figures across programs: how many person-times were helped, with how much money."""

from __future__ import annotations

from minzheng.kernel.disbursements.queries import PERSON_MONTHS
from minzheng.kernel.measures import Claim, Indicator, Relation, Rows, Sum, Unit

# The relief programs that pay through this system so far. A new one enters here, with a new version of both figures.
_RELIEF = "('MINIMUM_LIVING')"

_HELPED = Relation(
    f"""
SELECT m.program || '-' || to_char(m.for_month, 'YYYYMM') || '-' || m.person_id AS record_id,
       m.person_id, m.household_id, m.area_code, m.paid_on AS happened_on,
       m.amount_fen AS quantity, to_char(m.for_month, 'YYYY-MM') || ' ' || p.name AS label
  FROM ({PERSON_MONTHS}) m JOIN people_person p ON p.id = m.person_id
 WHERE m.program IN {_RELIEF} AND m.area_code LIKE %(area)s || '%%'
   AND m.paid_on >= %(from_on)s AND m.paid_on < %(to_on)s"""  # noqa: S608 (constants)
)

INDICATORS = [
    Indicator(
        id="assisted_person_times",
        label="累计救助人次（已接入系统的项目）",
        unit=Unit.PERSON_TIME,
        definition="本年支付到账的救助人次，一人一项目一所属月为一人次，扣除退回和已认定的追缴；范围：城乡最低生活保障。",
        records=_HELPED,
        measure=Rows(),
        display="wan1",
    ),
    Indicator(
        id="relief_funds_total",
        label="发放救助资金（已接入系统的项目）",
        unit=Unit.YUAN,
        definition="与累计救助人次同一批记录的净支付金额合计；不含慈善资金和残疾人两项补贴。",
        records=_HELPED,
        measure=Sum(),
        display="wan2",
    ),
]
CLAIMS: list[Claim] = []
