"""The tricky cases 1 to 15 of the handbook (assistance.md §23): who is counted, when, and for how much."""

from datetime import date

import pytest

from minzheng.kernel.disbursements import operations as disbursements
from minzheng.kernel.enrollments.enums import Category
from minzheng.kernel.enrollments.models import Allowance
from minzheng.kernel.enrollments.queries import allowance_for
from minzheng.kernel.people.enums import LeaveReason, Relation
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment import operations as assessment
from minzheng.livelihood.household_assessment.enums import (
    Benefit,
    Circumstance,
    IncomeKind,
    Occupation,
    StandingGround,
    StudyLevel,
    WorkAbility,
)
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.livelihood.minimum_living.enums import ChangeReason, ExitReason
from minzheng.livelihood.minimum_living.operations import events, recomputing
from minzheng.livelihood.minimum_living.operations.standing import category_of_mixed
from minzheng.livelihood.minimum_living.overlaps import Verdict
from minzheng.livelihood.minimum_living.queries import reckon_household
from minzheng.livelihood.minimum_living.watching import conflicts
from minzheng.rulebook import FactRefused
from tests.kernel import builders
from tests.kernel.disbursements.world import World, lines
from tests.livelihood.minimum_living.roll import (
    JULY,
    JUNE,
    Who,
    bureau,
    changed,
    clerk,
    decided,
    due,
    enrolled,
    home,
    income,
    means_of,
    people_of,
    person_facts,
    reckoned,
    set_policy,
    to_confirm_of,
)

pytestmark = pytest.mark.django_db
AUGUST_10 = date(2022, 8, 10)
AUGUST, SEPTEMBER = Month(2022, 8), Month(2022, 9)


def test_01_a_member_who_moves_out_is_counted_until_that_month_and_not_from_the_next():
    family = home(Who("甲", 60_000), Who("子", born=date(2010, 1, 1)))
    enrollment = enrolled(family)
    child = people_of(family)[1]
    case = events.report_departure(
        household=family, person=child, left_on=date(2022, 7, 15), reason=LeaveReason.MOVED_OUT,
        by=clerk(AUGUST_10), on=AUGUST_10,
    )  # fmt: skip
    decided(case, AUGUST_10)
    # the child's hukou went to the other parent in July: August is reckoned without it, July stands
    assert due(enrollment, JULY) == 97_500
    assert due(enrollment, AUGUST) == 15_000


def test_01_working_far_away_is_no_reason_to_leave_the_household():
    family = home(Who("甲", 60_000), Who("外出务工的乙"))
    assert reckon_household(family, JULY).explanation.value("家庭人数") == 2
    assert set(LeaveReason.labels) == {"死亡", "迁出", "婚出", "服刑", "分户", "其他"}


def test_02_a_bachelor_student_away_at_college_is_counted_and_a_postgraduate_need_not_be():
    family = home(Who("甲", 60_000), Who("女", born=date(2001, 5, 1), male=False))
    enrollment, daughter = enrolled(family), people_of(family)[1]
    study = {
        "household": family, "person": daughter, "school": "某大学", "by": clerk(AUGUST_10),
        "on": AUGUST_10, "from_on": date(2022, 8, 1), "expected_to": date(2025, 7, 1),
    }  # fmt: skip
    with pytest.raises(ValueError, match="本科及以下的在校子女应计入"):
        events.report_study(level=StudyLevel.BACHELOR, counted=False, **study)
    case = events.report_study(level=StudyLevel.POSTGRADUATE, counted=False, **study)
    decided(case, AUGUST_10)
    assert due(enrollment, AUGUST) == 90_000
    assert due(enrollment, SEPTEMBER) == 15_000


def test_03_a_graduate_stays_counted_and_has_months_to_look_for_work_without_assessed_income(
    policies,
):
    set_policy(policies, "收入评估方式", "按最低工资评估")
    student = Who("子", born=date(2000, 5, 1), job=Occupation.STUDENT)
    family = home(Who("甲", 30_000, ability=WorkAbility.LOST), student)
    son = people_of(family)[1]
    study = assessment.record_study(
        person=son, level=StudyLevel.BACHELOR, school="某大学", from_on=date(2018, 9, 1),
        expected_to=date(2022, 7, 1), by=clerk(), on=date(2022, 1, 10),
    )  # fmt: skip
    enrolled(family)
    assert reckon_household(family, JUNE).explanation.value("家庭月收入") == 30_000
    july_1 = date(2022, 7, 1)
    events.report_graduation(
        household=family, study=study, graduated_on=july_1, by=clerk(july_1), on=july_1
    )
    assessment.record_condition(
        line=assessment.ConditionLine(son.pk, WorkAbility.FULL, Occupation.UNREGISTERED_UNEMPLOYED),
        from_on=july_1, by=clerk(july_1), on=july_1,
    )  # fmt: skip
    within = reckon_household(family, Month(2022, 12)).explanation
    assert within.value("家庭人数") == 2
    assert within.value("家庭月收入") == 30_000


def test_03_after_the_months_for_looking_the_income_of_the_graduate_is_assessed():
    able = {"情形": [{"种类": int(Circumstance.ABLE)}]}
    looking = {"情形": [*able["情形"], {"种类": int(Circumstance.JOB_SEEKING), "至": 20220801}]}
    by_wage = {"收入评估方式": "按最低工资评估"}
    graduate = person_facts(1, 出生日期=20000501) | looking
    assert reckoned(graduate, month=JULY, **by_wage).explanation.value("家庭月收入") == 0
    later = reckoned(graduate, month=AUGUST, **by_wage).explanation
    assert later.value("家庭月收入") == 193_000


def test_04_a_prisoner_is_not_counted_and_may_be_added_again_after_release():
    family = home(Who("甲", 60_000), Who("乙"))
    enrollment, prisoner = enrolled(family), people_of(family)[1]
    case = events.imprison(
        household=family, person=prisoner, ground=StandingGround.IMPRISONED,
        on_day=date(2022, 7, 20), by=clerk(AUGUST_10), on=AUGUST_10,
    )  # fmt: skip
    decided(case, AUGUST_10)
    assert (due(enrollment, JULY), due(enrollment, AUGUST)) == (90_000, 15_000)
    free = date(2022, 10, 12)
    case = events.release(
        household=family, person=prisoner, released_on=date(2022, 10, 5), by=clerk(free), on=free
    )
    decided(case, free)
    assert due(enrollment, Month(2022, 10)) == 15_000
    assert due(enrollment, Month(2022, 11)) == 90_000


def test_04_the_month_of_imprisonment_can_be_the_first_without_him(policies):
    set_policy(policies, "服刑停计", "当月")
    family = home(Who("甲", 60_000), Who("乙"))
    enrollment, prisoner = enrolled(family), people_of(family)[1]
    case = events.imprison(
        household=family, person=prisoner, ground=StandingGround.IMPRISONED,
        on_day=date(2022, 7, 20), by=clerk(AUGUST_10), on=AUGUST_10,
    )  # fmt: skip
    decided(case, AUGUST_10)
    assert due(enrollment, JULY) == 15_000


def test_04_detention_before_judgement_does_not_take_anybody_out_of_the_family():
    family = home(Who("甲", 60_000), Who("乙"))
    with pytest.raises(events.NotInCustody, match="社区矫正的仍计入"):
        events.imprison(
            household=family, person=people_of(family)[1], ground=StandingGround.OTHER,
            on_day=date(2022, 7, 20), by=clerk(AUGUST_10), on=AUGUST_10,
        )  # fmt: skip


def test_05_a_spouse_without_local_registration_is_counted_and_not_insured():
    family = home(Who("甲", 100_000), Who("境外配偶", male=False), Who("子", born=date(2003, 1, 1)))
    assessment.record_circumstance(
        person=people_of(family)[1], kind=Circumstance.NOT_INSURED, statement="配偶无本地户籍",
        ground=StandingGround.NO_LOCAL_REGISTRATION, from_on=date(2022, 1, 10), by=clerk(),
        on=date(2022, 1, 10),
    )  # fmt: skip
    reckoning = reckon_household(family, JULY)
    assert (reckoning.explanation.value("家庭人数"), reckoning.persons) == (3, 2)
    # (750 × 3 − 1000) ÷ 3 × 2
    assert reckoning.amount_fen == 83_333


def test_06_a_spouse_registered_elsewhere_who_is_helped_there_is_found_and_not_insured_here():
    family = home(Who("甲", 20_000), Who("乙", male=False))
    spouse = people_of(family)[1]
    enrolled(family)
    assessment.record_benefit(
        person=spouse, benefit=Benefit.EXTREME_HARDSHIP, monthly_fen=97_500,
        source="户籍地民政部门复函", from_on=date(2022, 6, 1), by=clerk(), on=AUGUST_10,
    )  # fmt: skip
    (found,) = conflicts(JULY, builders.KAIFU)
    assert (found.person_id, found.verdict) == (spouse.pk, Verdict.EXCLUSIVE)


def test_06_nobody_is_granted_the_allowance_beside_help_that_excludes_it():
    case = to_confirm_of(0, 0)
    spouse = people_of(case.household)[1]
    assessment.record_benefit(
        person=spouse, benefit=Benefit.EXTREME_HARDSHIP, monthly_fen=97_500,
        source="户籍地民政部门复函", from_on=date(2022, 5, 1), by=clerk(), on=date(2022, 5, 6),
    )  # fmt: skip
    with pytest.raises(minimum_living.BenefitsExclude, match=r"乙.*特困供养.*不得同时享受"):
        minimum_living.grant(case=case, by=bureau(), on=date(2022, 5, 20))
    assert not case.household.enrollments.exists()
    case.refresh_from_db()
    assessment.record_circumstance(
        person=spouse, kind=Circumstance.NOT_COUNTED, ground=StandingGround.EXTREME_HARDSHIP,
        statement="户籍地特困供养", from_on=date(2022, 5, 1), by=clerk(), on=date(2022, 5, 19),
    )  # fmt: skip
    enrollment = minimum_living.grant(case=case, by=bureau(), on=date(2022, 5, 20))
    assert due(enrollment, JUNE) == 75_000


def test_07_a_death_in_mid_month_leaves_that_month_and_stops_the_share_from_the_next():
    family = home(Who("甲", 60_000), Who("乙"))
    enrollment = enrolled(family)
    case = minimum_living.report_death(
        household=family, person=people_of(family)[1], died_on=date(2022, 7, 3),
        by=clerk(date(2022, 7, 20)), on=date(2022, 7, 20),
    )  # fmt: skip
    decided(case, date(2022, 7, 25))
    assert (due(enrollment, JULY), due(enrollment, AUGUST)) == (90_000, 15_000)


def test_07_08_months_paid_after_a_death_become_recoveries_for_their_own_months_and_are_not_netted():
    world = World()
    world.money()
    family = home(Who("甲", 60_000), Who("乙"))
    enrollment = enrolled(family, JUNE)
    give_account(world, family)
    for month in (JUNE, JULY, AUGUST):
        world.paid(month)
    found_on = date(2022, 9, 2)
    case = minimum_living.report_death(
        household=family, person=people_of(family)[1], died_on=date(2022, 6, 11),
        by=clerk(found_on), on=found_on,
    )  # fmt: skip
    decided(case, found_on)
    run = world.approved(SEPTEMBER)
    assert lines(run) == [("REGULAR", "2022-09", 15_000)]
    recovered = [
        (f"{r.for_month:%Y-%m}", r.amount_fen) for r in run.recoveries.order_by("for_month")
    ]
    assert recovered == [("2022-07", 75_000), ("2022-08", 75_000)]
    # what was published for July stays as it was known then
    known_then = Allowance.objects.filter(
        enrollment=enrollment, recorded_at__lt=bureau(found_on).at
    )
    assert known_then.latest("from_month").amount_fen == 90_000


def give_account(world, family):
    disbursements.assign_payee(
        household=family, program="MINIMUM_LIVING", person=people_of(family)[0],
        bank=world.institution, account_number="6217000012345678", by=world.clerk(date(2022, 5, 20)),
        on=date(2022, 5, 20),
    )  # fmt: skip


def test_08_a_death_found_after_the_family_left_the_roll_still_takes_the_months_back():
    family = home(Who("甲", 60_000), Who("乙"))
    enrollment = enrolled(family)
    case = changed(family, ChangeReason.OTHER, AUGUST_10)
    minimum_living.review(case=case, by=clerk(AUGUST_10), on=AUGUST_10)
    minimum_living.stop(case=case, reason=ExitReason.VOLUNTARY, by=bureau(AUGUST_10), on=AUGUST_10)
    found_on = date(2022, 11, 2)
    case = minimum_living.report_death(
        household=family, person=people_of(family)[1], died_on=date(2022, 6, 11),
        by=clerk(found_on), on=found_on,
    )  # fmt: skip
    decided(case, found_on)
    assert [due(enrollment, m) for m in (JUNE, JULY, AUGUST, SEPTEMBER)] == [
        90_000, 15_000, 15_000, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(("died", "first"), [("2022-06-11", JULY), ("2022-03-05", JUNE)])
def test_08_a_death_of_the_only_member_found_late_takes_back_later_changes_too(died, first):
    family = home(Who("甲", 60_000))
    enrollment, late = enrolled(family), people_of(family)[0]
    case = changed(family, ChangeReason.INCOME, AUGUST_10, means_of([late], [Who("甲", 50_000)]))
    decided(case, AUGUST_10)
    found_on = date(2022, 11, 2)
    case = minimum_living.report_death(
        household=family, person=late, died_on=date.fromisoformat(died), by=clerk(found_on),
        on=found_on,
    )  # fmt: skip
    decided(case, found_on)
    enrollment.refresh_from_db()
    assert enrollment.ended_on == first.first_day
    paid = {m: due(enrollment, m) for m in (JUNE, JULY, AUGUST, SEPTEMBER, Month(2022, 12))}
    assert {m for m, fen in paid.items() if fen} == {m for m in paid if m < first}


def test_09_whoever_is_granted_in_mid_month_is_paid_from_the_next():
    enrollment = minimum_living.grant(case=to_confirm_of(0), by=bureau(), on=date(2022, 5, 10))
    assert enrollment.started_on == date(2022, 6, 1)


def test_10_a_decision_on_the_last_working_day_counts_for_that_month_whenever_it_is_posted():
    last = date(2022, 5, 31)
    enrollment = minimum_living.grant(case=to_confirm_of(0), by=bureau(last), on=last)
    assert enrollment.started_on == date(2022, 6, 1)


def test_11_a_newborn_is_paid_from_the_month_after_confirmation():
    family = home(Who("甲", 60_000))
    enrollment = enrolled(family)
    child = builders.person("宝", date(2022, 7, 2))
    case = events.report_birth(
        household=family, child=child, relation=Relation.SON, by=clerk(AUGUST_10), on=AUGUST_10
    )
    decided(case, AUGUST_10)
    assert due(enrollment, AUGUST) == 15_000
    # 2 × 750 − 600, and the minor's uplift of 75 on top
    assert due(enrollment, SEPTEMBER) == 97_500


def test_11_where_the_district_pays_back_to_the_birth_it_is_the_month_after_the_birth(policies):
    set_policy(policies, "新生儿起发", "出生次月")
    family = home(Who("甲", 60_000))
    enrollment = enrolled(family)
    child = builders.person("宝", date(2022, 6, 20))
    case = events.report_birth(
        household=family, child=child, relation=Relation.SON, by=clerk(AUGUST_10), on=AUGUST_10
    )
    decided(case, AUGUST_10)
    assert (due(enrollment, JUNE), due(enrollment, JULY)) == (15_000, 97_500)


def test_12_a_member_in_extreme_hardship_support_is_neither_counted_nor_insured():
    family = home(Who("甲", 60_000), Who("祖父", 30_000, born=date(1945, 1, 1)))
    enrollment, elder = enrolled(family), people_of(family)[1]
    case = events.exclude_member(
        household=family, person=elder, ground=StandingGround.EXTREME_HARDSHIP,
        statement="自9月纳入特困供养", from_month=SEPTEMBER, by=clerk(AUGUST_10), on=AUGUST_10,
    )  # fmt: skip
    decided(case, AUGUST_10)
    held = Allowance.objects.filter(enrollment=enrollment).latest("from_month")
    assert (held.from_month, held.persons, held.amount_fen) == (date(2022, 9, 1), 1, 15_000)


def test_13_a_full_child_subsidy_is_no_income_and_is_found_as_a_difference_to_be_paid():
    paid = income(IncomeKind.SOCIAL_ASSISTANCE, 95_000)
    parent = person_facts(1, 收入=income(IncomeKind.OTHER, 60_000))
    child = person_facts(2, 出生日期=20120101)
    assert reckoned(parent, child | {"收入": paid}).amount_fen == reckoned(parent, child).amount_fen
    family = home(Who("甲", 60_000), Who("子", born=date(2012, 1, 1)))
    enrolled(family)
    assessment.record_benefit(
        person=people_of(family)[1], benefit=Benefit.CHILD_WELFARE, monthly_fen=95_000,
        source="儿童福利台账", from_on=date(2022, 6, 1), by=clerk(), on=AUGUST_10,
    )  # fmt: skip
    (found,) = conflicts(JULY, builders.KAIFU)
    assert found.verdict == Verdict.DIFFERENCE


def test_14_a_village_that_became_town_splits_the_year_into_two_lines_with_the_same_amount():
    family = home(Who("甲", 60_000), category=Category.RURAL)
    enrollment = enrolled(family)
    case = events.convert_category(
        household=family, category=Category.URBAN, ground="撤村改居", from_month=SEPTEMBER,
        by=clerk(AUGUST_10), on=AUGUST_10,
    )  # fmt: skip
    decided(case, AUGUST_10)
    rows = Allowance.objects.filter(enrollment=enrollment).order_by("from_month")
    assert [(f"{r.from_month:%Y-%m}", r.category, r.amount_fen) for r in rows] == [
        ("2022-06", "RURAL", 15_000),
        ("2022-09", "URBAN", 15_000),
    ]


def test_14_a_whole_community_changes_its_line_in_one_operation():
    rural = [enrolled(home(Who(name, 60_000), category=Category.RURAL)) for name in "甲乙"]
    enrolled(home(Who("丙", 60_000)))
    done = recomputing.convert_area(
        area=builders.XIUFENGSHAN, category=Category.URBAN, ground="撤村改居",
        from_month=SEPTEMBER, document="示例〔2022〕9号", by=bureau(AUGUST_10), on=AUGUST_10,
    )  # fmt: skip
    assert done.written == {SEPTEMBER: 2}
    lines_ = [[allowance_for(e, m).category for m in (AUGUST, SEPTEMBER)] for e in rural]
    assert lines_ == [["RURAL", "URBAN"]] * 2


@pytest.mark.parametrize(
    ("way", "said"), [("按居住地", "URBAN"), ("按户主", "RURAL"), ("按多数成员", "RURAL")]
)
def test_15_a_family_with_mixed_registration_has_one_line_chosen_as_the_parameter_says(
    policies, way, said
):
    set_policy(policies, "混合户籍方式", way)
    chosen = category_of_mixed(
        head=Category.RURAL, members=[Category.RURAL, Category.URBAN], residence=Category.URBAN,
        area=builders.KAIFU, on=AUGUST_10,
    )  # fmt: skip
    assert chosen == said


def test_15_two_lines_at_once_are_refused():
    both = [(19000101, 99991231, 1), (20220101, 99991231, 2)]
    with pytest.raises(FactRefused, match="有2条“城乡类别”同时有效"):
        reckoned(person_facts(), household={"城乡类别": both})
