"""The form under an approver's eyes: one decision, with a place for a reason at each clause, flow and own step."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils import timezone

from portal.govuk.fields import DateField
from portal.govuk.forms import GovForm
from protocols.facts.approved import Content, step_key
from protocols.facts.places import Place, places
from protocols.models import Decision, Pinned
from protocols.queries.records import FrozenRecord
from protocols.services.deciding import CHOOSE
from protocols.services.pinning import Pin, Wanted
from protocols.texts.linking import lead
from protocols.texts.paragraphs import paragraphs

PIN = "pin_"
CONDITIONS = range(1, 6)
OUTCOMES = [
    (Decision.Outcome.APPROVED.value, "Approve"),
    (Decision.Outcome.CONDITIONS.value, "Approve with conditions"),
    (Decision.Outcome.CHANGES.value, "Ask for changes"),
    (Decision.Outcome.AGAINST.value, "Advise against"),
]


@dataclass(frozen=True)
class ConditionRow:
    """The fields of one condition."""

    number: int
    text: forms.BoundField
    place: forms.BoundField
    due: forms.BoundField

    @property
    def is_used(self) -> bool:
        """Whether anything was written in it."""
        return bool(self.text.value() or self.text.errors or self.due.errors)


class DecideForm(GovForm):
    """What is decided on a frozen content; `party` is the key of the party that it is decided for."""

    sha256 = forms.CharField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(choices=OUTCOMES, widget=forms.HiddenInput, error_messages={"required": CHOOSE})
    text = forms.CharField(
        label="What has to change, or why you advise against it",
        help_text="Everyone who can see this version reads it. Reasons for one place are better pinned to the place.",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    unmarked = ("text",)

    def __init__(self, *args: Any, content: Content, party: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.content, self.places = content, _own(places(content), party)
        for place in self.places.values():
            self.fields[field_of(place)] = forms.CharField(
                label=f"What has to change, and why: {place.label}",
                required=False,
                max_length=10_000,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        for number in CONDITIONS:
            self._add_condition(number)

    def _add_condition(self, number: int) -> None:
        self.fields[f"condition_{number}"] = forms.CharField(
            label=f"Condition {number}",
            required=False,
            max_length=10_000,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        known = [(place.key, place.label) for place in self.places.values()]
        self.fields[f"place_{number}"] = forms.ChoiceField(
            label="What it is about", choices=[("", "The whole"), *known], required=False
        )
        self.fields[f"due_{number}"] = DateField(label="To be met by", required=False)

    def renew(self, sha256: str) -> None:
        """Make a refused form fit to be sent again, for the text that the page shows now."""
        typed = {name: value for name, value in self.data.items() if name != "csrfmiddlewaretoken"}
        self.data = {**typed, "sha256": sha256}

    @property
    def clauses(self) -> list[tuple[Mapping[str, Any], forms.BoundField]]:
        """Each frozen section with its field; a link to a clause that this text does not have is its words alone.

        `folded` counts its inherited paragraphs, so that its own go on from their number while these are folded away.
        """
        here = {section["id"] for section in self.content["sections"]}
        return [
            (
                {
                    **section,
                    "inherited_html": lead(section["inherited_html"], here),
                    "html": lead(section["html"], here),
                    "folded": [one for one in paragraphs(section["inherited_html"]) if len(one.place) == 1],
                },
                self[f"{PIN}{section['id']}"],
            )
            for section in self.content["sections"]
        ]

    def pinned(self, record: FrozenRecord) -> FrozenRecord:
        """What is shared and the legal record, each flow and each own step with its field as `pin`."""
        flows = self._pins_at(Pinned.Place.FLOW)
        steps = self._pins_at(Pinned.Place.STEP)
        return replace(
            record,
            flows=[{**flow, "pin": flows.get(str(flow["number"]))} for flow in record.flows],
            records=[
                {**one, "steps": [{**step, "pin": steps.get(step_key(one, step))} for step in one["steps"]]}
                for one in record.records
            ],
        )

    def _pins_at(self, kind: str) -> dict[str, forms.BoundField]:
        return {place.target: self[field_of(place)] for place in self.places.values() if place.kind == kind}

    @property
    def condition_rows(self) -> list[ConditionRow]:
        """The fields of each condition that can be set."""
        return [ConditionRow(n, self[f"condition_{n}"], self[f"place_{n}"], self[f"due_{n}"]) for n in CONDITIONS]

    @property
    def pins(self) -> list[Pin]:
        """The reasons given, each at its place."""
        given = ((place, self.cleaned_data.get(field_of(place), "")) for place in self.places.values())
        return [Pin(place.target, text, place.kind) for place, text in given if text]

    @property
    def conditions(self) -> list[Wanted]:
        """The conditions set."""
        wanted = []
        for number in CONDITIONS:
            text = self.cleaned_data.get(f"condition_{number}", "")
            place = self.places.get(self.cleaned_data.get(f"place_{number}", ""))
            kind, target = (place.kind, place.target) if place else ("", "")
            if text:
                wanted.append(Wanted(text, kind, target, self.cleaned_data.get(f"due_{number}")))
        return wanted

    def clean(self) -> dict[str, Any]:
        """An approval with reasons for change contradicts itself, and so does one with conditions that has none."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        outcome = cleaned.get("outcome")
        if outcome in (Decision.Outcome.APPROVED, Decision.Outcome.CONDITIONS) and self.pins:
            raise forms.ValidationError(
                "You pinned reasons for change to the text. Ask for changes, or empty them before you approve."
            )
        if outcome == Decision.Outcome.APPROVED and (cleaned.get("text") or self.conditions):
            at = "text" if cleaned.get("text") else "condition_1"
            self.add_error(at, "Choose “Approve with conditions”, or empty this box to approve without any.")
        if outcome in (Decision.Outcome.CHANGES, Decision.Outcome.AGAINST) and self.conditions:
            self.add_error("condition_1", "Conditions go with an approval: approve with conditions, or empty this box.")
        for number in CONDITIONS:
            self._check_condition(number, cleaned)
        return cleaned

    def _check_condition(self, number: int, cleaned: Mapping[str, Any]) -> None:
        due = cleaned.get(f"due_{number}")
        if due is not None and due < timezone.localdate():
            self.add_error(f"due_{number}", "Enter today or a later day.")
        if due is not None and not cleaned.get(f"condition_{number}"):
            self.add_error(f"condition_{number}", "Write the condition that is to be met by this day.")


def field_of(place: Place) -> str:
    """The name of the field for a reason at a place."""
    return f"{PIN}{place.target}" if place.kind == Pinned.Place.SECTION else f"{PIN}{place.key}"


def _own(known: Mapping[str, Place], party: str) -> dict[str, Place]:
    """All places but the steps of other parties' legal records: each answers for its own."""
    return {
        key: place
        for key, place in known.items()
        if place.kind != Pinned.Place.STEP or place.target.startswith(f"{party}:")
    }
