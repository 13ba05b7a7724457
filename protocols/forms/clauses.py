"""Saving a clause to the library, and looking for one there."""

from uuid import uuid4

from django import forms

from legal_basis.loader import library as law_library
from portal.govuk.forms import GovForm
from protocols.queries.clauses import Sought
from protocols.services.clauses import ClauseContent


class SaveClauseForm(GovForm):
    """What others will find the clause by."""

    submit_label = "Save this clause to the library"
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = forms.CharField(
        label="Title",
        help_text="By which others will find it, such as Pictures from body-worn cameras.",
        max_length=120,
        error_messages={"required": "Give the clause a title by which others will find it."},
    )
    theme = forms.ChoiceField(label="Theme", required=False)
    tags = forms.CharField(label="Tags", help_text="Words that help to find it.", max_length=200, required=False)
    note = forms.CharField(
        label="Note", help_text="When to use it, and when not.", widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000, required=False,
    )  # fmt: skip

    def reword(self) -> None:
        """The themes of the law library."""
        self.fields["theme"].choices = [("", "Any theme"), *themes()]  # type: ignore[attr-defined]

    def content(self) -> ClauseContent:
        """What was given. Call only on a valid form."""
        return ClauseContent(**{name: self.cleaned_data[name] for name in ("title", "theme", "tags", "note")})


def themes() -> list[tuple[str, str]]:
    """The themes by id and title."""
    return [(theme.id, theme.title) for theme in law_library().themes.values()]


class SeekForm(forms.Form):
    """What the library is narrowed to. Its fields are in the address; what does not fit narrows nothing."""

    words = forms.CharField(required=False, max_length=200)
    theme = forms.CharField(required=False, max_length=40)
    retired = forms.BooleanField(required=False)

    def sought(self) -> Sought:
        """What is sought."""
        self.is_valid()
        given = self.cleaned_data
        return Sought(given.get("words", ""), given.get("theme", ""), given.get("retired", False))
