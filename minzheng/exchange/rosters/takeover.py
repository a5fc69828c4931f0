"""Staged households → what the program takes over, and what the rules say about them before anything is written."""

from minzheng.exchange.rosters.staging import Household, Member
from minzheng.kernel.enrollments.enums import Category
from minzheng.kernel.people.enums import Relation
from minzheng.lib import id_number as ids
from minzheng.lib.days import ymd
from minzheng.lib.fen import yuan_text
from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment.enums import AreaKind, AssetJudgement, Sex
from minzheng.livelihood.household_assessment.queries import circumstances_of_condition
from minzheng.livelihood.minimum_living.enums import Tier
from minzheng.livelihood.minimum_living.operations import HouseholdTakenOver, MemberTakenOver
from minzheng.livelihood.minimum_living.queries import parameters_of
from minzheng.livelihood.minimum_living.rules import Reckoning, reckon
from minzheng.rulebook import Case


def taken_over(household: Household, area_code: str) -> HouseholdTakenOver:
    """The household in the program's words, head first."""
    members = sorted(household.members, key=lambda m: m.relation != "HEAD")
    return HouseholdTakenOver(
        number=household.number,
        area_code=area_code,
        category=Category(household.category),
        members=tuple(_member(m, household.phone if m.relation == "HEAD" else "") for m in members),
        since=household.enrolled_in,
        amount_fen=household.amount_fen,
        uplift_fen=household.uplift_fen or 0,
        bank=household.bank,
        account_number=household.account,
        review_class=household.review_class,
    )


def _member(member: Member, phone: str) -> MemberTakenOver:
    return MemberTakenOver(
        name=member.name,
        id_number=member.id_number,
        relation=Relation(member.relation),
        work_ability=member.work_ability,
        occupation=member.occupation,
        ethnicity=member.ethnicity,
        phone=phone,
        disability_type=member.disability_kind,
        disability_class=member.disability_class,
        illness=member.illness,
        is_severely_ill=bool(member.illness),
        incomes=((member.income_kind, member.income_fen),) if member.income_fen else (),
    )


def case_of(household: HouseholdTakenOver) -> Case:
    """The household as facts for the rulebook, in force for good."""
    return {
        "城乡类别": int(AreaKind[household.category]),
        "财产认定": int(AssetJudgement.BY_LIMITS),
        "财产": [],
        "渐退": [],
        "救助档次": int(Tier.NONE),
        "单人保": False,
        "成员": [
            {
                "编号": str(number),
                "姓名": member.name,
                "出生日期": ymd(ids.birth_on(member.id_number)),
                "性别": int(Sex[ids.gender(member.id_number)]),
                "残疾等级": member.disability_class,
                "重病": member.is_severely_ill,
                "保障对象": True,
                "收入": [{"种类": int(kind), "金额": fen} for kind, fen in member.incomes],
                "支出": [],
                "情形": [
                    {"种类": int(kind)}
                    for kind in circumstances_of_condition(
                        member.work_ability, member.occupation, member.disability_type
                    )
                ],
                "义务人": [],
            }
            for number, member in enumerate(household.members, start=1)
        ],
    }


def reckoned(household: HouseholdTakenOver, month: Month) -> Reckoning:
    """What the rules give the household in that month. Raises ParameterUnset with a sentence."""
    parameters = parameters_of(household.area_code, month)
    return reckon(case_of(household), month, parameters)


def disagreement(household: HouseholdTakenOver, month: Month) -> str:
    """How the roster and the rules differ, as a sentence; "" when they agree."""
    result = reckoned(household, month)
    if not result.eligible:
        return (
            f"按 {month} 的规则，人均月收入 {yuan_text(result.per_capita_fen)} 元，不符合低保条件。"
            "请核对收入、人口和户籍类别。"
        )
    if result.amount_fen == household.amount_fen:
        return ""
    return (
        f"月保障金册上为 {yuan_text(household.amount_fen)} 元，按规则测算为 {yuan_text(result.amount_fen)} 元"
        f"（补差 {yuan_text(result.base_fen)} 元、分类施保 {yuan_text(result.uplift_fen)} 元）。"
        "请核对收入、人口、残疾等级和病种。"
    )
