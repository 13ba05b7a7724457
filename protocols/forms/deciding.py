"""The form under an approver's eyes: one decision, with a place for a reason at each section."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from portal.govuk.forms import GovForm
from protocols.models import Decision
from protocols.services.deciding import Pin
from protocols.texts.linking import lead

PIN = "pin_"
OUTCOMES = [
    (Decision.Outcome.APPROVED.value, "Approve"),
    (Decision.Outcome.CONDITIONS.value, "Approve with conditions"),
    (Decision.Outcome.CHANGES.value, "Ask for changes"),
]


class DecideForm(GovForm):
    """What is decided. `sections` are the frozen ones, each of which gets a field for a reason pinned to it."""

    sha256 = forms.CharField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        choices=OUTCOMES,
        widget=forms.HiddenInput,
        error_messages={"required": "Choose whether you approve, approve with conditions, or ask for changes."},
    )
    text = forms.CharField(
        label="Your conditions, or what has to change",
        help_text="Everyone who can see this version reads it. Reasons for one clause are better pinned to the clause.",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    unmarked = ("text",)

    def __init__(self, *args: Any, sections: Iterable[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sections = list(sections)
        for section in self.sections:
            self.fields[f"{PIN}{section['id']}"] = forms.CharField(
                label=f"What has to change in clause {section['number']}, and why",
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def renew(self, sha256: str) -> None:
        """Make a refused form fit to be sent again, for the text that the page shows now."""
        self.data = {**{name: self.data.get(name, "") for name in self.fields}, "sha256": sha256}

    @property
    def clauses(self) -> list[tuple[Mapping[str, Any], forms.BoundField]]:
        """Each frozen section with its field; a link to a clause that this text does not have is its words alone."""
        here = {section["id"] for section in self.sections}
        return [
            (
                {
                    **section,
                    "inherited_html": lead(section["inherited_html"], here),
                    "html": lead(section["html"], here),
                },
                self[f"{PIN}{section['id']}"],
            )
            for section in self.sections
        ]

    @property
    def pins(self) -> list[Pin]:
        """The reasons given at sections."""
        given = ((section["id"], self.cleaned_data.get(f"{PIN}{section['id']}", "")) for section in self.sections)
        return [Pin(section_id, text) for section_id, text in given if text]

    def clean(self) -> dict[str, Any]:
        """An approval with reasons for change contradicts itself."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        plain = cleaned.get("outcome") in (Decision.Outcome.APPROVED, Decision.Outcome.CONDITIONS)
        if plain and self.pins:
            raise forms.ValidationError(
                "You pinned reasons for change to the text. Ask for changes, or empty them before you approve."
            )
        if cleaned.get("outcome") == Decision.Outcome.APPROVED and cleaned.get("text"):
            self.add_error("text", "Choose “Approve with conditions”, or empty this box to approve without any.")
        return cleaned
