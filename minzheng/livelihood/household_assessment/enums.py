"""Codes of declared means. `.name` is stored, `.value` is what rules compute with, `.label` is shown."""

from django.db.models import TextChoices

from minzheng.rulebook.units import Option


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


class WorkAbility(Option):
    FULL = 1, "有劳动能力"
    PARTIAL = 2, "部分丧失劳动能力"
    LOST = 3, "完全丧失劳动能力"
    NONE = 4, "无劳动能力（年龄）"


class Occupation(Option):
    EMPLOYED = 1, "在职"
    FLEXIBLE = 2, "灵活就业"
    REGISTERED_UNEMPLOYED = 3, "登记失业"
    UNREGISTERED_UNEMPLOYED = 4, "未登记失业"
    FARMING = 5, "务农"
    STUDENT = 6, "在校"
    PRESCHOOL = 7, "学龄前"
    RETIRED = 8, "退休"
    UNABLE = 9, "无劳动条件"
    OTHER = 10, "其他"


class DeclarationSource(TextChoices):
    """On which occasion means were written down."""

    APPLICATION = "APPLICATION", "申请"
    ROSTER = "ROSTER", "花名册转入"
    CHANGE = "CHANGE", "变更报告"
    REVIEW = "REVIEW", "定期核查"
