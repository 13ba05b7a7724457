"""Forms of signing: on what authority, and whether it is really the person."""

from typing import Any, NamedTuple

from django import forms
from django.http import HttpRequest

from portal.accounts.proving import gives_code, why_not_proved
from portal.govuk.forms import GovForm
from protocols.models import Signature


class Proof(NamedTuple):
    """How somebody is asked to prove that it is them."""

    label: str
    hint: str
    empty: str
    widget: type[forms.Widget]
    attrs: dict[str, str]


CODE = Proof(
    "Code from your authenticator app",
    "The six figures that the app shows now, or one of your recovery codes. Each works once. "
    "Your second step is on, so your password is not enough.",
    "Enter the code that your authenticator app shows now.",
    forms.TextInput,
    {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "class": "govuk-input--width-10"},
)
PASSWORD = Proof(
    "Your password",
    "Asked again, so that nobody signs on a screen that you left open.",
    "Enter your password.",
    forms.PasswordInput,
    {"autocomplete": "current-password"},
)


class SignForm(GovForm):
    """The authority that a signatory signs under, and proof of who is there.

    `refusal` is what would refuse the signature whoever is there: it is told before any proof is looked at, since a
    code counts once.
    """

    sha256 = forms.CharField(widget=forms.HiddenInput)
    post = forms.CharField(label="The post in which you sign", max_length=120, help_text="Such as Chief executive.")
    basis = forms.CharField(
        label="Your authority to sign",
        help_text="Such as: scheme of delegation, part 3, paragraph 4.2.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    proof = forms.CharField(max_length=200, strip=False, widget=forms.PasswordInput)

    def __init__(self, *args: Any, request: HttpRequest, refusal: str | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.refusal, self.spent = request, refusal, False
        self.gives_code = gives_code(request.user)  # type: ignore[arg-type]
        asked = CODE if self.gives_code else PASSWORD
        field = self.fields["proof"]
        field.label, field.help_text, field.error_messages["required"] = asked.label, asked.hint, asked.empty
        field.widget = asked.widget(attrs=asked.attrs)

    @property
    def proof_given(self) -> str:
        """What shows who is there: a password, or a code."""
        proof = Signature.Proof
        return str(proof.CODE if self.gives_code else proof.PASSWORD)

    def clean(self) -> dict[str, Any]:
        """Check the proof last, and only where all else is in order: a code counts once."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.refusal:
            self.add_error(None, self.refusal)
        if not self.errors:
            wrong = why_not_proved(self.request, cleaned["proof"])
            if wrong:
                self.add_error("proof", wrong)
            self.spent = not wrong
        return cleaned

    def renew(self, sha256: str) -> None:
        """Make a refused form fit to be sent again: for the file as it stands now, and without a code that is spent."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        self.data = {**typed, "sha256": sha256, **({"proof": ""} if self.spent else {})}


def _why(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, max_length=5_000, widget=forms.Textarea(attrs={"rows": 4}))


class DeclineForm(GovForm):
    """Why a signatory does not sign."""

    submit_label = "Decline to sign"
    reason = _why(
        "Why do you decline?",
        "Every party reads this. The text goes back to draft, and every signature so far becomes void.",
    )


class AsideForm(DeclineForm):
    """The same where the others go on without whoever declines."""

    reason = _why("Why do you decline?", "Every party can read this. What the others signed stands.")


class CloseSigningForm(GovForm):
    """Why signing of an agreement in force closes before its last day."""

    submit_label = "Close the signing"
    reason = _why("Why does signing close now?")


class TerminateForm(GovForm):
    """Why an agreement ends without its parties' signatures, and by what authority."""

    submit_label = "End this agreement"
    reason = _why("Why does it end?", "Every party reads this, and it stays on record.")
    authority = forms.CharField(
        label="By what authority do you end it without the parties’ signatures?",
        help_text="A court’s order, a regulator’s notice, a decision that the parties made elsewhere, or that fewer "
        "than two parties are left. Name it so that it can be found.",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
