"""The form in which a contact counts staff without an account."""

from django import forms

from portal.govuk.forms import GovForm
from protocols.services.summaries.reading import MOST


class StaffForm(GovForm):
    """How many, and how they were briefed."""

    submit_label = "Save the number"
    number = forms.IntegerField(
        label="How many of your people without an account were briefed?", min_value=0, max_value=MOST,
        help_text="All of them together, on this version. It replaces the number given before.",
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
        error_messages={"required": "Enter how many were briefed."},
    )  # fmt: skip
    how = forms.CharField(label="How?", max_length=200, required=False, help_text="Such as: team meeting of 3 March.")
