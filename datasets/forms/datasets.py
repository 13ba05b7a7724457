"""The form of one data set, and of retiring it."""

from dataclasses import fields
from typing import Any, ClassVar
from uuid import uuid4

from crispy_forms.layout import Fieldset, Layout
from django import forms

from datasets.kinds import Offer
from datasets.models import Dataset
from datasets.services.contents import OWED, DatasetContent
from legal_basis.loader import library
from portal.govuk.fields import Choice, RichChoiceField, RichMultipleChoiceField
from portal.govuk.forms import GovForm

USUAL_THRESHOLD = 5
IDENTIFIABILITY = (
    Choice("identifiable", "Yes, directly", "Names or other direct identifiers"),
    Choice("pseudonymised", "Only with a key", "Codes in place of names: still personal data"),
    Choice("anonymous", "No", "Nobody can be identified by anyone reasonably likely to try"),
    Choice("deceased", "It is only about people who have died", "Not personal data, but it may be confidential"),
)
SMALL_NUMBERS = (
    Choice("", "Nothing: it holds no counts"),
    Choice("suppress", "They are left out"),
    Choice("round", "They are rounded"),
    Choice("merge", "They are added together with others", "Until they are no longer small"),
)
OFFERS = (
    Choice(Offer.YES.value, "Yes", "Others in your partnerships see it here, and can build a data flow from it"),
    Choice(Offer.ON_REQUEST.value, "On request", "They see it, and ask you first"),
    Choice(Offer.NO.value, "No", "Only your own people see it"),
)
MARKS = frozenset({"nonce", "revision"})


def long_text(rows: int) -> forms.Textarea:
    """A box for several lines."""
    return forms.Textarea(attrs={"rows": rows})


class DatasetForm(GovForm):
    """What it is, what counts in it, what is in it, and how far it is offered."""

    submit_label = "Save the data set"
    unmarked: ClassVar = (
        "kinds", "small_numbers_method", "small_numbers_below", "small_numbers_secondary", "collected_on_consent",
    )  # fmt: skip
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label="Name of the data set", max_length=200)
    about = forms.CharField(label="What it is", widget=long_text(3), max_length=3000)
    definition = forms.CharField(
        label="What counts in it, and what does not",
        widget=long_text(3),
        max_length=3000,
        help_text="Partners often mean different things by one word. Say what makes a record, such as: each report, "
        "not each person; reports withdrawn within a day are not in it.",
    )
    geography = forms.CharField(
        label="Area", max_length=200, help_text="And by which units, such as by ward or Lower layer Super Output Area."
    )
    period = forms.CharField(
        label="Period", max_length=200, required=False, help_text="From when, such as From April 2019."
    )
    items = forms.CharField(label="Data items", widget=long_text(6), help_text="One a line, such as Date of incident.")
    subjects = forms.CharField(label="About whom", max_length=300)
    identifiability = RichChoiceField(label="Can people be identified from it?", options=IDENTIFIABILITY)
    kinds = RichMultipleChoiceField(
        label="Which kinds of data are in it?",
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes--small kinds"}),
        help_text="The law treats each of these in its own way.",
    )
    collected_on_consent = forms.BooleanField(label="The data was first collected on consent", required=False)
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
    small_number_rule = forms.CharField(label="More on small numbers", required=False, max_length=300)
    system = forms.CharField(
        label="System",
        max_length=200,
        required=False,
        help_text="Where it is kept, such as the case management system.",
    )
    frequency = forms.CharField(label="How often it is refreshed", max_length=200)
    retention = forms.CharField(label="How long those who receive it may keep it", max_length=300)
    contact = forms.CharField(
        label="Whom to ask",
        max_length=200,
        required=False,
        help_text="A team or a post, such as Community safety team.",
    )
    offered = RichChoiceField(label="May other partners expect it?", options=OFFERS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, sentence in OWED.items():
            self.fields[name].error_messages["required"] = sentence
        kinds = library().data_kinds.values()
        self.fields["kinds"].options = [Choice(kind.id, kind.label, kind.hint) for kind in kinds]  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        """The fields in five groups."""
        small = ("small_numbers_method", "small_numbers_below", "small_numbers_secondary", "small_number_rule")
        return Layout(
            "nonce",
            "revision",
            Fieldset("What it is", "name", "about", "definition", "geography", "period"),
            Fieldset("What is in it", "items", "subjects", "identifiability", "kinds", "collected_on_consent"),
            Fieldset("Small numbers", *small),
            Fieldset("Keeping it", "system", "frequency", "retention"),
            Fieldset("Offering it", "offered", "contact"),
        )

    def content(self) -> DatasetContent:
        """What was stated, whole. Call only on a valid form."""
        return DatasetContent(**{name: value for name, value in self.cleaned_data.items() if name not in MARKS})

    def at(self, revision: int) -> "DatasetForm":
        """The same form made from the data set as it is now: saving it again is a choice made knowingly."""
        data = self.data.copy()  # type: ignore[attr-defined]
        data["revision"] = str(revision)
        again = DatasetForm(data)
        again.is_valid()
        return again


def initial_of(dataset: Dataset) -> dict[str, object]:
    """What the form shows of a data set as it stands."""
    initial = {one.name: getattr(dataset, one.name) for one in fields(DatasetContent)}
    return {
        **initial,
        "small_numbers_below": dataset.small_numbers_below or USUAL_THRESHOLD,
        "revision": dataset.revision,
    }


class RetireForm(GovForm):
    """Why a data set is no longer in the catalogue."""

    submit_label = "Retire the data set"
    reason = forms.CharField(
        label="Why is it retired?",
        widget=long_text(3),
        max_length=2000,
        error_messages={"required": "Enter why the data set is retired."},
        help_text="Such as: replaced by the regional data set since April.",
    )
