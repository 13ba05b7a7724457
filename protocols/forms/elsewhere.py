"""Forms for agreements made elsewhere."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from legal_basis.loader import library
from partners.models import Partner
from partners.queries import same_name
from portal.govuk.fields import Choice, DateField, RichChoiceField, SentFile
from portal.govuk.forms import GovForm
from protocols.loader.elsewhere.reading import MOST_BYTES
from protocols.models import Agreement, NamedBody
from protocols.queries.elsewhere.bodies import Offer
from protocols.services.elsewhere.importing import DEFAULT_REGISTER
from protocols.services.elsewhere.keeping import MOST_FILE, Chosen
from protocols.services.elsewhere.removing import LONGEST_REASON

ANOTHER, AS_TEXT = "another", "text"


class UploadForm(GovForm):
    """A register to be read."""

    submit_label = "Check this file"
    register = forms.CharField(
        label="Which register is it from?",
        max_length=120,
        initial=DEFAULT_REGISTER,
        help_text="With an agreement's number, this tells it again when you upload a later copy.",
    )
    file = SentFile(
        label="The register, as CSV",
        help_text="Up to 5 MB, in the eighteen columns of the Digital Economy Act register. Nothing is imported yet.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={"required": "Choose the CSV file that holds the register."},
    )

    def clean_register(self) -> str:
        """The name, in one line."""
        return " ".join(self.cleaned_data["register"].split())

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what is too large; of it, nothing was kept."""
        given: UploadedFile[Any] = self.cleaned_data["file"]
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError("This file is larger than 5 MB. Split it, with the same headings in each part.")
        return given


class MatchForm(GovForm):
    """Which partner a text means."""

    submit_label = "Save the match"
    unmarked = ("partner",)
    meaning = RichChoiceField(label="Which body is meant?")
    partner = forms.CharField(
        label="Its name",
        max_length=250,
        required=False,
        help_text="The full or short name, as in the list of partners.",
    )

    def __init__(self, *args: Any, body: NamedBody, offers: Sequence[Offer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(offer.partner.pk): offer.partner for offer in offers}
        if body.partner is not None:
            self.offered.setdefault(str(body.partner.pk), body.partner)
        why = {str(offer.partner.pk): offer.why for offer in offers}
        field = self.fields["meaning"]
        field.options = [  # type: ignore[attr-defined]
            *(Choice(key, partner.legal_name, why.get(key, "Matched now")) for key, partner in self.offered.items()),
            Choice(ANOTHER, "Another partner", opens="partner"),
            Choice(AS_TEXT, "Leave it as text", "It is not offered for matching again."),
        ]

    def clean(self) -> dict[str, Any]:
        """Find the partner that was named."""
        given = super().clean() or {}
        if given.get("meaning") == ANOTHER:
            name = given.get("partner", "").strip()
            if not name:
                self.add_error("partner", "Enter the name of the partner.")
            elif same_name(name) is None:
                self.add_error(
                    "partner", f"No partner here goes by “{name}”. Check the spelling in the list of partners."
                )
        return given

    def chosen(self) -> Partner | None:
        """The partner that was chosen; None to leave it as text. Call only on a valid form."""
        meaning = self.cleaned_data["meaning"]
        if meaning == ANOTHER:
            return same_name(self.cleaned_data["partner"])
        return self.offered.get(meaning)


class AgreementForm(GovForm):
    """What an officer may choose. `revision` says which state of the agreement the form was made from."""

    submit_label = "Save these settings"
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    review_on = DateField(label="Review by", required=False, help_text="It appears in your in-tray 90 days before.")
    gateway = forms.ChoiceField(label="Legal power", required=False)
    is_public = forms.BooleanField(
        label="Show it in the public register",
        required=False,
        help_text="It is shown as its own register tells it. Attached files are never shown there.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted((one.cite, one.id) for one in library().gateways.values() if one.is_power)
        self.fields["gateway"].choices = [  # type: ignore[attr-defined]
            ("", "Not matched with an entry of the law library"),
            *((key, cite) for cite, key in named),
        ]

    def chosen(self) -> Chosen:
        """What was chosen. Call only on a valid form."""
        given = self.cleaned_data
        return Chosen(review_on=given["review_on"], gateway=given["gateway"], is_public=given["is_public"])


def initial_of(agreement: Agreement) -> dict[str, date | str | bool | int | None]:
    """What the form shows of an agreement as it stands."""
    chosen = {"review_on": agreement.review_on, "gateway": agreement.gateway, "is_public": agreement.is_public}
    return {**chosen, "revision": agreement.revision}


class AttachForm(GovForm):
    """A scanned or signed PDF."""

    submit_label = "Attach the PDF"
    title = forms.CharField(
        label="What is it?", max_length=200, help_text="Such as Signed copy, or Data protection impact assessment."
    )
    document = SentFile(
        label="The PDF",
        help_text="Up to 25 MB. Only you and the people of the partners that the agreement names can download it.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"required": "Choose the PDF that you want to attach."},
    )

    def clean_document(self) -> "UploadedFile[Any]":
        """Refuse what is too large; of it, nothing was kept."""
        given: UploadedFile[Any] = self.cleaned_data["document"]
        if (given.size or 0) > MOST_FILE:
            raise forms.ValidationError(
                "This file is larger than 25 MB. Scan it in black and white, or at 200 dots an inch."
            )
        return given


class TakeOutForm(GovForm):
    """Why an agreement is taken out."""

    submit_label = "Take it out"
    reason = forms.CharField(
        label="Why is it taken out?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept in the audit trail, with what the agreement said.",
        error_messages={"required": "Say why it is taken out."},
    )
