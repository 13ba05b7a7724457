"""How sign-in behaves and speaks: accounts come from invitations, so open sign-up is closed."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from portal.accounts import factors, telling
from portal.accounts.models import User
from portal.accounts.tries import count_try, forget_tries
from portal.pacing.senders import address_of

WRONG_CODE = "That code is not right, or has run out. Enter the one that your app shows now."


class InvitationOnlyAdapter(DefaultAccountAdapter):
    """Closes open sign-up, and says what is wrong in plain sentences."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This account is closed. Ask your organisation's designated contact about it.",
        "email_password_mismatch": "The email address or the password is not right. Check both and try again.",
        "enter_current_password": "This is not your password now. Type it again.",
        "incorrect_code": WRONG_CODE,
        "incorrect_password": "That password is not right. Type it again.",
        "invalid_password_reset": "This link has run out or was used before. Ask for a new one.",
        "too_many_login_attempts": (
            "Too many tries. Wait five minutes, then try again. If that does not help, set a new password by mail."
        ),
        "rate_limited": "Too many tries in a short time. Wait a minute, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a person gets an account by accepting an invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Where a request comes from: behind the operator's proxy, not the proxy, or all would share one count."""
        return address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try. Raises ValidationError where there were too many; see `portal.accounts.tries`."""
        self._login_failed_rl_usage = count_try(request, str(credentials.get("email", "")))
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """After a new password was set by a mailed link."""
        forget_tries(request, str(credentials.get("email", "")))

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, then let each room that `AFTER_SIGN_IN` names take over what it held for the visitor."""
        super().login(request, user)
        telling.note_signed_in(request, user)
        for name in settings.AFTER_SIGN_IN:
            import_string(name)(request, user)

    def get_login_stages(self) -> list[str]:
        """The steps of signing in; the second one knows who gave two factors elsewhere."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "portal.openid.stages.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def logout(self, request: HttpRequest) -> None:
        """Leave."""
        telling.note_signed_out(request)
        super().logout(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Where signing out leads: who came through the provider is told that they are signed in there still."""
        through = any(one.get("method") == "socialaccount" for one in get_authentication_records(request, request.user))
        if through and settings.OPENID.on:
            return reverse("openid:left")
        leads_to: str = super().get_logout_redirect_url(request)
        return leads_to

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A password did not fit: at sign-in, or where it was asked for again."""
        telling.note_wrong_password(request, str(credentials.get("email", "")))

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """What somebody is told who is refused; the log is told as well."""
        telling.note_refusal(self.request, code)
        refusal: ValidationError = super().validation_error(code, *args)
        return refusal

    def send_notification_mail(self, template_prefix: str, user: User, *_: Any, **__: Any) -> None:
        """How somebody signs in was changed."""
        telling.tell_of_change(self.request, user, template_prefix)

    def format_email_subject(self, subject: str) -> str:
        """The subject as it is written, without the site's address in front."""
        return subject


class PlainMFAAdapter(DefaultMFAAdapter):
    """Second factors, in plain sentences; what they are reckoned from is encrypted at rest."""

    def encrypt(self, text: str) -> str:
        """A secret as the database keeps it."""
        return factors.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """The secret again."""
        return factors.decrypt(encrypted_text)

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """What somebody is told whose code or passkey does not fit; the log is told as well."""
        telling.note_refusal(self.request, code)
        refusal: ValidationError = super().validation_error(code, *args)
        return refusal

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """What a passkey is called that nobody has named."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": "Turn on an app or a passkey first: recovery codes stand in for it.",
    }
