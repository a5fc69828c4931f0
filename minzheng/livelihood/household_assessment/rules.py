"""家庭经济状况：可计入收入，按类别计算、按规定扣减。民发〔2021〕57号 第十二条至第十四条。

All programs that ask for a household's income extend this book.
"""

from __future__ import annotations

from collections.abc import Callable

from minzheng.livelihood.household_assessment.enums import (
    AreaKind,
    AssetJudgement,
    AssetKind,
    AssetTarget,
    ExpenseKind,
    IncomeKind,
)
from minzheng.rulebook import (
    DATE,
    FEN,
    FEN_PER_PERSON,
    NUMBER,
    PERSONS,
    RATE,
    TRUTH,
    Option,
    Rulebook,
    options,
    一人,
    值,
    参数,
    四舍五入,
    当,
    行,
    较大,
    较小,
)


class IncomeClass(Option):
    """The classes of art. 13 that count, as the policy file names them."""

    WAGE = 1, "工资性收入"
    BUSINESS = 2, "经营净收入"
    PROPERTY = 3, "财产净收入"
    TRANSFER = 4, "转移净收入"
    OTHER = 5, "其他收入"


book = Rulebook("家庭经济状况")

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


book.close()
