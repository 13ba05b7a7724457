"""The places of a frozen text that something can be pinned to: its clauses, data flows and steps of legal records."""

from collections.abc import Iterator
from dataclasses import dataclass

from protocols.facts.approved import Content, step_key
from protocols.models import Pinned


@dataclass(frozen=True)
class Place:
    """One place: its kind and its target as `Pinned` keeps them, and in words."""

    kind: str
    target: str
    label: str

    @property
    def key(self) -> str:
        """Kind and target in one, as a form sends it."""
        return f"{self.kind}-{self.target}"


WHOLE = Place(Pinned.Place.WHOLE, "", "")


def places(content: Content) -> dict[str, Place]:
    """Every place of a frozen text, by its key, in the order of the text."""
    return {place.key: place for place in _places(content)}


def _places(content: Content) -> Iterator[Place]:
    for section in content["sections"]:
        yield Place(Pinned.Place.SECTION, section["id"], f"Clause {section['number']}, {section['title']}")
    for flow in content.get("flows", ()):
        yield Place(Pinned.Place.FLOW, str(flow["number"]), f"Flow {flow['number']}, {flow['title']}")
    names = {party["key"]: party["short_name"] for party in content["parties"]}
    for record in content.get("legal_record", ()):
        flows = ", ".join(str(number) for number in record["flows"])
        for step in record["steps"]:
            label = f"Step {step['id']} of {names[record['party']]}, flow {flows}"
            yield Place(Pinned.Place.STEP, step_key(record, step), label)
