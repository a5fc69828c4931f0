"""Fund sources, appropriations, and whether a run stays within them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Sum

from minzheng.kernel.audit.operations import record
from minzheng.kernel.disbursements.enums import LineKind
from minzheng.kernel.disbursements.models import Appropriation, FundSource, RunTotal
from minzheng.kernel.disbursements.operations.steps import OverBudget, ask, execute
from minzheng.lib.fen import yuan_text

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.disbursements.enums import FundLevel
    from minzheng.kernel.disbursements.models import PayRun
    from minzheng.kernel.enrollments.enums import Program


@transaction.atomic
def register_fund_source(
    *, code: str, name: str, level: FundLevel, by: Actor, on: date
) -> FundSource:
    """The source with this code; entering it again changes nothing."""
    source, created = FundSource.objects.get_or_create(
        code=code, defaults={"name": name, "level": level}
    )
    if created:
        record(
            tag="disbursements:fund_source:registered",
            target=source,
            by=by,
            on=on,
            facts={"name": name, "level": level},
        )
    return source


@transaction.atomic
def appropriate(
    *,
    source: FundSource,
    year: int,
    program: Program,
    amount_fen: int,
    document: str,
    issued_on: date,
    by: Actor,
    on: date,
    category: str = "",
    rank: int = 1,
) -> Appropriation:
    """Money for a program and year by a document; the same document again changes nothing.

    A cut is a further document with a negative amount.
    """
    row: dict[str, Any] = {
        "fund_source": source,
        "year": year,
        "program": program,
        "category": category,
        "document": document,
    }
    appropriation, created = Appropriation.objects.get_or_create(
        **row,
        defaults={
            "rank": rank,
            "amount_fen": amount_fen,
            "issued_on": issued_on,
            "recorded_at": by.at,
        },
    )
    if created:
        record(
            tag="disbursements:appropriation:made",
            target=appropriation,
            by=by,
            on=on,
            facts={"year": year, "program": program, "fen": amount_fen, "document": document},
        )
    return appropriation


def commit_to_budget(run: PayRun) -> None:
    """Write what the run takes from each source, if the year's appropriations allow it.

    Reissues were committed by the run they repeat. Raises OverBudget naming source and sum.
    """
    year = run.month.year
    # Two runs that draw on one year's money at once would each see only their own part.
    ask("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", f"budget {run.program} {year}")
    execute(
        """
        INSERT INTO disbursements_runtotal (run_id, fund_source_id, category, kind, lines, amount_fen)
        SELECT run_id, fund_source_id, category, kind, count(*), sum(amount_fen)
          FROM disbursements_line WHERE run_id = %(run)s GROUP BY 1, 2, 3, 4
        """,
        {"run": run.pk},
    )
    committed = _by_source(
        RunTotal.objects.filter(run__program=run.program, run__month__year=year).exclude(
            kind=LineKind.REISSUE
        )
    )
    available = _by_source(Appropriation.objects.filter(program=run.program, year=year))
    for source_id, fen in sorted(committed.items()):
        if fen > available.get(source_id, 0):
            source = FundSource.objects.get(pk=source_id)
            raise OverBudget(
                f"{year}年“{run.get_program_display()}”的“{source}”指标为"
                f"{yuan_text(available.get(source_id, 0))}元，连同本批次共需{yuan_text(fen)}元，"
                "请先登记追加指标，或退回重编。"
            )


def _by_source(rows: Any) -> dict[int, int]:
    return dict(rows.values_list("fund_source_id").annotate(fen=Sum("amount_fen")))
