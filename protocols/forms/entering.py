"""The form of one agreement made elsewhere: the eighteen fields in plain words, and its PDF in the same step."""

from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator

from portal.govuk.fields import DateField, SentFile
from portal.govuk.forms import GovForm
from protocols.forms.rows import long_text
from protocols.loader.elsewhere import columns as c
from protocols.loader.elsewhere.days import day_of
from protocols.loader.elsewhere.rows import MOST_REFERENCE, MOST_TITLE
from protocols.models import Agreement
from protocols.services.elsewhere.entering import ENTERED, Entry, Scan, field_of
from protocols.services.elsewhere.keeping import MOST_FILE

MOST = 20_000  # characters in one field: about eight pages
TOO_LONG = MaxLengthValidator(
    MOST, f"One field holds {MOST:,} characters. Shorten it, or attach the whole text as PDF."
)
DAYS = frozenset({c.START, c.END, c.REVIEW})
NAMES = "One name a line. A name that one partner goes by is matched; any other is kept as you write it."
ENTRIES = "Entries of public lists, such as government-organisation:D25."


def _text(label: str, hint: str = "", *, rows: int = 3, required: bool = False, missing: str = "") -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(
        label=label, help_text=hint, required=required, validators=[TOO_LONG], widget=long_text(rows),
        error_messages={"required": missing} if missing else {},
    )  # fmt: skip


class EntryForm(GovForm):
    """What the agreement says. Its fields are named after the columns of a register."""

    submit_label = "Save the agreement"
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    register = forms.CharField(
        label="Which register is it in?",
        max_length=120,
        initial=ENTERED,
        help_text="Leave this as it is for an agreement that stands in no register.",
    )
    information_sharing_agreement = forms.CharField(
        label="Its number there",
        max_length=MOST_REFERENCE,
        required=False,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
    )
    name = forms.CharField(
        label="Name of the agreement",
        max_length=MOST_TITLE,
        error_messages={"required": "Enter the name of the agreement."},
    )
    purpose = _text("What is it for?")
    information_sharing_benefits = _text("What good does it do?")
    controller_names = _text(
        "Controllers", f"The bodies that decide why and how the data is used. {NAMES}", required=True, rows=4,
        missing="Name at least one controller, one a line.",
    )  # fmt: skip
    controllers = _text("Controllers, as codes", ENTRIES, rows=2)
    processor_names = _text("Processors", "The bodies that handle the data for a controller. One name a line.", rows=2)
    processors = _text("Processors, as codes", ENTRIES, rows=2)
    legal_power_disclosure = _text(
        "Legal power", "Such as section 115 of the Crime and Disorder Act 1998. The law library is searched for it.",
        rows=2,
    )  # fmt: skip
    disclosed_information = _text("What is disclosed?")
    information_sharing_method = _text("How is it sent?", rows=2)
    retention_period = _text("How long is it kept?", "Such as 2 years.", rows=1)
    start_date = DateField(label="When did it start?", required=False)
    end_date = DateField(label="When does it end?", required=False)
    review_date = DateField(
        label="When is it to be reviewed?",
        help_text="It appears in your in-tray 90 days before.",
        error_messages={"required": "Enter the date by which the agreement is to be reviewed."},
    )
    contact = forms.CharField(
        label="Whom to ask", max_length=300, required=False, help_text="A post or a shared mailbox. The public sees it."
    )
    area_names = _text("Area that it covers", rows=2)
    areas = _text("Area, as codes", "Such as statistical-geography:E08000010.", rows=2)

    def layout(self) -> Layout:
        """The fields in groups."""
        return Layout(
            "revision",
            Fieldset("Which agreement it is", "name", "register", "information_sharing_agreement"),
            Fieldset("What it is for", "purpose", "information_sharing_benefits"),
            Fieldset("Who takes part", "controller_names", "processor_names"),
            Fieldset("What is shared", "legal_power_disclosure", "disclosed_information", "information_sharing_method",
                     "retention_period"),
            Fieldset("Dates", "start_date", "end_date", "review_date"),
            Fieldset("Contact and area", "contact", "area_names"),
            Fieldset("Codes, if you have them", "controllers", "processors", "areas"),
            *self.more(),
        )  # fmt: skip

    def more(self) -> list[Fieldset]:
        """What an entry has besides."""
        return []

    def entry(self) -> Entry:
        """What was entered. Call only on a valid form."""
        given = self.cleaned_data
        told = {key: given[field_of(key)] for key in c.BY_KEY}
        cells = {key: str(value) for key, value in told.items() if value is not None}
        return Entry(register=" ".join(given["register"].split()), cells=cells)


class NewEntryForm(EntryForm):
    """A new agreement, with its PDF and whether the public may read of it."""

    unmarked = ("document", "document_title")
    document = SentFile(
        label="Its PDF, if you have it",
        required=False,
        help_text="Up to 25 MB. Only you and the people of the partners that it names can download it.",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    document_title = forms.CharField(label="What is that PDF?", max_length=200, required=False, initial="Signed copy")
    is_public = forms.BooleanField(
        label="Show the agreement in the public register",
        required=False,
        initial=True,
        help_text="It is marked as made elsewhere. Attached files are never shown there.",
    )

    def more(self) -> list[Fieldset]:
        """The PDF and publication."""
        return [Fieldset("PDF and publication", "document", "document_title", "is_public")]

    def clean_document(self) -> "UploadedFile[Any] | None":
        """Refuse what is too large; of it, nothing was kept."""
        given: UploadedFile[Any] | None = self.cleaned_data["document"]
        if given is not None and (given.size or 0) > MOST_FILE:
            raise forms.ValidationError(
                "This file is larger than 25 MB. Scan it in black and white, or at 200 dots an inch."
            )
        return given

    def scan(self) -> Scan | None:
        """The PDF, if one was chosen. Call only on a valid form."""
        given = self.cleaned_data["document"]
        if given is None:
            return None
        return Scan(self.cleaned_data["document_title"].strip() or "Signed copy", given.name, given.read())


def initial_of_entry(agreement: Agreement) -> dict[str, object]:
    """What the form shows of an agreement as it stands."""
    cells = agreement.cells
    told: dict[str, date | str | None] = {
        field_of(key): day_of(cells.get(key, ""))[0] if key in DAYS else cells.get(key, "") for key in c.BY_KEY
    }
    return {**told, "register": agreement.register, "revision": agreement.revision}
