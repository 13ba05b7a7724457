"""What the living style page shows: one of each part, with sample words."""

from datetime import timedelta

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.core.paginator import Paginator
from django.utils import timezone

from portal.govuk.fields import Choice, DateField, RichChoiceField, RichMultipleChoiceField
from portal.govuk.forms import GovForm

IDENTIFIABLE = (
    Choice(
        "identifiable", "Identifiable", "People can be told apart by name or number. Every stage applies.", opens="why"
    ),
    Choice("pseudonymised", "Pseudonymised", "Names are replaced by a key. It is still personal data."),
    Choice("anonymous", "Anonymous", "Nobody can be picked out. The checklist ends early, with disclosure control."),
)


class EveryPart(GovForm):
    """One field of each kind."""

    submit_label = "Save this data flow"
    title = forms.CharField(label="Title", max_length=80, help_text="Such as Assault data to the police.")
    purpose = forms.CharField(label="Purpose", max_length=500, widget=forms.Textarea, help_text="One or two sentences.")
    sender = forms.ChoiceField(label="Sender", choices=[("", "Choose a party"), ("a", "Alder Council")])
    identifiability = RichChoiceField(label="Can people be picked out?", options=IDENTIFIABLE)
    why = forms.CharField(label="Why names are needed", required=False)
    kinds = RichMultipleChoiceField(
        label="Which of these does it hold?",
        required=False,
        options=[Choice("health", "Health data", "A special category: UK GDPR Art 9."), Choice("children", "Children")],
    )
    starts_on = DateField(label="First sent on", help_text="Such as 3 3 2027.")
    often = forms.IntegerField(
        label="Times a year", required=False, widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"})
    )
    contact = forms.EmailField(label="Contact's email address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    proof = forms.FileField(label="Certificate", required=False)
    confirm = forms.BooleanField(label="I have checked this with our data protection officer")

    def layout(self) -> Layout:
        """Two groups."""
        return Layout(
            Fieldset("What is shared", "title", "purpose", "sender", "identifiability", "kinds"),
            Fieldset("How", "starts_on", "often", "contact", "password", "proof", HTML(""), "confirm"),
        )


def wrong_form() -> EveryPart:
    """The form as it looks when it was sent with mistakes in it."""
    form = EveryPart(
        {"wrong-starts_on_day": "31", "wrong-starts_on_month": "2", "wrong-starts_on_year": "2027"}, prefix="wrong"
    )
    form.full_clean()
    return form


def stages() -> list[dict[str, str]]:
    """A protocol on its way."""
    return [
        {"name": "Draft", "status": "done", "note": "3 March 2027"},
        {"name": "Consultation", "status": "done", "note": "20 March 2027"},
        {"name": "Approval", "status": "current", "note": "3 of 5 have approved"},
        {"name": "Signing", "status": "ahead", "note": ""},
        {"name": "In force", "status": "ahead", "note": ""},
    ]


def context() -> dict[str, object]:
    """Everything the style page needs."""
    now = timezone.now()
    return {
        "sample_form": EveryPart(),
        "wrong": wrong_form(),
        "stages": stages(),
        "legal_stages": [
            {"name": "Personal data?", "status": "done"},
            {"name": "Powers", "status": "stopped"},
            {"name": "Human rights and confidence", "status": "ahead"},
            {"name": "Data protection", "status": "ahead"},
        ],
        "states": ["draft", "in progress", "waiting for you", "approved", "cannot start yet", "refused"],
        "tasks": [
            {"title": "Choose the parties", "href": "#tasks", "state": "done", "hint": ""},
            {
                "title": "Answer the checklist for Alder Council",
                "href": "#tasks",
                "state": "in progress",
                "hint": "7 of 12 answered",
            },
            {
                "title": "Submit for approval",
                "href": "",
                "state": "cannot start yet",
                "hint": "Two clauses are not filled in.",
            },
        ],
        "tabs": [
            {"text": "Overview", "href": "/styleguide/", "current": True, "count": ""},
            {"text": "Text", "href": "#text", "count": ""},
            {"text": "Data flows", "href": "#flows", "count": 3},
            {"text": "Legal basis", "href": "#legal", "count": ""},
            {"text": "Comments", "href": "#comments", "count": 2},
        ],
        "rows": [
            ("Reference", "SP-0002"),
            ("Tier", "Thematic, under SP-0001 version 1"),
            ("Review", "3 March 2028", "#rows"),
        ],
        "earlier": now - timedelta(days=5),
        "now": now,
        "page": Paginator(range(60), 20).page(2),
        "texts": [
            {"heading": "Your text", "note": "Not saved yet", "html": "Each party keeps the data for one year."},
            {
                "heading": "The text as it now stands",
                "note": "Saved by Dana Obi",
                "html": "Each party keeps it for six months.",
            },
        ],
    }
