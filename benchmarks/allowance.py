"""The minimum living allowance as the engines are compared and measured with: the rules of 2022 in one book, frozen.

The peers, the referee and the random households of the tests are written to this text. The rules the office works
with live in `minzheng/livelihood/*/rules.py` and go on growing.
"""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.codes import (
    AmountMode,
    AreaKind,
    AssetJudgement,
    AssetKind,
    AssetTarget,
    DisabilityLevel,
    ExpenseKind,
    IncomeClass,
    IncomeKind,
    SingleMode,
    Tier,
    UpliftClass,
    UpliftMode,
)
from minzheng.rulebook import (
    DATE,
    FEN,
    FEN_PER_PERSON,
    NUMBER,
    PERSONS,
    RATE,
    TRUTH,
    YEARS,
    RoundingMode,
    Rulebook,
    options,
    一人,
    值,
    参数,
    取整,
    周岁,
    四舍五入,
    当,
    行,
    较大,
    较小,
)

book = Rulebook("最低生活保障（测量用）")

book.entity("户", "household")
book.entity("人", "member", inside="户", called="成员", most=30, dated=True)
book.entity("收入", "income", inside="人", most=60, dated=True)
book.entity("支出", "expense", inside="人", most=60, dated=True)
book.entity("财产", "asset", inside="户", most=200, dated=True)

book.fact("户", "城乡类别", "area_kind", options(AreaKind), dated=True)
book.fact("户", "财产认定", "asset_judgement", options(AssetJudgement), dated=True)
book.fact("人", "出生日期", "birth_on", DATE)
book.fact("收入", "种类", "kind", options(IncomeKind))
book.fact("收入", "金额", "amount_fen", FEN, least=-1_000_000_000)
book.fact("支出", "种类", "kind", options(ExpenseKind))
book.fact("支出", "金额", "amount_fen", FEN)
book.fact("财产", "种类", "kind", options(AssetKind))
book.fact("财产", "金额", "amount_fen", FEN, most=1_000_000_000_000)
book.fact("财产", "数量", "count", NUMBER, most=1_000)

book.parameter("低保标准", "standard", FEN_PER_PERSON, most=1_000_000, bands=AreaKind)
book.parameter("收入计入比例", "counted_share", RATE, most=10_000, bands=IncomeClass)
book.parameter("务工成本扣减比例", "work_cost_share", RATE, most=20_000)
book.parameter("务工成本扣减上限", "work_cost_most", FEN_PER_PERSON)
book.parameter("刚性支出扣减上限", "expense_most", FEN, bands=ExpenseKind)
book.parameter("金融资产限额倍数", "deposit_factor", RATE, bands=AssetTarget)
book.parameter("房产套数上限", "houses_most", NUMBER, most=100)
book.parameter("机动车数上限", "vehicles_most", NUMBER, most=100)

book.fact("户", "救助档次", "tier", options(Tier), dated=True)
book.fact("户", "单人保", "insured_singly", TRUTH, dated=True)
book.fact("人", "保障对象", "insured", TRUTH, dated=True)
book.fact("人", "残疾等级", "disability_level", options(DisabilityLevel), dated=True)
book.fact("人", "重病", "severely_ill", TRUTH, dated=True)

book.parameter("补差方式", "amount_mode", options(AmountMode))
book.parameter(
    "分档补助标准", "tier_amount", FEN_PER_PERSON, most=1_000_000, bands=(Tier.A, Tier.B, Tier.C),
    when=("补差方式", AmountMode.TIER),
)  # fmt: skip
book.parameter("最低补差比例", "least_share", RATE, most=10_000)
book.parameter("分类施保比例", "uplift_rate", RATE, most=10_000, bands=tuple(UpliftClass)[1:])
book.parameter("分类施保方式", "uplift_mode", options(UpliftMode))
book.parameter("老年人年龄", "elderly_age", YEARS, least=1)
book.parameter("成年年龄", "adult_age", YEARS, least=1)
book.parameter("单人保方式", "single_mode", options(SingleMode))
book.parameter("边缘家庭倍数", "marginal_factor", RATE, most=30_000)
book.parameter("取整单位", "rounding_step", FEN, least=1, most=100)
book.parameter("取整方式", "rounding_mode", options(RoundingMode))

户, 人 = book.of("户"), book.of("人")
第十三条 = "民发〔2021〕57号 第十三条"


def 是(*kinds: 值) -> Callable[[行], 值]:
    """The rows of these kinds."""
    return lambda 项: 项.种类.属于(*kinds)


def 金额(项: 行) -> 值:
    return 项.金额


# ------------------------------------------------------------------------------------------------- 个人收入
@人("wage", FEN, basis=第十三条)
def 工资性收入(人: 行) -> 值:
    return 人.收入.其中(是(IncomeKind.WAGE)).合计(金额)


@人("work_cost", FEN, "必要就业成本扣减", basis=第十三条)
def 就业成本(人: 行, 参: 参数) -> 值:
    每名就业者 = 较小(人.户.低保标准 * 参.务工成本扣减比例, 参.务工成本扣减上限) * 一人
    return 较小(较大(人.工资性收入, 0), 四舍五入(每名就业者))


@人("net_wage", FEN, "工资性收入（扣减就业成本后）", basis=第十三条)
def 工资净收入(人: 行) -> 值:
    return 较大(人.工资性收入, 0) - 人.就业成本


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
    return 得到 + 人.计入基础养老金 - 付出


@人("other", FEN, basis=第十三条)
def 其他收入(人: 行) -> 值:
    return 较大(人.收入.其中(是(IncomeKind.OTHER)).合计(金额), 0)


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


# ------------------------------------------------------------------------------------------------- 家庭收入
@户("size", PERSONS, basis="民发〔2021〕57号 第七条、第八条")
def 家庭人数(户: 行) -> 值:
    return 户.成员.人数()


@户("standard", FEN_PER_PERSON, "适用的低保标准", basis="社会救助暂行办法 第十条")
def 低保标准(户: 行, 参: 参数) -> 值:
    return 参.低保标准[户.城乡类别]


@户("net_wage", FEN, "家庭工资性收入", basis=第十三条)
def 家庭工资性收入(户: 行) -> 值:
    return 户.成员.合计(lambda 人: 人.工资净收入)


@户("business", FEN, basis=第十三条)
def 家庭经营净收入(户: 行) -> 值:
    return 户.成员.合计(lambda 人: 人.经营净收入)


@户("property", FEN, basis=第十三条)
def 家庭财产净收入(户: 行) -> 值:
    return 户.成员.合计(lambda 人: 人.财产净收入)


@户("transfer", FEN, basis=第十三条)
def 家庭转移净收入(户: 行) -> 值:
    return 户.成员.合计(lambda 人: 人.转移净收入)


@户("other", FEN, basis=第十三条)
def 家庭其他收入(户: 行) -> 值:
    return 户.成员.合计(lambda 人: 人.其他收入)


@户("deductible", FEN, "刚性支出扣减", basis=f"{第十三条}（残疾、重病等刚性支出可按规定扣减）")
def 家庭可扣减支出(户: 行, 参: 参数) -> 值:
    上限 = 参.刚性支出扣减上限
    康复 = 户.成员.合计(lambda 人: 人.残疾康复支出)
    医疗 = 户.成员.合计(lambda 人: 人.重病医疗支出)
    return 较小(康复, 上限[ExpenseKind.DISABILITY_REHABILITATION]) + 较小(
        医疗, 上限[ExpenseKind.SEVERE_ILLNESS]
    )


@户("income", FEN, "家庭月收入", basis="民发〔2021〕57号 第十二条、第十三条")
def 家庭月收入(户: 行) -> 值:
    return 较大(户.成员.合计(lambda 人: 人.可计入收入) - 户.家庭可扣减支出, 0)


@户("income_per_person", FEN_PER_PERSON, "家庭人均月收入", basis="民发〔2021〕57号 第十二条")
def 人均月收入(户: 行) -> 值:
    return 户.家庭月收入 / 较大(户.家庭人数, 1)


# ------------------------------------------------------------------------------------------------- 家庭财产
@户("deposits", FEN, basis="民发〔2021〕57号 第十四条")
def 金融资产(户: 行) -> 值:
    return 户.财产.其中(是(AssetKind.DEPOSIT)).合计(金额)


@户("vehicles", NUMBER, basis="民发〔2021〕57号 第十四条")
def 机动车数(户: 行) -> 值:
    return 户.财产.其中(是(AssetKind.VEHICLE)).合计(lambda 项: 项.数量)


@户("houses", NUMBER, basis="民发〔2021〕57号 第十四条")
def 住房套数(户: 行) -> 值:
    return 户.财产.其中(是(AssetKind.HOUSE)).合计(lambda 项: 项.数量)


@户("assets_within_limits", TRUTH, "财产未超限额", basis="民发〔2021〕57号 第十四条")
def 财产未超限(户: 行, 参: 参数) -> 值:
    限额 = 户.低保标准 * 参.金融资产限额倍数[AssetTarget.MINIMUM_LIVING] * 户.家庭人数
    return (
        (户.金融资产 <= 限额) & (户.机动车数 <= 参.机动车数上限) & (户.住房套数 <= 参.房产套数上限)
    )


@户("assets_accepted", TRUTH, basis="民发〔2021〕57号 第十四条；民发〔2022〕83号（不得机械认定）")
def 财产符合规定(户: 行) -> 值:
    return 当(
        户.财产认定 == AssetJudgement.BY_LIMITS, 户.财产未超限,
        户.财产认定 == AssetJudgement.ACCEPTED,
    )  # fmt: skip


分类施保 = "社会救助暂行办法 第十二条；民发〔2021〕57号 第二十七条"


# ------------------------------------------------------------------------------------------------- 分类施保
@人("age", YEARS, "周岁（当月1日）")
def 年龄(人: 行) -> 值:
    return 周岁(人.出生日期)


def 各类比例(人: 行, 参: 参数) -> list[tuple[UpliftClass, 值]]:
    """Each class and its rate for this person, 0 where the class does not apply."""
    属于 = {
        UpliftClass.SEVERE_DISABILITY: 人.残疾等级.属于(
            DisabilityLevel.FIRST, DisabilityLevel.SECOND
        ),
        UpliftClass.SEVERE_ILLNESS: 人.重病,
        UpliftClass.ELDERLY: 人.年龄 >= 参.老年人年龄,
        UpliftClass.MINOR: 人.年龄 < 参.成年年龄,
    }
    return [(类别, 当(条件, 参.分类施保比例[类别], 0)) for 类别, 条件 in 属于.items()]


@人("highest_rate", RATE, "最高一类的施保比例", basis=分类施保)
def 最高比例(人: 行, 参: 参数) -> 值:
    重残, 重病, 老年, 未成年 = (比例 for _, 比例 in 各类比例(人, 参))
    return 较大(较大(重残, 重病), 较大(老年, 未成年))


@人("uplift_class", options(UpliftClass), "分类施保类别", basis=分类施保)
def 施保类别(人: 行, 参: 参数) -> 值:
    各类 = [部分 for 类别, 比例 in 各类比例(人, 参) for 部分 in (比例 == 人.最高比例, 类别)]
    return 当(人.最高比例 == 0, UpliftClass.NONE, *各类, UpliftClass.NONE)


@人("uplift_rate", RATE, "分类施保比例", basis=分类施保)
def 施保比例(人: 行, 参: 参数) -> 值:
    重残, 重病, 老年, 未成年 = (比例 for _, 比例 in 各类比例(人, 参))
    return 当(参.分类施保方式 == UpliftMode.SUM, 重残 + 重病 + 老年 + 未成年, 人.最高比例)


@人("uplift", FEN, "本人分类施保金", basis=分类施保)
def 个人施保金(人: 行) -> 值:
    return 人.户.低保标准 * 人.施保比例 * 一人


@人("single_base", FEN, "本人单人保金额", basis="民发〔2021〕57号 第八条")
def 单人保金额(人: 行, 参: 参数) -> 值:
    全额 = 人.户.低保标准 * 一人
    差额 = 较大(全额 - 人.可计入收入, 0)
    return 当(~人.户.单人保, 0, 参.单人保方式 == SingleMode.FULL, 全额, 差额)


# ------------------------------------------------------------------------------------------------- 资格
@户("insured_persons", PERSONS, basis="民发〔2022〕83号（不得仅将个别家庭成员纳入）")
def 保障人数(户: 行) -> 值:
    return 户.成员.人数(lambda 人: 人.保障对象)


@户(
    "below_standard",
    TRUTH,
    "人均月收入低于低保标准",
    basis="社会救助暂行办法 第九条（低于，不含等于）",
)
def 低于标准(户: 行) -> 值:
    return 户.人均月收入 < 户.低保标准


@户(
    "eligible_as_household",
    TRUTH,
    "按户符合条件",
    basis="民发〔2021〕57号 第四条、第十二条、第十四条",
)
def 按户符合(户: 行, 参: 参数) -> 值:
    可定金额 = (参.补差方式 == AmountMode.GAP) | (户.救助档次 != Tier.NONE)
    return 户.低于标准 & 户.财产符合规定 & (户.保障人数 > 0) & 可定金额


@户("eligible_singly", TRUTH, "单人保符合条件", basis="民发〔2021〕57号 第八条")
def 单人符合(户: 行, 参: 参数) -> 值:
    边缘 = ~户.低于标准 & (户.人均月收入 < 户.低保标准 * 参.边缘家庭倍数)
    return 户.单人保 & 边缘 & 户.财产符合规定 & (户.保障人数 > 0)


@户("eligible", TRUTH)
def 符合条件(户: 行) -> 值:
    return 户.按户符合 | 户.单人符合


# ------------------------------------------------------------------------------------------------- 金额
@户("gap", FEN, "补差额", basis="社会救助暂行办法 第十二条")
def 差额(户: 行) -> 值:
    人数 = 较大(户.家庭人数, 1)
    return (户.低保标准 * 人数 - 户.家庭月收入) / 人数 * 户.保障人数


@户(
    "base",
    FEN,
    "基础保障金（取整前）",
    basis="社会救助暂行办法 第十二条；民发〔2021〕57号 第二十三条",
)
def 基础金额(户: 行, 参: 参数) -> 值:
    最低 = 户.低保标准 * 参.最低补差比例 * 户.保障人数
    按户 = 当(
        参.补差方式 == AmountMode.TIER, 参.分档补助标准.或(户.救助档次, 0) * 户.保障人数,
        较大(户.差额, 最低),
    )  # fmt: skip
    单人 = 户.成员.其中(lambda 人: 人.保障对象).合计(lambda 人: 人.单人保金额)
    return 当(户.按户符合, 按户, 户.单人符合, 单人, 0)


@户("uplift", FEN, "分类施保金（取整前）", basis=分类施保)
def 施保金额(户: 行) -> 值:
    合计 = 户.成员.其中(lambda 人: 人.保障对象).合计(lambda 人: 人.个人施保金)
    return 当(户.符合条件, 合计, 0)


@户("amount_fen", FEN, "月保障金", basis="社会救助暂行办法 第十二条（按户一次取整）")
def 月保障金(户: 行, 参: 参数) -> 值:
    return 取整(户.基础金额 + 户.施保金额, 单位=参.取整单位, 方式=参.取整方式)


@户("uplift_fen", FEN, "其中：分类施保金", basis=分类施保)
def 其中施保金(户: 行) -> 值:
    return 较小(四舍五入(户.施保金额), 户.月保障金)


@户("base_fen", FEN, "其中：基础保障金")
def 其中基础金(户: 行) -> 值:
    return 户.月保障金 - 户.其中施保金


@户("per_capita_fen", FEN_PER_PERSON, "人均月收入（到分）")
def 人均月收入分(户: 行) -> 值:
    return 四舍五入(户.人均月收入)


book.close()
