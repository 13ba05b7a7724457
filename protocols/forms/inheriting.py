"""The form of why a protocol has a text of its own in place of an overarching clause."""

from django import forms

from portal.govuk.forms import GovForm
from protocols.services.inheriting import LONGEST_REASON


class ReplaceForm(GovForm):
    """The reason, which is shown with the clause wherever it is read."""

    submit_label = "Replace this clause for this protocol"
    reason = forms.CharField(
        label="Why this protocol needs a clause of its own here",
        help_text="The reason is shown with the clause, to approvers, and in the signed agreement.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Say why this protocol needs a clause of its own here."},
    )
