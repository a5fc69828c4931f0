"""一户一档: households, and why a month gave what it gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.casework.models import Case
from minzheng.kernel.disbursements.enums import LineKind, LineState
from minzheng.kernel.disbursements.queries import LINE_STATES, rows
from minzheng.kernel.enrollments.models import Enrollment
from minzheng.kernel.enrollments.queries import allowance_for
from minzheng.kernel.people.models import Household
from minzheng.kernel.policy import ParameterUnset
from minzheng.lib.months import Month
from minzheng.livelihood.minimum_living.models import Classification, TakeOver
from minzheng.livelihood.minimum_living.queries import reckon_household
from minzheng.rulebook import RulebookError
from minzheng.workbench.explanations import Arranged, arranged
from minzheng.workbench.places import Places
from minzheng.workbench.views.pages import WorkbenchPage, first_rows

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.http import HttpRequest

    from minzheng.kernel.people.models import HouseholdMembership


class Households(WorkbenchPage):
    """The households of the actor's area, found by number or by the name of a member."""

    permission = Permission.HOUSEHOLD_VIEW
    template = "workbench/households.html"

    def get(self, _request: HttpRequest) -> HttpResponse:
        wanted = self.request.GET.get("q", "").strip()[:60]
        found = Household.objects.filter(area_code__startswith=self.scope)
        if wanted:
            named = Q(number__istartswith=wanted) | Q(members__name__startswith=wanted)
            if wanted.isascii():
                named |= Q(members__name_key__startswith=wanted.lower())
            found = found.filter(named).distinct()
        if after := self.number_given("after"):
            found = found.filter(pk__gt=after)
        shown, last = first_rows(found.select_related("head").order_by("pk"))
        return self.page(households=_with_place(shown), last=last, wanted=wanted)


class HouseholdPage(WorkbenchPage):
    """One household: members, enrollments, payments by month, cases."""

    permission = Permission.HOUSEHOLD_VIEW
    template = "workbench/household.html"

    def get(self, _request: HttpRequest, pk: int) -> HttpResponse:
        household = household_in_scope(self, pk)
        today = timezone.localtime(self.actor.at).date()
        members = household.memberships.select_related("person").order_by("joined_on", "id")
        return self.page(
            household=household,
            place=Places()[household.area_code],
            takeover=TakeOver.objects.filter(household=household).first(),
            members=[_member(row, today) for row in members],
            classifications=Classification.objects.filter(household=household).order_by("from_on"),
            enrollments=Enrollment.objects.filter(household=household)
            .prefetch_related("allowances")
            .order_by("started_on"),
            payments=payments_of(household, as_of=self.actor.at),
            cases=Case.objects.filter(household=household).order_by("opened_on", "id"),
            trail=[("家庭", reverse("households"))],
        )


class MonthPage(WorkbenchPage):
    """One household, one month: what is due, and every value on the way to it."""

    permission = Permission.HOUSEHOLD_VIEW
    template = "workbench/month.html"

    def get(self, _request: HttpRequest, pk: int, month: str) -> HttpResponse:
        household = household_in_scope(self, pk)
        try:
            wanted = Month.parse(month)
        except ValueError as error:
            raise Http404 from error
        allowances = [
            found
            for enrollment in Enrollment.objects.filter(household=household)
            if (found := allowance_for(enrollment, wanted, as_of=self.actor.at))
        ]
        reckoning, trouble = _reckoned(household, wanted)
        paid = [
            row for row in payments_of(household, as_of=self.actor.at) if row["month"] == wanted
        ]
        return self.page(
            household=household,
            place=Places()[household.area_code],
            month=wanted,
            allowances=allowances,
            payments=paid,
            explanation=reckoning,
            differs=bool(
                reckoning
                and reckoning.amount_fen is not None
                and [row for row in allowances if row.amount_fen != reckoning.amount_fen]
            ),
            trouble=trouble,
            trail=[
                ("家庭", reverse("households")),
                (household.number, reverse("household", args=[household.pk])),
            ],
        )


def household_in_scope(page: WorkbenchPage, pk: int) -> Household:
    """The household; outside the actor's area it does not exist."""
    visible = Household.objects.filter(area_code__startswith=page.scope).select_related("head")
    return get_object_or_404(visible, pk=pk)


def payments_of(household: Household, *, as_of: datetime) -> list[dict[str, Any]]:
    """Every line ever made for a household, the latest month first."""
    found = rows(
        f"{LINE_STATES} WHERE line.household_id = %(household)s"
        " ORDER BY line.for_month DESC, line.id DESC",
        {"household": household.pk, "as_of": as_of},
    )
    return [
        {
            "line": line_id,
            "run": run_id,
            "kind": LineKind(kind).label,
            "month": Month.of(for_month),
            "amount_fen": fen,
            "state": LineState(state),
        }
        for line_id, run_id, _household, kind, for_month, fen, state in found
    ]


def _reckoned(household: Household, month: Month) -> tuple[Arranged | None, str]:
    """The explanation, or the sentence that says what is missing."""
    try:
        return arranged(reckon_household(household, month).explanation.as_json()), ""
    except (ParameterUnset, RulebookError) as trouble:
        return None, str(trouble)


def _with_place(households: list[Household]) -> list[tuple[Household, str]]:
    places = Places()
    return [(household, places[household.area_code]) for household in households]


def _member(row: HouseholdMembership, today: date) -> dict[str, Any]:
    """A member without the birthday: with it the masked number could be completed."""
    born, end = row.person.birth_on, min(row.person.died_on or today, today)
    age = end.year - born.year - ((end.month, end.day) < (born.month, born.day))
    return {"row": row, "person": row.person, "age": age, "is_gone": row.left_on is not None}
