"""Programs and what can happen to an allowance."""

from django.db.models import TextChoices


class Program(TextChoices):
    MINIMUM_LIVING = "MINIMUM_LIVING", "最低生活保障"


class Category(TextChoices):
    """城乡类别: the fund line and the statistical line of a household."""

    URBAN = "URBAN", "城市"
    RURAL = "RURAL", "农村"


class AllowanceKind(TextChoices):
    GRANTED = "GRANTED", "确认"
    CHANGED = "CHANGED", "调整"
    SUSPENDED = "SUSPENDED", "暂停"
    RESUMED = "RESUMED", "恢复"
    ENDED = "ENDED", "停发"
