"""What an officer decides on a registration, and what the applicant answers."""

from typing import Any

from django import forms

from partners.forms.registering import address_field, clean_ico, ico_field
from partners.models import Partner
from portal.govuk.fields import Choice, RichChoiceField
from portal.govuk.forms import GovForm

APPROVE, ASK, REFUSE = "approve", "ask", "refuse"


class DecisionForm(GovForm):
    """Approve, ask for more, or refuse with a reason."""

    submit_label = "Send the decision"
    decision = RichChoiceField(label="What do you decide?", error_messages={"required": "Choose what you decide."})
    question = forms.CharField(label="What you need to know", widget=forms.Textarea, required=False, max_length=2000)
    reason = forms.CharField(
        label="Reason, as the applicant reads it", widget=forms.Textarea, required=False, max_length=2000
    )

    def __init__(self, *args: Any, partner: Partner, may_ask: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [Choice(APPROVE, f"Approve {partner}", "It becomes a partner, and its contact is invited.")]
        if may_ask:
            options.append(
                Choice(ASK, "Ask for more", "The applicant answers, and it waits for you again.", "question")
            )
        options.append(
            Choice(REFUSE, f"Refuse {partner}", "The applicant is told why, and may register again.", "reason")
        )
        field = self.fields["decision"]
        field.options = options  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for the words that the decision owes."""
        given: dict[str, Any] = self.cleaned_data
        if given.get("decision") == ASK and not given.get("question", "").strip():
            self.add_error("question", "Enter what you need to know.")
        if given.get("decision") == REFUSE and not given.get("reason", "").strip():
            self.add_error("reason", "Enter the reason: the applicant is told why.")
        return given


class ReplyForm(GovForm):
    """The applicant's answer, and the two particulars that most often need mending."""

    submit_label = "Send your answer"
    text = forms.CharField(label="Your answer", widget=forms.Textarea, max_length=4000)
    ico_registration = ico_field()
    address = address_field()

    def clean_ico_registration(self) -> str:
        """The number in its one spelling."""
        return clean_ico(self.cleaned_data["ico_registration"])


class ContactForm(GovForm):
    """Whom to invite to register a listed body."""

    submit_label = "Send the invitation"
    name = forms.CharField(label="Name of the contact", max_length=120)
    post = forms.CharField(label="Post", max_length=120, required=False)
    email = forms.EmailField(label="Work email address")
