"""Finding a partner in the list."""

from django import forms

from partners.kinds import BodyKind
from partners.states import Standing
from portal.govuk.forms import GovForm


class FindForm(GovForm):
    """Words in the name, where it stands, and its kind."""

    submit_label = "Find"
    q = forms.CharField(label="Name", required=False, max_length=120)
    status = forms.ChoiceField(label="Standing", required=False, choices=[("", "Any standing"), *Standing.choices()])
    kind = forms.ChoiceField(label="Kind", required=False, choices=[("", "Any kind"), *BodyKind.choices()])
    unmarked = ("q", "status", "kind")
