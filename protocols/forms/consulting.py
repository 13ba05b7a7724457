"""Suggesting wording, answering it, and the closing date of a consultation."""

from typing import Any
from uuid import uuid4

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from portal.govuk.fields import DateField
from portal.govuk.forms import GovForm
from protocols.forms.texts import EXTENSIONS
from protocols.models import Section
from protocols.services.timing import usual_closing_date


class SuggestForm(GovForm):
    """How a clause should read, written against the text that the page showed."""

    submit_label = "Suggest this wording"
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    body = ProseEditorFormField(
        label="The clause as it should read", required=False, extensions=EXTENSIONS, strip=False
    )
    why = forms.CharField(
        label="Why?", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    @classmethod
    def of(cls, section: Section) -> "SuggestForm":
        """The form as the clause stands."""
        return cls(initial={"body": section.body, "revision": section.revision})


class AcceptForm(GovForm):
    """Taking a suggestion up; a word to its author may go with it."""

    submit_label = "Accept this wording"
    reason = forms.CharField(
        label="A word to its author", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "accept_%s")  # accepting and rejecting stand on one page
        super().__init__(*args, **kwargs)


class DecideForm(AcceptForm):
    """How the clause should read, where it was changed in the place that the suggestion changes too."""

    submit_label = "Save this as the clause"
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    body = ProseEditorFormField(
        label="The clause as it should read", required=False, extensions=EXTENSIONS, strip=False
    )


class RejectForm(GovForm):
    """Turning a suggestion down."""

    submit_label = "Reject it"
    reason = forms.CharField(
        label="Why not?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why you do not take the suggestion up, so that its author knows."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "reject_%s")
        super().__init__(*args, **kwargs)


class ClosingDateForm(GovForm):
    """The last day on which to comment."""

    submit_label = "Save the closing date"
    closes_on = DateField(
        label="Closing date",
        help_text="The last day on which to comment. Parties that have said nothing are reminded three days before, "
        "and on the day. For example, 3 3 2027.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].initial = usual_closing_date


class ConsultForm(ClosingDateForm):
    """Opening a consultation until a closing date."""

    submit_label = "Open consultation"
