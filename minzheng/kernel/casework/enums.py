"""Codes shared by all matters."""

from django.db.models import TextChoices


class ClockUnit(TextChoices):
    WORKING_DAYS = "WORKING_DAYS", "工作日"
    CALENDAR_DAYS = "CALENDAR_DAYS", "日"


class DecisionKind(TextChoices):
    GRANT = "GRANT", "确认"
    REFUSE = "REFUSE", "不予确认"
    CHANGE = "CHANGE", "调整"
    SUSPEND = "SUSPEND", "暂停"
    RESUME = "RESUME", "恢复"
    STOP = "STOP", "停发"
    KEEP = "KEEP", "继续保障"
    TAKEOVER = "TAKEOVER", "在册转入"


class NoticeOutcome(TextChoices):
    OPEN = "OPEN", "公示中"
    NO_OBJECTION = "NO_OBJECTION", "无异议"
    OBJECTED = "OBJECTED", "有异议"


class ClockEventKind(TextChoices):
    """What may happen to a running limit, always with a reason."""

    PAUSED = "PAUSED", "中止计算"
    CONTINUED = "CONTINUED", "恢复计算"
    EXTENDED = "EXTENDED", "延长"
    EXPIRED = "EXPIRED", "到期未办结"
    EXPLAINED = "EXPLAINED", "超期说明"


class ObjectionHandling(TextChoices):
    """What became of an objection or complaint."""

    OPEN = "OPEN", "待处理"
    RECHECK = "RECHECK", "重新调查"
    APPRAISAL = "APPRAISAL", "民主评议"
    SET_ASIDE = "SET_ASIDE", "不予处理"
