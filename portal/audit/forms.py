"""Narrowing a trail."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms

from portal.audit.sentences import kinds
from portal.audit.trails import Narrowing
from portal.govuk.fields import DateField
from portal.govuk.forms import GovForm


class NarrowForm(GovForm):
    """A name, a kind of action, and the first and last day; of a trail of several organisations, which one."""

    submit_label = "Show"
    who = forms.CharField(label="Name of the person", required=False, max_length=120)
    organisation = forms.TypedChoiceField(label="Organisation", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="Kind", required=False)
    since = DateField(label="From", required=False)
    until = DateField(label="To", required=False)
    unmarked = ("who", "organisation", "kind", "since", "until")

    def __init__(self, *args: Any, organisations: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        self.organisations = organisations
        super().__init__(*args, **kwargs)

    def reword(self) -> None:
        """The kinds, as the sentences are grouped; and the organisations, where there are several."""
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = [("", "Any kind"), *[(one.id, one.title) for one in kinds()]]
        organisation = cast(forms.ChoiceField, self.fields["organisation"])
        organisation.choices = [("", "Any"), *self.organisations]
        if not self.organisations:
            del self.fields["organisation"]

    def narrowing(self) -> Narrowing:
        """What was asked for; everything where the form holds a mistake, which it then shows."""
        return Narrowing(**self.cleaned_data) if self.is_bound and self.is_valid() else Narrowing()
