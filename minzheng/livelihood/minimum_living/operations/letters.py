"""文书 of this program: which letter tells a decision, and writing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.casework.enums import DecisionKind
from minzheng.kernel.letters import operations as letters
from minzheng.kernel.letters.templates import Filling
from minzheng.livelihood.minimum_living.wording import amount_before, filling

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Decision
    from minzheng.kernel.letters.models import Letter

TEMPLATES = "minimum_living"
_KINDS = {
    DecisionKind.GRANT: "GRANT",
    DecisionKind.REFUSE: "REFUSAL",
    DecisionKind.CHANGE: "ADJUSTMENT",
    DecisionKind.RESUME: "ADJUSTMENT",
    DecisionKind.SUSPEND: "SUSPENSION",
    DecisionKind.STOP: "STOP",
}


def letter_kind_of(decision: Decision) -> str | None:
    """The letter that tells the decision; a smaller amount is told as 减发. None: nothing to tell."""
    kind = _KINDS.get(DecisionKind(decision.kind))
    before = amount_before(decision)
    if kind == "ADJUSTMENT" and before is not None and decision.amount_fen < before:
        return "REDUCTION"
    return kind


@transaction.atomic
def write_letter(
    *,
    case: Case,
    kind: str,
    by: Actor,
    on: date,
    words: Mapping[str, str] | None = None,
) -> Letter:
    """制发 a letter of `policies/letters/minimum_living.yaml`, filled from the case.

    `words` adds what no case knows (责令退回: 事实、应退期间、应退金额、退回期限、收款账户). It rests on
    the latest decision of a kind the template allows. Raises NotYet, AlreadyIssued, FieldMissing.
    """
    template = letters.template_of(TEMPLATES, kind)
    decision = case.decisions.filter(kind__in=template.decisions).last()
    given = filling(case, decision, on)
    return letters.issue(
        case=case,
        template=TEMPLATES,
        kind=kind,
        filling=Filling({**given.words, **(words or {})}, given.lists, given.tables),
        decision=decision,
        by=by,
        on=on,
    )


@transaction.atomic
def tell_decision(*, decision: Decision, by: Actor, on: date) -> Letter | None:
    """The letter that goes with a decision; None when there is nothing to tell."""
    kind = letter_kind_of(decision)
    return write_letter(case=decision.case, kind=kind, by=by, on=on) if kind else None
