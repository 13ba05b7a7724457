"""Sections that the template has only under a condition: which are to be added now, which are needed no longer."""

from collections.abc import Iterator
from dataclasses import dataclass

from portal.reading import once
from portal.richtext import plain
from protocols.checks.problems import Problem, Rule, at
from protocols.facts.conditions import conditions_met
from protocols.loader.conditions import CONDITIONS, Condition
from protocols.models import ProtocolVersion
from protocols.texts.wording import SectionWording, worded, wording_of


@dataclass(frozen=True)
class Conditional:
    """A conditional section of a version: whether its condition holds, and whether the text has it."""

    wording: SectionWording
    condition: Condition
    holds: bool
    is_there: bool

    @property
    def is_owed(self) -> bool:
        """Whether it is to be added."""
        return self.holds and not self.is_there

    @property
    def is_unneeded(self) -> bool:
        """Whether the text goes without it, as the facts want it."""
        return not (self.holds or self.is_there)

    @property
    def hint(self) -> str:
        """What is to be done, and why; nothing where the text is as the facts want it."""
        if self.is_owed:
            return f"Add this section: {self.condition.holds}."
        if self.is_there and not self.holds:
            return f"No longer needed: {self.condition.fails}."
        return ""


@once
def conditional_sections(version: ProtocolVersion) -> dict[str, Conditional]:
    """The version's conditional sections by id; three queries where it has any, one where it has not."""
    began = {one.id: one for one in wording_of(version.template_version).sections}
    rows = list(version.sections.all())
    found = [(row, wording) for row in rows if (wording := worded(row, began.get(row.section_id)))]
    wanted = [(row, wording) for row, wording in found if wording.condition in CONDITIONS]
    if not wanted:
        return {}
    met = conditions_met(version)
    return {
        one.id: Conditional(one, CONDITIONS[one.condition], one.condition in met, bool(plain(row.body)))
        for row, one in wanted
    }


def conditional_sections_added(version: ProtocolVersion) -> Iterator[Problem]:
    """A section whose condition has come to hold is added by a person: the portal changes no text by itself."""
    for key, one in conditional_sections(version).items():
        if one.is_owed:
            yield at(version, "section", f"{one.wording.title}: add this section, because {one.condition.holds}.", key)


CONDITIONAL: tuple[Rule, ...] = (conditional_sections_added,)
