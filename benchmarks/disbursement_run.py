"""A month's disbursement run in PostgreSQL against a per-record Django ORM loop.

Measured: plan (allowances → list, with back payments for 2 % of households), freeze (attach with
every key, reference, check and trigger, plus the SM3 of the ordered list) and approve (budget,
recoveries, holds), each with its audit event, as the app's role. The peers write the same lines into
a table with the same constraints, one by one and by bulk_create, without hash, approval or audit
event (in their favour). They run on a part of the households in the same database, and their lines
are compared with ours both ways.

    python -m benchmarks.disbursement_run 100000 1000000
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

if TYPE_CHECKING:
    from minzheng.kernel.disbursements.models import DisbursementLine, PayRun
    from minzheng.kernel.enrollments.models import Allowance

# (kind, month, allowance, previous allowance, fen)
Wish = tuple[str, date, Any, int | None, int]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minzheng.config.settings")

QUESTION = """How long does a district's or a province's monthly run take in PostgreSQL, from the allowances to an
approved list with every key, reference, check, the SM3 of the list and its audit events, against
Django writing the same lines record by record, and against bulk_create with everything prefetched?
2 % of households get a back payment for the month before. The peers write no hash and no audit event."""
SIZES = (100_000, 1_000_000)
QUICK_SIZES = (10_000,)
GOAL_SECONDS = 10.0
LOOP_HOUSEHOLDS = 10_000
BULK_HOUSEHOLDS = 100_000
JULY = date(2022, 7, 1)
PROGRAM = "MINIMUM_LIVING"
DISTRICT = "430105000000"

POPULATION = """
INSERT INTO access_user (username, name, password, is_active)
VALUES ('clerk', '经办', '!', true), ('finance', '财务', '!', true);
INSERT INTO institutions_institution (code, name, kind, area_code)
VALUES ('B1', '甲银行', 'BANK', '430105000000'), ('B2', '乙银行', 'BANK', '430105000000');
INSERT INTO people_person (id, name, name_key, id_masked, birth_on, gender, ethnicity,
                           phone_masked, registered_at)
SELECT n, '张三', 'zhangsan', '', '1960-01-01', 'MALE', '汉族', '', '2022-01-01'
  FROM generate_series(1, {n}) n;
INSERT INTO people_household (id, number, area_code, head_id, formed_on)
SELECT n, 'H' || n, '430105' || lpad((n %% 114)::text, 6, '0'), n, '2022-01-01'
  FROM generate_series(1, {n}) n;
INSERT INTO enrollments_enrollment (id, household_id, program, started_on, end_reason)
SELECT n, n, 'MINIMUM_LIVING', '2022-07-01', '' FROM generate_series(1, {n}) n;
INSERT INTO enrollments_allowance (enrollment_id, from_month, kind, category, area_code, persons,
                                   base_fen, uplift_fen, amount_fen, reason, lines, recorded_at)
SELECT n, '2022-07-01', 'GRANTED', CASE WHEN n %% 5 = 0 THEN 'RURAL' ELSE 'URBAN' END,
       '430105' || lpad((n %% 114)::text, 6, '0'), 1 + n %% 4, 40000 + n %% 50000, n %% 7 * 1000,
       40000 + n %% 50000 + n %% 7 * 1000, '', '[]', '2022-06-20 08:00+08'
  FROM generate_series(1, {n}) n;
INSERT INTO disbursements_account (id, person_id, bank_id, number_sealed, number_index,
                                   number_masked, status, registered_at)
SELECT n, n, bank.id, '\\x00', decode(md5(n::text), 'hex'), '6217 **** 0000', 'ACTIVE', '2022-06-20'
  FROM generate_series(1, {n}) n
  JOIN institutions_institution bank ON bank.code = 'B' || (1 + n %% 2);
INSERT INTO disbursements_payeeassignment (household_id, program, account_id, kind, reason,
                                           from_on, proposed_at, confirmed_at)
SELECT n, 'MINIMUM_LIVING', n, 'FIRST', 'MEMBER', '2022-06-20', '2022-06-20', '2022-06-20'
  FROM generate_series(1, {n}) n;
"""

# 2 % learn in August that July should have been more; 0.2 % that it should have been less.
LATE_CHANGES = """
INSERT INTO enrollments_allowance (enrollment_id, from_month, kind, category, area_code, persons,
                                   base_fen, uplift_fen, amount_fen, reason, lines, recorded_at)
SELECT enrollment_id, '2022-07-01', 'CHANGED', category, area_code, persons,
       base_fen + CASE WHEN enrollment_id %% 500 = 0 THEN -5000 ELSE 5000 END, uplift_fen,
       amount_fen + CASE WHEN enrollment_id %% 500 = 0 THEN -5000 ELSE 5000 END, '', '[]',
       '2022-08-02 08:00+08'
  FROM enrollments_allowance WHERE enrollment_id %% 50 = 0;
"""

SCAN = """
SELECT count(*), sum(a.amount_fen), sum(a.persons), max(a.category), max(a.area_code),
       max(a.from_month), max(a.recorded_at) FROM enrollments_allowance a
UNION ALL
SELECT count(*), sum(household_id), 0, max(program), '', NULL, NULL FROM enrollments_enrollment
UNION ALL
SELECT count(*), sum(household_id + account_id), 0, max(program), '', max(from_on), max(confirmed_at)
  FROM disbursements_payeeassignment
"""

COMPARED = "enrollment_id, for_month, kind, allowance_id, previous_allowance_id, amount_fen, account_id, fund_source_id"


@dataclass(frozen=True)
class Measurement:
    """One size: seconds of each step; the loop's rate; whether both wrote the same lines."""

    households: int
    lines: int
    plan: float
    freeze: float
    cpu: float
    approve: float
    scan: float
    loop_lines: int
    loop: float
    bulk_lines: int
    bulk: float
    same: bool

    @property
    def total(self) -> float:
        """What the goal speaks of: planned, frozen and attached."""
        return self.plan + self.freeze

    @property
    def rate(self) -> float:
        """Lines a second, from the allowances to the approved run."""
        return self.lines / (self.total + self.approve)


@contextlib.contextmanager
def scratch_database() -> Iterator[None]:
    """A migrated database of our own, dropped afterwards; both aliases lead to it."""
    from minzheng.config import database
    from tests import databases

    database.ensure_running()
    name = databases.clone(databases.template(), "bench")
    try:
        with databases.maintenance() as connection:
            # What is measured must reach the disk.
            connection.execute(f"ALTER DATABASE {name} RESET synchronous_commit")
        with databases.pointed_at(name):
            yield
    finally:
        databases.drop(name)


def owner(sql: str) -> None:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, [])


def actors() -> dict[str, object]:
    from minzheng.kernel.access.models import User
    from minzheng.kernel.audit.actor import Actor

    def actor(username: str, role: str, month: int) -> Actor:
        user = User.objects.get(username=username)
        at = datetime(2022, month, 10, 1, tzinfo=UTC)
        return Actor(user.pk, user.name, role, DISTRICT, at)

    return {
        f"{name}{month}": actor(name, role, month)
        for name, role in (("clerk", "BUREAU_ASSISTANCE"), ("finance", "BUREAU_FINANCE"))
        for month in (7, 8)
    }


def prepare(households: int) -> dict[str, object]:
    """The population, money without end, the July run, and what became known after it."""
    from minzheng.kernel.disbursements import operations
    from minzheng.kernel.disbursements.enums import FundLevel
    from minzheng.lib.months import Month

    owner(POPULATION.format(n=households))
    owner("ANALYZE")
    by, day = actors(), date(2022, 7, 10)
    for code, category in (("DISTRICT", ""), ("PROVINCE", "RURAL")):
        source = operations.register_fund_source(
            code=code, name=code, level=FundLevel.DISTRICT, by=by["clerk7"], on=day
        )
        operations.appropriate(
            source=source,
            year=2022,
            program=PROGRAM,
            amount_fen=10**15,
            document=code,
            issued_on=day,
            category=category,
            by=by["clerk7"],
            on=day,
        )
    july = operations.plan(program=PROGRAM, month=Month(2022, 7), by=by["clerk7"], on=day)
    july = operations.freeze(run=july, by=by["clerk7"], on=day)
    operations.approve(run=july, by=by["finance7"], on=day)
    owner(LATE_CHANGES)
    owner("ANALYZE; CHECKPOINT" if _is_superuser() else "ANALYZE")
    return by


def _is_superuser() -> bool:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def clock(act: object) -> tuple[float, object]:
    start = time.perf_counter()
    result = act()  # type: ignore[operator]
    return time.perf_counter() - start, result


def cpu_seconds() -> float:
    """Processor time of this process and of its database session; not a number on another machine.

    The machine is shared: where the clock says more than this, the run was waiting its turn.
    """
    from django.db import connection

    own = os.times()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        return float("nan")
    user, system = stat.read_text().rsplit(")", 1)[1].split()[11:13]
    return own.user + own.system + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def measure(households: int) -> Measurement:
    from django.db import connection

    from minzheng.kernel.disbursements import operations
    from minzheng.lib.months import Month

    by, day = prepare(households), date(2022, 8, 10)
    with connection.cursor() as cursor:
        cursor.execute(SCAN)
        scan, _ = clock(lambda: cursor.execute(SCAN))
    before = cpu_seconds()
    plan, run = clock(
        lambda: operations.plan(program=PROGRAM, month=Month(2022, 8), by=by["clerk8"], on=day)
    )
    freeze, run = clock(lambda: operations.freeze(run=run, by=by["clerk8"], on=day))
    cpu = cpu_seconds() - before
    approve, run = clock(lambda: operations.approve(run=run, by=by["finance8"], on=day))
    loop_lines, loop, same = against(by_the_record, run, min(households, LOOP_HOUSEHOLDS))
    bulk_lines, bulk, too = against(by_the_thousand, run, min(households, BULK_HOUSEHOLDS))
    return Measurement(
        households, run.lines, plan, freeze, cpu, approve, scan,
        loop_lines, loop, bulk_lines, bulk, same and too,
    )  # fmt: skip


def against(way: Callable[[PayRun, int], int], run: PayRun, part: int) -> tuple[int, float, bool]:
    """(lines, seconds, same lines) of another way, on a part of the households."""
    owner(
        "DROP TABLE IF EXISTS loop_line; CREATE TABLE loop_line (LIKE disbursements_line INCLUDING ALL);"
        + "".join(_references("loop_line"))
        + f"GRANT SELECT, INSERT ON loop_line TO {_app_role()}"
    )
    seconds, lines = clock(lambda: way(run, part))
    return lines, seconds, same_lines(run, part)


def _references(table: str) -> Iterator[str]:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid = 'disbursements_line'::regclass AND contype = 'f'"
        )
        for (definition,) in cursor.fetchall():
            yield f"ALTER TABLE {table} ADD {definition};"


def _app_role() -> str:
    from minzheng.config import database

    return database.app_role()


@functools.cache
def loop_model() -> type[models.Model]:
    """The ledger's columns as an ordinary table with the same constraints."""
    from minzheng.kernel.disbursements.models import DisbursementLine

    fields = {field.name: field.clone() for field in DisbursementLine._meta.fields}
    meta = type(
        "Meta", (), {"app_label": "disbursements", "managed": False, "db_table": "loop_line"}
    )
    return type("LoopLine", (models.Model,), {**fields, "Meta": meta, "__module__": __name__})


def loop_line(
    run: PayRun, number: int, wish: Wish, account_id: int, source_id: int
) -> dict[str, object]:
    kind, month, allowance, previous, fen = wish
    return {
        "id": run.pk * 100_000_000 + number,
        "run_id": run.pk,
        "enrollment_id": allowance.enrollment_id,
        "household_id": allowance.enrollment.household_id,
        "program": PROGRAM,
        "category": allowance.category,
        "area_code": allowance.area_code,
        "for_month": month,
        "kind": kind,
        "allowance_id": allowance.pk,
        "previous_allowance_id": previous,
        "amount_fen": fen,
        "persons": allowance.persons,
        "account_id": account_id,
        "fund_source_id": source_id,
        "recorded_at": run.known_at,
    }


def wishes(
    due: Allowance, arrears: Allowance, lined: list[DisbursementLine], run: PayRun
) -> list[Wish]:
    """What one household gets: perhaps a back payment for July, and August."""
    more = arrears.amount_fen - sum(line.amount_fen for line in lined)
    back = [("BACK_PAYMENT", JULY, arrears, lined[0].allowance_id, more)] if more > 0 else []
    return [*back, ("REGULAR", run.month, due, None, due.amount_fen)]


def by_the_record(run: PayRun, part: int) -> int:
    """The ordinary way: for every household look things up, compare, save. One transaction."""
    from minzheng.kernel.disbursements.models import (
        Appropriation,
        DisbursementLine,
        PayeeAssignment,
    )
    from minzheng.kernel.enrollments.models import Allowance, Enrollment

    model, count = loop_model(), 0

    def latest(enrollment: Enrollment, month: date) -> Allowance:
        rows = Allowance.objects.filter(enrollment=enrollment, from_month__lte=month)
        return rows.select_related("enrollment").order_by("-from_month", "-id")[0]

    with transaction.atomic():
        for enrollment in Enrollment.objects.filter(program=PROGRAM, id__lte=part).order_by("id"):
            payee = PayeeAssignment.objects.get(
                household=enrollment.household_id, program=PROGRAM, to_on=None
            )
            lined = DisbursementLine.objects.filter(enrollment=enrollment, for_month=JULY)
            due = latest(enrollment, run.month)
            source = (
                Appropriation.objects.filter(program=PROGRAM, year=2022)
                .filter(category__in=["", due.category])
                .order_by("-category", "rank")[0]
            )
            arrears = latest(enrollment, JULY)
            for wish in wishes(due, arrears, list(lined.exclude(run=run)), run):
                count += 1
                columns = loop_line(run, count, wish, payee.account_id, source.fund_source_id)
                model.objects.create(**columns)
    return count


def by_the_thousand(run: PayRun, part: int) -> int:
    """The careful way in Django: everything read in a few queries, bulk_create of 1,000."""
    from minzheng.kernel.disbursements.models import (
        Appropriation,
        DisbursementLine,
        PayeeAssignment,
    )
    from minzheng.kernel.enrollments.models import Allowance

    model, fresh = loop_model(), []
    allowances = Allowance.objects.filter(enrollment__program=PROGRAM, enrollment_id__lte=part)
    latest: dict[tuple[int, date], Allowance] = {}
    for row in allowances.select_related("enrollment").order_by("from_month", "id"):
        for month in (JULY, run.month):
            if row.from_month <= month:
                latest[(row.enrollment_id, month)] = row
    payees = dict(
        PayeeAssignment.objects.filter(
            household_id__lte=part, program=PROGRAM, to_on=None
        ).values_list("household_id", "account_id")
    )
    lined: dict[int, list[DisbursementLine]] = {}
    for line in DisbursementLine.objects.filter(enrollment_id__lte=part, for_month=JULY).exclude(
        run=run
    ):
        lined.setdefault(line.enrollment_id, []).append(line)
    sources = dict(
        Appropriation.objects.filter(program=PROGRAM, year=2022)
        .order_by("-rank")
        .values_list("category", "fund_source_id")
    )
    with transaction.atomic():
        for enrollment_id in sorted(lined):
            due = latest[(enrollment_id, run.month)]
            source = sources.get(due.category) or sources[""]
            arrears = latest[(enrollment_id, JULY)]
            for wish in wishes(due, arrears, lined[enrollment_id], run):
                account = payees[due.enrollment.household_id]
                fresh.append(model(**loop_line(run, len(fresh) + 1, wish, account, source)))
        model.objects.bulk_create(fresh, batch_size=1_000)
    return len(fresh)


def same_lines(run: object, part: int) -> bool:
    """Both tables hold the same lines for these households: EXCEPT in both directions is empty."""
    from django.db import connection

    ours = f"SELECT {COMPARED} FROM disbursements_line WHERE run_id = {run.pk} AND enrollment_id <= {part}"
    theirs = f"SELECT {COMPARED} FROM loop_line"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (({ours} EXCEPT ALL {theirs}) UNION ALL"
            f" ({theirs} EXCEPT ALL {ours})) difference"
        )
        return cursor.fetchone()[0] == 0


def markdown(rows: list[Measurement]) -> str:
    head = (
        "| households | lines | plan s | freeze and attach s | both s | of it CPU s | approve s | lines/s "
        "| scan of the same columns s (ratio) | ORM loop lines/s (lines) | times "
        "| bulk_create lines/s (lines) | times | same |\n"
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|:-:|\n"
    )
    return head + "".join(_row(row) for row in rows)


def _row(r: Measurement) -> str:
    loop, bulk = r.loop_lines / r.loop, r.bulk_lines / r.bulk
    return (
        f"| {r.households:,} | {r.lines:,} | {r.plan:.2f} | {r.freeze:.2f} | {r.total:.2f} | {r.cpu:.2f} "
        f"| {r.approve:.2f} | {r.rate:,.0f} | {r.scan:.3f} ({r.total / r.scan:.0f}) "
        f"| {loop:,.0f} ({r.loop_lines:,}) | {r.rate / loop:,.0f} "
        f"| {bulk:,.0f} ({r.bulk_lines:,}) | {r.rate / bulk:,.0f} | {'yes' if r.same else 'NO'} |\n"
    )


def main(sizes: tuple[int, ...] = SIZES) -> str:
    """The table for benchmarks/README.md. Raises AssertionError when the two ways disagree."""
    import django

    django.setup()
    rows = []
    for size in sizes:
        with scratch_database():
            rows.append(measure(size))
        print(markdown(rows[-1:]), flush=True)
        assert rows[-1].same, "the ways disagree"  # noqa: S101 - the check is part of the measurement
    table = markdown(rows)
    largest = rows[-1]
    if largest.households >= 1_000_000:
        verdict = "met" if largest.total <= GOAL_SECONDS else "missed"
        table += (
            f"\nGoal, 1M lines planned, frozen and attached in {GOAL_SECONDS:.0f} s: "
            f"{verdict} ({largest.total:.2f} s, of it {largest.cpu:.2f} s of processor time).\n"
        )
    return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=QUICK_SIZES)
    print(main(tuple(parser.parse_args().sizes)))
    sys.exit(0)
