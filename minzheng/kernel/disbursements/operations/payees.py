"""To whose account a household's money goes. A change needs two people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.queries import check
from minzheng.kernel.audit.operations import record
from minzheng.kernel.disbursements.enums import AccountStatus, PayeeKind, PayeeReason
from minzheng.kernel.disbursements.models import Account, PayeeAssignment
from minzheng.kernel.disbursements.operations.steps import (
    AlreadyMoved,
    NotPossible,
    SecondPersonNeeded,
    person,
)
from minzheng.kernel.people.models import HouseholdMembership
from minzheng.kernel.people.vault import vault
from minzheng.lib.crypto import sm3

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from minzheng.kernel.audit.actor import Actor
    from minzheng.kernel.enrollments.enums import Program
    from minzheng.kernel.institutions.models import Institution
    from minzheng.kernel.people.models import Household, Person

ACCOUNT_CONTEXT = "account.number"
_NUMBER = re.compile(r"\d{12,32}")


class AccountConflict(NotPossible):
    """The account number already belongs to somebody else at this bank."""


@dataclass(frozen=True, slots=True)
class PayeeRequest:
    """One household's wish: its money of a program to this person's account at this bank."""

    household: Household
    program: Program
    person: Person
    bank: Institution
    account_number: str
    reason: PayeeReason | None = None


def mask_account(number: str) -> str:
    """6217 **** 1234"""
    return f"{number[:4]} **** {number[-4:]}"


def account_index(number: str) -> bytes:
    """Blind index of an account number: equal numbers, equal bytes; not comparable with IDs."""
    return vault().index(f"account:{number}")


def tidy_account(text: str) -> str:
    """Digits only; raises ValueError with a sentence."""
    number = re.sub(r"[\s-]", "", text)
    if not _NUMBER.fullmatch(number):
        raise ValueError(f"账号应为12至32位数字，收到的有{len(number)}个字符，请核对存折或卡号。")
    return number


def assign_payee(
    *,
    household: Household,
    program: Program,
    person: Person,
    bank: Institution,
    account_number: str,
    by: Actor,
    on: date,
    reason: PayeeReason | None = None,
) -> PayeeAssignment:
    """The first account of a household counts at once; a different one later is a proposal.

    Asked again for the same account, nothing changes. Raises ValueError for a bad number,
    AccountConflict, NotPossible when the holder is not of the household and no reason is given.
    """
    wish = PayeeRequest(household, program, person, bank, account_number, reason)
    return assign_payees(requests=[wish], by=by, on=on)[0]


@transaction.atomic
def assign_payees(
    *, requests: Sequence[PayeeRequest], by: Actor, on: date
) -> list[PayeeAssignment]:
    """The same for many households at once (a roster), with one audit event."""
    accounts = _accounts(requests, by)
    reasons = _reasons(requests, on)
    existing = {
        (a.household_id, a.program, a.account_id): a
        for a in PayeeAssignment.objects.filter(
            household__in={r.household.pk for r in requests}, to_on=None
        ).order_by("id")
    }
    served = {(h, p) for (h, p, _), a in existing.items() if a.confirmed_at is not None}
    result, fresh = [], []
    for request, account, reason in zip(requests, accounts, reasons, strict=True):
        slot = (request.household.pk, str(request.program))
        assignment = existing.get((*slot, account.pk))
        if assignment is None:
            assignment = _assignment(
                request, account, reason, first=slot not in served, by=by, on=on
            )
            existing[(*slot, account.pk)] = assignment
            served.add(slot)
            fresh.append(assignment)
        result.append(assignment)
    PayeeAssignment.objects.bulk_create(fresh)
    _note_assignments(fresh, by, on)
    return result


def _assignment(
    request: PayeeRequest,
    account: Account,
    reason: PayeeReason,
    *,
    first: bool,
    by: Actor,
    on: date,
) -> PayeeAssignment:
    return PayeeAssignment(
        household=request.household,
        program=request.program,
        account=account,
        kind=PayeeKind.FIRST if first else PayeeKind.CHANGE,
        reason=reason,
        from_on=on,
        proposed_by_id=by.user_id if first else person(by),
        proposed_at=by.at,
        confirmed_at=by.at if first else None,
    )


def _accounts(requests: Sequence[PayeeRequest], by: Actor) -> list[Account]:
    """The account of each request, entered if it is new."""
    numbers = [tidy_account(request.account_number) for request in requests]
    keys = [(r.bank.pk, account_index(n)) for r, n in zip(requests, numbers, strict=True)]
    known = {
        (a.bank_id, bytes(a.number_index)): a
        for a in Account.objects.filter(number_index__in={index for _, index in keys})
    }
    fresh: dict[tuple[int, bytes], Account] = {}
    for request, number, key in zip(requests, numbers, keys, strict=True):
        account = known.get(key) or fresh.get(key)
        if account is None:
            fresh[key] = Account(
                person=request.person,
                bank=request.bank,
                number_sealed=vault().seal(number, ACCOUNT_CONTEXT),
                number_index=key[1],
                number_masked=mask_account(number),
                registered_at=by.at,
            )
        elif account.status == AccountStatus.CLOSED:
            raise NotPossible(
                f"{request.bank}账号 {account.number_masked} 已停用，请登记新的账号。"
            )
        elif account.person_id != request.person.pk:
            raise AccountConflict(
                f"{request.bank}账号 {account.number_masked} 已登记在“{account.person}”名下，"
                f"不能再登记给“{request.person}”，请核对户名与账号。"
            )
    Account.objects.bulk_create(fresh.values())
    return [known.get(key) or fresh[key] for key in keys]


def _reasons(requests: Sequence[PayeeRequest], on: date) -> list[PayeeReason]:
    members = set(
        HouseholdMembership.objects.in_force_on(on)
        .filter(household__in={r.household.pk for r in requests})
        .values_list("household_id", "person_id")
    )
    reasons = []
    for request in requests:
        if (request.household.pk, request.person.pk) in members:
            reasons.append(request.reason or PayeeReason.MEMBER)
        elif request.reason in (PayeeReason.GUARDIAN, PayeeReason.TRUSTED_CARER):
            reasons.append(request.reason)
        else:
            raise NotPossible(
                f"{request.person}不是家庭 {request.household.number} 的成员，"
                "由他人代领须选择“监护人代领”或“照料人代领”并附证明。"
            )
    return reasons


def _note_assignments(fresh: list[PayeeAssignment], by: Actor, on: date) -> None:
    if not fresh:
        return
    listing = ";".join(f"{a.household_id},{a.program},{a.account_id},{a.kind}" for a in fresh)
    single = fresh[0] if len(fresh) == 1 else None
    record(
        tag="disbursements:payee:assigned"
        if fresh[0].confirmed_at
        else "disbursements:payee:proposed",
        target=single or ("disbursements.payeeassignment", f"{fresh[0].pk}-{fresh[-1].pk}"),
        by=by,
        on=on,
        area_code=single.household.area_code if single else by.area_code,
        facts={"payees": len(fresh), "sm3": sm3(listing.encode()).hex()},
    )


@transaction.atomic
def confirm_payee(*, assignment: PayeeAssignment, by: Actor, on: date) -> PayeeAssignment:
    """A second person confirms a proposed account; from `on` the money goes there.

    Raises SecondPersonNeeded for the proposer, AlreadyMoved when it was confirmed before.
    """
    check(by, Permission.RUN_APPROVE, assignment.household.area_code)
    now = (
        PayeeAssignment.objects.select_for_update(of=("self",))
        .select_related("household", "account")
        .get(pk=assignment.pk)
    )
    if now.confirmed_at is not None:
        raise AlreadyMoved(
            f"家庭 {now.household.number} 的这项收款账户变更已经确认，无需重复办理。"
        )
    if now.proposed_by_id == person(by):
        raise SecondPersonNeeded("收款账户变更须由提出人以外的另一人确认。")
    PayeeAssignment.objects.filter(
        household=now.household_id, program=now.program, to_on=None, confirmed_at__isnull=False
    ).update(to_on=on)
    now.from_on, now.confirmed_by_id, now.confirmed_at = on, by.user_id, by.at
    now.save(update_fields=["from_on", "confirmed_by", "confirmed_at"])
    record(
        tag="disbursements:payee:confirmed",
        target=now,
        by=by,
        on=on,
        area_code=now.household.area_code,
        facts={"household": now.household_id, "account": now.account.number_masked},
    )
    return now


@transaction.atomic
def close_account(*, account: Account, reason: str, by: Actor, on: date) -> Account:
    """The account is gone (lost card, holder left or died): nothing is paid to it from `on`.

    Households without another account are held in the next run, not forgotten.
    """
    now = Account.objects.select_for_update().get(pk=account.pk)
    if now.status == AccountStatus.CLOSED:
        return now
    now.status = AccountStatus.CLOSED
    now.save(update_fields=["status"])
    households = PayeeAssignment.objects.filter(account=now, to_on=None).update(to_on=on)
    record(
        tag="disbursements:account:closed",
        target=now,
        by=by,
        on=on,
        area_code=by.area_code,
        facts={"account": now.number_masked, "households": households, "reason": reason},
    )
    return now
