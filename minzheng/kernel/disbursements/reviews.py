"""复核只看差异: what is different from last month, and what a second person must look at twice.

A list of two thousand lines is not read; what changed in it is (assistance.md §20 step 3–4).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import TextChoices

from minzheng.kernel.disbursements.queries import rows

if TYPE_CHECKING:
    from minzheng.kernel.disbursements.models import PayRun


class DifferenceKind(TextChoices):
    """The order is that of the review: what may be wrong comes first."""

    DIED = "DIED", "疑似死亡"
    TWICE = "TWICE", "同一人在两笔中"
    SHARED_ACCOUNT = "SHARED_ACCOUNT", "一个账户收多户"
    NO_ACCOUNT = "NO_ACCOUNT", "没有收款账户"
    ACCOUNT_CHANGED = "ACCOUNT_CHANGED", "收款账户变更"
    NEW = "NEW", "新增"
    STOPPED = "STOPPED", "停发"
    MORE = "MORE", "增加"
    LESS = "LESS", "减少"
    BACK_PAYMENT = "BACK_PAYMENT", "补发"
    REISSUE = "REISSUE", "重发"


WARNINGS = (
    DifferenceKind.DIED,
    DifferenceKind.TWICE,
    DifferenceKind.SHARED_ACCOUNT,
    DifferenceKind.NO_ACCOUNT,
)
# An account of a couple who live in two households is usual; a third household is not.
HOUSEHOLDS_PER_ACCOUNT = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing to look at: which household, what it was and what it is now, in fen."""

    kind: DifferenceKind
    household_id: int
    household: str
    area_code: str
    before_fen: int
    now_fen: int
    note: str

    @property
    def is_warning(self) -> bool:
        return self.kind in WARNINGS


_DIFFERENCES = """
WITH this AS (SELECT * FROM disbursements_line WHERE run_id = %(run)s),
 regular AS (SELECT * FROM this WHERE kind = 'REGULAR'),
 before AS (SELECT l.* FROM disbursements_line l
             WHERE l.kind = 'REGULAR' AND l.run_id = (
                   SELECT p.id FROM disbursements_payrun p
                    WHERE p.program = %(program)s AND p.sequence = 0 AND p.month < %(month)s
                    ORDER BY p.month DESC LIMIT 1)),
 compared AS (
    SELECT coalesce(r.household_id, b.household_id) AS household_id,
           coalesce(b.amount_fen, 0) AS before_fen, coalesce(r.amount_fen, 0) AS now_fen,
           CASE WHEN b.id IS NULL THEN 'NEW' WHEN r.id IS NULL THEN 'STOPPED'
                WHEN r.amount_fen > b.amount_fen THEN 'MORE'
                WHEN r.amount_fen < b.amount_fen THEN 'LESS' END AS kind,
           CASE WHEN r.account_id <> b.account_id THEN 'ACCOUNT_CHANGED' END AS account_kind
      FROM regular r FULL JOIN before b USING (enrollment_id)
     WHERE %(sequence)s = 0),
 persons AS (
    SELECT line.id, line.household_id, line.amount_fen, line.for_month, share.person_id
      FROM this line JOIN enrollments_allowanceshare share ON share.allowance_id = line.allowance_id
     WHERE line.kind = 'REGULAR'),
 found AS (
    SELECT kind, household_id, before_fen, now_fen, '' AS note FROM compared WHERE kind IS NOT NULL
    UNION ALL
    SELECT account_kind, household_id, before_fen, now_fen, '' FROM compared
     WHERE account_kind IS NOT NULL
    UNION ALL
    SELECT kind, household_id, 0, amount_fen, to_char(for_month, 'YYYY-MM') FROM this
     WHERE kind <> 'REGULAR'
    UNION ALL
    SELECT 'NO_ACCOUNT', household_id, 0, amount_fen, '' FROM this WHERE account_id IS NULL
    UNION ALL
    SELECT 'DIED', p.household_id, 0, p.amount_fen, person.name || ' ' || person.died_on
      FROM persons p JOIN people_person person ON person.id = p.person_id
     WHERE person.died_on < p.for_month
    UNION ALL
    SELECT 'TWICE', p.household_id, 0, p.amount_fen, person.name
      FROM persons p JOIN people_person person ON person.id = p.person_id
     WHERE p.person_id IN (SELECT person_id FROM persons GROUP BY person_id HAVING count(*) > 1)
    UNION ALL
    SELECT 'SHARED_ACCOUNT', r.household_id, 0, r.amount_fen, account.number_masked
      FROM regular r JOIN disbursements_account account ON account.id = r.account_id
     WHERE r.account_id IN (SELECT account_id FROM regular
                             GROUP BY account_id HAVING count(DISTINCT household_id) > %(most)s))
SELECT found.kind, found.household_id, home.number, home.area_code,
       found.before_fen, found.now_fen, found.note
  FROM found JOIN people_household home ON home.id = found.household_id
 WHERE home.area_code LIKE %(area)s || '%%'
 ORDER BY found.kind, home.number
"""


def differences(run: PayRun, *, area: str = "") -> list[Difference]:
    """What a second person looks at before approving; `area` is a code prefix.

    Empty while the run is only planned: a list that may change is not reviewed.
    """
    order = list(DifferenceKind)
    found = [
        Difference(DifferenceKind(kind), *rest)
        for kind, *rest in rows(
            _DIFFERENCES,
            {
                "run": run.pk,
                "program": run.program,
                "month": run.month,
                "sequence": run.sequence,
                "area": area,
                "most": HOUSEHOLDS_PER_ACCOUNT,
            },
        )
    ]
    if run.status == "PLANNED":
        return []
    return sorted(found, key=lambda one: (order.index(one.kind), one.household))
