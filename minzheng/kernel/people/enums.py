"""Codes of persons and of how they belong to a household."""

from django.db.models import TextChoices


class Gender(TextChoices):
    MALE = "MALE", "男"
    FEMALE = "FEMALE", "女"


class Relation(TextChoices):
    """与户主关系 (GB/T 4761, shortened)."""

    HEAD = "HEAD", "户主"
    SPOUSE = "SPOUSE", "配偶"
    SON = "SON", "子"
    DAUGHTER = "DAUGHTER", "女"
    GRANDCHILD = "GRANDCHILD", "孙子女"
    PARENT = "PARENT", "父母"
    GRANDPARENT = "GRANDPARENT", "祖父母"
    SIBLING = "SIBLING", "兄弟姐妹"
    OTHER = "OTHER", "其他"


class LeaveReason(TextChoices):
    DIED = "DIED", "死亡"
    MOVED_OUT = "MOVED_OUT", "迁出"
    MARRIED_OUT = "MARRIED_OUT", "婚出"
    IMPRISONED = "IMPRISONED", "服刑"
    SPLIT = "SPLIT", "分户"
    OTHER = "OTHER", "其他"
