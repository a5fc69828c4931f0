"""最低生活保障：谁符合条件、每月发多少。社会救助暂行办法 第九条至第十三条；民发〔2021〕57号。"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minzheng.lib.months import Month
from minzheng.livelihood.household_assessment import rules as assessment
from minzheng.livelihood.household_assessment.enums import Circumstance, DisabilityLevel
from minzheng.livelihood.household_assessment.rules import 是
from minzheng.livelihood.minimum_living.enums import (
    AmountMode,
    GradualStage,
    MarginalTest,
    OwnIncomeTest,
    SingleBand,
    SingleGround,
    SingleMode,
    Tier,
    UpliftClass,
    UpliftMode,
)
from minzheng.rulebook import (
    FEN,
    FEN_PER_PERSON,
    PERSONS,
    RATE,
    TRUTH,
    YEARS,
    Case,
    Explanation,
    ParameterTable,
    RoundingMode,
    Rulebook,
    explain,
    options,
    一人,
    值,
    参数,
    取整,
    四舍五入,
    当,
    行,
    较大,
    较小,
)
from minzheng.rulebook.units import RATE_ONE

book = Rulebook("最低生活保障", extends=assessment.book)

book.entity("渐退", "gradual_exit", inside="户", most=60, dated=True)
book.fact("户", "救助档次", "tier", options(Tier), dated=True)
book.fact("户", "单人保", "insured_singly", TRUTH, dated=True)
book.fact("人", "保障对象", "insured", TRUTH, dated=True)
book.fact("渐退", "阶段", "stage", options(GradualStage))
book.fact("渐退", "基础金", "base_fen", FEN)
book.fact("渐退", "施保金", "uplift_fen", FEN)

book.parameter("补差方式", "amount_mode", options(AmountMode))
book.parameter(
    "分档补助标准", "tier_amount", FEN_PER_PERSON, most=1_000_000, bands=(Tier.A, Tier.B, Tier.C),
    when=("补差方式", AmountMode.TIER),
)  # fmt: skip
book.parameter("最低补差比例", "least_share", RATE, most=10_000)
book.parameter("分类施保比例", "uplift_rate", RATE, most=10_000, bands=tuple(UpliftClass)[1:])
book.parameter("分类施保方式", "uplift_mode", options(UpliftMode))
book.parameter("老年人年龄", "elderly_age", YEARS, least=1)
book.parameter("单人保方式", "single_mode", options(SingleMode))
book.parameter(
    "单人保分档比例", "single_rate", RATE, most=10_000, bands=SingleBand,
    when=("单人保方式", SingleMode.TIER),
)  # fmt: skip
book.parameter(
    "单人保分档收入线", "single_line", RATE, most=100_000, when=("单人保方式", SingleMode.TIER)
)
book.parameter("单人保本人收入条件", "single_own_income", options(OwnIncomeTest))
book.parameter("重残单人户家庭条件", "single_marginal", options(MarginalTest))
book.parameter("渐退比例", "gradual_rate", RATE, most=10_000, bands=GradualStage)
book.parameter("拒绝就业扣减比例", "refusal_rate", RATE, most=10_000)
book.parameter("边缘家庭倍数", "marginal_factor", RATE, most=30_000)
book.parameter("取整单位", "rounding_step", FEN, least=1, most=100)
book.parameter("取整方式", "rounding_mode", options(RoundingMode))

户, 人, 渐退 = book.of("户"), book.of("人"), book.of("渐退")
第八条 = "民发〔2021〕57号 第八条"
八十三号 = "民发〔2022〕83号"
拒绝就业 = "社会救助暂行办法 第四十五条；民发〔2021〕57号 第三十四条（只减发本人份额）"
分类施保 = "社会救助暂行办法 第十二条；民发〔2021〕57号 第二十七条"


# ------------------------------------------------------------------------------------------------- 分类施保
@人("covered", TRUTH, "列入保障", basis=f"{八十三号}（不得仅将个别家庭成员纳入）")
def 列入保障(人: 行) -> 值:
    return 人.保障对象 & 人.计入家庭 & ~人.情形.任一(是(Circumstance.NOT_INSURED))


def 保障成员(户: 行) -> 值:
    """The members who are paid for."""
    return 户.成员.其中(lambda 人: 人.列入保障)


def 各类比例(人: 行, 参: 参数) -> list[tuple[UpliftClass, 值]]:
    """Each class and its rate for this person, 0 where the class does not apply."""
    属于 = {
        UpliftClass.SEVERE_DISABILITY: 人.重度残疾,
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


@人("refused_work", TRUTH, "无正当理由拒绝就业", basis=拒绝就业)
def 拒绝工作(人: 行) -> 值:
    return 人.情形.任一(是(Circumstance.WORK_REFUSED))


@人("refusal_rate", RATE, "本人份额扣减比例", basis=拒绝就业)
def 扣减比例(人: 行, 参: 参数) -> 值:
    return 当(人.拒绝工作, 参.拒绝就业扣减比例, 0)


@人("uplift", FEN, "本人分类施保金", basis=分类施保)
def 个人施保金(人: 行) -> 值:
    全额 = 人.户.低保标准 * 人.施保比例 * 一人
    return 当(人.拒绝工作, 较大(全额 - 四舍五入(全额) * 人.扣减比例, 0), 全额)


# ------------------------------------------------------------------------------------------------- 单人保
@人("single_ground", options(SingleGround), "单人保事由", basis=第八条)
def 单人保事由(人: 行) -> 值:
    return 当(
        人.情形.任一(是(Circumstance.SINGLE_DISABILITY)), SingleGround.DISABILITY,
        人.情形.任一(是(Circumstance.SINGLE_ILLNESS)), SingleGround.ILLNESS,
        人.情形.任一(是(Circumstance.SINGLE_RELIGIOUS)), SingleGround.RELIGIOUS,
        人.情形.任一(是(Circumstance.SINGLE_LOCAL)), SingleGround.LOCAL,
        人.情形.任一(是(Circumstance.SINGLE_JOBLESS_DISABLED)), SingleGround.JOBLESS_DISABLED,
        SingleGround.NONE,
    )  # fmt: skip


@人("widened", TRUTH, "按扩大范围单独申请", basis="2022年10月20日以前没有此项")
def 扩围事由(_: 行) -> 值:
    return False


@人(  # type: ignore[no-redef]
    "widened", TRUTH, basis=f"{八十三号}（成年无业重度残疾人可以参照单人户）", 自="2022-10-20"
)
def 扩围事由(人: 行) -> 值:  # noqa: F811
    return (人.单人保事由 == SingleGround.JOBLESS_DISABLED) & 人.成年无业重残


@人("single_ground_holds", TRUTH, "单人保事由成立", basis=第八条)
def 事由成立(人: 行) -> 值:
    三级 = 人.残疾等级 == DisabilityLevel.THIRD
    智力精神三级 = 三级 & 人.情形.任一(是(Circumstance.MENTAL_DISABILITY))
    return 当(
        人.单人保事由 == SingleGround.DISABILITY, 人.重度残疾 | 智力精神三级,
        人.单人保事由 == SingleGround.ILLNESS, 人.重病,
        人.单人保事由 == SingleGround.JOBLESS_DISABLED, 人.扩围事由,
        人.单人保事由 != SingleGround.NONE,
    )  # fmt: skip


@人("own_income_below", TRUTH, "本人收入低于低保标准", basis=第八条)
def 本人收入低(人: 行) -> 值:
    return 人.可计入收入 < 人.户.低保标准 * 一人


@人("single_base", FEN, "本人单人保金额", basis=第八条)
def 单人保金额(人: 行, 参: 参数) -> 值:
    全额 = 人.户.低保标准 * 一人
    低档 = 人.户.人均月收入 < 人.户.低保标准 * 参.单人保分档收入线
    比例 = 参.单人保分档比例
    return 当(
        ~人.户.单人保, 0,
        参.单人保方式 == SingleMode.FULL, 全额,
        参.单人保方式 == SingleMode.GAP, 较大(全额 - 人.可计入收入, 0),
        低档, 全额 * 比例[SingleBand.LOWER],
        全额 * 比例[SingleBand.HIGHER],
    )  # fmt: skip


@人("eligible_singly", TRUTH, "本人单人保符合条件", basis=f"{第八条}；{八十三号}")
def 个人单人符合(人: 行, 参: 参数) -> 值:
    不看家庭 = (人.单人保事由 == SingleGround.RELIGIOUS) | (
        (人.单人保事由 == SingleGround.JOBLESS_DISABLED)
        & (参.重残单人户家庭条件 == MarginalTest.NONE)
    )
    看本人 = (参.单人保本人收入条件 == OwnIncomeTest.BELOW_STANDARD) | 不看家庭
    家庭 = 不看家庭 | 人.户.边缘家庭
    return 人.列入保障 & 人.事由成立 & 家庭 & (人.本人收入低 | ~看本人) & (人.单人保金额 > 0)


# ------------------------------------------------------------------------------------------------- 资格
@户("insured_persons", PERSONS, "保障人数", basis=f"{八十三号}（不得仅将个别家庭成员纳入）")
def 保障人数(户: 行) -> 值:
    return 保障成员(户).人数()


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


@户("marginal_income", TRUTH, "收入在低保边缘", basis=f"{第八条}（不低于标准、低于边缘线）")
def 收入在边缘(户: 行, 参: 参数) -> 值:
    return ~户.低于标准 & (户.人均月收入 < 户.低保标准 * 参.边缘家庭倍数)


@户(
    "marginal", TRUTH, "低保边缘家庭", basis=f"{第八条}（不符合低保条件、收入低于边缘线、财产符合）"
)
def 边缘家庭(户: 行, 参: 参数) -> 值:
    收入 = 户.人均月收入 < 户.低保标准 * 参.边缘家庭倍数
    return ~(户.低于标准 & 户.财产符合规定) & 收入 & 户.边缘财产符合


@户("eligible_singly", TRUTH, "单人保符合条件", basis=第八条)
def 单人符合(户: 行) -> 值:
    有人符合 = 户.成员.任一(lambda 人: 人.个人单人符合)
    return 户.单人保 & ~户.按户符合 & 户.边缘财产符合 & 有人符合


@户("in_gradual_exit", TRUTH, "在渐退期", basis=f"{八十三号}（就业后收入超过标准的渐退）")
def 渐退中(户: 行) -> 值:
    return (户.渐退.个数() > 0) & 户.财产符合规定 & (户.保障人数 > 0)


@户("eligible", TRUTH)
def 符合条件(户: 行) -> 值:
    return 户.按户符合 | 户.单人符合 | 户.渐退中


# ------------------------------------------------------------------------------------------------- 金额
@户("gap", FEN, "补差额", basis="社会救助暂行办法 第十二条")
def 差额(户: 行) -> 值:
    人数 = 较大(户.家庭人数, 1)
    return (户.低保标准 * 人数 - 户.家庭月收入) / 人数 * 户.保障人数


@户(
    "household_base",
    FEN,
    "按户基础金",
    basis="社会救助暂行办法 第十二条；民发〔2021〕57号 第二十三条",
)
def 按户基础金(户: 行, 参: 参数) -> 值:
    最低 = 户.低保标准 * 参.最低补差比例 * 户.保障人数
    按户 = 当(
        参.补差方式 == AmountMode.TIER, 参.分档补助标准.或(户.救助档次, 0) * 户.保障人数,
        较大(户.差额, 最低),
    )  # fmt: skip
    return 当(户.按户符合, 按户, 0)


@户("single_total", FEN, "单人保基础金", basis=第八条)
def 单人基础金(户: 行) -> 值:
    合计 = 户.成员.其中(lambda 人: 人.个人单人符合).合计(lambda 人: 人.单人保金额)
    return 当(户.单人符合, 合计, 0)


@渐退("base_now", FEN, "本段基础金", basis=八十三号)
def 本段基础金(渐退: 行, 参: 参数) -> 值:
    return 四舍五入(渐退.基础金 * 参.渐退比例[渐退.阶段])


@渐退("uplift_now", FEN, "本段分类施保金", basis=八十三号)
def 本段施保金(渐退: 行, 参: 参数) -> 值:
    return 四舍五入(渐退.施保金 * 参.渐退比例[渐退.阶段])


@户("gradual_base", FEN, "渐退期基础金", basis=八十三号)
def 渐退基础金(户: 行) -> 值:
    return 当(户.渐退中, 户.渐退.合计(lambda 项: 项.本段基础金), 0)


@户("gradual_uplift", FEN, "渐退期分类施保金", basis=八十三号)
def 渐退施保金(户: 行) -> 值:
    return 当(户.渐退中, 户.渐退.合计(lambda 项: 项.本段施保金), 0)


@户("share_each", FEN_PER_PERSON, "按户基础金的人均份额")
def 人均份额(户: 行) -> 值:
    return 四舍五入(户.按户基础金 / 较大(户.保障人数, 1))


@户("refused_fen", FEN, "拒绝就业减发额", basis=拒绝就业)
def 拒绝就业减发额(户: 行) -> 值:
    return 保障成员(户).合计(lambda 人: 四舍五入(人.户.人均份额 * 人.扣减比例) * 一人)


@户(
    "base",
    FEN,
    "基础保障金（取整前）",
    basis="社会救助暂行办法 第十二条；民发〔2021〕57号 第二十三条",
)
def 基础金额(户: 行) -> 值:
    应得 = 当(户.按户符合, 户.按户基础金, 户.单人基础金)
    return 较大(较大(应得 - 户.拒绝就业减发额, 0), 户.渐退基础金)


@户("uplift", FEN, "分类施保金（取整前）", basis=分类施保)
def 施保金额(户: 行, 参: 参数) -> 值:
    合计 = 保障成员(户).合计(lambda 人: 人.个人施保金)
    单人分档 = 户.单人符合 & (参.单人保方式 == SingleMode.TIER)
    return 当(
        户.按户符合 | (户.单人符合 & ~单人分档), 合计,
        户.渐退中, 户.渐退施保金,
        0,
    )  # fmt: skip


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


# ------------------------------------------------------------------------------------------------- 计算一户
@dataclass(frozen=True)
class Share:
    """One insured person's part of the household's allowance; the parts add up to the household exactly."""

    person: str
    base_fen: int
    uplift_fen: int

    @property
    def amount_fen(self) -> int:
        return self.base_fen + self.uplift_fen


@dataclass(frozen=True)
class Reckoning:
    """What a household is due for a month. `persons` are the insured ones; amounts are 0 when not eligible."""

    month: Month
    eligible: bool
    singly: bool
    persons: int
    per_capita_fen: int
    base_fen: int
    uplift_fen: int
    amount_fen: int
    shares: list[Share]
    explanation: Explanation


def reckon(facts: Case, month: Month, parameters: ParameterTable) -> Reckoning:
    """The allowance of one household in one month, with its explanation.

    `facts` as `minzheng.rulebook.case` describes; each member carries 编号, the key its share is returned under.
    """
    told = explain(book, facts, month, parameters)
    base, uplift = told.value("其中基础金"), told.value("其中施保金")
    shares = _shares(facts, told, base, uplift)
    return Reckoning(
        month=month,
        eligible=bool(told.value("符合条件")),
        singly=bool(told.value("单人符合")),
        persons=len(shares) if shares else told.value("保障人数"),
        per_capita_fen=told.value("人均月收入分"),
        base_fen=base,
        uplift_fen=uplift,
        amount_fen=told.value("月保障金"),
        shares=shares,
        explanation=told,
    )


def _shares(facts: Case, told: Explanation, base_fen: int, uplift_fen: int) -> list[Share]:
    """基础金 split evenly over the insured, 施保金 by each one's own rate; odd fen go to the lowest member.

    Who refused work bears the reduction alone.
    """
    if not told.value("符合条件"):
        return []
    covered = "个人单人符合" if told.value("单人符合") else "列入保障"
    rows = [row for row in told.rows("人") if told.value(covered, "人", row)]
    keys = [str(facts["成员"][row].get("编号", row + 1)) for row in rows]
    rates = [told.value("施保比例", "人", row) for row in rows]
    parts = [RATE_ONE - told.value("扣减比例", "人", row) for row in rows]
    base = split_by_weight(base_fen, parts)
    uplift = split_by_weight(
        uplift_fen, [rate * part for rate, part in zip(rates, parts, strict=True)]
    )
    return [Share(*share) for share in zip(keys, base, uplift, strict=True)]


def split_by_weight(total: int, weights: Sequence[int]) -> list[int]:
    """`total` fen in proportion to whole weights (evenly where all are 0), exact to the fen.

    What is left over goes to the largest remainder, the lowest first.
    """
    if sum(weights) == 0:
        weights = [1] * len(weights)
    whole = sum(weights)
    shares = [total * weight // whole for weight in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in order[: total - sum(shares)]:
        shares[i] += 1
    return shares
