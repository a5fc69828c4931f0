"""Codes of letters."""

from django.db.models import TextChoices


class DeliveryMethod(TextChoices):
    """送达方式."""

    DIRECT = "DIRECT", "直接送达"
    MAIL = "MAIL", "邮寄送达"
    ELECTRONIC = "ELECTRONIC", "电子送达"
    LEFT = "LEFT", "留置送达"
