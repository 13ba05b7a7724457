"""Asking again who is there, before an act that binds."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from portal.accounts.models import User

WRONG_PASSWORD = "That is not your password, so nothing was signed. Try again."  # noqa: S105 - a sentence
WRONG_CODE = "That code does not match, or was used before. Wait for the next one in your app, then try again."
TOO_MANY = "Too many wrong tries. Wait five minutes, then try again."


def gives_code(user: User) -> bool:
    """Whether the person has a second factor: then its code is asked for, and the password is not enough."""
    return bool(is_mfa_enabled(user, types=[Authenticator.Type.TOTP]))


def why_not_proved(request: HttpRequest, secret: str) -> str | None:
    """The sentence that says why a password or code does not prove who is there; None where it does.

    Somebody with a second factor gives a code of the app, or a recovery code; each counts once, here and at sign-in.
    Wrong tries count towards the same limits as wrong sign-ins.
    """
    user = cast(User, request.user)
    if gives_code(user):
        return _why_not_by_code(user, secret)
    try:
        found = get_adapter().authenticate(request, email=user.email, password=secret)
    except ValidationError:
        return TOO_MANY
    return None if found is not None and found.pk == user.pk else WRONG_PASSWORD


def _why_not_by_code(user: User, code: str) -> str | None:
    form = ReauthenticateForm({"code": code}, user=user)
    if form.is_valid():
        form.authenticator.record_usage()
        return None
    return TOO_MANY if form.has_error("code", "too_many_login_attempts") else WRONG_CODE
