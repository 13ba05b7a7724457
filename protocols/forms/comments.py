"""Saying something about a version, and answering it."""

from uuid import uuid4

from django import forms

from portal.govuk.forms import GovForm
from protocols.models import Section


class CommentForm(GovForm):
    """A comment on a clause, or on the whole."""

    submit_label = "Add the comment"
    unmarked = ("section",)
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    section = forms.ChoiceField(label="About", required=False)
    body = forms.CharField(label="Your comment", widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000)

    def __init__(self, *args: object, sections: list[Section], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {section.section_id: section for section in sections}
        named = [(key, f"{section.position}. {section.title}") for key, section in self.sections.items()]
        self.fields["section"].choices = [("", "The protocol as a whole"), *named]  # type: ignore[attr-defined]
        self.fields["body"].error_messages["required"] = "Write your comment."

    def chosen(self) -> Section | None:
        """The clause that it is about; None for the whole."""
        return self.sections.get(self.cleaned_data["section"])


class SectionCommentForm(GovForm):
    """A comment on the clause that the page shows."""

    submit_label = "Add the comment"
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    body = forms.CharField(label="Comment on this clause", widget=forms.Textarea(attrs={"rows": 3}), max_length=10_000)

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("auto_id", "comment_%s")  # the clause itself is a form on the same page, with a body too
        super().__init__(*args, **kwargs)


class ResponseForm(GovForm):
    """What was done about a comment."""

    submit_label = "Resolve the comment"
    response = forms.CharField(
        label="What you did about it",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
        error_messages={"required": "Say what you did about the comment, so that its author knows."},
    )


class ReasonForm(GovForm):
    """Why something is done that stays on record."""

    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)
