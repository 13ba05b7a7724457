"""The form of one data flow."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any, ClassVar

from crispy_forms.layout import Fieldset, Layout
from django import forms

from legal_basis.loader import library
from portal.govuk.fields import Choice, RichChoiceField, RichMultipleChoiceField
from protocols.forms.rows import RowForm, long_text
from protocols.models import DataFlow, Party
from protocols.services.flow_contents import OWED, FlowContent
from protocols.texts.starters import USUAL_THRESHOLD, beginning_of
from protocols.texts.wording import StarterFlow

IDENTIFIABILITY = (
    Choice("identifiable", "Yes, directly", "Names or other direct identifiers"),
    Choice("pseudonymised", "Only with a key", "Codes in place of names: still personal data"),
    Choice(
        "anonymous",
        "No",
        "Nobody can be identified by anyone reasonably likely to try. Say below what is done with small counts",
    ),
    Choice("deceased", "It is only about people who have died", "Not personal data, but it may be confidential"),
)
REGIMES = (
    Choice("general", "Anything else", "UK GDPR"),
    Choice("law_enforcement", "Law enforcement", "By competent authorities: Data Protection Act 2018, Part 3"),
    Choice("mixed", "Both, by party", "Each party answers under its own regime"),
)

CONTROLS = (
    Choice("separate", "Each controller decides for itself", "The recipient uses the data for its own purposes"),
    Choice(
        "joint", "They decide together", "Joint controllers: they need an arrangement (UK GDPR Article 26)"
    ),
    Choice(
        "processor", "The sender alone",
        "The recipients act on its instructions, as its processors, under a contract (UK GDPR Article 28)",
    ),
)  # fmt: skip
SMALL_NUMBERS = (
    Choice("", "Nothing: it holds no counts"),
    Choice("suppress", "They are left out"),
    Choice("round", "They are rounded"),
    Choice("merge", "They are added together with others", "Until they are no longer small"),
)


class FlowForm(RowForm[FlowContent]):
    """Who gives what about whom to whom, why, how, how often, and for how long it is kept."""

    makes = FlowContent
    owed: ClassVar = {
        **OWED,
        "sender": "Choose the party that sends the data.",
        "recipients": "Choose at least one party that the data goes to.",
        "control": "Choose who decides why and how the data is used.",
    }
    submit_label = "Save the flow"
    unmarked = ("small_numbers_method", "small_numbers_below", "small_numbers_secondary", "control_reference", "kinds")
    title = forms.CharField(label="Name of the flow", max_length=200)
    sender = forms.ChoiceField(label="From")
    recipients = RichMultipleChoiceField(label="To")
    items = forms.CharField(label="Data items", widget=long_text(6), help_text="One a line, such as Date of incident.")
    subjects = forms.CharField(label="About whom", max_length=300)
    identifiability = RichChoiceField(label="Can people be identified from it?", options=IDENTIFIABILITY)
    small_numbers_method = RichChoiceField(
        label="What is done with small counts?",
        options=SMALL_NUMBERS,
        required=False,
        help_text="In statistics, a count of one or two can point to somebody. Anonymous data needs a rule on them.",
    )
    small_numbers_below = forms.IntegerField(
        label="Which counts are small? Those below",
        required=False,
        initial=USUAL_THRESHOLD,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"}),
    )
    small_numbers_secondary = forms.BooleanField(
        label="Other counts, from which a small one could be worked out, are treated in the same way", required=False
    )
    small_number_rule = forms.CharField(
        label="More on small numbers",
        required=False,
        max_length=300,
        help_text="Such as a higher threshold for some kinds of data.",
    )
    kinds = RichMultipleChoiceField(
        label="Which kinds of data are in it?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small kinds"}),
        help_text="The law treats each of these in its own way. The legal checklist starts from them.",
    )
    purpose = forms.CharField(label="What it is for", widget=long_text(3), max_length=3000)
    regime = RichChoiceField(label="Which purpose is it processed for?", options=REGIMES, initial="general")
    control = RichChoiceField(
        label="Who decides why and how the data is used?",
        options=CONTROLS,
        help_text="Ask it for each flow. A shared database with shared purposes is usually under joint control.",
    )
    control_reference = forms.CharField(
        label="Where the arrangement or the contract is",
        required=False,
        max_length=300,
        help_text="For joint controllers or a processor: its reference, and where it can be read.",
    )
    method = forms.CharField(label="How it is sent", max_length=300)
    frequency = forms.CharField(label="How often", max_length=200)
    retention = forms.CharField(label="How long the recipients keep it", max_length=300)
    geography = forms.CharField(label="Area it covers", max_length=200, help_text="And how exactly, such as by ward.")
    research = forms.BooleanField(label="It is used for research or statistics", required=False)
    collected_on_consent = forms.BooleanField(label="The data was first collected on consent", required=False)
    leaves_uk = forms.BooleanField(label="It leaves the United Kingdom, or is seen from outside it", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sender"].choices = [("", "Choose a party"), *self.named]  # type: ignore[attr-defined]
        self.fields["recipients"].options = [Choice(*pair) for pair in self.named]  # type: ignore[attr-defined]
        kinds = library().data_kinds.values()
        self.fields["kinds"].options = [Choice(kind.id, kind.label, kind.hint) for kind in kinds]  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        """The fields in four groups."""
        return Layout(
            "nonce",
            "revision",
            Fieldset("From whom to whom", "title", "sender", "recipients"),
            Fieldset("What data", "items", "subjects", "identifiability", "kinds"),
            Fieldset(
                "Small numbers",
                "small_numbers_method",
                "small_numbers_below",
                "small_numbers_secondary",
                "small_number_rule",
            ),
            Fieldset("Why", "purpose", "regime", "research", "collected_on_consent"),
            Fieldset("Who decides", "control", "control_reference"),
            Fieldset("How, how often, how long", "method", "frequency", "retention", "geography", "leaves_uk"),
        )

    def stated(self) -> dict[str, Any]:
        """What was stated, the sender and the recipients as parties."""
        stated = super().stated()
        sender, recipients = self.parties[stated["sender"]], [self.parties[key] for key in stated["recipients"]]
        return {**stated, "sender": sender, "recipients": recipients}


def initial_of(flow: DataFlow) -> dict[str, object]:
    """What the form shows of a flow as it stands."""
    linked = ("sender", "recipients")
    initial = {one.name: getattr(flow, one.name) for one in fields(FlowContent) if one.name not in linked}
    initial["small_numbers_below"] = flow.small_numbers_below or USUAL_THRESHOLD
    recipients = [str(party.pk) for party in flow.recipients.all()]
    return {**initial, "sender": str(flow.sender_id), "recipients": recipients, "revision": flow.revision}


def initial_like(flow: DataFlow) -> dict[str, object]:
    """What the form shows to begin a flow of the same data to others: the data and its sender, not whom it goes to."""
    left_open = ("title", "recipients", "revision", "purpose", "control", "control_reference")
    return {name: value for name, value in initial_of(flow).items() if name not in left_open}


def initial_from(starter: StarterFlow, parties: Sequence[Party]) -> dict[str, object]:
    """What the form shows to begin from: the template's flow, and the parties of the kinds that usually share it."""
    sending = [str(party.pk) for party in parties if party.partner.kind in starter.senders]
    receiving = [str(party.pk) for party in parties if party.partner.kind in starter.recipients]
    sender = sending[0] if len(sending) == 1 else ""
    return {**beginning_of(starter), "sender": sender, "recipients": [key for key in receiving if key != sender]}
