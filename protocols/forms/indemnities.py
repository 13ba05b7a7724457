"""The form of who agreed to an indemnity, council by council."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField

from portal.govuk.fields import DateField
from portal.govuk.forms import GovForm
from protocols.models import Party
from protocols.services.indemnities import Agreed

PARTS = {"name": "name", "post": "post", "on": "day of agreement"}


class IndemnityForm(GovForm):
    """For each council, and each post that has to agree: a name, the post as it is called there, and the day.

    `current` is the fingerprint of the words as they stand: what was agreed to other words is shown no more.
    """

    submit_label: ClassVar[str] = "Record who agreed"
    unmarked: tuple[str, ...]  # type: ignore[misc]  # differs from form to form: as many as there are councils

    def __init__(self, *args: Any, parties: Sequence[Party], current: str, **kwargs: Any) -> None:
        self.parties = parties
        super().__init__(*args, **kwargs)
        self.fields["words"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=current)
        for party in parties:
            held = party.indemnity_agreed if party.indemnity_agreed.get("words") == current else {}
            for kind, post in Party.INDEMNITY_POSTS.items():
                self._add(party, kind, post, held.get(kind, {}))
        self.unmarked = tuple(self.fields)  # each may wait, but none is a matter of taste

    def clean(self) -> dict[str, Any]:
        """Whoever is named is named whole."""
        cleaned = super().clean() or {}
        for party in self.parties:
            for kind, post in Party.INDEMNITY_POSTS.items():
                self._ask_for_the_rest(cleaned, party, kind, f"the {post.lower()} of {party}")
        return cleaned

    def _ask_for_the_rest(self, cleaned: dict[str, Any], party: Party, kind: str, whose: str) -> None:
        begun = any(cleaned.get(f"{kind}_{part}_{party.pk}") for part in ("name", "on"))
        for part, asked in PARTS.items():
            field = f"{kind}_{part}_{party.pk}"
            if begun and not cleaned.get(field) and field not in self.errors:
                self.add_error(field, f"Give the {asked} of {whose}.")

    def groups(self) -> list[tuple[Party, list[tuple[str, list[BoundField]]]]]:
        """The fields by party and by post, for the page."""
        return [
            (party, [(post, [self[f"{kind}_{part}_{party.pk}"] for part in PARTS])
                     for kind, post in Party.INDEMNITY_POSTS.items()])
            for party in self.parties
        ]  # fmt: skip

    def agreed(self) -> dict[int, dict[str, Agreed]]:
        """Who agreed, by party and kind of post. Call only on a valid form."""
        found: dict[int, dict[str, Agreed]] = {party.pk: {} for party in self.parties}
        for party in self.parties:
            for kind in Party.INDEMNITY_POSTS:
                name, post, on = (self.cleaned_data.get(f"{kind}_{part}_{party.pk}") for part in PARTS)
                if name and post and on:
                    found[party.pk][kind] = Agreed(name, post, on)
        return found

    def _add(self, party: Party, kind: str, post: str, held: dict[str, str]) -> None:
        made = {
            "name": forms.CharField(label="Name", max_length=120, required=False, initial=held.get("name", "")),
            "post": forms.CharField(label="Post", max_length=120, required=False, initial=held.get("post", post)),
            "on": DateField(label="Agreed on", required=False,
                            initial=date.fromisoformat(held["on"]) if held else None),
        }  # fmt: skip
        for part, field in made.items():
            self.fields[f"{kind}_{part}_{party.pk}"] = field
