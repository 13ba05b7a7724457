"""Building flows from data sets, and taking over what a data set says now."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

from django import forms

from datasets.models import Dataset
from partners.models import Role
from portal.govuk.fields import Choice, RichChoiceField, RichMultipleChoiceField
from portal.govuk.forms import GovForm
from protocols.forms.flows import CONTROLS, REGIMES
from protocols.forms.rows import long_text
from protocols.models import DataFlow, Party
from protocols.queries.dataset_flows import Difference
from protocols.services.dataset_flows import Sharing
from protocols.texts.starters import USUAL_THRESHOLD


class FromDatasetsForm(GovForm):
    """Which data sets, to whom, what for, and how; all else of the flows is in the catalogue."""

    submit_label = "Add these flows"
    unmarked = ("control_reference",)
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    datasets = RichMultipleChoiceField(
        label="Data sets", error_messages={"required": "Choose at least one data set."}, help_text="A flow for each."
    )
    recipients = RichMultipleChoiceField(
        label="To", error_messages={"required": "Choose at least one party that the data goes to."},
        help_text="Whoever holds a data set is left out of its own flow.",
    )  # fmt: skip
    purpose = forms.CharField(
        label="What it is for", widget=long_text(3), max_length=3000,
        error_messages={"required": "Enter what the recipients will do with the data."},
    )  # fmt: skip
    method = forms.CharField(
        label="How it is sent", max_length=300, error_messages={"required": "Enter how the data is sent."}
    )
    regime = RichChoiceField(label="Which purpose is it processed for?", options=REGIMES, initial="general")
    control = RichChoiceField(
        label="Who decides why and how the data is used?", options=CONTROLS,
        error_messages={"required": "Choose who decides why and how the data is used."},
    )  # fmt: skip
    control_reference = forms.CharField(
        label="Where the arrangement or the contract is", required=False, max_length=300,
        help_text="For joint controllers or a processor: its reference, and where it can be read.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, datasets: Iterable[Dataset], parties: Sequence[Party], capacity: Role, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(one.pk): one for one in datasets}
        self.parties = {str(party.pk): party for party in parties}
        own = capacity.partner_id
        self.fields["datasets"].options = [  # type: ignore[attr-defined]
            Choice(key, one.name, f"{'Yours' if one.partner_id == own else one.partner}: {one.subjects}. {_how(one)}")
            for key, one in self.offered.items()
        ]
        self.fields["recipients"].options = [Choice(key, str(one)) for key, one in self.parties.items()]  # type: ignore[attr-defined]

    def chosen(self) -> list[Dataset]:
        """The data sets that were ticked. Call only on a valid form."""
        return [self.offered[key] for key in self.cleaned_data["datasets"]]

    def sharing(self) -> Sharing:
        """What the flows say beyond their data. Call only on a valid form."""
        given = self.cleaned_data
        names = ("purpose", "method", "regime", "control", "control_reference")
        recipients = [self.parties[key] for key in given["recipients"]]
        return Sharing(recipients, **{name: given[name] for name in names})


class TakeOverForm(GovForm):
    """Which of the differences the flow takes over; `revision` and `dataset_revision` say what was shown."""

    submit_label = "Take over what is ticked"
    revision = forms.IntegerField(widget=forms.HiddenInput)
    dataset_revision = forms.IntegerField(widget=forms.HiddenInput)
    names = RichMultipleChoiceField(
        label="What should the flow say from now on?", required=False,
        help_text="What you do not tick stays as the flow has it, and is not asked again.",
    )  # fmt: skip
    unmarked = ("names",)

    def __init__(self, *args: Any, found: Sequence[Difference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].options = [Choice(one.name, one.label, one.becomes) for one in found if one.takes]  # type: ignore[attr-defined]
        self.fields["names"].initial = [one.name for one in found if one.untouched]
        if not any(one.takes for one in found):
            del self.fields["names"]


def initial_dataset(flow: DataFlow) -> dict[str, object]:
    """What the form of a data set shows to begin from a flow; what counts in it is for its holder to say."""
    same = (
        "items", "subjects", "identifiability", "kinds", "frequency", "retention", "geography", "collected_on_consent",
        "small_numbers_method", "small_numbers_secondary", "small_number_rule",
    )  # fmt: skip
    initial: dict[str, object] = {name: getattr(flow, name) for name in same}
    return {**initial, "name": flow.title, "small_numbers_below": flow.small_numbers_below or USUAL_THRESHOLD}


def _how(dataset: Dataset) -> str:
    return f"{dataset.get_identifiability_display()}, {dataset.offer.label.lower()}"
