"""The redline between two texts: by clause, with the tables beside them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from portal.audit.chain import canonical
from protocols.models import NamedText, ProtocolVersion, Snapshot
from protocols.queries.redlines.contents import content_if_restored, content_of, current_content
from protocols.queries.redlines.sides import Side
from protocols.redline.clauses import Clause, DocumentRedline, compare_clauses
from protocols.redline.records import TableChanges, compare_records


@dataclass(frozen=True)
class Comparison:
    """Two texts and what differs between them. `before` and `after` say which they are."""

    before: str
    after: str
    old: Mapping[str, Any]
    new: Mapping[str, Any]

    @cached_property
    def text(self) -> DocumentRedline:
        """The redline of the clauses."""
        old, new = ([Clause.of(one) for one in content["sections"]] for content in (self.old, self.new))
        return compare_clauses(old, new)

    @property
    def has_tables(self) -> bool:
        """Whether both have more than clauses: a template has not."""
        return "protocol" in self.old and "protocol" in self.new

    @property
    def not_needed(self) -> Sequence[Mapping[str, str]]:
        """The conditional clauses of a template that the protocol goes without: `title`, and `why` none is needed."""
        found: Sequence[Mapping[str, str]] = self.old.get("not_needed") or self.new.get("not_needed") or ()
        return found

    @cached_property
    def tables(self) -> list[TableChanges]:
        """What differs in the parties, flows, risks and particulars."""
        return compare_records(self.old, self.new) if self.has_tables else []

    @property
    def is_same(self) -> bool:
        """Whether nothing differs at all."""
        return not (self.text.touched or self.tables)

    @cached_property
    def frozen(self) -> str:
        """Both sides in one spelling: what a file of the redline is made from."""
        before = {"label": self.before, "content": self.old}
        return canonical({"before": before, "after": {"label": self.after, "content": self.new}})

    @cached_property
    def sha256(self) -> str:
        """The fingerprint (hex) of that."""
        return hashlib.sha256(self.frozen.encode()).hexdigest()


def compare_sides(before: Side, after: Side) -> Comparison:
    """The redline from one text to another."""
    return Comparison(before.label, after.label, content_of(before), content_of(after))


def comparison_of(sides: Mapping[str, Any]) -> Comparison:
    """The redline that a frozen pair holds."""
    before, after = sides["before"], sides["after"]
    return Comparison(before["label"], after["label"], before["content"], after["content"])


def comparison_to_restore(version: ProtocolVersion, text: NamedText | Snapshot) -> Comparison:
    """What putting a kept text back would change in a version: its clauses alone, with the values of that text."""
    now = {"sections": current_content(version)["sections"]}
    return Comparison("The text as it is now", text.name, now, content_if_restored(version, text.rows))
