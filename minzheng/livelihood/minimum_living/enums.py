"""Codes of minimum living: why families leave, why applications fail, how often they are reviewed."""

from django.db.models import TextChoices

from minzheng.rulebook.units import Option


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


class ReviewClass(TextChoices):
    """核查类别: how often a household is looked at again (民发〔2021〕57号 第三十一条)."""

    A = "A", "A类（收入无变化）"
    B = "B", "B类（短期内变化不大）"
    C = "C", "C类（收入不稳定）"


class ExitReason(TextChoices):
    INCOME_ABOVE_STANDARD = "INCOME_ABOVE_STANDARD", "家庭收入超过标准"
    PROPERTY_ABOVE_LIMIT = "PROPERTY_ABOVE_LIMIT", "家庭财产超过规定"
    DIED = "DIED", "死亡"
    MOVED_OUT = "MOVED_OUT", "户籍迁出"
    IMPRISONED = "IMPRISONED", "服刑或强制戒毒"
    TO_EXTREME_HARDSHIP = "TO_EXTREME_HARDSHIP", "转特困供养"
    TO_CHILD_WELFARE = "TO_CHILD_WELFARE", "转孤儿或事实无人抚养儿童"
    VOLUNTARY = "VOLUNTARY", "主动放弃"
    REFUSED_REVIEW = "REFUSED_REVIEW", "拒不配合核查"
    FRAUD = "FRAUD", "骗取保障"
    LOST_CONTACT = "LOST_CONTACT", "失去联系"
    OTHER = "OTHER", "其他"


class ChangeReason(TextChoices):
    """变更原因."""

    MEMBER_ADDED = "MEMBER_ADDED", "人口增加"
    MEMBER_REMOVED = "MEMBER_REMOVED", "人口减少"
    INCOME = "INCOME", "收入变化"
    CONDITION = "CONDITION", "健康或劳动能力变化"
    STANDARD = "STANDARD", "保障标准调整"
    OTHER = "OTHER", "其他"


class RefusalReason(TextChoices):
    INCOME_NOT_BELOW_STANDARD = "INCOME_NOT_BELOW_STANDARD", "家庭人均收入不低于标准"
    PROPERTY_ABOVE_LIMIT = "PROPERTY_ABOVE_LIMIT", "家庭财产超过规定"
    REFUSED_INVESTIGATION = "REFUSED_INVESTIGATION", "不配合调查"
    OTHER = "OTHER", "其他"


class SuspensionReason(TextChoices):
    ACCOUNT_INVALID = "ACCOUNT_INVALID", "账户无效待更正"
    REVIEW_PENDING = "REVIEW_PENDING", "待核查"
    LOST_CONTACT = "LOST_CONTACT", "暂时失联"
    OTHER = "OTHER", "其他"
