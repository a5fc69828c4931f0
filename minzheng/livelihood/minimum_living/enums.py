"""Codes of minimum living: why families leave, why applications fail, how often they are reviewed."""

from django.db.models import TextChoices


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
