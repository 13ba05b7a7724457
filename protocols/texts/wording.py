"""A template version's content, read back from its row: sections with their guidance, variables, starter flows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from protocols.models import TemplateVersion


@dataclass(frozen=True)
class Variable:
    """A value that the text asks for. `known` ones are filled by the portal and are never typed."""

    key: str
    label: str
    kind: str = "text"
    hint: str = ""
    known: bool = False


@dataclass(frozen=True)
class SectionWording:
    """One section of a template. `guidance` says why the clause exists; `schedule` names a table that follows it."""

    id: str
    title: str
    body: str
    guidance: str = ""
    inherits: str = "none"
    mandatory: bool = False
    schedule: str | None = None


@dataclass(frozen=True)
class StarterFlow:
    """A data flow that protocols of the theme often have: its values prefill the form, and a person decides."""

    slug: str
    values: Mapping[str, Any]

    @property
    def title(self) -> str:
        """What the flow is called."""
        return str(self.values["title"])


@dataclass(frozen=True)
class Wording:
    """All that a template version says."""

    sections: tuple[SectionWording, ...]
    variables: Mapping[str, Variable]
    flows: tuple[StarterFlow, ...] = ()

    def section(self, section_id: str) -> SectionWording | None:
        """The section of that id, where the template has it."""
        return next((section for section in self.sections if section.id == section_id), None)


def wording_of(template: TemplateVersion) -> Wording:
    """The content of a template version as objects."""
    content = template.content
    return Wording(
        sections=tuple(SectionWording(**section) for section in content["sections"]),
        variables={one["key"]: Variable(**one) for one in content["variables"]},
        flows=tuple(StarterFlow(slug=one["slug"], values=one["values"]) for one in content.get("flows", [])),
    )
