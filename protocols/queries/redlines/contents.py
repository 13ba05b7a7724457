"""What a text says, in the shape of a snapshot; and the rows behind the text of a version, to be kept or put back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from portal.audit.chain import canonical
from protocols.checks.conditions import conditional_sections
from protocols.models import ProtocolVersion, Section
from protocols.queries.decisions import live_snapshot
from protocols.queries.freezing import parts_of
from protocols.queries.redlines.sides import Side
from protocols.texts.composing import ComposedSection
from protocols.texts.earlier import begun_rows, composed_from

Content = dict[str, Any]
Rows = dict[str, Any]
COMPARED = ("protocol", "parties", "sections", "flows", "risks")
LEFT_OUT = frozenset({"id", "version", "revision", "reviewed", "saved_at", "saved_by"})
DEPARTING: Rows = {"replaces_reason": "", "departs_from": {}, "taken": {}}
"""What rows say of a clause only where it departs from the overarching one, or from what it began as."""


def content_of(side: Side) -> Content:
    """The text of a side: protocol, parties, sections, flows and risks, with the keys of a snapshot.

    A template has sections alone. They are shown with the values, parties and inherited clauses of today, so that what
    differs is what somebody wrote; `not_needed` are those that its conditions leave out, with the reason.
    """
    if side.is_template:
        unneeded = {key: one for key, one in conditional_sections(side.version).items() if one.is_unneeded}
        rows = [row for row in begun_rows(side.version) if row.section_id not in unneeded]
        told = [{"title": one.wording.title, "why": one.condition.fails} for one in unneeded.values()]
        return {"sections": sections_as_content(composed_from(side.version, rows)), "not_needed": told}
    if side.named is not None:
        return side.named.content
    snapshot = side.snapshot or live_snapshot(side.version)
    return _compared(snapshot.content) if snapshot is not None else current_content(side.version)


def current_content(version: ProtocolVersion) -> Content:
    """A version as it reads now."""
    content: Content = json.loads(canonical(asdict(parts_of(version))))
    return _compared(content)


def sections_as_content(sections: Iterable[ComposedSection]) -> list[dict[str, Any]]:
    """Composed sections as a snapshot has them."""
    names = ("id", "number", "title", "html", "origin", "source", "inherited_html", "schedule")
    return [{name: getattr(section, name) for name in names} for section in sections]


def rows_of(version: ProtocolVersion) -> Rows:
    """The rows that make the text: each section without what only tells of its saving, and the values given."""
    fields = [field for field in Section._meta.concrete_fields if field.name not in LEFT_OUT]
    sections = version.sections.order_by("position")
    return {
        "sections": [_told({field.attname: field.value_from_object(one) for field in fields}) for one in sections],
        "values": dict(version.variables.order_by("key").values_list("key", "value")),
    }


def _told(row: Rows) -> Rows:
    return {name: value for name, value in row.items() if value or name not in DEPARTING}


def text_of_rows(rows: Mapping[str, Any]) -> str:
    """The rows in their one spelling: equal strings are equal texts."""
    return canonical(rows)


def content_if_restored(version: ProtocolVersion, rows: Rows) -> Content:
    """The text as it would read today, if these rows were put back."""
    sections = [Section(version=version, **row) for row in rows["sections"]]
    return {"sections": sections_as_content(composed_from(version, sections, rows["values"]))}


def _compared(content: Mapping[str, Any]) -> Content:
    return {name: content.get(name, []) for name in COMPARED}
