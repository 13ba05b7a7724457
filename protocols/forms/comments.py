"""Saying something about a version, and answering it."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from partners.models import Role
from portal.govuk.forms import GovForm
from protocols.models import Section
from protocols.redline.quoting import LONGEST
from protocols.services.comments import Selected

WORDS = "The words you mean (copy them here)"
WORDS_HINT = "Leave this empty to comment on the whole clause. The words must stand in one paragraph."


class SaidForm(GovForm):
    """What every comment has: the words that it is about, what it says, and who is told."""

    submit_label = "Add the comment"
    unmarked: ClassVar[tuple[str, ...]] = ("words", "tell")
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    before = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    after = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    words = forms.CharField(
        label=WORDS, help_text=WORDS_HINT, required=False, max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    body = forms.CharField(label="Your comment", widget=forms.Textarea(attrs={"rows": 4}), max_length=10_000)
    tell = forms.MultipleChoiceField(
        label="Tell these people by mail", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Sequence[Role] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(role.pk): role for role in people}
        self.fields["tell"].choices = [(key, str(role)) for key, role in self.people.items()]  # type: ignore[attr-defined]
        self.fields["body"].error_messages["required"] = "Write your comment."

    @property
    def a_name(self) -> str:
        """The name of somebody who can be told, to show how one is written."""
        return next((role.person.name for role in self.people.values()), "")

    def selected(self) -> Selected:
        """The words that it is about; empty for the whole."""
        given = self.cleaned_data
        return Selected(given["words"], given["before"], given["after"])

    def told(self) -> list[Role]:
        """Those who were chosen to be told."""
        return [self.people[key] for key in self.cleaned_data["tell"]]


class CommentForm(SaidForm):
    """A comment on a clause, or on the whole."""

    unmarked = (*SaidForm.unmarked, "section")
    section = forms.ChoiceField(label="About", required=False)
    field_order = ("section", "words", "body", "tell")

    def __init__(self, *args: Any, sections: list[Section], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = {section.section_id: section for section in sections}
        named = [(key, f"{section.position}. {section.title}") for key, section in self.sections.items()]
        self.fields["section"].choices = [("", "The protocol as a whole"), *named]  # type: ignore[attr-defined]

    def chosen(self) -> Section | None:
        """The clause that it is about; None for the whole."""
        return self.sections.get(self.cleaned_data["section"])


class SectionCommentForm(SaidForm):
    """A comment on the clause that the page shows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "comment_%s")  # the clause itself is a form on the same page, with a body too
        super().__init__(*args, **kwargs)
        self.fields["body"].label = "Comment on this clause"


class ResponseForm(GovForm):
    """What was done about a comment."""

    submit_label = "Resolve the comment"
    response = forms.CharField(
        label="What you did about it",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=10_000,
        error_messages={"required": "Say what you did about the comment, so that its author knows."},
    )


class ReopenForm(GovForm):
    """Why a comment is not settled yet."""

    submit_label = "Open the comment again"
    why = forms.CharField(
        label="Why is it not settled?",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": "Say why the comment is not settled, so that the officer knows."},
    )


class ReasonForm(GovForm):
    """Why something is done that stays on record."""

    reason = forms.CharField(label="Why?", widget=forms.Textarea(attrs={"rows": 4}), max_length=5000)
