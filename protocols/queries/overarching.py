"""What a newer overarching version would change in a thematic protocol: the redline of each clause that it inherits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from protocols.facts.parents import newer_parent, unbound_by
from protocols.models import Party, ProtocolVersion
from protocols.queries.inheriting import changed
from protocols.queries.texts import ComposedSection, sections_of
from protocols.states import SETTLED, State
from protocols.texts.composing import Inherited, clauses_of
from protocols.texts.inheriting import TAKING

HOW = {
    "as is": "Taken as it is",
    "extend": "Extended: this protocol adds to it",
    "replace": "Replaced: this protocol has its own text",
}


@dataclass(frozen=True)
class InheritedChange:
    """One inherited clause under both overarching versions. `html` is the redline; `kind` says what became of it."""

    section: ComposedSection
    how: str
    kind: str
    was: int | None
    now: int | None
    html: str

    @property
    def touches_text(self) -> bool:
        """Whether the words of this protocol change: those of a replaced clause do not."""
        return self.kind != "same" and self.how != HOW["replace"]


@dataclass(frozen=True)
class Adoption:
    """A newer overarching version, what it changes here, and which parties have not signed it.

    `under_way` is the variation of this protocol that is being written, where there is one.
    """

    parent: ProtocolVersion
    clauses: Sequence[InheritedChange]
    unsigned: Sequence[Party]
    under_way: ProtocolVersion | None

    @property
    def touched(self) -> list[InheritedChange]:
        """The inherited clauses that read differently in the newer version."""
        return [one for one in self.clauses if one.kind != "same"]

    @property
    def number_word(self) -> str:
        """The number of the newer version, for the button."""
        return str(self.parent.number)

    @property
    def same(self) -> int:
        """How many inherited clauses read the same."""
        return len(self.clauses) - len(self.touched)


def adoption_of(version: ProtocolVersion) -> Adoption | None:
    """What a newer overarching version in force would change; None where there is none. A fixed few queries."""
    parent = newer_parent(version)
    if parent is None or version.parent is None:
        return None
    old, new = clauses_of(version.parent), clauses_of(parent)
    taking = [one for one in sections_of(version) if one.section.inherits in TAKING]
    clauses = [change for one in taking if (change := _change(one, old, new)) is not None]
    return Adoption(parent, clauses, unbound_by(parent.pk, version), under_way(version))


def under_way(version: ProtocolVersion) -> ProtocolVersion | None:
    """The version of the same protocol that is being written, decided on or signed, other than this one."""
    if version.status is not State.IN_FORCE:
        return None
    over = [state.value for state in (*SETTLED, State.ABANDONED)]
    return ProtocolVersion.objects.filter(protocol=version.protocol_id).exclude(state__in=over).first()


def _change(
    section: ComposedSection, old: Mapping[str, Inherited], new: Mapping[str, Inherited]
) -> InheritedChange | None:
    was, now = old.get(section.id), new.get(section.id)
    if was is None and now is None:
        return None
    before, after = was.html if was else "", now.html if now else ""
    kind = "added" if was is None else "removed" if now is None else "changed" if before != after else "same"
    return InheritedChange(
        section, HOW[section.section.inherits], kind, was.number if was else None, now.number if now else None,
        changed(before, after) if kind != "same" else "",
    )  # fmt: skip
