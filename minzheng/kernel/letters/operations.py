"""The only writer of this room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check
from minzheng.kernel.audit.operations import record
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.files import operations as files
from minzheng.kernel.letters.enums import DeliveryMethod
from minzheng.kernel.letters.models import Delivery, Letter, LetterSerial
from minzheng.kernel.letters.queries import remedies
from minzheng.kernel.letters.templates import BadTemplate, Filling, Template, blocks, templates
from minzheng.kernel.printing import Sheet, sheet_docx, sheet_pdf
from minzheng.lib.crypto import sm3

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.casework.models import Case, Decision
    from minzheng.kernel.files.models import StoredFile

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PURPOSE = "文书"


class NotYet(Exception):
    """What the letter would tell has not happened."""


class AlreadyIssued(Exception):
    """This letter was written for this decision before."""


class DeliveryRefused(Exception):
    """A receipt that cannot be right; the message says why."""


def template_of(name: str, kind: str) -> Template:
    """The template of a kind of letter. Raises BadTemplate."""
    try:
        return templates(name)[kind]
    except KeyError:
        raise BadTemplate(
            f"没有文书“{kind}”的模板，请在 policies/letters/{name}.yaml 中登记。"
        ) from None


@transaction.atomic
def issue(
    *,
    case: Case,
    template: str,
    kind: str,
    filling: Filling,
    by: Actor,
    on: date,
    decision: Decision | None = None,
) -> Letter:
    """制发: fill, number, render, keep and register. Raises NotYet, AlreadyIssued, FieldMissing.

    Names the template may use besides those of `filling`: 文号, 制发日期, 文书.
    """
    wanted = template_of(template, kind)
    check(by, wanted.permission, case.area_code)
    _refuse_too_early(case, wanted, decision)
    known = None if wanted.form else _known(case, kind, decision)
    if known is not None:
        raise AlreadyIssued(f"“{known.title}”已于 {known.issued_on} 制发（{known.number}）。")
    sheet = _sheet(wanted, filling, _next_number(wanted.series, on), case, by, on)
    content = sheet_pdf(sheet)
    name = f"{sheet.title} {sheet.number}"
    letter = Letter.objects.create(
        number=sheet.number,
        case=case,
        decision=decision,
        template=template,
        kind=kind,
        is_form=wanted.form,
        title=sheet.title,
        issuer=sheet.issuer,
        issued_on=on,
        sm3=sm3(content).hex(),
        pdf=_keep(f"{name}.pdf", content, PDF, by, on),
        docx=_keep(f"{name}.docx", sheet_docx(sheet), DOCX, by, on),
        actor_id=by.user_id,
        actor_name=by.name,
        recorded_at=by.at,
    )
    facts = {"case": case.number, "number": letter.number, "kind": kind, "sm3": letter.sm3}
    record(
        tag="letters:letter:issued",
        target=letter,
        by=by,
        on=on,
        area_code=case.area_code,
        facts=facts,
    )
    return letter


def _refuse_too_early(case: Case, wanted: Template, decision: Decision | None) -> None:
    if wanted.after and not case.steps.filter(action__in=wanted.after).exists():
        known = case.flow.by_action
        steps = "”或“".join(known[action].label for action in wanted.after if action in known)
        raise NotYet(f"办件 {case.number} 尚未“{steps}”，不能制发“{wanted.title}”。")
    if wanted.decisions and (decision is None or decision.kind not in wanted.decisions):
        raise NotYet(f"办件 {case.number} 尚未作出相应决定，不能制发“{wanted.title}”。")


def _known(case: Case, kind: str, decision: Decision | None) -> Letter | None:
    return Letter.objects.filter(case=case, kind=kind, decision=decision).first()


def _next_number(series: str, on: date) -> str:
    serial, _ = LetterSerial.objects.select_for_update().get_or_create(key=f"{series}{on.year}")
    serial.last += 1
    serial.save(update_fields=["last"])
    return f"{series}〔{on.year}〕{serial.last}号"


def _sheet(
    wanted: Template, filling: Filling, number: str, case: Case, by: Actor, on: date
) -> Sheet:
    words = {
        **filling.words,
        "文号": number,
        "制发日期": f"{on.year}年{on.month}月{on.day}日",
        "文书": wanted.title[-3:],
    }
    filled = Filling(words, filling.lists, filling.tables)
    patterns = remedies(case.area_code, on) if {"remedies": True} in wanted.body else []
    return Sheet(
        title=wanted.title,
        blocks=blocks(wanted, filled, patterns),
        at=by.at,
        number=number,
        addressee=filled.text(wanted.addressee),
        issuer=filled.text(wanted.issuer),
        dated=on,
        is_compact=wanted.compact,
    )


def _keep(name: str, content: bytes, media_type: str, by: Actor, on: date) -> StoredFile:
    return files.store(
        name=name, content=content, media_type=media_type, purpose=PURPOSE, by=by, on=on
    )


@transaction.atomic
def deliver(
    *,
    letter: Letter,
    method: DeliveryMethod,
    receiver: str,
    by: Actor,
    on: date,
    relation: str = "",
    note: str = "",
    delivered_on: date | None = None,
) -> Delivery:
    """送达: the receipt, and the end of the limit that ran for it. Raises DeliveryRefused."""
    check(by, Permission.LETTER_DELIVER, letter.case.area_code)
    day = delivered_on or on
    if letter.is_form:
        raise DeliveryRefused(f"“{letter.title}”是表格，不需送达。")
    if Delivery.objects.filter(letter=letter).exists():
        raise DeliveryRefused(f"“{letter.title}”已登记送达，不能再次登记。")
    if not letter.issued_on <= day <= on:
        raise DeliveryRefused(f"送达日期应在 {letter.issued_on} 至 {on} 之间，请核对。")
    if not receiver.strip():
        raise DeliveryRefused("请填写签收人。")
    if method in (DeliveryMethod.MAIL, DeliveryMethod.LEFT) and not note.strip():
        raise DeliveryRefused("邮寄送达请填写邮单号，留置送达请填写见证人。")
    delivery = Delivery.objects.create(
        letter=letter,
        method=method,
        delivered_on=day,
        receiver=receiver,
        relation=relation,
        note=note,
        actor_name=by.name,
        recorded_at=by.at,
    )
    stops = template_of(letter.template, letter.kind).stops
    if stops:
        casework.stop_clock(letter.case, stops, day)
    record(
        tag="letters:letter:delivered",
        target=letter,
        by=by,
        on=on,
        area_code=letter.case.area_code,
        facts={"number": letter.number, "method": method, "on": day.isoformat()},
    )
    return delivery
