"""Asking another partner for data, and answering."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms

from datasets.models import Dataset
from datasets.services.wants import WantContent
from legal_basis.loader import library
from partners.models import Partner
from portal.govuk.fields import Choice, RichChoiceField
from portal.govuk.forms import GovForm


class WantForm(GovForm):
    """Of whom, what, and for what. About one data set, its holder is known and is not asked."""

    submit_label = "Ask for it"
    nonce = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    holder = forms.ChoiceField(label="From", error_messages={"required": "Choose the partner that you ask."})
    what = forms.CharField(
        label="We would like",
        max_length=300,
        error_messages={"required": "Enter what you would like, such as Weekly counts of call-outs by ward."},
        help_text="Such as: weekly counts of call-outs by ward.",
    )
    purpose = forms.CharField(
        label="For",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=3000,
        error_messages={"required": "Enter what you would use it for: it is what the other partner decides on."},
        help_text="What you would do with it, and who would gain.",
    )

    def __init__(
        self, *args: Any, others: Iterable[Partner] = (), dataset: Dataset | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.others, self.dataset = {str(one.pk): one for one in others}, dataset
        if dataset is not None:
            del self.fields["holder"]
            return
        choices = [("", "Choose a partner"), *((key, str(one)) for key, one in self.others.items())]
        self.fields["holder"].choices = choices  # type: ignore[attr-defined]

    def content(self) -> WantContent:
        """What is asked. Call only on a valid form."""
        given = self.cleaned_data
        holder = self.dataset.partner if self.dataset is not None else self.others[given["holder"]]
        return WantContent(holder, given["what"], given["purpose"], self.dataset)


class AnswerForm(GovForm):
    """Yes or no, with the reason and the law where one is named."""

    submit_label = "Send the answer"
    unmarked = ("reason",)
    answer = RichChoiceField(
        label="Your answer",
        options=(
            Choice("yes", "Yes, we could share it", "The partnership officer can begin a protocol or a flow with it"),
            Choice("no", "No", "Say why: it tells the other partner what stands in the way"),
        ),
        error_messages={"required": "Choose yes or no."},
    )
    reason = forms.CharField(
        label="What you add, or why not",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=3000,
    )
    law = forms.ChoiceField(
        label="Law that it rests on",
        required=False,
        help_text="A power that would carry it, or a bar in its way. The other partner can read the entry.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entries = sorted(library().gateways.values(), key=lambda entry: entry.cite)
        self.fields["law"].choices = [("", "None named"), *((one.id, one.cite) for one in entries)]  # type: ignore[attr-defined]
