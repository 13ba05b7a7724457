"""Load the templates from ``content/``, strictly: a file that breaks a rule stops the start.

``library()`` is what the rest of the product uses; ``load(directory)`` reads any directory, for tests of broken files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from legal_basis.errors import ContentError
from legal_basis.loader.reading import read_file
from protocols.loader.sections import SectionText, VariableSpec, read_section
from protocols.loader.templates import TemplateText, read_template

CONTENT = Path(__file__).resolve().parent.parent / "content"


@dataclass(frozen=True)
class TemplateLibrary:
    """The section library and the templates composed from it, by id."""

    sections: Mapping[str, SectionText]
    templates: Mapping[str, TemplateText]

    def thematic(self) -> tuple[TemplateText, ...]:
        """The thematic templates, by title."""
        found = (one for one in self.templates.values() if one.tier == "thematic")
        return tuple(sorted(found, key=lambda one: one.title))


@cache
def library() -> TemplateLibrary:
    """The templates of this release; read once a process."""
    return load(CONTENT)


def load(directory: Path) -> TemplateLibrary:
    """Read and check every content file in a directory. Raises ContentError naming file and entry."""
    sections: dict[str, SectionText] = {}
    specs: dict[str, VariableSpec] = {}
    for path in sorted((directory / "sections").glob("*.yaml")):
        file = read_file(path)
        section = read_section(file)
        if section.id != path.stem:
            raise ContentError(file.name, section.id, "the id and the file's name differ")
        for spec in section.variables:
            if specs.setdefault(spec.key, spec) != spec:
                raise ContentError(file.name, spec.key, "another section declares this variable differently")
        sections[section.id] = section
    templates: dict[str, TemplateText] = {}
    for path in sorted((directory / "templates").glob("*.yaml")):
        file = read_file(path)
        template = read_template(file, sections)
        if template.id != path.stem:
            raise ContentError(file.name, template.id, "the id and the file's name differ")
        templates[template.id] = template
    if not templates:
        raise ContentError(directory.name, "", "there are no templates here")
    return TemplateLibrary(sections, templates)
