"""Users and their posts."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from minzheng.kernel.access.roles import ROLES


class User(AbstractBaseUser):
    """账号. What a user may do follows from posts, never from flags on the account."""

    username = models.CharField("登录名", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=60)
    is_active = models.BooleanField("启用", default=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "账号"

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def in_force_on(self, day: date) -> PostQuerySet:
        return self.filter(Q(to_on=None) | Q(to_on__gt=day), from_on__lte=day)


class Post(models.Model):
    """岗位: a role in an area, from one day to another."""

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name="账号")
    role = models.CharField(
        "角色", max_length=40, choices=[(r.code, r.label) for r in ROLES.values()]
    )
    area_code = models.CharField("数据范围", max_length=12)
    from_on = models.DateField("起")
    to_on = models.DateField("止", null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "area_code"],
                condition=Q(to_on=None),
                name="post_open_once",
                violation_error_message="该账号已在此区划担任这一角色。",
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gt=F("from_on")),
                name="post_period_not_empty",
                violation_error_message="岗位的止期应晚于起期。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.area_code}"


class LoginFailure(models.Model):
    """登录失败: a wrong password, kept for a day, so that guessing can be stopped."""

    username = models.CharField("所填登录名", max_length=40)
    address = models.CharField("来源地址", max_length=45)
    failed_at = models.DateTimeField("时刻")

    class Meta:
        verbose_name = verbose_name_plural = "登录失败"
        indexes = (
            models.Index(fields=["username", "failed_at"], name="login_failure_username"),
            models.Index(fields=["address", "failed_at"], name="login_failure_address"),
        )

    def __str__(self) -> str:
        return f"{self.username} {self.failed_at}"
