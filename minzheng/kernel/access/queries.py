"""Who is acting, and may they?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from minzheng.kernel.access.models import LoginFailure, Post, User
from minzheng.kernel.access.roles import ROLES, allows
from minzheng.kernel.areas.queries import contains
from minzheng.kernel.audit.actor import Actor, Channel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from minzheng.kernel.access.enums import Permission


class NotPermitted(Exception):
    """The post does not allow this act, or not in this place; the message says which."""


def posts_of(user: User, on: date) -> list[Post]:
    """The posts a user holds on a day."""
    if not user.is_active:
        return []
    return list(Post.objects.in_force_on(on).filter(user=user).order_by("id"))


def actor_of(
    user: User,
    *,
    at: datetime,
    permission: Permission | None = None,
    channel: Channel = Channel.WINDOW,
) -> Actor:
    """The actor a user is at a moment: the first post that carries `permission`.

    Raises NotPermitted with a sentence when no post does.
    """
    held = posts_of(user, timezone.localtime(at).date())
    for post in held:
        if permission is None or allows(post.role, permission):
            return Actor(user.pk, user.name, post.role, post.area_code, at, channel)
    wanted = f"“{permission.label}”" if permission else "任何业务"
    raise NotPermitted(f"{user.name}当前没有可以办理{wanted}的岗位，请联系系统管理员核对岗位。")


def check(actor: Actor, permission: Permission, area_code: str) -> None:
    """Raise NotPermitted unless the actor's role carries the permission and its area holds the record."""
    role = ROLES.get(actor.role)
    if role is None or not allows(actor.role, permission):
        label = role.label if role else "未知岗位"
        raise NotPermitted(f"“{label}”不能{permission.label}，请由有此权限的岗位办理。")
    if not contains(actor.area_code, area_code):
        raise NotPermitted("这条记录不在您的数据范围内，请由所在街道或区局办理。")


def check_any(actor: Actor, permissions: Sequence[Permission], area_code: str) -> None:
    """Raise NotPermitted unless the role carries one of the permissions, the first named in the sentence."""
    fitting = [each for each in permissions if allows(actor.role, each)]
    check(actor, (fitting or permissions)[0], area_code)


# How many wrong passwords within the window stop further tries: a person at one place, an account
# from everywhere, a place for all accounts (an office often shares one address).
FAILURE_WINDOW = timedelta(minutes=15)
MOST_FAILURES_OF_ACCOUNT_AT_ADDRESS = 5
MOST_FAILURES_OF_ACCOUNT = 20
MOST_FAILURES_AT_ADDRESS = 100


def too_many_failures(*, username: str, address: str, at: datetime) -> bool:
    """Whether passwords are not looked at for the moment."""
    recent = LoginFailure.objects.filter(failed_at__gt=at - FAILURE_WINDOW)
    of_account = recent.filter(username=login_key(username))
    return (
        of_account.filter(address=address).count() >= MOST_FAILURES_OF_ACCOUNT_AT_ADDRESS
        or of_account.count() >= MOST_FAILURES_OF_ACCOUNT
        or recent.filter(address=address).count() >= MOST_FAILURES_AT_ADDRESS
    )


def login_key(username: str) -> str:
    """A typed login name as failures are counted under it."""
    return username.strip().lower()[:40]
