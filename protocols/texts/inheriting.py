"""What a thematic protocol may do to a clause that it inherits, as its template says; the sentence where it may not."""

from dataclasses import dataclass

from protocols.models import Section
from protocols.texts.composing import ComposedSection, Inherited, inherited_clauses
from protocols.texts.wording import worded, wording_of

EXTEND, REPLACE = "extend", "replace"
OWN = "This clause takes nothing from an overarching protocol, so there is nothing to add to or to replace."
CHANGE_IT_THERE = "Have the clause changed in the overarching protocol instead."
ADD_TO_IT = "Add to it here, or have the clause changed in the overarching protocol."
TAKING = frozenset({Section.Inherits.AS_IS, Section.Inherits.EXTEND, Section.Inherits.REPLACE})


@dataclass(frozen=True)
class Overarching:
    """One clause and the overarching clause of the same id, where there is one and this clause takes it."""

    section: Section
    inherited: Inherited | None
    may: tuple[str, ...]

    @property
    def is_replaced(self) -> bool:
        """Whether its own text stands in place of the overarching one."""
        return self.section.inherits == Section.Inherits.REPLACE and self.inherited is not None

    @property
    def is_extended(self) -> bool:
        """Whether it was taken as it is, and this protocol chose to add to it."""
        return self.section.inherits == Section.Inherits.EXTEND and bool(self.section.departs_from)

    @property
    def may_replace(self) -> bool:
        """Whether its own text may stand in place of the overarching one."""
        return not self.why_not(REPLACE)

    @property
    def may_extend(self) -> bool:
        """Whether it may be added to, where it is taken as it is."""
        return not self.why_not(EXTEND)

    @property
    def refusal(self) -> str:
        """Why it may not be replaced; nothing where it may."""
        return self.why_not(REPLACE)

    def why_not(self, how: str) -> str:
        """Why the clause may not be extended or replaced; nothing where it may."""
        if self.inherited is None:
            return OWN
        if how == REPLACE and REPLACE not in self.may:
            instead = CHANGE_IT_THERE if self.section.inherits == Section.Inherits.AS_IS else ADD_TO_IT
            return f"The template does not let a protocol replace this clause. {instead}"
        if how == EXTEND and self.section.inherits != Section.Inherits.AS_IS:
            return "This clause can be added to already."
        if how == EXTEND and EXTEND not in self.may:
            return f"The template does not let a protocol add to this clause. {CHANGE_IT_THERE}"
        return ""


def overarching_of(section: Section) -> Overarching:
    """How a clause stands to the overarching one; at most three queries."""
    version = section.version
    takes = section.inherits in TAKING and version.parent_id is not None
    inherited = inherited_clauses(version).get(section.section_id) if takes else None
    wording = worded(section, wording_of(version.template_version).section(section.section_id))
    return Overarching(section, inherited, tuple(wording.may) if wording else ())


def overarching_in(section: ComposedSection) -> Overarching:
    """The same of a clause that is composed already; no query."""
    may = tuple(section.wording.may) if section.wording else ()
    return Overarching(section.section, section.inherited or section.replaced, may)
