"""What stored records say against a household of a roster: each answer is a sentence for the officer."""

from collections.abc import Iterable, Sequence
from datetime import date

from minzheng.kernel.disbursements.operations.payees import account_index
from minzheng.kernel.enrollments.enums import Program
from minzheng.kernel.enrollments.models import Enrollment
from minzheng.kernel.institutions.enums import InstitutionKind
from minzheng.kernel.institutions.models import Institution
from minzheng.kernel.people.models import Household, HouseholdMembership, Person
from minzheng.kernel.people.vault import vault
from minzheng.livelihood.minimum_living.operations import HouseholdTakenOver

Refusals = dict[str, str]


def refusals_of(households: Sequence[HouseholdTakenOver], known: set[str], on: date) -> Refusals:
    """{household number: sentence}. `known` are the numbers of households taken over before."""
    before = [h for h in households if h.number in known]
    return {
        **_immovable(before),
        **_off_the_roll(before, on),
        **_taken_numbers([h for h in households if h.number not in known]),
        **_unpayable(households),
        **_strangers(households, on),
    }


def _immovable(households: Iterable[HouseholdTakenOver]) -> Refusals:
    """Head and account change by their own operations, with their own second person."""
    seal = vault()
    found: Refusals = {}
    wanted = {h.number: h for h in households}
    heads = Household.objects.filter(number__in=wanted).values_list("number", "head__id_index")
    for number, index in heads:
        if bytes(index or b"") != seal.index(wanted[number].members[0].id_number):
            found[number] = "户主与在册登记不同。请先在系统内办理户主变更，再导入。"
    payees = Household.objects.filter(
        number__in=wanted,
        payees__program=Program.MINIMUM_LIVING,
        payees__to_on=None,
        payees__confirmed_at__isnull=False,
    ).values_list("number", "payees__account__number_index")
    for number, index in payees:
        if bytes(index) != account_index(wanted[number].account_number):
            found[number] = (
                "账号与在册收款账户不同。账户变更须由两人办理，请先在系统内变更，再导入。"
            )
    return found


def _off_the_roll(households: Iterable[HouseholdTakenOver], on: date) -> Refusals:
    numbers = {h.number for h in households}
    there = set(
        Enrollment.objects.in_force_on(on)
        .filter(household__number__in=numbers, program=Program.MINIMUM_LIVING)
        .values_list("household__number", flat=True)
    )
    return dict.fromkeys(
        numbers - there, f"该户到 {on:%Y-%m} 已停发，不能用花名册恢复。请办理申请，或从册中删除。"
    )


def _taken_numbers(households: Iterable[HouseholdTakenOver]) -> Refusals:
    numbers = [h.number for h in households]
    return dict.fromkeys(
        Household.objects.filter(number__in=numbers).values_list("number", flat=True),
        "系统中已有同号的家庭，不是由花名册转入的。请核对低保证号。",
    )


def _unpayable(households: Iterable[HouseholdTakenOver]) -> Refusals:
    """The bank is not one that pays for us."""
    banks = Institution.objects.filter(kind=InstitutionKind.BANK).values_list("name", flat=True)
    known = sorted(banks)
    return {
        h.number: f"没有登记代发银行“{h.bank}”（已登记：{'、'.join(known) or '无'}）。"
        "请改用已登记的名称，或导入时加 --register-banks 一并登记。"
        for h in households
        if h.bank not in known
    }


def _strangers(households: Iterable[HouseholdTakenOver], on: date) -> Refusals:
    """An ID number is known under another name, or lives in another household."""
    seal = vault()
    found: Refusals = {}
    claims = {seal.index(m.id_number): (h.number, m.name) for h in households for m in h.members}
    registered = Person.objects.filter(id_index__in=list(claims)).values_list("id_index", "name")
    for index, written in registered:
        number, name = claims[bytes(index or b"")]
        if written != name:
            found[number] = f"{name}的身份证号已登记为“{written}”。请按证件更正姓名或身份证号。"
    lives = (
        HouseholdMembership.objects.in_force_on(on)
        .filter(person__id_index__in=list(claims))
        .values_list("person__id_index", "household__number")
    )
    for index, elsewhere in lives:
        number, name = claims[bytes(index or b"")]
        if elsewhere != number:
            found[number] = (
                f"{name}已在家庭 {elsewhere} 中。请先在原家庭办理成员减少，或更正低保证号。"
            )
    return found
