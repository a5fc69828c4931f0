"""Who was paid for which month: person by person, as known at a moment."""

from datetime import date

from minzheng.kernel.disbursements import queries
from minzheng.kernel.disbursements.models import DisbursementLine
from minzheng.kernel.enrollments.operations import Amount, Share, change_allowance
from tests.kernel.disbursements.world import AUGUST, JULY, moment

END = moment(date(2022, 12, 31))


def read(sql, as_of=END):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, {"as_of": as_of})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def test_a_line_is_split_among_its_persons_to_the_fen(world):
    family = world.family(125_000)
    world.paid(JULY)
    items = read(queries.PAID_ITEMS)
    assert sorted(item["amount_fen"] for item in items) == [41_666, 41_667, 41_667]
    assert {item["person_id"] for item in items} == {p.pk for p in family.people}
    assert {item["paid_on"] for item in items} == {date(2022, 7, 11)}
    assert {(item["program"], item["category"]) for item in items} == {("MINIMUM_LIVING", "URBAN")}


def test_a_back_payment_is_what_each_person_gets_more(world):
    family = world.family(90_000)
    world.paid(JULY)
    first, second, third = family.people
    change_allowance(
        enrollment=family.enrollment,
        from_month=JULY,
        amount=Amount(
            category="URBAN",
            shares=(
                Share(first.pk, 30_000, 15_000),
                Share(second.pk, 30_000, 0),
                Share(third.pk, 32_000, 0),
            ),
        ),
        reason="SEVERE_DISABILITY",
        by=world.clerk(date(2022, 8, 2)),
        on=date(2022, 8, 2),
    )
    world.paid(AUGUST)
    back = {i["person_id"]: i for i in read(queries.PAID_ITEMS) if i["kind"] == "BACK_PAYMENT"}
    assert (back[first.pk]["base_fen"], back[first.pk]["uplift_fen"]) == (0, 15_000)
    assert (back[second.pk]["amount_fen"], back[third.pk]["amount_fen"]) == (0, 2_000)


def test_the_parts_of_every_line_add_up_to_the_line(world):
    for n in range(7):
        family = world.family(50_001 + n, persons=1 + n % 4)
        if n % 2:
            world.change(family, 61_003 + n, JULY, on=date(2022, 8, 3))
    world.paid(JULY)
    world.paid(AUGUST)
    parts = {}
    for item in read(queries.PAID_ITEMS):
        parts[item["line_id"]] = parts.get(item["line_id"], 0) + item["amount_fen"]
    assert parts == dict(DisbursementLine.objects.values_list("id", "amount_fen"))


def test_person_months_are_net_of_back_payments_and_recoveries(world):
    up, down = world.family(60_000, persons=2), world.family(80_000, persons=2)
    world.paid(JULY)
    world.change(up, 70_000, JULY, on=date(2022, 8, 2))
    world.change(down, 50_000, JULY, on=date(2022, 8, 2))
    world.paid(AUGUST)
    months = read(queries.PERSON_MONTHS)
    assert len(months) == 8
    july = [m for m in months if m["for_month"] == JULY.first_day]
    assert sorted(m["amount_fen"] for m in july) == [25_000, 25_000, 35_000, 35_000]
    assert {m["household_id"] for m in july} == {up.household.pk, down.household.pk}


def test_what_was_known_then_does_not_change_later(world):
    family = world.family(60_000, persons=1)
    world.paid(JULY)
    july = moment(date(2022, 7, 31))
    before = read(queries.PERSON_MONTHS, july)
    world.change(family, 40_000, JULY, on=date(2022, 8, 2))
    world.paid(AUGUST)
    assert read(queries.PERSON_MONTHS, july) == before
    assert [m["amount_fen"] for m in before] == [60_000]
    assert read(queries.PERSON_MONTHS, moment(date(2022, 7, 10))) == []


def test_a_month_taken_back_whole_is_no_person_time(world):
    from minzheng.kernel.enrollments.operations import end

    family = world.family(60_000, persons=1)
    world.paid(JULY)
    day = date(2022, 8, 2)
    end(enrollment=family.enrollment, from_month=JULY, reason="DIED", by=world.clerk(day), on=day)
    world.paid(AUGUST)
    assert read(queries.PERSON_MONTHS) == []
    assert len(read(queries.PAID_ITEMS)) == 1
