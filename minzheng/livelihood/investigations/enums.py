"""Codes of field work."""

from django.db.models import TextChoices


class VisitLevel(TextChoices):
    """Who went: it follows from the post of whoever enters the visit."""

    SUBDISTRICT = "SUBDISTRICT", "街道"
    DISTRICT = "DISTRICT", "区局"


class VisitMethod(TextChoices):
    """调查方式; not in person only in an emergency (民发〔2021〕57号 第十六条)."""

    IN_PERSON = "IN_PERSON", "入户"
    PHONE = "PHONE", "电话"
    VIDEO = "VIDEO", "视频"


class Kinship(TextChoices):
    """近亲属关系 of a member of the family to the member of staff."""

    SPOUSE = "SPOUSE", "配偶"
    PARENT = "PARENT", "父母"
    CHILD = "CHILD", "子女"
    SIBLING = "SIBLING", "兄弟姐妹"
    GRANDPARENT = "GRANDPARENT", "祖父母、外祖父母"
    GRANDCHILD = "GRANDCHILD", "孙子女、外孙子女"


class Vote(TextChoices):
    FOR = "FOR", "赞成"
    AGAINST = "AGAINST", "不赞成"
    ABSTAINED = "ABSTAINED", "弃权"


class AppraisalConclusion(TextChoices):
    """民主评议 finds whether what the family declared is true; it decides nothing."""

    CONFIRMED = "CONFIRMED", "情况属实"
    DOUBTED = "DOUBTED", "情况存疑"
