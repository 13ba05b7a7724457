"""Forms of signing: on what authority, and whether it is really the person."""

from typing import Any

from django import forms
from django.http import HttpRequest

from portal.accounts.proving import gives_code, why_not_proved
from portal.govuk.forms import GovForm

CODE = ("Code from your authenticator app", "The six figures that the app shows now.", "one-time-code")
PASSWORD = ("Your password", "Asked again, so that nobody signs on a screen that you left open.", "current-password")


class SignForm(GovForm):
    """The authority that a signatory signs under, and proof of who is there."""

    sha256 = forms.CharField(widget=forms.HiddenInput)
    post = forms.CharField(label="The post in which you sign", max_length=120, help_text="Such as Chief executive.")
    basis = forms.CharField(
        label="Your authority to sign",
        help_text="Such as: scheme of delegation, part 3, paragraph 4.2.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    proof = forms.CharField(max_length=200, strip=False)

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        label, hint, autocomplete = CODE if gives_code(request.user) else PASSWORD  # type: ignore[arg-type]
        field = self.fields["proof"]
        field.label, field.help_text = label, hint
        kind = forms.TextInput if label == CODE[0] else forms.PasswordInput
        field.widget = kind(attrs={"autocomplete": autocomplete})
        field.error_messages["required"] = f"Enter {label[0].lower()}{label[1:]}."

    def clean(self) -> dict[str, Any]:
        """Check the proof last, and only where all else is in order: a code counts once."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            wrong = why_not_proved(self.request, cleaned["proof"])
            if wrong:
                self.add_error("proof", wrong)
        return cleaned


class DeclineForm(GovForm):
    """Why a signatory does not sign."""

    submit_label = "Decline to sign"
    reason = forms.CharField(
        label="Why do you decline?",
        help_text="Every party reads this. The text goes back to draft, and every signature so far becomes void.",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TerminateForm(GovForm):
    """Why an agreement ends before its time."""

    submit_label = "End this agreement"
    reason = forms.CharField(
        label="Why does it end?",
        help_text="Every party reads this, and it stays on record.",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
