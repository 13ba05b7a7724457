"""The sign-in forms: allauth's own rules, in this portal's words and parts."""

import struct
from collections.abc import Callable
from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes import forms as recovery
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn

from portal.govuk.forms import GovFormMixin

LONG_ENOUGH = "At least 12 characters. Three words that you can remember make a good one."
CODE_HINT = "The six figures that your authenticator app shows now."


class SignInPart(GovFormMixin):
    """Takes allauth's placeholders away (they vanish as one types) and gives its fields our labels and hints."""

    words: ClassVar[dict[str, tuple[str, str]]] = {}

    def reword(self) -> None:
        """Our labels and hints."""
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= {"class": "govuk-input--width-10", "inputmode": "text"}
            field.label, field.help_text = self.words.get(name, (field.label, ""))


class SignInForm(SignInPart, account.LoginForm):
    """Signing in with an email address and a password."""

    submit_label = "Sign in"
    words: ClassVar = {"login": ("Email address", ""), "password": ("Password", "")}


class ForgottenPasswordForm(SignInPart, account.ResetPasswordForm):
    """Asking for a link by mail."""

    submit_label = "Send me a link"
    words: ClassVar = {"email": ("Email address", "The one that you sign in with.")}


class NewPasswordForm(SignInPart, account.ResetPasswordKeyForm):
    """Choosing a password after following the link."""

    submit_label = "Set the new password"
    words: ClassVar = {"password1": ("New password", LONG_ENOUGH), "password2": ("New password again", "")}


class ChangePasswordForm(SignInPart, account.ChangePasswordForm):
    """Changing a password that one knows."""

    submit_label = "Change your password"
    words: ClassVar = {"oldpassword": ("Your password now", ""), **NewPasswordForm.words}


class PasswordAgainForm(SignInPart, account.ReauthenticateForm):
    """The password again, before something that matters."""

    submit_label = "Go on"
    words: ClassVar = {"password": ("Password", "")}


class SecondFactorForm(SignInPart, mfa.AuthenticateForm):
    """A code after the password."""

    submit_label = "Sign in"
    words: ClassVar = {"code": ("Code", f"{CODE_HINT} Or one of your recovery codes.")}


class CodeAgainForm(SignInPart, mfa.ReauthenticateForm):
    """A code again, before something that matters."""

    submit_label = "Go on"
    words: ClassVar = {"code": ("Code", f"{CODE_HINT} Or one of your recovery codes.")}


class TurnOnAppForm(SignInPart, totp.ActivateTOTPForm):
    """The first code from a newly set-up app."""

    submit_label = "Turn on the authenticator app"
    words: ClassVar = {"code": ("Code", CODE_HINT)}


class TurnOffAppForm(SignInPart, totp.DeactivateTOTPForm):
    """Turning the app off."""

    submit_label = "Turn off the authenticator app"


class NewRecoveryCodesForm(SignInPart, recovery.GenerateRecoveryCodesForm):
    """Making a new set of recovery codes."""

    submit_label = "Make new recovery codes"


class Credential:
    """Reads what a browser sent as a passkey: the library raises as it comes upon what is no credential at all."""

    def clean(self) -> Any:
        """Clean a new passkey."""
        return self._read(super().clean)  # type: ignore[misc]

    def clean_credential(self) -> Any:
        """Clean a passkey that is shown; a new one is read with its form."""
        method = getattr(super(), "clean_credential", None)
        return self._read(method) if method else self.cleaned_data["credential"]  # type: ignore[attr-defined]

    @staticmethod
    def _read(method: Callable[[], Any]) -> Any:
        try:
            return method()
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, struct.error):
            raise get_adapter().validation_error("incorrect_code") from None


class AddPasskeyForm(Credential, SignInPart, webauthn.AddWebAuthnForm):
    """A new passkey: its name, and whether it is enough without the password."""

    submit_label = "Add the passkey"
    words: ClassVar = {
        "name": ("Name", "Such as Work laptop, to tell it from others."),
        "passwordless": ("Let it sign me in without my password", "It then asks for a fingerprint, a face or a PIN."),
    }


class NamePasskeyForm(SignInPart, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    submit_label = "Save the name"
    words: ClassVar = {"name": ("Name", "Such as Work laptop, to tell it from others.")}


class PasskeySignInForm(Credential, SignInPart, webauthn.LoginWebAuthnForm):
    """A passkey in place of the password."""


class PasskeyAgainForm(Credential, SignInPart, webauthn.ReauthenticateWebAuthnForm):
    """A passkey again, before something that matters."""

    submit_label = "Use a passkey"


class PasskeyFactorForm(Credential, SignInPart, webauthn.AuthenticateWebAuthnForm):
    """A passkey after the password."""

    submit_label = "Use a passkey"
