"""Logging in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.views import LoginView, LogoutView
from django.db import transaction
from django.utils import timezone

from minzheng.kernel.access import operations
from minzheng.kernel.access.forms import LoginForm
from minzheng.kernel.access.queries import too_many_failures

if TYPE_CHECKING:
    from django.contrib.auth.forms import AuthenticationForm
    from django.http import HttpRequest, HttpResponse


class Login(LoginView):
    """登录. After too many failures the password is not even looked at for a while."""

    public = "登录之前没有人有岗位"
    template_name = "access/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        username = request.POST.get("username", "").strip()
        if too_many_failures(username=username, address=_address(request), at=timezone.now()):
            # Nothing is checked, so no guess is answered.
            context = self.get_context_data(form=self.authentication_form(request), locked=True)
            return self.render_to_response(context, status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        with transaction.atomic():
            answer = super().form_valid(form)
            operations.record_login(
                user=form.get_user(), address=_address(self.request), at=timezone.now()
            )
        return answer

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        operations.record_login_failure(
            username=form.data.get("username", "").strip(),
            address=_address(self.request),
            at=timezone.now(),
        )
        return super().form_invalid(form)


class Logout(LogoutView):
    """退出: only by POST, so that no foreign page can do it."""

    public = "任何人都可以退出"

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.user.is_authenticated:
            operations.record_logout(user=request.user, at=timezone.now())
        return super().post(request, *args, **kwargs)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
