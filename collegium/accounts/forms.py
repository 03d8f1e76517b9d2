"""The sign-in form: says as little as possible to a stranger who guesses."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from collegium.accounts.models import User


class SignInForm(forms.Form):
    login = forms.CharField(
        label=_("Login"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("login") and data.get("password"):
            found = authenticate(
                self.request, username=data["login"].strip(), password=data["password"]
            )
            if not isinstance(found, User):
                raise forms.ValidationError(
                    _(
                        "The login and the password do not match. Check the keyboard layout and "
                        "Caps Lock; if you have forgotten the password, ask your advisor or the "
                        "system administrator for a new one."
                    ),
                    code="no-match",
                )
            self.user = found
        return data
