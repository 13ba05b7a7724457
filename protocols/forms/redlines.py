"""Naming a text, choosing two to compare, and agreeing to put one back."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms

from portal.govuk.forms import GovForm
from protocols.queries.redlines import Side, side_of

CHOOSE = "Choose a text from the list."


class NameTextForm(GovForm):
    """A name for the text as it is now."""

    submit_label = "Name this text"
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    name = forms.CharField(
        label="Name for the text as it is now",
        help_text="Such as Before consultation. You can compare it with any later text, and put it back.",
        error_messages={"required": "Give the text a name, such as Before consultation."},
    )


class CompareForm(GovForm):
    """Which text is compared with which. Its fields are in the address."""

    submit_label = "Compare"

    def __init__(self, *args: Any, sides: Sequence[Side], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sides = sides
        choices = [(side.key, side.label) for side in sides]
        for name, label in (("from", "From"), ("to", "To")):
            self.fields[name] = forms.ChoiceField(
                label=label, choices=choices, error_messages={"required": CHOOSE, "invalid_choice": CHOOSE}
            )

    def clean(self) -> dict[str, Any]:
        """Two different texts."""
        chosen = super().clean() or {}
        if chosen.get("from") and chosen.get("from") == chosen.get("to"):
            self.add_error("to", "Choose two different texts. Both are the same now.")
        return chosen

    def pair(self) -> tuple[Side, Side]:
        """The texts chosen, once the form is valid."""
        before, after = (side_of(self.sides, self.cleaned_data[name]) for name in ("from", "to"))
        if before is None or after is None:
            raise LookupError("A form that is not valid chooses no texts.")
        return before, after


class RestoreForm(GovForm):
    """Agreeing to put a named text back. `fingerprint` is of the text that the page compared with."""

    submit_label = "Put this text back"
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
