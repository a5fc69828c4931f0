"""Opening accounts and giving posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from minzheng.kernel.access.enums import Permission
from minzheng.kernel.access.models import Post, User
from minzheng.kernel.access.queries import check
from minzheng.kernel.access.roles import ROLES
from minzheng.kernel.areas.models import scope_prefix
from minzheng.kernel.audit.operations import record

if TYPE_CHECKING:
    from datetime import date

    from minzheng.kernel.audit.actor import Actor


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
