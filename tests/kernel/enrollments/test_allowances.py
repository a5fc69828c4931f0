"""An allowance is never changed: a later row counts from its month on, and only from when it was known."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.kernel.enrollments import operations as enrollments
from minzheng.kernel.enrollments.enums import AllowanceKind, Category, Program
from minzheng.kernel.enrollments.models import Allowance, Enrollment
from minzheng.kernel.enrollments.operations import Amount, Share
from minzheng.kernel.enrollments.queries import allowance_for
from minzheng.lib.months import Month
from tests.kernel.builders import actor, household, person

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY, AUGUST = (Month(2022, m) for m in (5, 6, 7, 8))
DAY = date(2022, 5, 20)


def _amount(person_id: int, fen: int) -> Amount:
    return Amount(Category.URBAN, (Share(person_id, fen, 0),))


def _enrolled(fen: int = 50_000) -> Enrollment:
    someone = person()
    return enrollments.enroll(
        household=household(someone),
        program=Program.MINIMUM_LIVING,
        from_month=JUNE,
        amount=_amount(someone.pk, fen),
        by=actor(on=DAY),
        on=DAY,
    )


def _person_of(enrollment: Enrollment) -> int:
    return enrollment.household.head_id or 0


def test_nothing_is_due_before_the_first_month():
    enrollment = _enrolled()
    assert allowance_for(enrollment, MAY) is None
    assert allowance_for(enrollment, AUGUST).amount_fen == 50_000


def test_a_retroactive_change_counts_from_its_month_but_only_once_it_is_known():
    enrollment, august = _enrolled(), date(2022, 8, 16)
    enrollments.change_allowance(
        enrollment=enrollment,
        from_month=JULY,
        amount=_amount(_person_of(enrollment), 65_000),
        reason="STANDARD",
        by=actor(on=august),
        on=august,
    )
    assert allowance_for(enrollment, JULY).amount_fen == 65_000
    before = datetime(2022, 8, 1, tzinfo=UTC)
    assert allowance_for(enrollment, JULY, as_of=before).amount_fen == 50_000
    assert allowance_for(enrollment, JUNE).amount_fen == 50_000


def test_of_two_changes_from_the_same_month_the_later_one_counts():
    enrollment = _enrolled()
    for fen in (60_000, 70_000):
        enrollments.change_allowance(
            enrollment=enrollment,
            from_month=JULY,
            amount=_amount(_person_of(enrollment), fen),
            reason="INCOME",
            by=actor(on=DAY),
            on=DAY,
        )
    assert allowance_for(enrollment, JULY).amount_fen == 70_000


def test_a_household_is_in_a_program_once():
    enrollment = _enrolled()
    with pytest.raises(enrollments.AlreadyEnrolled, match="不能重复纳入"):
        enrollments.enroll(
            household=enrollment.household,
            program=Program.MINIMUM_LIVING,
            from_month=AUGUST,
            amount=_amount(_person_of(enrollment), 1),
            by=actor(),
            on=DAY,
        )


def test_the_database_refuses_overlapping_enrollments_by_itself():
    enrollment = _enrolled()
    with pytest.raises(IntegrityError, match="enrollment_no_overlap"), transaction.atomic():
        Enrollment.objects.create(
            household=enrollment.household,
            program=Program.MINIMUM_LIVING,
            started_on=date(2022, 7, 1),
        )


def test_after_the_end_the_family_may_enter_again():
    enrollment = _enrolled()
    enrollments.end(enrollment=enrollment, from_month=JULY, reason="OTHER", by=actor(), on=DAY)
    again = enrollments.enroll(
        household=enrollment.household,
        program=Program.MINIMUM_LIVING,
        from_month=AUGUST,
        amount=_amount(_person_of(enrollment), 40_000),
        by=actor(),
        on=DAY,
    )
    assert again.pk != enrollment.pk


def test_a_suspension_is_a_row_of_nothing_and_can_be_lifted_once():
    enrollment = _enrolled()
    enrollments.suspend(enrollment=enrollment, from_month=JULY, reason="OTHER", by=actor(), on=DAY)
    assert allowance_for(enrollment, JULY).kind == AllowanceKind.SUSPENDED
    enrollments.resume(enrollment=enrollment, from_month=AUGUST, reason="", by=actor(), on=DAY)
    assert allowance_for(enrollment, AUGUST).amount_fen == 50_000
    with pytest.raises(enrollments.NotEnrolled, match="没有处于暂停状态"):
        enrollments.resume(enrollment=enrollment, from_month=AUGUST, reason="", by=actor(), on=DAY)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"amount_fen": 1}, "allowance_amount_is_base_plus_uplift"),
        ({"base_fen": -5, "amount_fen": -5}, "allowance_not_negative"),
        ({"from_month": date(2022, 7, 2)}, "allowance_from_first_of_month"),
        ({"kind": "ENDED"}, "allowance_zero_only_when_suspended_or_ended"),
    ],
)
def test_each_constraint_of_the_ledger_bites(change, constraint):
    row = Allowance.objects.get(enrollment=_enrolled())
    fields = {
        f.attname: getattr(row, f.attname)
        for f in Allowance._meta.concrete_fields
        if f.name != "id"
    }
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Allowance.objects.create(**(fields | change))


@pytest.mark.parametrize(
    "table", ["enrollments_allowance", "enrollments_allowanceshare", "casework_decision"]
)
@pytest.mark.parametrize("verb", ["update {} set id = id", "delete from {}"])
def test_the_app_role_can_neither_update_nor_delete_ledger_rows(table, verb):
    with connection.cursor() as cursor:
        cursor.execute("savepoint before")
        with pytest.raises(Exception, match="permission denied"):
            cursor.execute(verb.format(table))
        cursor.execute("rollback to savepoint before")


def test_an_actor_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="时区"):
        replace(actor(), at=datetime(2022, 1, 1))  # noqa: DTZ001 - the mistake under test
