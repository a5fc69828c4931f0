"""Opening accounts and giving posts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.models import LoginFailure, Post, User
from minzheng.kernel.access.queries import check, login_key, posts_of
from minzheng.kernel.access.roles import ROLES
from minzheng.kernel.areas.models import scope_prefix
from minzheng.kernel.audit.actor import Actor
from minzheng.kernel.audit.operations import record

if TYPE_CHECKING:
    from datetime import date, datetime


@transaction.atomic
def open_account(*, username: str, name: str, password: str | None, by: Actor, on: date) -> User:
    """A new account; without a password nobody can log in to it."""
    check(by, Permission.USER_MANAGE, by.area_code)
    user = User(username=username, name=name)
    user.set_password(password)
    user.save()
    record(tag="access:user:opened", target=user, by=by, on=on, facts={"username": username})
    return user


@transaction.atomic
def assign_post(*, user: User, role: str, area_code: str, by: Actor, on: date) -> Post:
    """Give a user a role in an area from `on`; giving it again changes nothing."""
    check(by, Permission.USER_MANAGE, area_code)
    if role not in ROLES:
        raise ValueError(f"没有“{role}”这个角色，可用的有：{'、'.join(ROLES)}。")
    scope_prefix(area_code)
    post, created = Post.objects.get_or_create(
        user=user, role=role, area_code=area_code, to_on=None, defaults={"from_on": on}
    )
    if created:
        record(
            tag="access:post:assigned",
            target=post,
            by=by,
            on=on,
            area_code=area_code,
            facts={"user": user.username, "role": role},
        )
    return post


@transaction.atomic
def end_post(*, post: Post, by: Actor, on: date) -> Post:
    """Take a post away from `on`; the history of who held it stays."""
    check(by, Permission.USER_MANAGE, post.area_code)
    post.to_on = on
    post.save(update_fields=["to_on"])
    record(tag="access:post:ended", target=post, by=by, on=on, area_code=post.area_code)
    return post


@transaction.atomic
def record_login(*, user: User, address: str, at: datetime) -> None:
    """A session began; earlier failures of this account at this place are forgiven."""
    LoginFailure.objects.filter(username=login_key(user.username), address=address).delete()
    by = _self(user, at)
    record(
        tag="access:session:opened",
        target=user,
        by=by,
        on=timezone.localtime(at).date(),
        facts={"address": address},
    )


@transaction.atomic
def record_logout(*, user: User, at: datetime) -> None:
    """A session was ended by its owner."""
    on = timezone.localtime(at).date()
    record(tag="access:session:closed", target=user, by=_self(user, at), on=on)


@transaction.atomic
def record_login_failure(*, username: str, address: str, at: datetime) -> None:
    """A wrong password. What was typed as an unknown name stays out of the trail: it may be a password."""
    LoginFailure.objects.filter(failed_at__lt=at - timedelta(days=1)).delete()
    LoginFailure.objects.create(username=login_key(username), address=address, failed_at=at)
    user = User.objects.filter(username=username).first()
    record(
        tag="access:session:refused",
        target=user or ("access.user", "unknown"),
        by=Actor(None, "未登录", "", "", at),
        on=timezone.localtime(at).date(),
        facts={"address": address},
    )


def _self(user: User, at: datetime) -> Actor:
    held = posts_of(user, timezone.localtime(at).date())
    role, area_code = (held[0].role, held[0].area_code) if held else ("", "")
    return Actor(user.pk, user.name, role, area_code, at)
