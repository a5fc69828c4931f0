"""家庭经济状况：可计入收入，按类别计算、按规定扣减。民发〔2021〕57号 第十二条至第十四条；民发〔2022〕83号。

All programs that ask for a household's income extend this book.
"""

from __future__ import annotations

from collections.abc import Callable

from minzheng.livelihood.household_assessment.enums import (
    AssessmentMode,
    AssetJudgement,
    AssetKind,
    AssetStanding,
    AssetTarget,
    Circumstance,
    DepositMeasure,
    DisabilityLevel,
    EmploymentCostMode,
    ExcessBasis,
    Exemption,
    ExpenseKind,
    IncomeKind,
    InsuranceMeasure,
    LabourBand,
    SupportBand,
    SupportDocument,
    SupporterRelation,
    SupportFormula,
    WageGround,
)
from minzheng.livelihood.household_assessment.rulebook import IncomeClass, book
from minzheng.rulebook import (
    FEN,
    FEN_PER_PERSON,
    NUMBER,
    PERSONS,
    TRUTH,
    YEARS,
    options,
    一人,
    值,
    参数,
    周岁,
    四舍五入,
    当,
    行,
    较大,
    较小,
)

__all__ = ["IncomeClass", "book"]

户, 人, 义务人, 财产 = (book.of(名称) for 名称 in ("户", "人", "义务人", "财产"))
第十三条 = "民发〔2021〕57号 第十三条"
第七条 = "民发〔2021〕57号 第七条、第八条"
八十三号 = "民发〔2022〕83号"


def 是(*kinds: 值) -> Callable[[行], 值]:
    """The rows of these kinds."""
    return lambda 项: 项.种类.属于(*kinds)


def 金额(项: 行) -> 值:
    return 项.金额


def 计入成员(户: 行) -> 值:
    """The members who count."""
    return 户.成员.其中(lambda 人: 人.计入家庭)


# ------------------------------------------------------------------------------------------------- 成员
@人("counted", TRUTH, "计入家庭人口", basis=第七条)
def 计入家庭(人: 行) -> 值:
    return ~人.情形.任一(是(Circumstance.NOT_COUNTED))


@人("age", YEARS, "周岁（当月1日）")
def 年龄(人: 行) -> 值:
    return 周岁(人.出生日期)


@人("severely_disabled", TRUTH, "重度残疾", basis="一级、二级残疾")
def 重度残疾(人: 行) -> 值:
    return 人.残疾等级.属于(DisabilityLevel.FIRST, DisabilityLevel.SECOND)


# ------------------------------------------------------------------------------------------------- 工资和评估收入
@人("declared_wage", FEN, "申报的工资", basis=第十三条)
def 申报工资(人: 行) -> 值:
    return 较大(人.收入.其中(是(IncomeKind.WAGE)).合计(金额), 0)


@人("verified_wage", FEN, "核对得到的工资", basis="民发〔2021〕57号 第十七条")
def 核对工资(人: 行) -> 值:
    return 较大(人.收入.其中(是(IncomeKind.WAGE_VERIFIED)).合计(金额), 0)


@人("real_wage", FEN, "实际工资（申报与核对取高）", basis=第十三条)
def 实际工资(人: 行) -> 值:
    return 较大(人.申报工资, 人.核对工资)


@人("exemption", options(Exemption), "免予评估的理由", basis=f"{八十三号}（不得机械推算收入）")
def 免予评估(人: 行, 参: 参数) -> 值:
    认定 = [
        部分
        for 情形, 理由 in (
            (Circumstance.CARES_FOR_CHILD, Exemption.CARES_FOR_CHILD),
            (Circumstance.CARES_FOR_DEPENDANT, Exemption.CARES_FOR_DEPENDANT),
            (Circumstance.NURSING, Exemption.NURSING),
            (Circumstance.HARD_TO_EMPLOY, Exemption.HARD_TO_EMPLOY),
            (Circumstance.JOB_SEEKING, Exemption.JOB_SEEKING),
            (Circumstance.STUDENT, Exemption.STUDENT),
        )
        for 部分 in (人.情形.任一(是(情形)), 理由)
    ]
    能劳动 = 人.情形.任一(是(Circumstance.ABLE, Circumstance.PARTLY_ABLE))
    劳动年龄 = (人.年龄 >= 参.劳动年龄下限) & (人.年龄 < 参.劳动年龄上限[人.性别])
    return 当(
        参.收入评估方式 == AssessmentMode.NONE, Exemption.NOT_ASSESSED,
        *认定,
        人.重度残疾, Exemption.SEVERE_DISABILITY,
        人.重病, Exemption.SEVERE_ILLNESS,
        ~能劳动, Exemption.UNABLE,
        ~劳动年龄, Exemption.AGE,
        Exemption.NONE,
    )  # fmt: skip


@人("labour_band", options(LabourBand), "劳动力系数的档")
def 劳动力档(人: 行, 参: 参数) -> 值:
    return 当(
        人.免予评估 != Exemption.NONE, LabourBand.NONE,
        人.情形.任一(是(Circumstance.PARTLY_ABLE)), LabourBand.PARTIAL,
        人.年龄 >= 参.大龄劳动力年龄[人.性别], LabourBand.OLDER,
        LabourBand.PRIME,
    )  # fmt: skip


@人("assessed", FEN, "评估收入", basis=f"{八十三号}（劳动力系数应据实、个别认定）")
def 评估收入(人: 行, 参: 参数) -> 值:
    按系数 = 四舍五入(参.最低工资标准 * 参.劳动力系数.或(人.劳动力档, 0))
    认定 = 人.收入.其中(是(IncomeKind.WAGE_DECIDED)).合计(金额)
    return 当(
        参.收入评估方式 == AssessmentMode.NONE, 0,
        人.情形.任一(是(Circumstance.WAGE_DECIDED)), 较大(认定, 0),
        人.免予评估 != Exemption.NONE, 0,
        按系数,
    )  # fmt: skip


@人("assessed_wage", FEN, "评估收入（已有经营净收入的部分除外）", basis=第十三条)
def 评估工资(人: 行) -> 值:
    return 较大(人.评估收入 - 人.经营净收入, 0)


@人("wage_ground", options(WageGround), "工资性收入以哪一项为准", basis=第十三条)
def 工资依据(人: 行) -> 值:
    评估 = 当(人.情形.任一(是(Circumstance.WAGE_DECIDED)), WageGround.DECIDED, WageGround.ASSESSED)
    return 当(
        人.评估工资 > 人.实际工资, 评估,
        人.核对工资 > 人.申报工资, WageGround.VERIFIED,
        人.申报工资 > 0, WageGround.DECLARED,
        WageGround.NONE,
    )  # fmt: skip


@人("wage", FEN, basis=f"{第十三条}（申报、核对、评估取最高）")
def 工资性收入(人: 行) -> 值:
    return 较大(人.实际工资, 人.评估工资)


@人("work_cost", FEN, "必要就业成本扣减", basis=第十三条)
def 就业成本(人: 行, 参: 参数) -> 值:
    上限 = 参.务工成本扣减上限
    据实 = 人.支出.其中(是(ExpenseKind.EMPLOYMENT_COST)).合计(金额)
    可扣 = 当(
        参.就业成本方式 == EmploymentCostMode.FIXED, 参.务工成本定额 * 一人,
        参.就业成本方式 == EmploymentCostMode.ACTUAL, 较小(据实, 上限 * 一人),
        四舍五入(较小(人.户.低保标准 * 参.务工成本扣减比例, 上限) * 一人),
    )  # fmt: skip
    return 较小(人.实际工资, 可扣)


@人("net_wage", FEN, "工资性收入（扣减就业成本后）", basis=第十三条)
def 工资净收入(人: 行) -> 值:
    return 人.工资性收入 - 人.就业成本


# ------------------------------------------------------------------------------------------------- 赡养、抚养、扶养费
@人("jobless_disabled_adult", TRUTH, "成年无业重度残疾人", basis=八十三号)
def 成年无业重残(人: 行, 参: 参数) -> 值:
    无业 = (人.实际工资 == 0) & (人.经营净收入 == 0)
    return 人.重度残疾 & (人.年龄 >= 参.成年年龄) & 无业


@义务人("disregarded", TRUTH, "给付不计入收入")
def 免计给付(_: 行) -> 值:
    return False


@义务人(  # type: ignore[no-redef]
    "disregarded", TRUTH, basis=f"{八十三号}（成年无业重残，由兄弟姐妹或高龄义务人扶养）", 自="2022-10-20",
)  # fmt: skip
def 免计给付(义务人: 行, 参: 参数) -> 值:  # noqa: F811
    高龄 = 周岁(义务人.出生日期) >= 参.免计赡养费年龄
    return 义务人.人.成年无业重残 & ((义务人.关系 == SupporterRelation.SIBLING) | 高龄)


@义务人("by_formula", FEN, "按公式应给付", basis="各地赡（抚、扶）养费核算办法")
def 公式给付(义务人: 行, 参: 参数) -> 值:
    标准 = 义务人.人.户.低保标准
    人均 = 义务人.家庭月收入 / 义务人.家庭人数
    线 = 标准 * 参.赡养费收入线倍数
    收入线 = 较大(义务人.家庭月收入 - 线 * 义务人.家庭人数, 0) * 参.赡养费计入比例
    比例 = 当(义务人.子女人数 <= 2, 参.赡养费比例[SupportBand.FEW], 参.赡养费比例[SupportBand.MANY])
    人均超出 = 较大(人均 - 标准, 0) * 一人
    全户超出 = 较大(义务人.家庭月收入 - 标准 * 义务人.家庭人数, 0)
    return 当(
        参.赡养费公式 == SupportFormula.LOW_INCOME_LINE, 四舍五入(收入线 / 义务人.被赡养人数),
        参.赡养费超出口径 == ExcessBasis.PER_CAPITA, 四舍五入(人均超出 * 比例 / 义务人.被赡养人数),
        四舍五入(全户超出 * 比例 / 义务人.被赡养人数),
    )  # fmt: skip


@义务人(
    "counted",
    FEN,
    "计入的赡（抚、扶）养费",
    basis=f"{第十三条}（判决、协议优先，实付高于应付的按实付）",
)
def 计入给付(义务人: 行) -> 值:
    有文书 = 义务人.文书.属于(SupportDocument.JUDGEMENT, SupportDocument.AGREEMENT)
    return 当(
        义务人.免计给付, 0,
        有文书, 较大(义务人.文书金额, 义务人.实付金额),
        义务人.文书 == SupportDocument.UNENFORCEABLE, 义务人.实付金额,
        较大(义务人.公式给付, 义务人.实付金额),
    )  # fmt: skip


@人("support", FEN, "赡（抚、扶）养费", basis=第十三条)
def 赡养费(人: 行) -> 值:
    return 人.义务人.合计(lambda 项: 项.计入给付)


# ------------------------------------------------------------------------------------------------- 其他个人收入
@人("business", FEN, basis=f"{第十三条}（亏损不抵减其他收入）")
def 经营净收入(人: 行) -> 值:
    return 较大(人.收入.其中(是(IncomeKind.BUSINESS)).合计(金额), 0)


@人("property", FEN, basis=f"{第十三条}（亏损不抵减其他收入）")
def 财产净收入(人: 行) -> 值:
    return 较大(人.收入.其中(是(IncomeKind.PROPERTY)).合计(金额), 0)


@人("basic_pension", FEN, "计入的中央基础养老金")
def 计入基础养老金(人: 行) -> 值:
    return 人.收入.其中(是(IncomeKind.BASIC_PENSION_CENTRAL)).合计(金额)


@人("basic_pension", FEN, basis=f"{第十三条}（“十四五”期间不计入）", 自="2021-01-01")  # type: ignore[no-redef]
def 计入基础养老金(人: 行) -> 值:  # noqa: F811
    return 0


@人("basic_pension", FEN, basis="“十四五”期满，不再有不计入的依据", 自="2026-01-01")  # type: ignore[no-redef]
def 计入基础养老金(人: 行) -> 值:  # noqa: F811
    return 人.收入.其中(是(IncomeKind.BASIC_PENSION_CENTRAL)).合计(金额)


@人("transfer", FEN, basis=f"{第十三条}（得到的转移收入减去付出的）")
def 转移净收入(人: 行) -> 值:
    得到 = 人.收入.其中(是(IncomeKind.TRANSFER)).合计(金额)
    付出 = 人.收入.其中(是(IncomeKind.TRANSFER_PAID)).合计(金额)
    return 得到 + 人.赡养费 + 人.计入基础养老金 - 付出


@人("other", FEN, basis=第十三条)
def 其他收入(人: 行) -> 值:
    return 较大(人.收入.其中(是(IncomeKind.OTHER, IncomeKind.ONE_OFF)).合计(金额), 0)


@人("excluded", FEN, "不计入的收入", basis=f"{第十三条}（不计入家庭收入）")
def 不计入收入(人: 行) -> 值:
    不计入 = (
        IncomeKind.PREFERENTIAL_PENSION,
        IncomeKind.SOCIAL_ASSISTANCE,
        IncomeKind.EXCLUDED_LOCALLY,
    )
    基础养老金 = 人.收入.其中(是(IncomeKind.BASIC_PENSION_CENTRAL)).合计(金额) - 人.计入基础养老金
    return 人.收入.其中(是(*不计入)).合计(金额) + 基础养老金


@人("countable", FEN, "本人可计入收入", basis=第十三条)
def 可计入收入(人: 行, 参: 参数) -> 值:
    比例 = 参.收入计入比例
    return (
        人.工资净收入 * 比例[IncomeClass.WAGE]
        + 人.经营净收入 * 比例[IncomeClass.BUSINESS]
        + 人.财产净收入 * 比例[IncomeClass.PROPERTY]
        + 人.转移净收入 * 比例[IncomeClass.TRANSFER]
        + 人.其他收入 * 比例[IncomeClass.OTHER]
    )


@人("rehabilitation", FEN, basis=第十三条)
def 残疾康复支出(人: 行) -> 值:
    return 人.支出.其中(是(ExpenseKind.DISABILITY_REHABILITATION)).合计(金额)


@人("medical", FEN, basis=第十三条)
def 重病医疗支出(人: 行) -> 值:
    return 人.支出.其中(是(ExpenseKind.SEVERE_ILLNESS)).合计(金额)


@人("care_home", FEN, basis=第十三条)
def 养老机构支出(人: 行) -> 值:
    return 人.支出.其中(是(ExpenseKind.CARE_HOME)).合计(金额)


# ------------------------------------------------------------------------------------------------- 家庭收入
@户("size", PERSONS, basis=第七条)
def 家庭人数(户: 行) -> 值:
    return 计入成员(户).人数()


@户("standard", FEN_PER_PERSON, "适用的低保标准", basis="社会救助暂行办法 第十条")
def 低保标准(户: 行, 参: 参数) -> 值:
    return 参.低保标准[户.城乡类别]


@户("net_wage", FEN, "家庭工资性收入", basis=第十三条)
def 家庭工资性收入(户: 行) -> 值:
    return 计入成员(户).合计(lambda 人: 人.工资净收入)


@户("business", FEN, basis=第十三条)
def 家庭经营净收入(户: 行) -> 值:
    return 计入成员(户).合计(lambda 人: 人.经营净收入)


@户("property", FEN, basis=第十三条)
def 家庭财产净收入(户: 行) -> 值:
    return 计入成员(户).合计(lambda 人: 人.财产净收入)


@户("transfer", FEN, basis=第十三条)
def 家庭转移净收入(户: 行) -> 值:
    return 计入成员(户).合计(lambda 人: 人.转移净收入)


@户("other", FEN, basis=第十三条)
def 家庭其他收入(户: 行) -> 值:
    return 计入成员(户).合计(lambda 人: 人.其他收入)


@户("deductible", FEN, "刚性支出扣减", basis=f"{第十三条}（残疾、重病等刚性支出可按规定扣减）")
def 家庭可扣减支出(户: 行, 参: 参数) -> 值:
    上限 = 参.刚性支出扣减上限
    康复 = 计入成员(户).合计(lambda 人: 人.残疾康复支出)
    医疗 = 计入成员(户).合计(lambda 人: 人.重病医疗支出)
    养老 = 计入成员(户).合计(lambda 人: 人.养老机构支出)
    return (
        较小(康复, 上限[ExpenseKind.DISABILITY_REHABILITATION])
        + 较小(医疗, 上限[ExpenseKind.SEVERE_ILLNESS])
        + 较小(养老, 上限[ExpenseKind.CARE_HOME])
    )


@户("income", FEN, "家庭月收入", basis="民发〔2021〕57号 第十二条、第十三条")
def 家庭月收入(户: 行) -> 值:
    return 较大(计入成员(户).合计(lambda 人: 人.可计入收入) - 户.家庭可扣减支出, 0)


@户("income_per_person", FEN_PER_PERSON, "家庭人均月收入", basis="民发〔2021〕57号 第十二条")
def 人均月收入(户: 行) -> 值:
    return 户.家庭月收入 / 较大(户.家庭人数, 1)


# ------------------------------------------------------------------------------------------------- 家庭财产
第十四条 = "民发〔2021〕57号 第十四条"


def 计入财产(户: 行, *kinds: 值) -> 值:
    """Things of these kinds that were not found to be left out; what nobody has judged yet counts."""
    return 户.财产.其中(lambda 项: 是(*kinds)(项) & (项.认定 != AssetStanding.NOT_COUNTED))


@财产("valued", FEN, "按口径计的金额", basis=第十四条)
def 计价金额(财产: 行, 参: 参数) -> 值:
    最高 = (财产.种类 == AssetKind.DEPOSIT) & (参.存款口径 == DepositMeasure.PEAK)
    保费 = (财产.种类 == AssetKind.INSURANCE) & (参.保险口径 == InsuranceMeasure.PREMIUM)
    return 当(最高, 较大(财产.金额, 财产.另计金额), 保费, 财产.另计金额, 财产.金额)


@户("deposits", FEN, "金融资产", basis=第十四条)
def 金融资产(户: 行) -> 值:
    return 计入财产(户, AssetKind.DEPOSIT, AssetKind.INSURANCE).合计(lambda 项: 项.计价金额)


@户("vehicles", NUMBER, basis=第十四条)
def 机动车数(户: 行) -> 值:
    return 计入财产(户, AssetKind.VEHICLE).合计(lambda 项: 项.数量)


@户("houses", NUMBER, basis=第十四条)
def 住房套数(户: 行) -> 值:
    return 计入财产(户, AssetKind.HOUSE).合计(lambda 项: 项.数量)


def 未超限额(户: 行, 参: 参数, 对象: AssetTarget) -> 值:
    """Whether deposits, vehicles and houses stay within the limits of a program."""
    限额 = 户.低保标准 * 参.金融资产限额倍数[对象] * 户.家庭人数
    return (
        (户.金融资产 <= 限额) & (户.机动车数 <= 参.机动车数上限) & (户.住房套数 <= 参.房产套数上限)
    )


@户("assets_within_limits", TRUTH, "财产未超限额", basis=第十四条)
def 财产未超限(户: 行, 参: 参数) -> 值:
    return 未超限额(户, 参, AssetTarget.MINIMUM_LIVING)


@户("assets_marginal", TRUTH, "财产符合低保边缘规定", basis=f"{第七条}（边缘家庭的财产条件）")
def 边缘财产符合(户: 行, 参: 参数) -> 值:
    return 当(
        户.财产认定 == AssetJudgement.BY_LIMITS, 未超限额(户, 参, AssetTarget.MARGINAL),
        户.财产认定 == AssetJudgement.ACCEPTED,
    )  # fmt: skip


@户("assets_to_judge", TRUTH, "财产待认定", basis=f"{八十三号}（综合认定，不得机械排除）")
def 财产待认定(户: 行) -> 值:
    有待认定 = 户.财产.任一(lambda 项: 项.认定 == AssetStanding.PENDING)
    return (户.财产认定 == AssetJudgement.BY_LIMITS) & (~户.财产未超限 | 有待认定)


@户("assets_accepted", TRUTH, basis=f"{第十四条}；{八十三号}（不得机械认定）")
def 财产符合规定(户: 行) -> 值:
    return 当(
        户.财产认定 == AssetJudgement.BY_LIMITS, 户.财产未超限,
        户.财产认定 == AssetJudgement.ACCEPTED,
    )  # fmt: skip


book.close()
