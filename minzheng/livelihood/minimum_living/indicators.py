"""What the minimum living allowance lets a report count, and which words it can prove.

Ids and definitions follow the figures of the published report (data/seed_figures.csv).
"""

from __future__ import annotations

from minzheng.kernel.disbursements.queries import PERSON_MONTHS
from minzheng.kernel.measures import (
    Claim,
    Distinct,
    Indicator,
    PeriodKind,
    Ratio,
    Relation,
    Rows,
    StockOrFlow,
    Sum,
    Threshold,
    Unit,
)
from minzheng.livelihood.minimum_living.workflow import APPLICATION

_PERSON_MONTH_COLUMNS = """
SELECT m.program || '-' || to_char(m.for_month, 'YYYYMM') || '-' || m.person_id AS record_id,
       m.person_id, m.household_id, m.area_code, m.for_month AS happened_on,
       m.amount_fen AS quantity, p.name AS label
"""


def _person_months(where: str) -> Relation:
    """Paid person × month rows of the program, net, by the month they are for."""
    return Relation(
        f"""{_PERSON_MONTH_COLUMNS}
  FROM ({PERSON_MONTHS}) m JOIN people_person p ON p.id = m.person_id
 WHERE m.program = 'MINIMUM_LIVING' AND m.area_code LIKE %(area)s || '%%'
   AND m.for_month >= %(from_on)s AND m.for_month < %(to_on)s AND {where}"""
    )


URBAN, RURAL = _person_months("m.category = 'URBAN'"), _person_months("m.category = 'RURAL'")
_AVERAGE = "全年实发城乡低保金（含分类施保，所属月为本年，扣除已认定的追缴）÷ 全年保障人次（人×月）；不含价格临时补贴和一次性补助。"

URBAN_AVERAGE = Indicator(
    id="urban_dibao_avg_supplement",
    label="城市低保人均补差",
    unit=Unit.YUAN_PER_PERSON_MONTH,
    definition=_AVERAGE,
    records=URBAN,
    measure=Ratio(Sum(), Rows()),
    display="yuan2",
)
RURAL_AVERAGE = Indicator(
    id="rural_dibao_avg_supplement",
    label="农村低保人均补差",
    unit=Unit.YUAN_PER_PERSON_MONTH,
    definition=_AVERAGE,
    records=RURAL,
    measure=Ratio(Sum(), Rows()),
    display="yuan2",
)

# One row per application of the year: 1 when every step up to the decision came in online.
_ONLINE = Relation(
    f"""
SELECT c.number AS record_id, c.applicant_id AS person_id, c.household_id, c.area_code,
       c.opened_on AS happened_on,
       (NOT EXISTS (SELECT FROM casework_casestep s
                     WHERE s.case_id = c.id AND s.recorded_at <= %(as_of)s
                       AND s.channel NOT IN ('ONLINE', 'ONLINE_HELPED')))::int AS quantity,
       p.name AS label
  FROM casework_case c JOIN people_person p ON p.id = c.applicant_id
 WHERE c.matter = '{APPLICATION}' AND c.area_code LIKE %(area)s || '%%'
   AND c.opened_on >= %(from_on)s AND c.opened_on < %(to_on)s
   AND EXISTS (SELECT FROM casework_casestep s
                WHERE s.case_id = c.id AND s.recorded_at <= %(as_of)s)"""  # noqa: S608
)

ONLINE_SHARE = Indicator(
    id="dibao_online_share",
    label="低保全程线上办理比例",
    unit=Unit.SHARE,
    definition="本年提出的低保申请中，自提出至办结每一步都在线上办理（含代办）的件数 ÷ 全部申请件数。",
    records=_ONLINE,
    measure=Ratio(Sum(), Rows()),
    display="pct1",
)

ROLL_PERSONS = Indicator(
    id="dibao_persons_year_end",
    label="年末低保在保人数",
    unit=Unit.PERSON,
    definition="年末当月实发低保金的不同人员数。",
    records=Relation(
        f"""{_PERSON_MONTH_COLUMNS}
  FROM ({PERSON_MONTHS}) m JOIN people_person p ON p.id = m.person_id
 WHERE m.program = 'MINIMUM_LIVING' AND m.area_code LIKE %(area)s || '%%'
   AND m.for_month = date_trunc('month', %(from_on)s::date)"""
    ),
    measure=Distinct("person_id"),
    period_kind=PeriodKind.YEAR_END,
    stock_or_flow=StockOrFlow.STOCK,
)

NEW_HOUSEHOLDS = Indicator(
    id="dibao_households_granted",
    label="本年新确认低保家庭",
    unit=Unit.HOUSEHOLD,
    definition="本年作出确认决定的不同家庭数。",
    records=Relation(
        f"""
SELECT 'decision-' || d.id AS record_id, c.applicant_id AS person_id, c.household_id, c.area_code,
       d.decided_on AS happened_on, d.amount_fen AS quantity, p.name AS label
  FROM casework_decision d
  JOIN casework_case c ON c.id = d.case_id AND c.matter = '{APPLICATION}'
  JOIN people_person p ON p.id = c.applicant_id
 WHERE d.kind = 'GRANT' AND d.recorded_at <= %(as_of)s AND c.area_code LIKE %(area)s || '%%'
   AND d.decided_on >= %(from_on)s AND d.decided_on < %(to_on)s"""  # noqa: S608
    ),
    measure=Distinct("household_id"),
)

ENDED_HOUSEHOLDS = Indicator(
    id="dibao_households_ended",
    label="本年停发低保家庭",
    unit=Unit.HOUSEHOLD,
    definition="本年起停发的不同家庭数，按停发所属月计。",
    records=Relation(
        """
SELECT 'allowance-' || a.id AS record_id, NULL::bigint AS person_id, e.household_id, a.area_code,
       a.from_month AS happened_on, 0::bigint AS quantity, h.number AS label
  FROM enrollments_allowance a
  JOIN enrollments_enrollment e ON e.id = a.enrollment_id AND e.program = 'MINIMUM_LIVING'
  JOIN people_household h ON h.id = e.household_id
 WHERE a.kind = 'ENDED' AND a.recorded_at <= %(as_of)s AND a.area_code LIKE %(area)s || '%%'
   AND a.from_month >= %(from_on)s AND a.from_month < %(to_on)s"""
    ),
    measure=Distinct("household_id"),
)

INDICATORS = [
    URBAN_AVERAGE,
    RURAL_AVERAGE,
    ONLINE_SHARE,
    ROLL_PERSONS,
    NEW_HOUSEHOLDS,
    ENDED_HOUSEHOLDS,
]

# 应保尽保: refused for income although the rules found the family eligible.
_REFUSED_ELIGIBLE = f"""
SELECT 'refused-' || d.id AS record_id, c.applicant_id AS person_id, c.household_id, c.area_code,
       d.decided_on AS happened_on, 1::bigint AS quantity,
       '符合条件而不予确认 ' || c.number AS label
  FROM casework_decision d JOIN casework_case c ON c.id = d.case_id
 WHERE c.matter = '{APPLICATION}' AND d.kind = 'REFUSE' AND d.recorded_at <= %(as_of)s
   AND d.reason = 'INCOME_NOT_BELOW_STANDARD' AND (d.reckoning->>'eligible')::boolean
   AND c.area_code LIKE %(area)s || '%%'
   AND d.decided_on >= %(from_on)s AND d.decided_on < %(to_on)s"""  # noqa: S608

# 应退尽退: paid for a month in which the family had been stopped, or after the month of a death.
_PAID_AFTER_STOP = f"""
SELECT 'stopped-' || m.person_id || '-' || to_char(m.for_month, 'YYYYMM') AS record_id,
       m.person_id, m.household_id, m.area_code, m.for_month AS happened_on,
       m.amount_fen AS quantity, '停发后仍发放' AS label
  FROM ({PERSON_MONTHS}) m
  JOIN enrollments_enrollment e ON e.household_id = m.household_id AND e.program = m.program
  JOIN enrollments_allowance stop ON stop.enrollment_id = e.id AND stop.kind = 'ENDED'
   AND stop.from_month <= m.for_month AND stop.recorded_at <= %(as_of)s
 WHERE m.program = 'MINIMUM_LIVING'
   AND NOT EXISTS (SELECT FROM enrollments_enrollment again
                     JOIN enrollments_allowance anew ON anew.enrollment_id = again.id
                    WHERE again.household_id = e.household_id AND again.program = e.program
                      AND again.id > e.id AND anew.from_month <= m.for_month
                      AND anew.recorded_at <= %(as_of)s)
   AND m.area_code LIKE %(area)s || '%%'
   AND m.for_month >= %(from_on)s AND m.for_month < %(to_on)s"""  # noqa: S608

_PAID_AFTER_DEATH = f"""
SELECT 'death-' || m.person_id || '-' || to_char(m.for_month, 'YYYYMM') AS record_id,
       m.person_id, m.household_id, m.area_code, m.for_month AS happened_on,
       m.amount_fen AS quantity, '死亡次月后仍发放' AS label
  FROM ({PERSON_MONTHS}) m JOIN people_person p ON p.id = m.person_id
 WHERE m.program = 'MINIMUM_LIVING' AND p.died_on < m.for_month
   AND p.death_recorded_at <= %(as_of)s
   AND m.area_code LIKE %(area)s || '%%'
   AND m.for_month >= %(from_on)s AND m.for_month < %(to_on)s"""  # noqa: S608

TARGET_MET = Claim(
    id="provincial_livelihood_target_met",
    label="达到省民生实事项目考核要求",
    definition="城市、农村低保人均补差均不低于当年省民生实事项目考核的月人均救助水平。",
    thresholds=(
        Threshold(URBAN_AVERAGE, ">=", "民生实事低保月人均救助水平", "城市"),
        Threshold(RURAL_AVERAGE, ">=", "民生实事低保月人均救助水平", "农村"),
    ),
)
MOSTLY_ONLINE = Claim(
    id="dibao_tekun_online_end_to_end",
    label="基本实现低保全程线上办理",
    definition="低保全程线上办理比例不低于“基本实现”的门槛；特困接入后一并计算。",
    thresholds=(Threshold(ONLINE_SHARE, ">=", "线上办理比例门槛"),),
)
COVERED_AND_EXITED = Claim(
    id="all_entitled_covered_ineligible_exited",
    label="落实“应保尽保”“应退尽退”",
    definition="受查：本年申请的决定与实发人次。例外：符合条件而以收入为由不予确认的申请；停发后仍发放、死亡次月后仍发放的人次。例外清单应为空。",
    examined=Relation(
        f"""
SELECT 'decision-' || d.id AS record_id, c.applicant_id AS person_id, c.household_id, c.area_code,
       d.decided_on AS happened_on, 1::bigint AS quantity, d.kind AS label
  FROM casework_decision d JOIN casework_case c ON c.id = d.case_id
 WHERE c.matter = '{APPLICATION}' AND d.recorded_at <= %(as_of)s
   AND c.area_code LIKE %(area)s || '%%'
   AND d.decided_on >= %(from_on)s AND d.decided_on < %(to_on)s
 UNION ALL {_person_months("true").sql}"""  # noqa: S608
    ),
    exceptions=Relation(
        f"{_REFUSED_ELIGIBLE} UNION ALL {_PAID_AFTER_STOP} UNION ALL {_PAID_AFTER_DEATH}"
    ),
)
CLAIMS = [TARGET_MET, MOSTLY_ONLINE, COVERED_AND_EXITED]
