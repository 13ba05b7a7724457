"""Starter flows: data flows that protocols of a theme often have, for an officer to begin from and change."""

from __future__ import annotations

from dataclasses import dataclass

from legal_basis.loader.reading import Entry
from partners.kinds import BodyKind

IDENTIFIABILITY = ("identifiable", "pseudonymised", "anonymous", "deceased")
REGIMES = ("general", "law_enforcement", "mixed")
LONGEST = {
    "title": 200,
    "subjects": 300,
    "method": 300,
    "frequency": 200,
    "retention": 300,
    "geography": 200,
    "small_number_rule": 300,
}


@dataclass(frozen=True)
class StarterFlow:
    """One flow to begin from. `sender_kinds` and `recipient_kinds` suggest which parties; a person decides.

    `gateways` are ids in the law library that may fit: they are offered as hints and prove nothing.
    """

    title: str
    items: tuple[str, ...]
    subjects: str
    identifiability: str
    kinds: tuple[str, ...]
    regime: str
    purpose: str
    method: str
    frequency: str
    retention: str
    geography: str
    small_number_rule: str
    research: bool
    sender_kinds: tuple[str, ...]
    recipient_kinds: tuple[str, ...]
    gateways: tuple[str, ...]

    @property
    def slug(self) -> str:
        """A short name for addresses, made from the title."""
        return "-".join("".join(one if one.isalnum() else " " for one in self.title.lower()).split())


def read_flow(entry: Entry) -> StarterFlow:
    """One starter flow. Raises ContentError where it could not be saved as a data flow of a protocol."""
    needed = ("title", "items", "subjects", "identifiability", "kinds", "purpose", "method", "frequency", "retention")
    entry.only(
        required=(*needed, "geography", "from", "to", "gateways"),
        optional=("regime", "small_number_rule", "research"),
    )
    for key, longest in LONGEST.items():
        if len(entry.text(key)) > longest:
            raise entry.error(f"{key} is longer than {longest} characters")
    body_kinds = [kind.value for kind in BodyKind]
    flow = StarterFlow(
        title=entry.text("title"),
        items=entry.words("items"),
        subjects=entry.text("subjects"),
        identifiability=entry.among("identifiability", IDENTIFIABILITY),
        kinds=entry.words("kinds"),
        regime=entry.among("regime", REGIMES, "general"),
        purpose=entry.text("purpose"),
        method=entry.text("method"),
        frequency=entry.text("frequency"),
        retention=entry.text("retention"),
        geography=entry.text("geography"),
        small_number_rule=entry.text("small_number_rule"),
        research=entry.flag("research"),
        sender_kinds=entry.all_among("from", body_kinds),
        recipient_kinds=entry.all_among("to", body_kinds),
        gateways=entry.words("gateways"),
    )
    for key in ("items", "kinds", "from", "to", "gateways"):
        if not entry.words(key):
            raise entry.error(f"{key} is empty")
    if flow.identifiability == "anonymous" and not flow.small_number_rule:
        raise entry.error("an anonymous flow needs a rule on small numbers")
    return flow
