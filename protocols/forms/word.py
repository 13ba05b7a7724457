"""Sending a Word file, saying where its parts go, and choosing which changes of a copy to suggest."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField

from portal.govuk.days import day
from portal.govuk.fields import SentFile
from portal.govuk.forms import GovForm
from protocols.loader.word import MOST_BYTES, MOST_PIECES
from protocols.queries.word_returns import Changed
from protocols.queries.word_texts import Found, Report
from protocols.services.word_texts import LONGEST_REASON, NO_REASON, Placing
from protocols.texts.composing import ComposedSection

WAITS = "Not yet placed"
DATES = {"starts_on": "Start date", "ends_on": "End date", "review_on": "Review date"}
LOOKS = " (formatting alone)"
GONE = "This clause can no longer be chosen. Choose another one, or leave the text as not yet placed."


class WordFileForm(GovForm):
    """A file to be read."""

    submit_label = "Read this file"
    file = SentFile(
        label="The Word file",
        help_text="A .docx of up to 10 MB, without macros. You see what was understood before anything is written.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        error_messages={
            "required": "Choose the Word file.",
            "empty": "This file is empty. Choose one that holds text.",
        },
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refuse what is too large; of it, nothing was kept."""
        given: UploadedFile[Any] = self.cleaned_data["file"]
        if (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError("This file is larger than 10 MB. Take its pictures out, and choose that.")
        return given


class PlacingForm(GovForm):
    """Where each part of a file goes, and what of the rest is taken; nothing is ticked beforehand."""

    submit_label = "Bring in the text"
    unmarked = tuple(f"part_{place}" for place in range(MOST_PIECES + 1))
    revisions = forms.CharField(widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label="Where a clause has words already",
        choices=[("replace", "Put the new text in their place"), ("after", "Put the new text after them")],
        initial="replace",
        widget=forms.RadioSelect,
        help_text="What a clause said before stays in its history.",
    )

    def __init__(self, *args: Any, report: Report, with_particulars: bool, **kwargs: Any) -> None:
        told = " ".join(f"{one.id}:{one.section.revision}" for one in report.sections)
        super().__init__(*args, initial={"revisions": told}, **kwargs)
        self.report = report
        choices = [("", WAITS), *((one.id, _clause(one)) for one in report.sections)]
        for found in report.found:
            self.fields[_name(found)] = forms.ChoiceField(
                label=f"“{found.part.heading}” goes in"
                if found.part.heading
                else "The words before the first heading go in",
                help_text=_why(found),
                choices=choices,
                initial=found.match.section_id,
                required=False,
                error_messages={"invalid_choice": GONE},
            )
        for name, label in self._offers() if with_particulars else ():
            self.fields[name] = forms.BooleanField(label=label, required=False)

    def _offers(self) -> Iterator[tuple[str, str]]:
        if self.report.title:
            yield "take_title", f"Title: {self.report.title}"
        for guess in self.report.dates:
            yield f"take_{guess.field}", f"{DATES[guess.field]}: {day(guess.day)}, from “{guess.words}”"
        for partner in self.report.partners:
            yield f"party_{partner.pk}", f"Party: {partner.legal_name}"

    @property
    def rows(self) -> list[tuple[Found, BoundField]]:
        """Each part with the field that says where it goes."""
        return [(found, self[_name(found)]) for found in self.report.found]

    @property
    def offers(self) -> list[BoundField]:
        """What is offered beside the text."""
        return [self[name] for name in self.fields if name.startswith(("take_", "party_"))]

    def placing(self) -> Placing:
        """What was confirmed. Call only on a valid form."""
        given, report = self.cleaned_data, self.report
        pairs = (pair.rpartition(":") for pair in given["revisions"].split())
        return Placing(
            sections={found.place: given[_name(found)] for found in report.found if given[_name(found)]},
            revisions={name: int(number) for name, _, number in pairs if number.isascii() and number[:9].isdigit()},
            replacing=given["how"] == "replace",
            title=report.title if given.get("take_title") else "",
            dates={one.field: one.day for one in report.dates if given.get(f"take_{one.field}")},
            partners=[one for one in report.partners if given.get(f"party_{one.pk}")],
        )


class PlaceForm(GovForm):
    """The clause at whose end a waiting text goes; the revisions are those of the clauses on the page."""

    submit_label = "Put it at the end of this clause"
    section = forms.ChoiceField(
        label="Clause", error_messages={"required": "Choose the clause.", "invalid_choice": GONE}
    )
    revisions = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, sections: Sequence[ComposedSection], heading: str, **kwargs: Any) -> None:
        told = " ".join(f"{one.id}:{one.section.revision}" for one in sections)
        super().__init__(*args, initial={"revisions": told}, **kwargs)
        self.fields["section"].label = f"Clause for “{heading}”"
        self.fields["section"].choices = [  # type: ignore[attr-defined]
            ("", "Choose a clause"), *((one.id, _clause(one)) for one in sections)
        ]  # fmt: skip

    @property
    def revision(self) -> int:
        """The revision of the chosen clause that was on the page. Call only on a valid form."""
        pairs = dict(pair.split(":", 1) for pair in self.cleaned_data["revisions"].split() if ":" in pair)
        number = pairs.get(self.cleaned_data["section"], "")
        return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0


class SetAsideForm(GovForm):
    """Why a waiting text is not needed."""

    submit_label = "Set it aside"
    reason = forms.CharField(
        label="Why it is not needed",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept with the text, which stays readable at the end of this page.",
        error_messages={"required": NO_REASON},
    )


class ReturnForm(GovForm):
    """Which changes of an edited copy become suggestions, and why: beforehand, those that change words."""

    submit_label = "Suggest these changes"
    sections = forms.MultipleChoiceField(
        label="Clauses whose changes you suggest",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one clause whose changes you suggest."},
    )
    why = forms.CharField(
        label="Why", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Said with each suggestion.",
    )  # fmt: skip

    def __init__(self, *args: Any, changed: Sequence[Changed], **kwargs: Any) -> None:
        worded = [one.section.section_id for one in changed if not one.only_looks]
        super().__init__(*args, initial={"sections": worded}, **kwargs)
        self.fields["sections"].choices = [  # type: ignore[attr-defined]
            (one.section.section_id, f"{one.section.title}{LOOKS if one.only_looks else ''}") for one in changed
        ]


def _name(found: Found) -> str:
    return f"part_{found.place}"


def _why(found: Found) -> str:
    """Why a clause is offered for a part, or none is."""
    if found.closed is not None:
        return f"“{found.closed.title}” is taken from {found.closed.source} as it is, and cannot be written here."
    if found.match.is_sure:
        return "The heading is a known name of this clause."
    if found.match.section_id:
        return "The heading is like this clause’s. Look whether it is meant."
    return "No clause has a heading like this." if found.part.heading else ""


def _clause(one: ComposedSection) -> str:
    return f"{one.number}. {one.title}" if one.number else f"{one.title} (left out now)"
