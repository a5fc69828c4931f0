"""Reading runs: what happened to their lines as known at a moment, and who was paid for what."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import Max, Q

from minzheng.kernel.disbursements.enums import LineState, UnpaidCause, UnpaidStepKind
from minzheng.kernel.disbursements.models import (
    BankFile,
    BankResult,
    DisbursementLine,
    PayeeAssignment,
    PayRun,
    UnpaidItem,
)
from minzheng.lib.crypto import sm3_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet

    from minzheng.kernel.disbursements.models import FundSource

ROWS_IN_A_BLOCK = 2_000

# One row per line of the run and what is known about it at %(as_of)s.
LINE_STATES = """
SELECT line.id AS line_id, line.run_id, line.household_id, line.kind, line.for_month,
       line.amount_fen,
       CASE WHEN reversed.line_id IS NOT NULL OR answered.outcome = 'FAILED' THEN 'RETURNED'
            WHEN answered.outcome = 'SUCCESS' THEN 'PAID'
            WHEN held.line_id IS NOT NULL THEN 'HELD'
            ELSE 'UNKNOWN' END AS state
  FROM disbursements_line line
  LEFT JOIN disbursements_bankresultline answered
    ON answered.line_id = line.id AND answered.outcome IN ('SUCCESS', 'FAILED')
   AND answered.recorded_at <= %(as_of)s
  LEFT JOIN disbursements_bankresultline reversed
    ON reversed.line_id = line.id AND reversed.outcome = 'REVERSED'
   AND reversed.recorded_at <= %(as_of)s
  LEFT JOIN disbursements_unpaiditem held
    ON held.line_id = line.id AND held.cause = 'HELD' AND held.recorded_at <= %(as_of)s
"""

# One row per paid line × person: the person's part of the money that is on the account at %(as_of)s.
# A back payment's part is what the new allowance gives this person more than the one before.
PAID_ITEMS = """
SELECT line.id AS line_id, line.run_id, line.kind, line.program, line.category,
       line.household_id, line.area_code, line.for_month, paid.booked_on AS paid_on,
       share.person_id, share.base_fen, share.uplift_fen, share.amount_fen
  FROM disbursements_line line
  JOIN disbursements_bankresultline paid
    ON paid.line_id = line.id AND paid.outcome = 'SUCCESS' AND paid.recorded_at <= %(as_of)s
  LEFT JOIN disbursements_bankresultline reversed
    ON reversed.line_id = line.id AND reversed.outcome = 'REVERSED'
   AND reversed.recorded_at <= %(as_of)s
  JOIN enrollments_allowanceshare share ON share.allowance_id = line.allowance_id
 WHERE line.previous_allowance_id IS NULL AND reversed.line_id IS NULL
UNION ALL
SELECT line.id, line.run_id, line.kind, line.program, line.category, line.household_id,
       line.area_code, line.for_month, paid.booked_on,
       share.person_id, share.base_fen, share.uplift_fen, share.amount_fen
  FROM disbursements_line line
  JOIN disbursements_bankresultline paid
    ON paid.line_id = line.id AND paid.outcome = 'SUCCESS' AND paid.recorded_at <= %(as_of)s
  LEFT JOIN disbursements_bankresultline reversed
    ON reversed.line_id = line.id AND reversed.outcome = 'REVERSED'
   AND reversed.recorded_at <= %(as_of)s
 CROSS JOIN LATERAL (
       SELECT part.person_id, sum(part.sign * part.base_fen)::bigint AS base_fen,
              sum(part.sign * part.uplift_fen)::bigint AS uplift_fen,
              sum(part.sign * part.amount_fen)::bigint AS amount_fen
         FROM (SELECT 1 AS sign, more.* FROM enrollments_allowanceshare more
                WHERE more.allowance_id = line.allowance_id
               UNION ALL
               SELECT -1, less.* FROM enrollments_allowanceshare less
                WHERE less.allowance_id = line.previous_allowance_id) part
        GROUP BY part.person_id) share
 WHERE line.previous_allowance_id IS NOT NULL AND reversed.line_id IS NULL
"""

# Money found to be paid without right, person by person (negative), in the month it was for.
# What turned out never to have arrived is no recovery.
RECOVERED_ITEMS = """
SELECT recovery.id AS recovery_id, recovery.run_id, recovery.program, recovery.category,
       recovery.household_id, recovery.area_code, recovery.for_month,
       share.person_id, share.base_fen, share.uplift_fen, share.amount_fen
  FROM disbursements_recoveryitem recovery
 CROSS JOIN LATERAL (
       SELECT part.person_id, sum(part.sign * part.base_fen)::bigint AS base_fen,
              sum(part.sign * part.uplift_fen)::bigint AS uplift_fen,
              sum(part.sign * part.amount_fen)::bigint AS amount_fen
         FROM (SELECT 1 AS sign, more.* FROM enrollments_allowanceshare more
                WHERE more.allowance_id = recovery.allowance_id
               UNION ALL
               SELECT -1, less.* FROM enrollments_allowanceshare less
                WHERE less.allowance_id = recovery.previous_allowance_id) part
        GROUP BY part.person_id) share
 WHERE recovery.recorded_at <= %(as_of)s
   AND NOT EXISTS (SELECT FROM disbursements_recoverystep step
                    WHERE step.recovery_id = recovery.id AND step.kind = 'NEVER_PAID'
                      AND step.recorded_at <= %(as_of)s)
"""

# 人次 of monthly programs: one row per program × person × month with the net amount in fen.
# Category, area and household are those of the latest line of that month.
PERSON_MONTHS = f"""
SELECT item.program, item.person_id, item.for_month,
       (array_agg(item.category ORDER BY item.line_id DESC NULLS LAST))[1] AS category,
       (array_agg(item.household_id ORDER BY item.line_id DESC NULLS LAST))[1] AS household_id,
       (array_agg(item.area_code ORDER BY item.line_id DESC NULLS LAST))[1] AS area_code,
       min(item.paid_on) AS paid_on,
       sum(item.base_fen)::bigint AS base_fen, sum(item.uplift_fen)::bigint AS uplift_fen,
       sum(item.amount_fen)::bigint AS amount_fen
  FROM (SELECT line_id, program, category, household_id, area_code, for_month, paid_on,
               person_id, base_fen, uplift_fen, amount_fen
          FROM ({PAID_ITEMS}) paid_item
        UNION ALL
        SELECT NULL, program, category, household_id, area_code, for_month, NULL,
               person_id, base_fen, uplift_fen, amount_fen
          FROM ({RECOVERED_ITEMS}) recovered_item) item
 GROUP BY item.program, item.person_id, item.for_month
HAVING sum(item.amount_fen) > 0
"""  # noqa: S608 - both parts are constants of this file


@dataclass(frozen=True, slots=True)
class Balance:
    """What is due in a run and where it is, in fen, as known at a moment."""

    due_fen: int
    paid_fen: int
    returned_fen: int
    held_fen: int
    unknown_lines: int

    @property
    def difference_fen(self) -> int:
        """0 when every fen of the frozen list is accounted for."""
        return self.due_fen - self.paid_fen - self.returned_fen - self.held_fen


@dataclass(frozen=True, slots=True)
class Change:
    """How this month's list differs from last month's: one kind of difference."""

    kind: str
    households: int
    amount_fen: int


def rows(sql: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a query with named parameters."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def runs() -> QuerySet[PayRun]:
    """All runs; for the rooms above, which may read them and not write."""
    return PayRun.objects.all()


def states(run: PayRun, *, as_of: datetime) -> dict[LineState, tuple[int, int]]:
    """{state: (lines, fen)} of a run as known at a moment; states without lines are left out."""
    found = rows(
        f"SELECT state, count(*), sum(amount_fen)::bigint FROM ({LINE_STATES}"  # noqa: S608
        " WHERE line.run_id = %(run)s) known GROUP BY state",
        {"run": run.pk, "as_of": as_of},
    )
    return {LineState(state): (lines, fen) for state, lines, fen in found}


def paid_from(run: PayRun, source: FundSource, *, as_of: datetime) -> int:
    """Fen of the run that reached the families from one source, as known at a moment."""
    found = rows(
        f"SELECT coalesce(sum(amount_fen), 0)::bigint FROM ({LINE_STATES}"  # noqa: S608
        " WHERE line.run_id = %(run)s AND line.fund_source_id = %(source)s) known"
        " WHERE state = 'PAID'",
        {"run": run.pk, "source": source.pk, "as_of": as_of},
    )
    return int(found[0][0])


def line_state(line_id: int, *, as_of: datetime) -> LineState | None:
    """What is known about one line at a moment; None when there is no such line."""
    found = rows(
        f"{LINE_STATES} WHERE line.id = %(line)s AND line.run_id = %(run)s",
        {"line": line_id, "run": line_id // 100_000_000, "as_of": as_of},
    )
    return LineState(found[0][-1]) if found else None


def balance(run: PayRun, *, as_of: datetime) -> Balance:
    """The frozen total against what the rows say: two sources that must agree."""
    known = states(run, as_of=as_of)

    def fen(state: LineState) -> int:
        return known.get(state, (0, 0))[1]

    return Balance(
        due_fen=run.amount_fen,
        paid_fen=fen(LineState.PAID),
        returned_fen=fen(LineState.RETURNED),
        held_fen=fen(LineState.HELD),
        unknown_lines=known.get(LineState.UNKNOWN, (0, 0))[0],
    )


@dataclass(frozen=True, slots=True)
class PayeeAccount:
    """Where a household's money goes: bank, masked number, sealed number."""

    bank: str
    masked: str
    sealed: bytes


def accounts_on(program: str, households: Collection[int], day: date) -> dict[int, PayeeAccount]:
    """{household id: the account its money of a program goes to on a day}."""
    assigned = PayeeAssignment.objects.filter(
        Q(to_on=None) | Q(to_on__gt=day),
        household__in=households,
        program=program,
        from_on__lte=day,
        confirmed_at__isnull=False,
    ).select_related("account__bank")
    return {
        row.household_id: PayeeAccount(
            row.account.bank.name, row.account.number_masked, bytes(row.account.number_sealed)
        )
        for row in assigned
    }


def open_items() -> QuerySet[UnpaidItem]:
    """Unpaid items that were neither reissued nor cancelled."""
    return UnpaidItem.objects.exclude(
        steps__kind__in=[UnpaidStepKind.REISSUED, UnpaidStepKind.CANCELLED]
    )


def corrected_items(program: str) -> QuerySet[UnpaidItem]:
    """Open items of a program whose account was corrected: the next run reissues them."""
    return (
        open_items().filter(run__program=program, steps__kind=UnpaidStepKind.CORRECTED).distinct()
    )


def open_items_of(household_id: int) -> QuerySet[UnpaidItem]:
    """What a household is still waiting for, oldest first."""
    lines = DisbursementLine.objects.filter(household=household_id).values("id")
    return open_items().filter(line_id__in=lines).select_related("run").order_by("id")


def undecided_returns(run: PayRun) -> QuerySet[UnpaidItem]:
    """Returned lines of a run about which nothing was decided: neither reissued nor carried on."""
    return (
        open_items()
        .filter(run=run, cause__in=[UnpaidCause.RETURNED, UnpaidCause.REVERSED])
        .exclude(steps__kind=UnpaidStepKind.CARRIED)
    )


def list_hash(run: PayRun) -> str:
    """SM3 (hex) over the ordered list: what is paid, for which month, to which account, from where.

    Streams, so a million lines need no more memory than ten.
    """
    return sm3_of(_copy_list(run.pk)).hex()


def _copy_list(run_id: int) -> Iterator[bytes]:
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(
            "COPY (SELECT id, enrollment_id, for_month, kind, amount_fen, account_id,"
            " fund_source_id, reissue_of_id FROM disbursements_line"
            " WHERE run_id = %s ORDER BY id) TO STDOUT",
            [run_id],
        ) as copy,
    ):
        rows_in_text = iter(copy)
        while block := b"".join(islice(rows_in_text, ROWS_IN_A_BLOCK)):
            yield block


def changes(run: PayRun) -> list[Change]:
    """Regular lines against last month's: new, stopped, more, less, equal (assistance.md §20 step 3)."""
    before = (
        PayRun.objects.filter(program=run.program, sequence=0, month__lt=run.month)
        .order_by("-month")
        .first()
    )
    found = rows(
        """
        SELECT CASE WHEN before.id IS NULL THEN '新增' WHEN this.id IS NULL THEN '停发'
                    WHEN this.amount_fen > before.amount_fen THEN '增加'
                    WHEN this.amount_fen < before.amount_fen THEN '减少' ELSE '不变' END AS kind,
               count(*),
               sum(coalesce(this.amount_fen, 0) - coalesce(before.amount_fen, 0))::bigint
          FROM (SELECT * FROM disbursements_line
                 WHERE run_id = %(run)s AND kind = 'REGULAR') this
          FULL JOIN (SELECT * FROM disbursements_line
                      WHERE run_id = %(before)s AND kind = 'REGULAR') before USING (enrollment_id)
         GROUP BY 1 ORDER BY 1
        """,
        {"run": run.pk, "before": before.pk if before else 0},
    )
    return [Change(*row) for row in found]


# The lines of one bank file, in the order of the list: the run's lines at this bank from this
# source, less those held. Nothing is held after cutting, so the answer never changes.
FILE_LINES = """
SELECT line.id AS line_id, line.amount_fen, line.for_month, line.kind, line.area_code,
       line.category, account.number_sealed, account.number_index,
       person.name, person.id_sealed
  FROM disbursements_line line
  JOIN disbursements_account account ON account.id = line.account_id
  JOIN people_person person ON person.id = account.person_id
 WHERE line.run_id = %(run)s AND account.bank_id = %(bank)s
   AND line.fund_source_id = %(fund_source)s
   AND NOT EXISTS (SELECT FROM disbursements_unpaiditem held
                    WHERE held.line_id = line.id AND held.cause = 'HELD')
 ORDER BY line.id
"""


def file_lines(file: BankFile) -> Iterator[dict[str, Any]]:
    """The lines of a bank file with sealed numbers, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            FILE_LINES,
            {"run": file.run_id, "bank": file.bank_id, "fund_source": file.fund_source_id},
        )
        names = [column.name for column in cursor.description]
        for row in cursor:
            yield dict(zip(names, row, strict=True))


def last_moment(run: PayRun) -> datetime:
    """The moment of the last thing recorded about a run: its balance then is its newest."""
    last = BankResult.objects.filter(file__run=run).aggregate(at=Max("recorded_at"))["at"]
    moments = (run.known_at, run.frozen_at, run.approved_at, run.closed_at, last)
    return max(moment for moment in moments if moment is not None)
