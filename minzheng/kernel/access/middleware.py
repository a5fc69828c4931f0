"""The door: nobody passes to a view that states no policy, and nobody without the post for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone

from minzheng.kernel.access.policy import admit, stated
from minzheng.kernel.access.queries import NotPermitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase


class Door:
    """Deny by default. A view without a policy does not exist; the wrong post gets a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.user.is_authenticated:
            # An office computer is shared: the next person must not page back into this.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        _args: tuple[Any, ...],
        _kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Admit, send to the login page, or refuse."""
        permission, public = stated(view)
        if public:
            return None
        if permission is None:
            raise Http404
        if not request.user.is_authenticated:
            return _to_login(request)
        try:
            # The edge of the system: the moment of the request is the moment of the act.
            actor = admit(request, permission, timezone.now())  # noqa: TID251
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from refusal
        request.actor = actor  # type: ignore[attr-defined]
        return None


def _to_login(request: HttpRequest) -> HttpResponseRedirect:
    # What was posted is gone after the login, so the way back leads to the front page.
    wanted = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?next={quote(wanted)}")
