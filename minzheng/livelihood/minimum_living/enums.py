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
    TIER = 3, "按家庭收入分档"


class SingleBand(Option):
    """单人保分档: the family's income per head below or from the line on."""

    LOWER = 1, "低档家庭收入"
    HIGHER = 2, "高档家庭收入"


class SingleGround(Option):
    """单人保事由（民发〔2021〕57号 第八条；民发〔2022〕83号）."""

    NONE = 0, "无"
    DISABILITY = 1, "重残"
    ILLNESS = 2, "重病"
    RELIGIOUS = 3, "宗教教职人员"
    LOCAL = 4, "县级以上规定的其他特殊困难"
    JOBLESS_DISABLED = 5, "成年无业重残"


class OwnIncomeTest(Option):
    """单人保对本人收入的条件."""

    BELOW_STANDARD = 1, "须低于低保标准"
    NONE = 2, "不作要求"


class MarginalTest(Option):
    """成年无业重残单人户的家庭条件."""

    MARGINAL = 1, "须为低保边缘家庭"
    NONE = 2, "不作要求"


class GradualStage(Option):
    """渐退期的前、中、后三段."""

    FIRST = 1, "前段"
    MIDDLE = 2, "中段"
    LAST = 3, "后段"


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
    SPLIT = "SPLIT", "家庭分户"
    MERGED = "MERGED", "并入其他家庭"
    GRADUAL_EXIT_OVER = "GRADUAL_EXIT_OVER", "渐退期满"
    DUPLICATE = "DUPLICATE", "重复享受"
    REFUSED_WORK = "REFUSED_WORK", "无正当理由拒绝就业"
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
    DIED = "DIED", "成员死亡"
    BIRTH = "BIRTH", "新生儿"
    IMPRISONED = "IMPRISONED", "成员服刑或强制戒毒"
    RELEASED = "RELEASED", "成员刑满释放或戒毒期满"
    MOVED = "MOVED", "户籍迁移"
    SPLIT = "SPLIT", "家庭分户"
    MERGED = "MERGED", "家庭合并"
    STUDY = "STUDY", "就学或毕业"
    CATEGORY = "CATEGORY", "城乡类别变化"
    TOOK_WORK = "TOOK_WORK", "成员就业（渐退）"
    REFUSED_WORK = "REFUSED_WORK", "无正当理由拒绝就业"
    BENEFIT = "BENEFIT", "享受其他待遇"
    SINGLE = "SINGLE", "单人保"
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
    REFUSED_WORK = "REFUSED_WORK", "无正当理由拒绝就业"
    OTHER = "OTHER", "其他"


class JobAnswer(TextChoices):
    """How a person answered the offer of a job (社会救助暂行办法 第四十五条)."""

    ACCEPTED = "ACCEPTED", "接受"
    JUSTIFIED = "JUSTIFIED", "有正当理由未接受"
    REFUSED = "REFUSED", "无正当理由拒绝"


class EventKind(TextChoices):
    """家庭之间的变动."""

    SPLIT = "SPLIT", "分户"
    MERGE = "MERGE", "合并"


class RecertificationOutcome(TextChoices):
    """核查结论（assistance.md §14）."""

    UNCHANGED = "UNCHANGED", "继续保障"
    INCREASED = "INCREASED", "增发"
    REDUCED = "REDUCED", "减发"
    STOPPED = "STOPPED", "停发"
    TO_EXTREME_HARDSHIP = "TO_EXTREME_HARDSHIP", "转特困"
    TO_SINGLE = "TO_SINGLE", "转单人保"
    TO_MARGINAL = "TO_MARGINAL", "转低保边缘"
    GRADUAL_EXIT = "GRADUAL_EXIT", "渐退"
