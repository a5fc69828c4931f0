"""From an application to an allowance, and what happens to it afterwards, through the operations."""

from datetime import date

import pytest

from minzheng.kernel.audit.queries import history, verify
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.models import Decision
from minzheng.kernel.enrollments.enums import AllowanceKind, Category
from minzheng.kernel.enrollments.models import Allowance, Enrollment
from minzheng.kernel.enrollments.operations import AlreadyEnrolled, NotEnrolled
from minzheng.kernel.enrollments.queries import allowance_for
from minzheng.kernel.people import operations as people
from minzheng.kernel.people.enums import Relation
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import IncomeKind, Occupation, WorkAbility
from minzheng.livelihood.household_assessment.operations import ConditionLine, IncomeLine, Means
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.livelihood.minimum_living.enums import (
    ChangeReason,
    ExitReason,
    RefusalReason,
    SuspensionReason,
)
from tests.kernel.builders import XIUFENG, actor, household, person
from tests.livelihood.visits import visited

pytestmark = pytest.mark.django_db

APPLIED, DECIDED = date(2022, 4, 11), date(2022, 5, 20)
GRANTED_FROM, LATER = Month(2022, 6), date(2022, 8, 10)


def clerk(on: date = APPLIED):
    return actor("SUBDISTRICT_CLERK", XIUFENG, on)


def bureau(on: date = DECIDED):
    return actor("BUREAU_ASSISTANCE", on=on)


def means_of(*incomes: tuple[object, int]) -> Means:
    """Everybody able to work, of working age, with this pension (fen a month)."""
    return Means(
        conditions=[ConditionLine(p.pk, WorkAbility.FULL, Occupation.FLEXIBLE) for p, _ in incomes],
        incomes=[IncomeLine(p.pk, IncomeKind.TRANSFER, fen) for p, fen in incomes if fen],
    )


def applied(*incomes: int):
    people_ = [person(name) for name, _ in zip("甲乙丙丁", incomes, strict=False)]
    home = household(*people_)
    return minimum_living.apply(
        household=home,
        applicant=people_[0],
        means=means_of(*zip(people_, incomes, strict=True)),
        category=Category.URBAN,
        ground="城镇户籍且无承包地",
        by=clerk(),
        on=APPLIED,
    )


def on_notice(*incomes: int):
    case = applied(*incomes)
    minimum_living.accept(case=case, by=clerk(), on=date(2022, 4, 12))
    minimum_living.investigate(case=case, by=clerk(), on=date(2022, 4, 14))
    visited(case=case, by=clerk(), on=date(2022, 4, 20))
    minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25))
    minimum_living.post_notice(case=case, by=clerk(), on=date(2022, 4, 26))
    return case


def to_confirm(*incomes: int):
    case = on_notice(*incomes)
    return minimum_living.forward(case=case, by=clerk(), on=date(2022, 5, 5))


def granted(*incomes: int) -> Enrollment:
    return minimum_living.grant(case=to_confirm(*incomes), by=bureau(), on=DECIDED)


def changed(enrollment: Enrollment, reason: ChangeReason, means: Means | None = None):
    home = enrollment.household
    case = minimum_living.report_change(
        household=home, applicant=home.head, reason=reason, by=clerk(LATER), on=LATER, means=means
    )
    return minimum_living.review(case=case, by=clerk(LATER), on=LATER)


def test_the_decision_of_may_pays_from_june():
    enrollment = granted(140_000, 0, 0)
    allowance = Allowance.objects.get(enrollment=enrollment)
    assert (enrollment.started_on, allowance.from_month) == (date(2022, 6, 1), date(2022, 6, 1))
    # 3 persons × 750 − 1400 = 850 (assistance.md §6.2, example 1)
    assert (allowance.amount_fen, allowance.persons) == (85_000, 3)
    assert allowance_for(enrollment, Month(2022, 5)) is None


def test_the_shares_of_the_members_add_up_to_the_allowance():
    allowance = Allowance.objects.get(enrollment=granted(100_000, 0, 0))
    assert allowance.amount_fen == 125_000
    assert sorted(s.amount_fen for s in allowance.shares.all()) == [41_666, 41_667, 41_667]


def test_the_decision_keeps_the_reckoning_with_its_sources():
    enrollment = granted(140_000, 0, 0)
    decision = Decision.objects.get(case=enrollment.case)
    named = {
        line["name"]: line["value"]
        for line in decision.reckoning["lines"]
        if line["entity"] == "户"
    }
    assert named["月保障金"] == 85_000
    assert any("低保标准" in p["name"] and p["source"] for p in decision.reckoning["parameters"])


def test_income_equal_to_the_standard_is_refused_at_the_decision():
    case = applied(75_000)
    minimum_living.accept(case=case, by=clerk(), on=date(2022, 4, 12))
    minimum_living.investigate(case=case, by=clerk(), on=date(2022, 4, 14))
    visited(case=case, by=clerk(), on=date(2022, 4, 20))
    assert not minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25)).eligible
    with pytest.raises(minimum_living.NotEligible, match="报请不予确认"):
        minimum_living.post_notice(case=case, by=clerk(), on=date(2022, 4, 26))
    minimum_living.forward_refusal(
        case=case, by=clerk(), on=date(2022, 4, 26), note="收入不低于标准"
    )
    with pytest.raises(minimum_living.NotEligible, match=r"750\.00 元"):
        minimum_living.grant(case=case, by=bureau(), on=DECIDED)
    decision = minimum_living.refuse(
        case=case,
        reason=RefusalReason.INCOME_NOT_BELOW_STANDARD,
        statement="",
        by=bureau(),
        on=DECIDED,
    )
    assert "750.00 元" in decision.statement
    assert not Enrollment.objects.exists()


def test_the_notice_hangs_its_seven_days_out():
    case = on_notice(0)
    with pytest.raises(casework.NoticeStillHangs, match="2022-05-03 才期满"):
        minimum_living.forward(case=case, by=clerk(), on=date(2022, 5, 2))
    case.refresh_from_db()
    assert case.status == "ON_NOTICE"
    minimum_living.forward(case=case, by=clerk(), on=date(2022, 5, 3))
    assert case.status == "TO_CONFIRM"


def test_the_notice_shows_applicant_persons_and_amount_and_no_more():
    notice = on_notice(140_000, 0, 0).notices.get()
    assert (notice.applicant_name, notice.persons, notice.amount_fen) == ("甲", 3, 85_000)
    assert not hasattr(notice, "id_masked")


def test_an_objection_leads_back_to_the_investigation():
    case = on_notice(0)
    minimum_living.object_to_notice(
        case=case, by=clerk(), on=date(2022, 4, 28), note="邻居反映有工作"
    )
    minimum_living.investigate(case=case, by=clerk(), on=date(2022, 4, 29))
    assert case.status == "INVESTIGATING"


def test_a_family_on_the_roll_cannot_apply_again():
    enrollment = granted(0)
    with pytest.raises(AlreadyEnrolled, match="请办理变更"):
        minimum_living.apply(
            household=enrollment.household,
            applicant=enrollment.household.head,
            means=means_of((enrollment.household.head, 0)),
            category=Category.URBAN,
            ground="",
            by=clerk(LATER),
            on=LATER,
        )


def test_more_income_means_less_from_the_month_after_the_decision():
    enrollment = granted(20_000)
    head = enrollment.household.head
    case = changed(enrollment, ChangeReason.INCOME, means_of((head, 50_000)))
    minimum_living.decide_change(case=case, by=bureau(LATER), on=LATER)
    assert allowance_for(enrollment, Month(2022, 8)).amount_fen == 55_000
    assert allowance_for(enrollment, Month(2022, 9)).amount_fen == 25_000
    assert allowance_for(enrollment, Month(2022, 9)).kind == AllowanceKind.CHANGED


def test_income_above_the_standard_stops_the_allowance_with_its_reason():
    enrollment = granted(20_000)
    case = changed(enrollment, ChangeReason.INCOME, means_of((enrollment.household.head, 90_000)))
    decision = minimum_living.decide_change(case=case, by=bureau(LATER), on=LATER)
    enrollment.refresh_from_db()
    assert decision.reason == ExitReason.INCOME_ABOVE_STANDARD
    assert (enrollment.ended_on, enrollment.end_reason) == (date(2022, 9, 1), decision.reason)
    assert allowance_for(enrollment, Month(2022, 9)).amount_fen == 0


def test_a_change_without_effect_keeps_the_allowance():
    enrollment = granted(20_000)
    case = changed(enrollment, ChangeReason.OTHER)
    assert minimum_living.decide_change(case=case, by=bureau(LATER), on=LATER).kind == "KEEP"
    assert Allowance.objects.filter(enrollment=enrollment).count() == 1


def test_a_birth_adds_a_person_to_the_next_reckoning():
    enrollment = granted(20_000)
    child = person("宝", date(2022, 8, 1))
    people.add_member(
        household=enrollment.household,
        person=child,
        relation=Relation.SON,
        by=clerk(LATER),
        on=LATER,
    )
    head = enrollment.household.head
    case = changed(enrollment, ChangeReason.MEMBER_ADDED, means_of((head, 20_000), (child, 0)))
    minimum_living.decide_change(case=case, by=bureau(LATER), on=LATER)
    now = allowance_for(enrollment, Month(2022, 9))
    # 2 × 750 − 200 = 1300, and the minor's uplift of the sample district on top
    assert now.persons == 2
    assert (now.base_fen, now.uplift_fen > 0) == (130_000, True)


def test_a_death_ends_the_share_and_the_household_goes_on():
    enrollment = granted(20_000, 0)
    home = enrollment.household
    late = home.memberships.get(relation=Relation.OTHER).person
    case = minimum_living.report_death(
        household=home, person=late, died_on=date(2022, 8, 3), by=clerk(LATER), on=LATER
    )
    minimum_living.review(case=case, by=clerk(LATER), on=LATER)
    minimum_living.decide_change(case=case, by=bureau(LATER), on=LATER)
    assert allowance_for(enrollment, Month(2022, 8)).persons == 2
    assert allowance_for(enrollment, Month(2022, 9)).persons == 1
    assert allowance_for(enrollment, Month(2022, 9)).amount_fen == 55_000


def test_the_death_of_the_last_member_ends_the_enrollment():
    enrollment = granted(20_000)
    home = enrollment.household
    case = minimum_living.report_death(
        household=home, person=home.head, died_on=date(2022, 8, 3), by=clerk(LATER), on=LATER
    )
    minimum_living.review(case=case, by=clerk(LATER), on=LATER)
    decision = minimum_living.decide_change(case=case, by=bureau(LATER), on=LATER)
    assert (decision.kind, decision.reason) == ("STOP", ExitReason.DIED)


def test_suspended_then_resumed_is_the_same_allowance_again():
    enrollment = granted(20_000)
    case = changed(enrollment, ChangeReason.OTHER)
    minimum_living.suspend(
        case=case, reason=SuspensionReason.LOST_CONTACT, by=bureau(LATER), on=LATER
    )
    assert allowance_for(enrollment, Month(2022, 9)).amount_fen == 0
    found = date(2022, 10, 11)
    case = minimum_living.report_change(
        household=enrollment.household,
        applicant=enrollment.household.head,
        reason=ChangeReason.OTHER,
        by=clerk(found),
        on=found,
    )
    minimum_living.review(case=case, by=clerk(found), on=found)
    minimum_living.resume(case=case, by=bureau(found), on=found)
    assert allowance_for(enrollment, Month(2022, 10)).amount_fen == 0
    assert allowance_for(enrollment, Month(2022, 11)).amount_fen == 55_000


def test_nothing_can_be_changed_after_the_end():
    enrollment = granted(20_000)
    case = changed(enrollment, ChangeReason.OTHER)
    minimum_living.stop(case=case, reason=ExitReason.VOLUNTARY, by=bureau(LATER), on=LATER)
    with pytest.raises((NotEnrolled, minimum_living.NotOnRoll)):
        changed(enrollment, ChangeReason.INCOME)
        minimum_living.resume(case=case, by=bureau(LATER), on=date(2022, 10, 1))


def test_every_step_left_its_trace():
    enrollment = granted(0)
    assert [e.tag for e in history(enrollment.case)] == [
        "casework:case:opened",
        *(
            f"casework:case:{action}"
            for action in ("accept", "investigate", "propose", "post_notice", "forward", "grant")
        ),
    ]
    assert verify() == []
