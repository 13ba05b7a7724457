"""The forms of a review: what was found and what follows, and who owns it."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from crispy_forms.layout import Fieldset, Layout
from django import forms

from partners.models import Role
from portal.govuk.fields import Choice, DateField, RichChoiceField
from portal.govuk.forms import GovForm
from protocols.forms.rows import long_text
from protocols.models import Review
from protocols.services.instruments.terms import DATA
from protocols.services.reviews.contents import OWED, ReviewContent

LONGEST = 20_000
HINTS = {
    Review.Outcome.RENEW: "A short renewal is written, which every party signs. The agreement itself stays as it is.",
    Review.Outcome.VARY: "A new version is begun from this one. It stays in force until the new one is signed.",
    Review.Outcome.END: "A short termination is written, which every party signs. It ends on the day you enter.",
}


def _found(label: str, hint: str) -> forms.CharField:
    return forms.CharField(label=label, help_text=hint, widget=long_text(5), max_length=LONGEST)


class ReviewForm(GovForm):
    """What was found in each part, what follows and why. It begins with what the portal knows of."""

    submit_label = "Record the review"
    unmarked: ClassVar[tuple[str, ...]] = ("next_review_on", "ends_on", "shared", "shared_by", "shared_law")
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    law = _found("The law", "Changes that the answers of the parties rest on.")
    partners = _found("The partners", "Who joined, who left, and what changed in their details.")
    flows = _found("What is shared", "Flows that were added, changed, left out or refused.")
    incidents = _found("Incidents", "What went wrong or nearly did, and what was learnt.")
    adherence = _found("Adherence", "How the parties say that they kept to it.")
    outcome = RichChoiceField(
        label="What follows?", options=[Choice(one.value, one.label, HINTS[one]) for one in Review.Outcome]
    )
    reason = forms.CharField(
        label="Why?", widget=long_text(4), max_length=4000, help_text="Every party reads this in the document."
    )
    next_review_on = DateField(label="If it is renewed: when is it reviewed next?", required=False)
    ends_on = DateField(
        label="Its last day",
        required=False,
        help_text="Needed to end it. To renew it, enter a last day only if it is to have one.",
    )

    shared = RichChoiceField(
        label="What becomes of data already shared?",
        options=[Choice(*pair) for pair in DATA.items()],
        required=False,
    )
    shared_by = DateField(label="By when?", required=False, help_text="Where it is kept: when the need is looked at.")
    shared_law = forms.CharField(label="If it is kept: under which law?", max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in OWED.items():
            self.fields[name].error_messages["required"] = sentence

    def layout(self) -> Layout:
        """What was found, then what follows."""
        return Layout(
            "nonce",
            Fieldset("What has changed", "law", "partners", "flows", "incidents", "adherence"),
            Fieldset("What follows", "outcome", "reason", "next_review_on", "ends_on"),
            Fieldset("If it ends", "shared", "shared_by", "shared_law"),
        )

    def content(self) -> ReviewContent:
        """What was stated. Call only on a valid form."""
        return ReviewContent(**{name: value for name, value in self.cleaned_data.items() if name != "nonce"})


class OwnerForm(GovForm):
    """Who owns the review."""

    submit_label = "Save the owner"
    owner = forms.ChoiceField(
        label="Who sees to the review?",
        required=False,
        help_text="They are reminded 3 months, 1 month and 1 week before the date, and on the day.",
    )
    unmarked: ClassVar[tuple[str, ...]] = ("owner",)

    def __init__(self, *args: Any, roles: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = {str(role.pk): role for role in roles}
        named = [("", "The officer of this version"), *((key, str(role)) for key, role in self.roles.items())]
        self.fields["owner"].choices = named  # type: ignore[attr-defined]

    def owned_by(self) -> Role | None:
        """The role chosen; None for the officer. Call only on a valid form."""
        return self.roles.get(self.cleaned_data["owner"])
