"""What the forms of numbered rows have in common: the parties to choose from, and what guards against saving twice."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Generic, Self, TypeVar
from uuid import uuid4

from django import forms
from django.http import QueryDict

from portal.govuk.forms import GovForm
from protocols.models import Party
from protocols.services.rows import RowContent

C = TypeVar("C", bound=RowContent)  # type: ignore[type-arg]
MARKS = frozenset({"nonce", "revision"})


def long_text(rows: int) -> forms.Textarea:
    """A box for several lines."""
    return forms.Textarea(attrs={"rows": rows})


class RowForm(GovForm, Generic[C]):
    """A row of a version. `nonce` tells a repeated post from a new one; `revision` says which text it was made from.

    `makes` is what a valid form becomes; `owed` are the sentences that ask for what was left out.
    """

    makes: type[C]
    owed: ClassVar[Mapping[str, str]]
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, parties: Sequence[Party], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parties = {str(party.pk): party for party in parties}
        for name, sentence in self.owed.items():
            self.fields[name].error_messages["required"] = sentence

    @property
    def named(self) -> list[tuple[str, str]]:
        """The parties to choose from: key and name."""
        return [(key, str(party)) for key, party in self.parties.items()]

    def stated(self) -> dict[str, Any]:
        """What was stated, by field; parties as themselves. Call only on a valid form."""
        return {name: value for name, value in self.cleaned_data.items() if name not in MARKS}

    def content(self) -> C:
        """What was stated, whole. Call only on a valid form."""
        return self.makes(**self.stated())

    def at(self, revision: int) -> Self:
        """The same form made from the row as it is now: saving it again is a choice made knowingly."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        data["revision"] = str(revision)
        again = type(self)(data, parties=list(self.parties.values()))
        again.is_valid()
        return again
