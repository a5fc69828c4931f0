"""The tricky cases 16 to 30 and 45 of the handbook (assistance.md §23): income, support, work, property, identity."""

from datetime import date

import pytest

from minzheng.kernel.enrollments.models import Enrollment
from minzheng.kernel.people import operations as people
from minzheng.lib import id_number as ids
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment import operations as assessment
from minzheng.livelihood.household_assessment.enums import (
    AssetGround,
    AssetJudgement,
    AssetKind,
    AssetStanding,
    Circumstance,
    Exemption,
    IncomeKind,
    SupportDocument,
    SupporterRelation,
    WageGround,
)
from minzheng.livelihood.household_assessment.models import IncomeFinding
from minzheng.livelihood.household_assessment.operations import AssetLine, SupporterFacts
from minzheng.livelihood.household_assessment.windows import WindowMixed, averaged, window
from minzheng.livelihood.minimum_living import operations as minimum_living
from minzheng.livelihood.minimum_living.enums import ChangeReason, RefusalReason
from minzheng.livelihood.minimum_living.operations.decisions import PropertyNotJudged
from minzheng.livelihood.minimum_living.queries import reckon_household
from minzheng.livelihood.minimum_living.watching import within_tolerance
from tests.kernel import builders
from tests.kernel.builders import actor
from tests.livelihood.minimum_living.families import applied
from tests.livelihood.minimum_living.roll import (
    JULY,
    JUNE,
    Who,
    bureau,
    changed,
    clerk,
    decided,
    declare,
    due,
    enrolled,
    home,
    income,
    means_of,
    people_of,
    person_facts,
    reckoned,
    set_policy,
)
from tests.livelihood.visits import visited

pytestmark = pytest.mark.django_db
START, AUGUST_10 = date(2022, 1, 10), date(2022, 8, 10)
NOVEMBER, NOVEMBER_3 = Month(2022, 11), date(2022, 11, 3)
BY_WAGE = {"收入评估方式": "按最低工资评估"}


def able(*more: Circumstance) -> list[dict[str, int]]:
    return [{"种类": int(kind)} for kind in (Circumstance.ABLE, *more)]


def test_16_a_loss_in_one_kind_of_income_reduces_no_other_but_support_paid_does():
    loss = income(IncomeKind.BUSINESS, -50_000) + income(IncomeKind.OTHER, 30_000)
    assert reckoned(person_facts(收入=loss)).explanation.value("家庭月收入") == 30_000
    paying = income(IncomeKind.TRANSFER_PAID, 20_000) + income(IncomeKind.OTHER, 30_000)
    assert reckoned(person_facts(收入=paying)).explanation.value("家庭月收入") == 10_000
    beyond = income(IncomeKind.TRANSFER_PAID, 50_000) + income(IncomeKind.OTHER, 30_000)
    assert reckoned(person_facts(收入=beyond)).amount_fen == 75_000


def test_17_who_declares_nothing_and_could_work_is_assessed_and_the_explanation_says_so():
    told = reckoned(person_facts(情形=able()), **BY_WAGE).explanation
    assert told.value("工资依据", "人", 0) == WageGround.ASSESSED
    assert told.value("家庭月收入") == 193_000
    line = next(line for line in told.lines if line.name == "工资依据")
    assert line.text == "收入评估"


@pytest.mark.parametrize(
    ("declared", "verified", "ground", "wage"),
    [
        (200_000, 0, WageGround.DECLARED, 200_000),
        (50_000, 220_000, WageGround.VERIFIED, 220_000),
        (50_000, 60_000, WageGround.ASSESSED, 193_000),
    ],
)
def test_17_the_highest_of_declared_verified_and_assessed_counts(declared, verified, ground, wage):
    both = income(IncomeKind.WAGE, declared) + income(IncomeKind.WAGE_VERIFIED, verified)
    told = reckoned(person_facts(收入=both, 情形=able()), **BY_WAGE).explanation
    assert told.value("工资依据", "人", 0) == ground
    assert told.value("工资性收入", "人", 0) == wage


@pytest.mark.parametrize(
    ("facts", "exemption"),
    [
        ({"情形": able(Circumstance.CARES_FOR_CHILD)}, Exemption.CARES_FOR_CHILD),
        ({"情形": able(Circumstance.CARES_FOR_DEPENDANT)}, Exemption.CARES_FOR_DEPENDANT),
        ({"情形": able(Circumstance.NURSING)}, Exemption.NURSING),
        ({"情形": able(Circumstance.HARD_TO_EMPLOY)}, Exemption.HARD_TO_EMPLOY),
        ({"情形": able(Circumstance.STUDENT)}, Exemption.STUDENT),
        ({"情形": able(), "残疾等级": 2}, Exemption.SEVERE_DISABILITY),
        ({"情形": able(), "重病": True}, Exemption.SEVERE_ILLNESS),
        ({"情形": able(), "出生日期": 19620101}, Exemption.AGE),
        ({"情形": able(), "出生日期": 19670101, "性别": 2}, Exemption.AGE),
        ({"情形": []}, Exemption.UNABLE),
    ],
)
def test_18_who_cares_nurses_studies_is_ill_or_disabled_is_not_assessed(facts, exemption):
    told = reckoned(person_facts(**facts), **BY_WAGE).explanation
    assert told.value("免予评估", "人", 0) == exemption
    assert told.value("家庭月收入") == 0


def test_18_only_one_carer_a_household_is_exempt():
    family = home(Who("甲"), Who("乙", male=False), Who("幼儿", born=date(2019, 1, 1)))
    first, second, _ = people_of(family)
    care = {
        "kind": Circumstance.CARES_FOR_CHILD, "statement": "全日照料幼儿", "from_on": START,
        "by": clerk(), "on": START,
    }  # fmt: skip
    assessment.record_circumstance(person=first, **care)
    with pytest.raises(assessment.CarerAlready, match="每户最多 1 名"):
        assessment.record_circumstance(person=second, **care)


def test_18_an_assessed_wage_is_overridden_with_a_reason_by_two_persons(policies):
    set_policy(policies, "收入评估方式", "按最低工资评估")
    family = home(Who("甲"))
    (adult,) = people_of(family)
    assert reckon_household(family, JULY).explanation.value("家庭月收入") == 193_000
    one, two = actor("SUBDISTRICT_CLERK", builders.XIUFENG), bureau()
    with pytest.raises(assessment.ReasonMissing, match="应写明理由"):
        assessment.propose_assessed_wage(
            person=adult, amount_fen=30_000, statement=" ", from_on=START, by=one, on=START
        )
    found = assessment.propose_assessed_wage(
        person=adult, amount_fen=30_000, statement="零工每月约300元，长期找不到工作",
        from_on=START, by=one, on=START,
    )  # fmt: skip
    assert reckon_household(family, JULY).explanation.value("家庭月收入") == 193_000
    with pytest.raises(assessment.SecondPersonNeeded, match="另一人复核"):
        assessment.confirm_assessed_wage(finding=found, by=one, on=START)
    assessment.confirm_assessed_wage(finding=found, by=two, on=START)
    told = reckon_household(family, JULY).explanation
    assert told.value("家庭月收入") == 30_000
    assert told.value("工资依据", "人", 0) == WageGround.DECIDED


def supported_by(**facts: object) -> Enrollment | None:
    """An old father with one son elsewhere: 3 persons, 7,200 a month."""
    family = home(Who("父", born=date(1950, 1, 1)), Who("母", born=date(1952, 1, 1), male=False))
    usual = {
        "name": "儿子", "relation": SupporterRelation.CHILD, "birth_on": date(1980, 1, 1),
        "income_fen": 720_000, "persons": 3,
    }  # fmt: skip
    assessment.record_supporter(
        person=people_of(family)[0], facts=SupporterFacts(**(usual | facts)), from_on=START,
        by=clerk(), on=START,
    )  # fmt: skip
    return family


def support(family: object, month: Month = JULY) -> int:
    return reckon_household(family, month).explanation.value("家庭转移净收入")


def test_19_alimony_awarded_and_not_paid_counts_unless_enforcement_failed_with_proof():
    awarded = {"document": SupportDocument.JUDGEMENT, "document_fen": 60_000}
    assert support(supported_by(**awarded)) == 60_000
    failed = {"document": SupportDocument.UNENFORCEABLE, "document_fen": 60_000}
    proof = "法院终结本次执行裁定"
    assert support(supported_by(**failed, statement=proof)) == 0


def test_20_a_child_who_pays_more_than_the_formula_is_counted_with_what_it_pays():
    # (7200 − 3 × 1125) × 30 % = 1147.50 (assistance.md §5.4)
    assert support(supported_by()) == 114_750
    assert support(supported_by(paid_fen=130_000)) == 130_000


@pytest.mark.parametrize(
    ("relation", "born", "counted"),
    [
        (SupporterRelation.SIBLING, date(1985, 1, 1), 0),
        (SupporterRelation.PARENT, date(1960, 1, 1), 0),
        (SupporterRelation.PARENT, date(1965, 1, 1), 114_750),
    ],
)
def test_21_support_of_a_jobless_severely_disabled_adult_by_siblings_or_the_old_is_disregarded(
    relation, born, counted
):
    supporter = {
        "关系": int(relation), "出生日期": int(f"{born:%Y%m%d}"), "家庭月收入": 720_000,
        "家庭人数": 3, "被赡养人数": 1, "子女人数": 1, "文书": int(SupportDocument.NONE),
        "文书金额": 0, "实付金额": 0,
    }  # fmt: skip
    adult = person_facts(残疾等级=2, 义务人=[supporter])
    # the rule is of 20 October 2022: October is still counted, November no longer
    october = reckoned(adult, month=Month(2022, 10)).explanation
    november = reckoned(adult, month=NOVEMBER).explanation
    assert october.value("家庭转移净收入") == 114_750
    assert november.value("家庭转移净收入") == counted


@pytest.mark.parametrize(
    ("fen", "eligible", "marginal"),
    [(74_999, True, False), (75_000, False, True), (112_499, False, True), (112_500, False, False)],
)
def test_22_income_equal_to_a_line_is_not_below_it(fen, eligible, marginal):
    result = reckoned(person_facts(收入=income(IncomeKind.OTHER, fen)))
    assert result.eligible == eligible
    assert bool(result.explanation.value("收入在边缘")) == marginal


# -------------------------------------------------------------------------------------------- one-off sums
def test_25_a_one_off_sum_is_spread_over_the_months_to_the_fen():
    family = home(Who("甲"))
    (adult,) = people_of(family)
    assessment.record_one_off(
        household=family, person=adult, total_fen=600_005, received_on=date(2022, 3, 15),
        statement="交通事故赔偿", by=clerk(), on=date(2022, 4, 11),
    )  # fmt: skip
    monthly = [
        reckon_household(family, Month(2022, 4).plus(n)).explanation.value("家庭月收入")
        for n in range(9)
    ]
    assert monthly == [50_001] * 5 + [50_000] * 4
    rows = IncomeFinding.objects.filter(person=adult)
    months = sum(
        row.amount_fen * ((row.to_on.year - row.from_on.year) * 12 + row.to_on.month - row.from_on.month)
        for row in rows
    )  # fmt: skip
    assert months == 600_005
    # a later declaration of the family does not end it
    declare(family, [adult], [Who("甲")], AUGUST_10)
    assert reckon_household(family, Month(2022, 9)).explanation.value("家庭月收入") == 50_000


def test_25_where_it_is_property_the_family_is_tested_again_when_it_is_spent(policies):
    set_policy(policies, "一次性收入方式", "计入财产")
    family = home(Who("甲"))
    (asset,) = assessment.record_one_off(
        household=family, person=people_of(family)[0], total_fen=3_000_000,
        received_on=date(2022, 3, 15), statement="征地补偿", by=clerk(), on=date(2022, 4, 11),
    )  # fmt: skip
    assert not reckon_household(family, JULY).eligible
    assessment.judge_asset(
        asset=asset, standing=AssetStanding.NOT_COUNTED, ground=AssetGround.SPENT_ON_TREATMENT,
        statement="住院费票据 3 张", from_on=date(2022, 8, 1), by=clerk(), on=AUGUST_10,
    )  # fmt: skip
    assert not reckon_household(family, JULY).eligible
    assert reckon_household(family, Month(2022, 8)).amount_fen == 75_000


# ------------------------------------------------------------------------------------------------ property
def judged(family, standing: AssetStanding, ground: AssetGround, statement: str) -> None:
    assessment.judge_asset(
        asset=family.assets.get(), standing=standing, ground=ground, statement=statement,
        by=clerk(), on=AUGUST_10,
    )  # fmt: skip


def test_26_the_price_of_a_house_sold_for_treatment_is_left_out_with_proof():
    family = home(Who("甲"), assets=(AssetLine(AssetKind.DEPOSIT, 20_000_000),))
    assert not reckon_household(family, JULY).eligible
    with pytest.raises(assessment.ReasonMissing, match="应写明理由"):
        judged(family, AssetStanding.NOT_COUNTED, AssetGround.SPENT_ON_TREATMENT, "")
    judged(family, AssetStanding.NOT_COUNTED, AssetGround.SPENT_ON_TREATMENT, "售房款已付手术费")
    assert reckon_household(family, JULY).eligible


def test_27_a_scrapped_car_still_in_the_register_is_checked_again_and_left_out():
    car = AssetLine(AssetKind.VEHICLE, count=1, standing=AssetStanding.PENDING)
    family = home(Who("甲"), assets=(car,))
    told = reckon_household(family, JULY).explanation
    assert (told.value("财产符合规定"), told.value("财产待认定")) == (0, 1)
    judged(family, AssetStanding.NOT_COUNTED, AssetGround.SCRAPPED_VEHICLE, "2019年报废证明")
    told = reckon_household(family, JULY).explanation
    assert (told.value("财产符合规定"), told.value("财产待认定")) == (1, 0)


class TestCase27NoMechanicalRefusal:
    """27, 28: property above the limit refuses nobody before an officer judged it (民发〔2022〕83号)."""

    def _investigated(self):
        case = applied(0)
        declare(
            case.household, people_of(case.household), [Who("甲")], case.opened_on,
            assets=(AssetLine(AssetKind.VEHICLE, count=1),),
        )  # fmt: skip
        minimum_living.accept(case=case, by=clerk(), on=date(2022, 4, 12))
        minimum_living.investigate(case=case, by=clerk(), on=date(2022, 4, 14))
        visited(case=case, by=clerk(), on=date(2022, 4, 20))
        return case

    def _judge(self, case, judgement: AssetJudgement) -> None:
        assessment.judge_property(
            household=case.household, judgement=judgement, from_on=date(2022, 4, 25),
            statement="营运车辆，市值十五万元", by=clerk(), on=date(2022, 4, 25),
        )  # fmt: skip

    def test_27_no_opinion_before_the_property_is_judged(self):
        case = self._investigated()
        with pytest.raises(PropertyNotJudged, match="尚未综合认定"):
            minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25))
        case.refresh_from_db()
        assert case.status == "INVESTIGATING"
        self._judge(case, AssetJudgement.ACCEPTED)
        assert minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25)).eligible

    def test_27_judged_with_its_reason_it_may_be_refused(self):
        case = self._investigated()
        self._judge(case, AssetJudgement.REFUSED)
        minimum_living.propose(case=case, by=clerk(), on=date(2022, 4, 25))
        minimum_living.forward_refusal(case=case, by=clerk(), on=date(2022, 4, 26), note="有车")
        refused = minimum_living.refuse(
            case=case, reason=RefusalReason.PROPERTY_ABOVE_LIMIT, statement="营运车辆",
            by=bureau(), on=date(2022, 5, 20),
        )  # fmt: skip
        assert refused.kind == "REFUSE"

    def test_27_nor_is_a_family_on_the_roll_stopped_by_the_limits_alone(self):
        family = home(Who("甲", 60_000))
        enrolled(family)
        means = means_of(
            people_of(family), [Who("甲", 60_000)], assets=(AssetLine(AssetKind.VEHICLE, count=1),)
        )
        case = changed(family, ChangeReason.OTHER, AUGUST_10, means=means)
        with pytest.raises(PropertyNotJudged):
            decided(case, AUGUST_10)


def test_28_a_business_registered_and_never_run_is_judged_by_its_real_result():
    shop = AssetLine(AssetKind.BUSINESS, count=1, standing=AssetStanding.PENDING)
    family = home(Who("甲"), assets=(shop,))
    told = reckon_household(family, JULY).explanation
    assert (told.value("财产符合规定"), told.value("财产待认定")) == (1, 1)
    judged(family, AssetStanding.NOT_COUNTED, AssetGround.DORMANT_BUSINESS, "登记后未开业")
    assert not reckon_household(family, JULY).explanation.value("财产待认定")


@pytest.mark.parametrize(
    ("deposits", "insurance", "fen"),
    [("时点余额", "现金价值", 170), ("核算期内最高余额", "已交保费", 320)],
)
def test_29_cash_value_or_premium_balance_or_peak_by_parameter(deposits, insurance, fen):
    wallet = {"种类": int(AssetKind.DEPOSIT), "金额": 90, "另计金额": 120, "数量": 1, "认定": 1}
    policy_ = {"种类": int(AssetKind.INSURANCE), "金额": 80, "另计金额": 200, "数量": 1, "认定": 1}
    held = {"财产": [wallet, policy_]}
    told = reckoned(
        person_facts(), household=held, 存款口径=deposits, 保险口径=insurance
    ).explanation
    assert told.value("金融资产") == fen


# ------------------------------------------------------------------------------------------- identity, window
def test_30_one_number_is_one_person_however_it_is_written():
    number = builders.number(date(1965, 4, 6))
    old = number[:6] + number[8:17]
    known = people.register_person(
        details=people.PersonDetails("王小二", number), by=actor(), on=START
    )
    again = people.register_person(
        details=people.PersonDetails("王 小二", number.lower()), by=actor(), on=START
    )
    assert again == known
    assert ids.upgrade(old) == number
    with pytest.raises(people.IdentityConflict, match="不一致，请核对证件"):
        people.register_person(details=people.PersonDetails("王二", number), by=actor(), on=START)


def test_45_the_review_takes_the_new_twelve_months_and_mixes_nothing_of_the_old():
    family = home(Who("甲", 30_000))
    (adult,) = people_of(family)
    enrollment = enrolled(family)
    case = changed(
        family, ChangeReason.INCOME, AUGUST_10, means=means_of([adult], [Who("甲", 50_000)])
    )
    decided(case, AUGUST_10)
    before, after = reckon_household(family, JUNE), reckon_household(family, Month(2022, 9))
    assert before.explanation.value("家庭月收入") == 30_000
    assert after.explanation.value("家庭月收入") == 50_000
    assert (due(enrollment, JULY), due(enrollment, Month(2022, 9))) == (45_000, 25_000)


def test_45_receipts_of_two_accounting_periods_are_not_mixed():
    asked = Month(2022, 8)
    year = dict.fromkeys(window(asked, builders.KAIFU), 30000)
    assert (min(year), max(year), len(year)) == (Month(2021, 8), JULY, 12)
    about = {"person_id": 1, "kind": IncomeKind.WAGE, "asked_in": asked, "area": builders.KAIFU}
    assert averaged(received=year | {JULY: 30_007}, **about).amount_fen == 30_001
    with pytest.raises(WindowMixed, match="2021-07 不属于本次核算期"):
        averaged(received=year | {Month(2021, 7): 10_000}, **about)
    with pytest.raises(WindowMixed, match="2022-07 没有填写"):
        averaged(received={m: fen for m, fen in year.items() if m != JULY}, **about)


def test_45_a_small_change_inside_the_period_is_within_the_tolerance():
    was = reckoned(person_facts(收入=income(IncomeKind.OTHER, 30_000)))
    little = reckoned(person_facts(收入=income(IncomeKind.OTHER, 33_000)))
    more = reckoned(person_facts(收入=income(IncomeKind.OTHER, 33_001)))
    assert within_tolerance(was, little, builders.KAIFU, AUGUST_10)
    assert not within_tolerance(was, more, builders.KAIFU, AUGUST_10)
