"""The form of one data flow."""

from collections.abc import Sequence
from typing import Any, ClassVar

from crispy_forms.layout import Fieldset, Layout
from django import forms

from legal_basis.loader import library
from portal.govuk.fields import Choice, RichChoiceField, RichMultipleChoiceField
from protocols.forms.rows import RowForm, long_text
from protocols.models import DataFlow, Party
from protocols.services.flow_contents import OWED, FlowContent
from protocols.texts.wording import StarterFlow

IDENTIFIABILITY = (
    Choice("identifiable", "Yes, directly", "Names or other direct identifiers"),
    Choice("pseudonymised", "Only with a key", "Codes in place of names: still personal data"),
    Choice(
        "anonymous",
        "No",
        "Nobody can be identified by anyone reasonably likely to try",
        opens="small_number_rule",
    ),
    Choice("deceased", "It is only about people who have died", "Not personal data, but it may be confidential"),
)
REGIMES = (
    Choice("general", "Anything else", "UK GDPR"),
    Choice("law_enforcement", "Law enforcement", "By competent authorities: Data Protection Act 2018, Part 3"),
    Choice("mixed", "Both, by party", "Each party answers under its own regime"),
)


class FlowForm(RowForm[FlowContent]):
    """Who gives what about whom to whom, why, how, how often, and for how long it is kept."""

    makes = FlowContent
    owed: ClassVar = {
        **OWED,
        "sender": "Choose the party that sends the data.",
        "recipients": "Choose at least one party that the data goes to.",
    }
    submit_label = "Save the flow"
    unmarked = ("small_number_rule", "kinds")
    title = forms.CharField(label="Name of the flow", max_length=200)
    sender = forms.ChoiceField(label="From")
    recipients = RichMultipleChoiceField(label="To")
    items = forms.CharField(label="Data items", widget=long_text(6), help_text="One a line, such as Date of incident.")
    subjects = forms.CharField(label="About whom", max_length=300)
    identifiability = RichChoiceField(label="Can people be identified from it?", options=IDENTIFIABILITY)
    small_number_rule = forms.CharField(
        label="Small number rule",
        required=False,
        max_length=300,
        help_text="How counts low enough to point to somebody are kept out, such as No count below 5 is shown.",
    )
    kinds = RichMultipleChoiceField(
        label="Which kinds of data are in it?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small kinds"}),
        help_text="The law treats each of these in its own way. The legal checklist starts from them.",
    )
    purpose = forms.CharField(label="What it is for", widget=long_text(3), max_length=3000)
    regime = RichChoiceField(label="Which purpose is it processed for?", options=REGIMES, initial="general")
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
            Fieldset("Why", "purpose", "regime", "research", "collected_on_consent"),
            Fieldset("How, how often, how long", "method", "frequency", "retention", "geography", "leaves_uk"),
        )

    def stated(self) -> dict[str, Any]:
        """What was stated, the sender and the recipients as parties."""
        stated = super().stated()
        sender, recipients = self.parties[stated["sender"]], [self.parties[key] for key in stated["recipients"]]
        return {**stated, "sender": sender, "recipients": recipients}


def initial_of(flow: DataFlow) -> dict[str, object]:
    """What the form shows of a flow as it stands."""
    names = (*OWED, "small_number_rule", "regime", "research", "collected_on_consent", "leaves_uk", "kinds")
    initial = {name: getattr(flow, name) for name in names}
    recipients = [str(party.pk) for party in flow.recipients.all()]
    return {**initial, "sender": str(flow.sender_id), "recipients": recipients, "revision": flow.revision}


def initial_from(starter: StarterFlow, parties: Sequence[Party]) -> dict[str, object]:
    """What the form shows to begin from: the template's flow, and the parties of the kinds that usually share it."""
    sending = [str(party.pk) for party in parties if party.partner.kind in starter.senders]
    receiving = [str(party.pk) for party in parties if party.partner.kind in starter.recipients]
    sender = sending[0] if len(sending) == 1 else ""
    return {**starter.values, "sender": sender, "recipients": [key for key in receiving if key != sender]}
