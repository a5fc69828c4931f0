"""What a view must state, and the base of every page: deny by default.

A view states `permission = Permission.X` or `public = "why anybody may see it"`, as a class
attribute (or as an attribute of a view function). The middleware refuses every other view.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import connection, transaction
from django.http import HttpRequest
from django.views import View

from minzheng.kernel.access.queries import actor_of
from minzheng.kernel.areas.queries import contains, scope_prefix

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from django.http import HttpResponseBase

    from minzheng.kernel.access.enums import Permission
    from minzheng.kernel.audit.actor import Actor


class OfficeRequest(HttpRequest):
    """A request that passed the door: `actor` is who asks, from which post, at this moment."""

    actor: Actor


def stated(view: Callable[..., Any]) -> tuple[Permission | None, str]:
    """(permission, reason why it is public) of a view as the URLconf holds it."""
    source = getattr(view, "view_class", view)
    return getattr(source, "permission", None), getattr(source, "public", "")


def admit(request: HttpRequest, permission: Permission, at: datetime) -> Actor:
    """The actor behind the request. Raises NotPermitted, AssertionError for a visitor without login."""
    user = request.user
    assert user.is_authenticated  # noqa: S101 - the middleware has sent visitors to the login page
    return actor_of(user, at=at, permission=permission)


class Page(View):
    """A page for staff: reading cannot write, writing is one transaction.

    GET and HEAD run in a READ ONLY transaction, so the database itself refuses a write.
    """

    permission: ClassVar[Permission]
    request: OfficeRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with transaction.atomic():
            if request.method in ("GET", "HEAD"):
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION READ ONLY")
            return super().dispatch(request, *args, **kwargs)

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.request.actor

    @property
    def scope(self) -> str:
        """The leading digits of every area code the actor may see: 430105016."""
        return scope_prefix(self.actor.area_code)

    def sees(self, area_code: str) -> bool:
        """Whether a record of this area lies in the actor's scope."""
        return contains(self.actor.area_code, area_code)
