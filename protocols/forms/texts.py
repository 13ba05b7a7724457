"""Writing a clause, and giving the values that fill the text."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django_prose_editor.fields import ProseEditorFormField

from portal.govuk.fields import Choice, DateField, RichChoiceField
from portal.govuk.forms import GovForm
from portal.govuk.sentences import speak_plainly
from protocols.models import Party, Section
from protocols.texts.known import day
from protocols.texts.linking import Spot, renumber
from protocols.texts.wording import Variable

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "ParagraphKeys": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["https", "http", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
}


class SectionForm(GovForm):
    """The text of one clause, as it was when it was opened: `revision` says which text that was."""

    submit_label = "Save the clause"
    body = ProseEditorFormField(label="Text of the clause", required=False, extensions=EXTENSIONS, strip=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(
        cls, section: Section, numbers: Mapping[str, int] | None = None, spots: Mapping[str, Spot] | None = None
    ) -> "SectionForm":
        """The form as the clause stands; `numbers` and `spots` are what its links to clauses and paragraphs show."""
        return cls(initial={"body": renumber(section.body, numbers or {}, spots), "revision": section.revision})


class VariablesForm(GovForm):
    """One field for each value that a person gives, typed by its kind; and what each was when the page was made."""

    submit_label = "Save the details"

    def __init__(
        self, *args: Any, variables: Iterable[Variable], values: Mapping[str, str], parties: list[Party], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.variables = {variable.key: variable for variable in variables}
        self.unmarked = tuple(self.variables)  # type: ignore[misc] # none is optional: an empty one is a gap
        for key, variable in self.variables.items():
            value = values.get(key, "")
            self.fields[key] = _field(variable, value, parties)
            speak_plainly(self.fields[key], variable.label)
            self.fields[f"was_{key}"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=value, strip=False
            )

    def clean(self) -> dict[str, Any]:
        """Every number outside the limits of law is refused at once; one that was so before, and stays, is let be."""
        given = super().clean() or self.cleaned_data
        for key, variable in self.variables.items():
            value = _text(given.get(key))
            if variable.limits and value != given.get(f"was_{key}") and not variable.limits.allow(value):
                self.add_error(key, variable.limits.sentence)
        return given

    def values(self) -> dict[str, str]:
        """What was given, as text. Call only on a valid form."""
        return {key: _text(self.cleaned_data[key]) for key in self.variables}

    def before(self) -> dict[str, str]:
        """What each value was when the page was made."""
        return {key: self.cleaned_data[f"was_{key}"].replace("\r\n", "\n") for key in self.variables}


def _field(variable: Variable, value: str, parties: list[Party]) -> forms.Field:
    said: dict[str, Any] = {
        "label": variable.label,
        "help_text": variable.hint,
        "required": False,
        "initial": value,
    }
    if variable.kind == "number":
        return forms.IntegerField(
            min_value=0, widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}), **said
        )
    if variable.kind == "date":
        return DateField(**{**said, "initial": _date(value)})
    if variable.kind == "choice":
        options = [Choice(one, one) for one in dict.fromkeys([*variable.choices, *([value] if value else [])])]
        return RichChoiceField(options=options, **said)
    if variable.kind == "party":
        return forms.ChoiceField(choices=_with(value, [party.partner.legal_name for party in parties]), **said)
    if variable.kind == "list":
        said["help_text"] = " ".join(filter(None, (variable.hint, "One a line.")))
        return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), **said)
    return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **said)


def _with(value: str, options: list[str]) -> list[tuple[str, str]]:
    """The options, and the value kept from before where it is no longer among them."""
    kept = [value] if value and value not in options else []
    return [("", "Not chosen yet"), *((option, option) for option in [*options, *kept])]


def _text(value: object) -> str:
    if value is None:
        return ""
    return day(value) if isinstance(value, date) else str(value).replace("\r\n", "\n").strip()


def _date(value: str) -> date | None:
    try:
        return datetime.strptime(value, "%d %B %Y").date()
    except ValueError:
        return None
