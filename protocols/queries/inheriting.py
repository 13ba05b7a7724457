"""What a protocol's own text changes in the overarching clauses that it replaces, as redlines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from protocols.redline import redline
from protocols.redline.speaking import spoken
from protocols.texts.linking import lead


@dataclass(frozen=True)
class Replacement:
    """One overarching clause and the text in its place. `html` is the redline from the one to the other."""

    section_id: str
    number: int
    title: str
    clause: str
    reason: str
    html: str


def replacements(sections: Sequence[Mapping[str, Any]]) -> list[Replacement]:
    """The clauses of a frozen text that replace overarching ones; older texts have none."""
    here = {one["id"] for one in sections}
    return [
        Replacement(
            one["id"], one["number"], one["title"], f"clause {told['clause']} of {one['source']}", told["reason"],
            lead(changed(told["html"], one["html"]), here),
        )
        for one in sections
        if (told := one.get("replaces"))
    ]  # fmt: skip


def changed(inherited: str, own: str) -> str:
    """The redline from an overarching clause to the text that stands in its place, with its changes told in words."""
    return spoken(redline(inherited, own))
