"""The text of a version as other rows would make it read today: the template's wording, or rows that were kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from protocols.models import ProtocolVersion, Section
from protocols.texts.composing import ComposedSection, Values, compose_section, inherited_clauses, numbered, values_of
from protocols.texts.wording import wording_for, wording_of


def begun_rows(version: ProtocolVersion) -> list[Section]:
    """The sections as the version's template has them: unsaved rows, for reading alone."""
    wording = wording_of(version.template_version)
    return [
        Section(
            version=version, section_id=one.id, position=position, title=one.title, body=one.body,
            inherits=one.inherits, mandatory=one.mandatory,
        )
        for position, one in enumerate(wording.sections, start=1)
    ]  # fmt: skip


def composed_from(
    version: ProtocolVersion, rows: Sequence[Section], typed: Mapping[str, str] | None = None
) -> list[ComposedSection]:
    """How the version would read with these rows, and with `typed` values where they are given."""
    wording = wording_for(version)
    values = _with_typed(values_of(version, wording), typed)
    parent = inherited_clauses(version)
    worded = {section.id: section for section in wording.sections}
    found = (
        compose_section(row, values, parent.get(row.section_id), worded.get(row.section_id))
        for row in sorted(rows, key=lambda row: row.position)
    )
    return numbered([one for one in found if not one.is_left_out])


def _with_typed(values: Values, typed: Mapping[str, str] | None) -> Values:
    if typed is None:
        return values
    return replace(values, values={**typed, **{key: values.values.get(key, "") for key in values.known}})
