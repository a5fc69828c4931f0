"""Codes of the frozen allowance: as in `minzheng/livelihood/*/enums.py` of 2022."""

from minzheng.rulebook import Option


class AreaKind(Option):
    """城乡类别 of a household; dated. The names are those of `enrollments.Category`."""

    URBAN = 1, "城市"
    RURAL = 2, "农村"


class IncomeKind(Option):
    """收入类型（民发〔2021〕57号 第十三条）. The last four are declared but not counted."""

    WAGE = 1, "工资性收入"
    BUSINESS = 2, "经营净收入"
    PROPERTY = 3, "财产净收入"
    TRANSFER = 4, "转移净收入"
    TRANSFER_PAID = 5, "转移性支出"
    OTHER = 6, "其他收入"
    PREFERENTIAL_PENSION = 7, "优待抚恤、奖励扶助和奖学金"
    SOCIAL_ASSISTANCE = 8, "政府救助和残疾人补贴"
    BASIC_PENSION_CENTRAL = 9, "中央确定的城乡居民基础养老金"
    EXCLUDED_LOCALLY = 10, "市级以上规定不计入的其他收入"


class ExpenseKind(Option):
    """可扣减的刚性支出."""

    DISABILITY_REHABILITATION = 1, "残疾康复"
    SEVERE_ILLNESS = 2, "重病医疗"


class AssetKind(Option):
    """财产类型（民发〔2021〕57号 第十四条）."""

    DEPOSIT = 1, "金融资产"
    VEHICLE = 2, "机动车"
    HOUSE = 3, "住房"
    OTHER = 4, "其他财产"


class AssetTarget(Option):
    """Whose property limit applies."""

    MINIMUM_LIVING = 1, "低保"
    MARGINAL = 2, "低保边缘"


class AssetJudgement(Option):
    """财产认定: what the officer made of the property found (民发〔2022〕83号: no mechanical exclusion)."""

    BY_LIMITS = 1, "按限额核算"
    ACCEPTED = 2, "认定符合"
    REFUSED = 3, "认定不符合"


class IncomeClass(Option):
    """The classes of art. 13 that count, as the policy file names them."""

    WAGE = 1, "工资性收入"
    BUSINESS = 2, "经营净收入"
    PROPERTY = 3, "财产净收入"
    TRANSFER = 4, "转移净收入"
    OTHER = 5, "其他收入"


class AmountMode(Option):
    """补差方式 (民发〔2021〕57号 第二十三条): the gap to the standard, or an amount by tier."""

    GAP = 1, "按差额"
    TIER = 2, "按档次"


class Tier(Option):
    """救助档次; only counts where the district pays by tier."""

    NONE = 0, "未分档"
    A = 1, "一档"
    B = 2, "二档"
    C = 3, "三档"


class DisabilityLevel(Option):
    """残疾等级 as on the certificate."""

    NONE = 0, "无"
    FIRST = 1, "一级"
    SECOND = 2, "二级"
    THIRD = 3, "三级"
    FOURTH = 4, "四级"


class UpliftClass(Option):
    """分类施保类别 of a person."""

    NONE = 0, "无"
    SEVERE_DISABILITY = 1, "重度残疾人"
    SEVERE_ILLNESS = 2, "重病患者"
    ELDERLY = 3, "老年人"
    MINOR = 4, "未成年人"


class UpliftMode(Option):
    """分类施保方式 for a person of several classes."""

    HIGHEST = 1, "就高不累计"
    SUM = 2, "累计"


class SingleMode(Option):
    """单人保方式: what a person insured alone receives."""

    FULL = 1, "全额标准"
    GAP = 2, "扣除本人收入"
