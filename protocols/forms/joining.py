"""Asking to join an agreement, refusing that, objecting to it, and answering an objection."""

from uuid import uuid4

from django import forms

from portal.govuk.forms import GovForm
from protocols.forms.instruments import days_to_object
from protocols.forms.rows import long_text
from protocols.services.instruments.terms import SET_DAYS

MOST = 5000


def _words(label: str, hint: str, missing: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=MOST, required=required, widget=long_text(4),
        error_messages={"required": missing},
    )  # fmt: skip


class JoinForm(GovForm):
    """Why a partner wants to join."""

    submit_label = "Ask to join"
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    reason = _words(
        "Why do you want to join?", "Every party reads this. It stands in the document by which you join.",
        "Write why, as every party should read it.",
    )  # fmt: skip


class BeginAccessionForm(GovForm):
    """The time to object that goes with it, asked where the agreement's words give none."""

    submit_label = "Begin the accession"
    unmarked = (SET_DAYS,)
    set_days = days_to_object()

    @property
    def days(self) -> str:
        """The working days, as the terms of an accession keep them; empty for none. Call only on a valid form."""
        return str(self.cleaned_data[SET_DAYS] or "")


class RefuseRequestForm(GovForm):
    """Why a partner is not to join."""

    submit_label = "Refuse"
    answer = _words(
        "Why is it refused?", "The partner reads this.", "Write why it is refused, as the partner should read it."
    )


class ObjectForm(GovForm):
    """Why a party objects."""

    submit_label = "Object"
    reason = _words(
        "Why do you object?", "The officer, every party and the partner that asks to join read this.",
        "Write why, as every party should read it.",
    )  # fmt: skip


class WithdrawObjectionForm(GovForm):
    """Why an objection is withdrawn, if somebody wants to say."""

    submit_label = "Withdraw the objection"
    unmarked = ("answer",)
    answer = _words("Why is it withdrawn?", "You need not say. Every party reads this.", "", required=False)


class OverruleForm(GovForm):
    """Why an objection is overruled, and by what right."""

    submit_label = "Overrule the objection"
    answer = _words(
        "Why is it overruled?", "Every party reads this. It stands in the document by which the partner joins.",
        "Write why it is overruled, as every party should read it.",
    )  # fmt: skip
    authority = _words(
        "By what authority?", "Such as: decision of the partnership board, 3 March 2027, minute 7.",
        "Write by what authority it is overruled, such as a decision of the board.",
    )  # fmt: skip
