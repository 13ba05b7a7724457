"""The sections of a template's draft: added, written, put in order, taken out."""

from dataclasses import dataclass, replace
from uuid import UUID

from partners.models import Role
from portal.richtext import TooLong, sanitise
from protocols.errors import Conflict, Invalid
from protocols.loader import library
from protocols.loader.conditions import CONDITIONS
from protocols.loader.contents import INHERITED, faults_of_wording, may_of
from protocols.models import Template
from protocols.services.studio.beginning import from_library
from protocols.services.studio.drafts import Content, drafting, fingerprint_of, keys_known, section_in
from protocols.texts.wording import SectionWording

CHANGED = (
    "Somebody else changed this section while you were writing. Nothing was saved: what you typed is below, and their "
    "wording is under it. Save again to replace theirs."
)
GONE = "Somebody else took this section out of the draft. Add it again to write it."


@dataclass(frozen=True)
class SectionContent:
    """What somebody writes of a section. `kind` is mandatory, optional or conditional.

    `may` is what a protocol may do to the overarching clause that it takes; None leaves that as it is.
    """

    title: str
    body: str
    guidance: str
    kind: str
    condition: str = ""
    may: tuple[str, ...] | None = None

    def cleaned(self) -> "SectionContent":
        """Sanitised and tidied. Raises Invalid, naming the field."""
        title = " ".join(self.title.split())
        if not title:
            raise Invalid("Give the section a title.", "title")
        if len(title) > 200:
            raise Invalid(f"A title can be 200 characters long. This one has {len(title)}.", "title")
        if self.kind == "conditional" and self.condition not in CONDITIONS:
            raise Invalid("Choose when the section is needed.", "condition")
        try:
            body = sanitise(self.body)
        except TooLong as too_long:
            raise Invalid(str(too_long), "body") from too_long
        return replace(self, title=title, body=body, guidance=self.guidance.strip())


def add_from_library(*, by: Role, template: Template, section_id: str) -> None:
    """Add a section of the library, where the library has it; one that is there already stays as it is."""
    section = library().sections.get(section_id)
    if section is None or not section.belongs_to(template.tier):
        raise Invalid("Choose a section of the library.")
    with drafting("section.add", by=by, template=template, details={"section": section_id}) as content:
        if section_in(content, section_id) is None:
            later = (n for n, one in enumerate(content["sections"]) if _is_later(one["id"], section_id))
            place = next(later, len(content["sections"]))
            content["sections"].insert(place, from_library(section, template.tier).as_content)


def add_own(*, by: Role, template: Template, given: SectionContent, nonce: UUID) -> str:
    """Add a section of one's own at the end; returns its id. The same nonce adds it once."""
    clean, key = given.cleaned(), f"X{nonce.hex[:8]}"
    with drafting("section.add", by=by, template=template, details={"section": key}) as content:
        if section_in(content, key) is None:
            made = _written(SectionWording(key, "", "").as_content, clean)
            _refuse(content, made)
            content["sections"].append(made)
    return key


def change_section(*, by: Role, template: Template, section_id: str, given: SectionContent, fingerprint: str) -> None:
    """Write a section; the same again changes nothing.

    `fingerprint` is of the section as the page showed it. Raises Invalid (the sentence names what is wrong in the
    wording), or Conflict where somebody else changed it since.
    """
    clean = given.cleaned()
    with drafting("section.change", by=by, template=template, details={"section": section_id}) as content:
        section = section_in(content, section_id)
        if section is None:
            raise Invalid(GONE)
        made = _written(section, clean)
        if made == section:
            return
        if fingerprint_of(section) != fingerprint:
            raise Conflict(CHANGED, theirs=section["body"], yours=clean.body, revision=0)
        _refuse(content, made)
        content["sections"][content["sections"].index(section)] = made


def move_section(*, by: Role, template: Template, section_id: str, place: int) -> None:
    """Put a section in a place, counted from 1; in that place already, it stays."""
    with drafting("section.move", by=by, template=template, details={"section": section_id}) as content:
        section = section_in(content, section_id)
        if section is None:
            raise Invalid(GONE)
        content["sections"].remove(section)
        content["sections"].insert(max(0, min(place - 1, len(content["sections"]))), section)


def take_out_section(*, by: Role, template: Template, section_id: str) -> None:
    """Take a section out of the draft; one that is gone already is no fault."""
    with drafting("section.take_out", by=by, template=template, details={"section": section_id}) as content:
        content["sections"] = [one for one in content["sections"] if one["id"] != section_id]


def _is_later(one: str, other: str) -> bool:
    """Whether a section of the library comes after another; own sections stay where they were put."""
    return one in library().sections and one > other


def _written(section: Content, given: SectionContent) -> Content:
    kept = {name: value for name, value in section.items() if name not in ("condition", "may")}
    conditional = given.kind == "conditional"
    may = list(section.get("may", ())) if given.may is None else list(given.may)
    return {
        **kept,
        "title": given.title,
        "body": given.body,
        "guidance": given.guidance,
        "mandatory": given.kind == "mandatory",
        **({"condition": given.condition} if conditional else {}),
        **({"may": may} if may else {}),
    }


def _refuse(content: Content, section: Content) -> None:
    """Refuse wording with a fault, and a condition on a section that is always there."""
    faults = faults_of_wording(section["body"], keys_known(content))
    if faults:
        raise Invalid(" ".join(faults), "body")
    if section.get("condition") and (section["schedule"] or section["inherits"] in INHERITED):
        raise Invalid("A section with a table or inherited text is always there, and cannot be conditional.", "kind")
    if set(section.get("may", ())) - set(may_of(section["inherits"])):
        raise Invalid("This section takes no overarching clause that a protocol could add to or replace.", "may")
