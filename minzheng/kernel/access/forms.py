"""The login form, in the words of the house."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.forms import AuthenticationForm


class LoginForm(AuthenticationForm):
    """登录名 and 口令; which of the two was wrong is never said."""

    error_messages = dict.fromkeys(
        ("invalid_login", "inactive"), "登录名或口令不对，请核对大小写后再试。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "口令"
