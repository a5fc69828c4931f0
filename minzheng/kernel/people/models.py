"""Persons, households and dated membership."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from minzheng.kernel.people.dated import DatedQuerySet, Period, Point
from minzheng.kernel.people.enums import Gender, LeaveReason, Relation


class Person(models.Model):
    """自然人. The identity number is sealed (SM4-GCM); equality works on its blind index (HMAC-SM3)."""

    name = models.CharField("姓名", max_length=60)
    name_key = models.CharField("拼音", max_length=120)
    id_sealed = models.BinaryField("证件号（密文）", null=True)
    id_index = models.BinaryField("证件号（盲索引）", max_length=32, null=True, unique=True)
    id_masked = models.CharField("证件号", max_length=20, blank=True)
    birth_on = models.DateField("出生日期")
    gender = models.CharField("性别", max_length=10, choices=Gender)
    ethnicity = models.CharField("民族", max_length=20, blank=True)
    phone_sealed = models.BinaryField("电话（密文）", null=True)
    phone_masked = models.CharField("电话", max_length=20, blank=True)
    died_on = models.DateField("死亡日期", null=True, blank=True)
    death_recorded_at = models.DateTimeField("死亡登记时刻", null=True, blank=True)
    registered_at = models.DateTimeField("登记时刻")

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        indexes = (models.Index(fields=["name_key", "id"], name="person_name_key"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(id_sealed=None, id_index=None)
                | Q(id_sealed__isnull=False, id_index__isnull=False),
                name="person_id_sealed_with_index",
                violation_error_message="证件号的密文与盲索引应同时存在。",
            ),
            models.CheckConstraint(
                condition=Q(died_on=None) | Q(died_on__gte=F("birth_on")),
                name="person_dies_after_birth",
                violation_error_message="死亡日期早于出生日期。",
            ),
            models.CheckConstraint(
                condition=Q(died_on=None, death_recorded_at=None)
                | Q(died_on__isnull=False, death_recorded_at__isnull=False),
                name="person_death_with_its_record",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Household(models.Model):
    """家庭. `area_code` is the community that serves it now; payments keep the area they were made in."""

    number = models.CharField("家庭编号", max_length=40, unique=True)
    area_code = models.CharField("社区（村）", max_length=12)
    head = models.ForeignKey(
        Person, models.PROTECT, related_name="headed", verbose_name="户主", null=True
    )
    formed_on = models.DateField("建档日期")
    dissolved_on = models.DateField("注销日期", null=True, blank=True)
    members = models.ManyToManyField(
        Person, through="HouseholdMembership", related_name="households"
    )

    class Meta:
        verbose_name = verbose_name_plural = "家庭"
        indexes = (models.Index(fields=["area_code", "id"], name="household_area"),)

    def __str__(self) -> str:
        return self.number


class MembershipQuerySet(DatedQuerySet["HouseholdMembership"]):
    start, end = "joined_on", "left_on"


class HouseholdMembership(models.Model):
    """共同生活家庭成员: from one day to another, in one household at a time."""

    household = models.ForeignKey(Household, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    relation = models.CharField("与户主关系", max_length=20, choices=Relation)
    joined_on = models.DateField("起")
    left_on = models.DateField("止", null=True, blank=True)
    left_reason = models.CharField("离开原因", max_length=20, choices=LeaveReason, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "家庭成员"
        ordering = ("household", "joined_on", "id")
        constraints = (
            ExclusionConstraint(
                name="membership_one_household_at_a_time",
                expressions=[
                    (Point("person"), RangeOperators.OVERLAPS),
                    (Period("joined_on", "left_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="该人员在这段时间已是另一家庭的成员。",
            ),
            models.UniqueConstraint(
                fields=["household"],
                condition=Q(relation=Relation.HEAD, left_on=None),
                name="membership_one_head",
                violation_error_message="一个家庭只能有一位户主。",
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gt=F("joined_on")),
                name="membership_period_not_empty",
                violation_error_message="成员的离开日期应晚于加入日期。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} ({self.get_relation_display()})"
