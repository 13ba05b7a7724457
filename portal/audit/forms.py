"""Narrowing a trail."""

from django import forms

from portal.audit.sentences import kinds
from portal.audit.trails import Narrowing
from portal.govuk.fields import DateField
from portal.govuk.forms import GovForm


class NarrowForm(GovForm):
    """A name, a kind of action, and the first and last day."""

    submit_label = "Show"
    who = forms.CharField(label="Name of the person", required=False, max_length=120)
    kind = forms.ChoiceField(label="Kind", required=False)
    since = DateField(label="From", required=False)
    until = DateField(label="To", required=False)
    unmarked = ("who", "kind", "since", "until")

    def reword(self) -> None:
        """The kinds, as the sentences are grouped."""
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", "Any kind"), *[(one.id, one.title) for one in kinds()]]

    def narrowing(self) -> Narrowing:
        """What was asked for; everything where the form holds a mistake, which it then shows."""
        return Narrowing(**self.cleaned_data) if self.is_bound and self.is_valid() else Narrowing()
