"""The values that a version's text asks for, by the clause that asks first."""

from collections.abc import Sequence
from dataclasses import dataclass

from protocols.models import ProtocolVersion
from protocols.texts.composing import values_of
from protocols.texts.filling import variables_in
from protocols.texts.wording import Variable, wording_for


@dataclass(frozen=True)
class Shown:
    """A variable, and the value that it has now."""

    variable: Variable
    value: str


@dataclass(frozen=True)
class Group:
    """What one clause asks for: `known` is filled by the portal, `asked` by people."""

    position: int
    title: str
    section_id: str
    known: Sequence[Shown]
    asked: Sequence[Shown]


def typed_values(version: ProtocolVersion) -> dict[str, str]:
    """What people gave, by key."""
    return dict(version.variables.values_list("key", "value"))


def asked_by(version: ProtocolVersion) -> list[Group]:
    """The variables that the text uses as it reads now, each once, under the clause that uses it first."""
    wording = wording_for(version)
    values = values_of(version, wording).values
    met: set[str] = set()
    groups = []
    for section in version.sections.all():
        new = [key for key in variables_in(section.body) if key in wording.variables and key not in met]
        met.update(new)
        shown = [Shown(wording.variables[key], values.get(key, "")) for key in new]
        if shown:
            known = [one for one in shown if one.variable.known]
            asked = [one for one in shown if not one.variable.known]
            groups.append(Group(section.position, section.title, section.section_id, known, asked))
    return groups


def used_in(version: ProtocolVersion, body: str) -> list[Shown]:
    """The variables that one clause uses, in order."""
    wording = wording_for(version)
    values = values_of(version, wording).values
    return [
        Shown(wording.variables[key], values.get(key, "")) for key in variables_in(body) if key in wording.variables
    ]
