"""The tricky cases 31 to 44 of the handbook (assistance.md §23): relatives, moves, standards, sanctions, remedies."""

from datetime import date, timedelta

import pytest

from minzheng.kernel.audit.models import Event
from minzheng.kernel.casework import operations as casework
from minzheng.kernel.casework.models import Clock
from minzheng.kernel.casework.queries import working_calendar
from minzheng.kernel.disbursements import operations as disbursements
from minzheng.kernel.disbursements.enums import PayeeReason
from minzheng.kernel.disbursements.models import DisbursementLine
from minzheng.kernel.enrollments.enums import Category
from minzheng.kernel.enrollments.models import Allowance
from minzheng.kernel.enrollments.queries import allowance_for
from minzheng.kernel.people.enums import Relation
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import (
    DeclarationSource,
    ExpenseKind,
    IncomeKind,
    Occupation,
    WorkAbility,
)
from minzheng.livelihood.household_assessment.operations import (
    ConditionLine,
    IncomeLine,
    Means,
    declare_means,
)
from minzheng.livelihood.investigations import operations as investigations
from minzheng.livelihood.investigations.enums import Kinship, VisitMethod
from minzheng.livelihood.investigations.operations import Findings
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.livelihood.minimum_living.enums import (
    ChangeReason,
    JobAnswer,
    RefusalReason,
)
from minzheng.livelihood.minimum_living.operations import moves, recomputing, redresses, work
from minzheng.livelihood.minimum_living.queries import reckon_household
from minzheng.livelihood.minimum_living.watching import newly_below, open_hand_overs, split_marks
from tests.kernel import builders
from tests.kernel.builders import SHAPING, XIUFENGSHAN, actor, household, person
from tests.kernel.disbursements.world import World, again, lines
from tests.livelihood.minimum_living.families import applied
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
    on_notice_of,
    people_of,
    person_facts,
    reckoned,
    same_policy_in,
    set_policy,
    to_confirm_of,
)
from tests.livelihood.visits import visited

pytestmark = pytest.mark.django_db
AUGUST_15, DECIDED = date(2022, 8, 15), date(2022, 5, 20)
AUGUST, SEPTEMBER = Month(2022, 8), Month(2022, 9)
TIANXIN = "430103001001"
"""A community of another district of the city."""


def test_31_relatives_of_staff_are_registered_and_the_bureau_itself_visits_first():
    case = to_confirm_of(0)
    investigations.register_near_relative(
        case=case,
        staff_name="孙某",
        post="居委会副主任",
        kinship=Kinship.CHILD,
        by=clerk(),
        on=DECIDED,
    )
    assert len(Kinship) == 6
    with pytest.raises(minimum_living.VisitMissing, match="孙某"):
        minimum_living.grant(case=case, by=bureau(), on=DECIDED)
    visited(case=case, by=bureau(), on=DECIDED)
    assert minimum_living.grant(case=case, by=bureau(), on=DECIDED).pk


def test_32_who_lives_elsewhere_applies_at_the_registration_and_the_limit_is_forty_five_days():
    case = applied(0)
    accepted = date(2022, 4, 12)
    minimum_living.accept(case=case, by=clerk(), on=accepted)
    clock = casework.extend_clock(
        case=case, code="TOTAL", band="特殊情况", reason="人户分离，函请居住地街道协助调查",
        by=clerk(), on=date(2022, 4, 13),
    )  # fmt: skip
    assert clock.limit_days == 45
    assert Clock.objects.get(pk=clock.pk).due_on == working_calendar().add(accepted, 45)
    assert clock.events.get().reason.startswith("人户分离")


def bureau_there(on: date):
    return actor("BUREAU_ASSISTANCE", "430103000000", on)


def taken_up(handed, on: date):
    """The new street opened the case and looked at the family."""
    by = clerk(on, TIANXIN[:9] + "000")
    case = moves.open_take_in(handed=handed, by=by, on=on)
    return minimum_living.review(case=case, by=by, on=on)


class TestCase33HandOver:
    """33: dual enrolment after a transfer of the registration."""

    @pytest.fixture(autouse=True)
    def _another_district(self, policies):
        same_policy_in(policies, "430103000000")

    def _handed(self):
        family = home(Who("甲", 60_000), Who("乙"))
        enrollment = enrolled(family)
        case = changed(family, ChangeReason.MOVED, AUGUST_15)
        minimum_living.review(case=case, by=clerk(AUGUST_15), on=AUGUST_15)
        handed = moves.hand_over(
            case=case, area_code=TIANXIN, document="户口迁移证", by=bureau(AUGUST_15), on=AUGUST_15
        )
        return family, enrollment, handed

    def test_33_the_old_district_pays_to_the_last_month_and_the_new_one_from_the_next(self):
        _, old, handed = self._handed()
        assert [h.pk for h in open_hand_overs("430103000000")] == [handed.pk]
        late = date(2022, 11, 3)
        case = taken_up(handed, late)
        new = moves.take_in(case=case, handed=handed, by=bureau_there(late), on=late)
        paid = [(due(old, m), due(new, m)) for m in (AUGUST, SEPTEMBER, Month(2022, 10))]
        assert paid == [(90_000, 0), (0, 90_000), (0, 90_000)]
        assert allowance_for(new, SEPTEMBER).area_code == TIANXIN
        assert allowance_for(old, AUGUST).area_code == XIUFENGSHAN
        assert open_hand_overs("430103000000") == []

    def test_33_nobody_is_taken_in_twice(self):
        _, _, handed = self._handed()
        there = {"handed": handed, "by": bureau_there(AUGUST_15), "on": AUGUST_15}
        moves.take_in(case=taken_up(handed, AUGUST_15), **there)
        with pytest.raises(moves.AlreadyTakenIn, match="不能重复纳入"):
            moves.take_in(case=taken_up(handed, AUGUST_15), **there)

    def test_33_inside_one_district_nothing_stops(self):
        family = home(Who("甲", 60_000))
        enrollment = enrolled(family)
        case = changed(family, ChangeReason.MOVED, AUGUST_15)
        minimum_living.review(case=case, by=clerk(AUGUST_15), on=AUGUST_15)
        moves.move_inside_district(
            case=case, area_code=SHAPING[:9] + "001", by=bureau(AUGUST_15), on=AUGUST_15
        )
        enrollment.refresh_from_db()
        assert enrollment.ended_on is None
        areas = [allowance_for(enrollment, m).area_code for m in (AUGUST, SEPTEMBER)]
        assert areas == [XIUFENGSHAN, SHAPING[:9] + "001"]


class TestCase34StandardRaised:
    """34: the standard rises in mid-year and the notice comes late."""

    @pytest.fixture(autouse=True)
    def _raised(self, policies):
        set_policy(policies, "低保标准", "800", since=date(2022, 7, 1))

    def test_34_the_whole_roll_is_reckoned_anew_in_one_operation_with_one_event(self):
        with_income = enrolled(home(Who("甲", 140_000), Who("乙"), Who("丙")), JUNE)
        without = enrolled(home(Who("丁")), JUNE)
        events = Event.objects.count()
        done = recomputing.recompute_roll(
            first=JULY, last=SEPTEMBER, area=builders.KAIFU, document="示例〔2022〕8号",
            by=bureau(AUGUST_15), on=AUGUST_15,
        )  # fmt: skip
        assert Event.objects.count() == events + 1
        assert done.written == {JULY: 2, AUGUST: 0, SEPTEMBER: 0}
        assert done.no_longer_eligible == []
        # 3 × 800 − 1400 = 1000; July and August become arrears of 150 and 50 each
        assert [due(with_income, m) for m in (JUNE, JULY, SEPTEMBER)] == [85_000, 100_000, 100_000]
        assert [due(without, m) for m in (JUNE, JULY)] == [75_000, 80_000]
        assert Allowance.objects.filter(reason=ChangeReason.STANDARD).count() == 2

    def test_34_months_paid_already_become_arrears_for_their_own_months(self, policies):
        world = World()
        world.money()
        set_policy(policies, "低保标准", "750", since=date(2022, 7, 1))
        family = home(Who("甲", 140_000), Who("乙"), Who("丙"))
        enrolled(family, JULY)
        payee(world, family, people_of(family)[0])
        world.paid(JULY)
        set_policy(policies, "低保标准", "800", since=date(2022, 7, 1))
        day = date(2022, 8, 5)
        recomputing.recompute_roll(
            first=JULY, last=AUGUST, area=builders.KAIFU, document="示例〔2022〕8号",
            by=bureau(day), on=day,
        )  # fmt: skip
        # assistance.md §20: 1000 for August and 150 of arrears for July
        paid = lines(world.frozen(AUGUST))
        assert sorted(paid) == [
            ("BACK_PAYMENT", "2022-07", 15_000),
            ("REGULAR", "2022-08", 100_000),
        ]

    def test_34_a_family_refused_before_is_listed_and_not_admitted_by_itself(self):
        case = applied(77_000)
        minimum_living.accept(case=case, by=clerk(), on=date(2022, 4, 12))
        minimum_living.investigate(case=case, by=clerk(), on=date(2022, 4, 14))
        visited(case=case, by=clerk(), on=date(2022, 4, 20))
        minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25))
        minimum_living.forward_refusal(case=case, by=clerk(), on=date(2022, 4, 26), note="收入")
        minimum_living.refuse(
            case=case, reason=RefusalReason.INCOME_NOT_BELOW_STANDARD, statement="", by=bureau(),
            on=DECIDED,
        )  # fmt: skip
        assert newly_below(JUNE, builders.KAIFU) == []
        ((found, reckoning),) = newly_below(JULY, builders.KAIFU)
        assert (found, reckoning.amount_fen) == (case.household, 3_000)
        assert not case.household.enrollments.exists()


class TestCase35RefusingWork:
    """35: refusing work three times reduces the own share only."""

    def _offers(self, who, *answers: JobAnswer) -> None:
        for n, answer in enumerate(answers):
            day = date(2022, 6, 1) + timedelta(days=10 * n)
            work.record_job_offer(
                person=who, offered_on=day, offered_by="区人力资源服务中心", job="保洁员",
                answer=answer, statement="岗位与其健康和劳动能力相适应", by=clerk(day), on=day,
            )  # fmt: skip

    def test_35_after_three_refusals_the_own_share_falls_and_the_others_keep_theirs(self):
        family = home(Who("甲", 100_000), Who("乙"), Who("丙"))
        enrollment, idle = enrolled(family), people_of(family)[1]
        self._offers(idle, *[JobAnswer.REFUSED] * 3)
        case = work.reduce_for_refusing_work(
            household=family, person=idle, by=clerk(AUGUST_15), on=AUGUST_15
        )
        decided(case, AUGUST_15)
        before, after = allowance_for(enrollment, AUGUST), allowance_for(enrollment, SEPTEMBER)
        shares = {s.person_id: s.amount_fen for s in after.shares.all()}
        assert (before.amount_fen, after.amount_fen) == (125_000, 83_333)
        assert shares[idle.pk] == 0
        assert sorted(shares.values()) == [0, 41_666, 41_667]

    def test_35_two_refusals_or_a_good_reason_between_are_not_three_in_a_row(self):
        family = home(Who("甲", 100_000), Who("乙"))
        idle = people_of(family)[1]
        enrolled(family)
        refused, justified = JobAnswer.REFUSED, JobAnswer.JUSTIFIED
        self._offers(idle, refused, justified, refused, refused)
        with pytest.raises(work.TooFewRefusals, match="满 3 次"):
            work.reduce_for_refusing_work(
                household=family, person=idle, by=clerk(AUGUST_15), on=AUGUST_15
            )

    def test_35_a_person_alone_is_suspended_and_paid_again_after_taking_work(self):
        family = home(Who("甲"))
        enrollment, idle = enrolled(family), people_of(family)[0]
        self._offers(idle, *[JobAnswer.REFUSED] * 3)
        case = work.reduce_for_refusing_work(
            household=family, person=idle, by=clerk(AUGUST_15), on=AUGUST_15
        )
        assert decided(case, AUGUST_15).kind == "SUSPEND"
        assert due(enrollment, SEPTEMBER) == 0
        back = date(2022, 10, 10)
        case = work.restore_after_work(household=family, person=idle, by=clerk(back), on=back)
        minimum_living.review(case=case, by=clerk(back), on=back)
        minimum_living.resume(case=case, by=bureau(back), on=back)
        assert due(enrollment, Month(2022, 11)) == 75_000


class TestCase36WonAppeal:
    """36: refused, then the appeal wins."""

    def _refused(self):
        case = applied(80_000)
        minimum_living.accept(case=case, by=clerk(), on=date(2022, 4, 12))
        minimum_living.investigate(case=case, by=clerk(), on=date(2022, 4, 14))
        visited(case=case, by=clerk(), on=date(2022, 4, 20))
        minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25))
        minimum_living.forward_refusal(case=case, by=clerk(), on=date(2022, 4, 26), note="收入")
        return minimum_living.refuse(
            case=case, reason=RefusalReason.INCOME_NOT_BELOW_STANDARD, statement="", by=bureau(),
            on=DECIDED,
        )  # fmt: skip

    def _put_right(self, family, fen: int) -> None:
        (adult,) = people_of(family)
        means = Means(
            [ConditionLine(adult.pk, WorkAbility.FULL, Occupation.FLEXIBLE)],
            [IncomeLine(adult.pk, IncomeKind.TRANSFER, fen)],
        )
        declare_means(
            household=family, means=means, source=DeclarationSource.REVIEW,
            from_on=date(2022, 4, 11), by=bureau(), on=date(2022, 9, 5),
        )  # fmt: skip

    def test_36_it_is_paid_back_from_the_month_the_first_decision_would_have_started(self):
        original, won = self._refused(), date(2022, 9, 5)
        self._put_right(original.case.household, 50_000)
        enrollment = redresses.redress(
            original=original, document="复议决定〔2022〕3号", by=bureau(won), on=won
        )
        assert enrollment.started_on == date(2022, 6, 1)
        assert [due(enrollment, m) for m in (Month(2022, 5), JUNE, SEPTEMBER)] == [
            0,
            25_000,
            25_000,
        ]
        with pytest.raises(redresses.NothingToRedress, match="已经纠正过"):
            redresses.redress(original=original, document="同上", by=bureau(won), on=won)

    def test_36_without_facts_put_right_there_is_nothing_to_pay(self):
        original, won = self._refused(), date(2022, 9, 5)
        with pytest.raises(redresses.NothingToRedress, match="请先按复议决定或判决更正"):
            redresses.redress(original=original, document="复议决定", by=bureau(won), on=won)

    def test_36_a_stop_set_aside_goes_on_from_the_month_it_stopped(self):
        family = home(Who("甲", 60_000))
        old = enrolled(family)
        case = changed(family, ChangeReason.OTHER, AUGUST_15)
        minimum_living.review(case=case, by=clerk(AUGUST_15), on=AUGUST_15)
        stopped = minimum_living.stop(
            case=case, reason="LOST_CONTACT", statement="失联", by=bureau(AUGUST_15), on=AUGUST_15
        )
        won = date(2022, 11, 4)
        new = redresses.redress(original=stopped, document="自行纠正", by=bureau(won), on=won)
        months = (AUGUST, SEPTEMBER, Month(2022, 10))
        assert [due(old, m) + due(new, m) for m in months] == [15_000] * 3


def test_37_a_visit_by_phone_needs_the_emergency_that_forbids_coming():
    case = applied(0)
    minimum_living.accept(case=case, by=clerk(), on=date(2022, 4, 12))
    minimum_living.investigate(case=case, by=clerk(), on=date(2022, 4, 14))
    call = {
        "case": case, "investigators": ["钱某", "李某"], "persons_met": ["甲"],
        "findings": Findings("与申报一致"), "method": VisitMethod.PHONE, "by": clerk(),
        "on": date(2022, 4, 20),
    }  # fmt: skip
    with pytest.raises(Exception, match="电话"):
        investigations.record_visit(**call)
    visit = investigations.record_visit(**call, emergency_reason="突发公共卫生事件封控管理")
    assert visit.method == VisitMethod.PHONE


def test_38_an_anonymous_objection_is_received_and_may_be_set_aside_with_a_reason():
    case = on_notice_of(0)
    day = date(2022, 4, 28)
    call = casework.receive_objection(
        case=case, notice=case.notices.get(), content="有车", by=clerk(), on=day
    )
    assert call.is_anonymous
    casework.set_aside_objection(objection=call, reason="无具体线索", by=clerk(), on=day)
    named = casework.receive_objection(
        case=case,
        notice=case.notices.get(),
        content="有车",
        objector_name="刘某",
        by=clerk(),
        on=day,
    )
    with pytest.raises(casework.ActionNotAllowed, match="实名异议应当核实并答复"):
        casework.set_aside_objection(objection=named, reason="无", by=clerk(), on=day)


def test_39_a_notice_names_no_minor_and_no_illness():
    child = person("小丙", date(2010, 5, 1))
    assert casework.public_name(child, date(2022, 4, 26)) == "（未成年人，依法不公示姓名）"
    notice = on_notice_of(0).notices.get()
    shown = {f.name for f in notice._meta.get_fields()}
    assert shown.isdisjoint({"illness", "illness_sealed", "disability_class", "id_masked", "phone"})


class TestCase40Split:
    """40: a household splits to become eligible."""

    def _split(self, on: date = AUGUST_15):
        family = home(Who("甲", 60_000), Who("乙", male=False), Who("子", born=date(2010, 1, 1)))
        enrollment = enrolled(family)
        wife = people_of(family)[1]
        other, case = moves.split_household(
            household=family, leaving=[(wife, Relation.HEAD)], number="F-1", ground="离婚",
            divorced_on=date(2022, 8, 1), by=clerk(on), on=on,
        )  # fmt: skip
        return family, other, case, enrollment

    def test_40_the_rest_is_reckoned_anew_and_the_new_household_has_to_apply(self):
        _, other, case, enrollment = self._split()
        decided(case, AUGUST_15)
        assert (due(enrollment, AUGUST), due(enrollment, SEPTEMBER)) == (172_500, 97_500)
        assert not other.enrollments.exists()

    def test_40_a_fresh_divorce_is_marked_for_review_for_both_households_and_then_no_longer(self):
        family, other, _, _ = self._split()
        (mark,) = split_marks(other, date(2023, 6, 1))
        assert split_marks(family, date(2023, 6, 1)) == [mark]
        assert split_marks(other, date(2024, 8, 16)) == []

    def test_40_two_households_that_merge_are_paid_once(self):
        into, other = home(Who("甲", 60_000)), home(Who("乙", 20_000))
        first, second = enrolled(into), enrolled(other)
        cases = moves.merge_households(
            into=into, other=other, relations={}, ground="再婚", by=clerk(AUGUST_15), on=AUGUST_15
        )
        for case in cases:
            decided(case, AUGUST_15)
        assert [due(first, m) for m in (AUGUST, SEPTEMBER)] == [15_000, 70_000]
        assert [due(second, m) for m in (AUGUST, SEPTEMBER)] == [55_000, 0]
        second.refresh_from_db()
        assert second.end_reason == "MERGED"


def test_41_who_pays_for_a_care_home_stays_a_member_and_the_fee_is_an_expense():
    fee = [{"种类": int(ExpenseKind.CARE_HOME), "金额": 80_000}]
    elder = person_facts(1, 出生日期=19400101, 收入=income(IncomeKind.TRANSFER, 120_000), 支出=fee)
    carer = person_facts(2)
    by_default = reckoned(elder, carer)
    assert by_default.explanation.value("家庭人数") == 2
    assert by_default.explanation.value("家庭月收入") == 120_000
    limits = {"残疾康复": "600", "重病医疗": "1500", "养老机构自费": "500"}
    deducted = reckoned(elder, carer, 刚性支出扣减上限=limits)
    assert deducted.explanation.value("家庭月收入") == 70_000


def test_42_a_patient_in_hospital_for_years_is_counted_and_the_guardian_manages_the_account():
    world = World()
    family = home(
        Who("甲", 60_000), Who("长住院的乙", disability=(6, 2), ability=WorkAbility.LOST, ill=True)
    )
    assert reckon_household(family, JULY).persons == 2
    guardian = person("监护人")
    assignment = payee(world, family, guardian, reason=PayeeReason.GUARDIAN)
    assert (assignment.account.person, assignment.reason) == (guardian, "GUARDIAN")


def test_43_help_at_the_rescue_station_is_no_income_and_the_person_applies_at_the_registration():
    helped = income(IncomeKind.SOCIAL_ASSISTANCE, 60_000)
    assert reckoned(person_facts(收入=helped)).amount_fen == 75_000
    found = household(person("流浪归来者"), on=date(2022, 8, 1))
    assert found.area_code == XIUFENGSHAN
    case = minimum_living.apply(
        household=found, applicant=found.head,
        means=Means([ConditionLine(found.head.pk, WorkAbility.LOST, Occupation.UNABLE)]),
        category=Category.URBAN, ground="户籍地", by=clerk(AUGUST_15), on=AUGUST_15,
    )  # fmt: skip
    assert case.status == "SUBMITTED"


def test_44_what_a_wrong_account_sent_back_stays_due_for_its_own_month():
    world = World()
    world.money()
    family = home(Who("甲", 60_000))
    enrollment = enrolled(family, JULY)
    payee(world, family, people_of(family)[0])
    world.family(50_000)
    run = world.approved(JULY)
    line = DisbursementLine.objects.get(run=run, household=family)
    day, later = date(2022, 7, 11), date(2022, 7, 25)
    held = disbursements.hold_line(line=line, reason="账号户名不符", by=world.clerk(day), on=day)
    (file,) = disbursements.cut(run=run, by=world.finance(day), on=day)
    disbursements.send(file=file, bank=world.bank, by=world.finance(day), on=day)
    disbursements.query_result(file=file, bank=world.bank, by=world.finance(later), on=later)
    disbursements.close(run=again(run), by=world.finance(later), on=later)
    assert due(enrollment, JULY) == 15_000
    disbursements.correct_item(item=held, by=world.clerk(later), on=later, reason="已更正户名")
    august = lines(world.frozen(AUGUST))
    # the same entitlement is sent again for July; it is no new right and no back payment
    assert sorted(august) == [
        ("REGULAR", "2022-08", 15_000),
        ("REGULAR", "2022-08", 50_000),
        ("REISSUE", "2022-07", 15_000),
    ]


def payee(world: World, family, holder, **more):
    return disbursements.assign_payee(
        household=family, program="MINIMUM_LIVING", person=holder, bank=world.institution,
        account_number="6217000012345678", by=world.clerk(date(2022, 5, 20)),
        on=date(2022, 5, 20), **more,
    )  # fmt: skip
