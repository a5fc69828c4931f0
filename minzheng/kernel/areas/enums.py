"""Levels of the territory and the ways in which it changes."""

from django.db.models import TextChoices


class Level(TextChoices):
    PROVINCE = "PROVINCE", "省"
    CITY = "CITY", "市"
    DISTRICT = "DISTRICT", "区县"
    SUBDISTRICT = "SUBDISTRICT", "街道（乡镇）"
    COMMUNITY = "COMMUNITY", "社区（村）"


class Kind(TextChoices):
    DISTRICT = "DISTRICT", "区"
    SUBDISTRICT = "SUBDISTRICT", "街道"
    COMMUNITY = "COMMUNITY", "社区"
    VILLAGE = "VILLAGE", "村"


class ChangeKind(TextChoices):
    SPLIT = "SPLIT", "析置"
    MERGED = "MERGED", "合并"
    RENAMED = "RENAMED", "更名"
    ESTABLISHED = "ESTABLISHED", "新设"
    ABOLISHED = "ABOLISHED", "撤销"
    BOUNDARY = "BOUNDARY", "四至调整"
