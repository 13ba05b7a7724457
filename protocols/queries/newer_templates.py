"""Which template a version began from, and what a newer version of it would change, section by section."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from protocols.documents.redlining import ShownClause, shown_clauses
from protocols.models import ProtocolVersion, Section, TemplateVersion
from protocols.queries.taken_sections import merged, number_of, same, was_kept
from protocols.redline.clauses import Clause, compare_clauses
from protocols.texts.known import listing
from protocols.texts.wording import SectionWording, wording_of

VERBS = (("changed", "changed"), ("added", "added"), ("removed", "removed"))


@dataclass(frozen=True)
class NewerSection:
    """One section of which the newer template says something else. `was` or `now` is missing where it came or went.

    `section` is the protocol's own, where it has it: people may have changed it since. `was` is what it stands on;
    `is_marked` says that it was taken over from the newer version already, `is_kept` that people here keep their own.
    """

    was: SectionWording | None
    now: SectionWording | None
    section: Section | None
    is_marked: bool = False
    is_kept: bool = False

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided about it: neither taken over, nor kept as it is."""
        return not (self.is_taken or self.is_kept)

    @property
    def kind(self) -> str:
        """Changed, added or removed."""
        return "added" if self.was is None else "removed" if self.now is None else "changed"

    @property
    def title(self) -> str:
        """Its heading."""
        found = self.now or self.was
        if found is None:
            raise LookupError("A clause is in the template before, in the one now, or in both.")
        return found.title

    @property
    def is_taken(self) -> bool:
        """Whether the protocol reads as the newer template already."""
        if self.now is None:
            return self.section is None or not self.section.body
        if self.section is None or self.guidance_changed or self.standing_changed or self.may_changed:
            return self.is_marked
        return self.is_marked or self._given == (self.section.title, self.section.body)

    @property
    def was_rewritten(self) -> bool:
        """Whether words that taking over replaces are no longer those of the template that it stands on."""
        return self.section is not None and not (self.was and same(self.section.body, self.was.body))

    @property
    def parts(self) -> str:
        """What the template changed of it, such as: title and guidance."""
        changed = (
            ("title", self.title_changed),
            ("wording", self.wording_changed),
            ("guidance", self.guidance_changed),
            ("when a protocol has it", self.standing_changed),
            ("what a protocol may do to it", self.may_changed),
        )
        return listing([name for name, differs in changed if differs])

    @property
    def title_changed(self) -> bool:
        """Whether the template gives it another title."""
        return bool(self.was and self.now and self.was.title != self.now.title)

    @property
    def wording_changed(self) -> bool:
        """Whether the template words it otherwise."""
        return bool(self.was and self.now and not same(self.was.body, self.now.body))

    @property
    def guidance_changed(self) -> bool:
        """Whether the template says something else beside it."""
        return bool(self.was and self.now and self.was.guidance != self.now.guidance)

    @property
    def standing_changed(self) -> bool:
        """Whether a protocol has it under other conditions: mandatory, optional, or only if something is so."""
        one, other = ((it.kind, it.condition) if it else None for it in (self.was, self.now))
        return None not in (one, other) and one != other

    @property
    def may_changed(self) -> bool:
        """Whether a protocol may add to or replace the overarching clause now, and could not, or the other way."""
        return bool(self.was and self.now and set(self.was.may) != set(self.now.may))

    @property
    def differs(self) -> bool:
        """Whether there is anything to show."""
        return self.kind != "changed" or bool(self.parts)

    @property
    def _given(self) -> tuple[str, str]:
        """The title and wording that taking it over gives."""
        if self.section is None or self.now is None:
            raise LookupError("Only a clause that stands on both sides is merged.")
        return merged(self.section, self.was, self.now)

    @cached_property
    def redline(self) -> ShownClause:
        """From what the protocol says now to what it would say."""
        place = self.section.position if self.section else 1
        old = [Clause(self.id, place, self.section.title, self.section.body)] if self.section else []
        given = self._given if self.section and self.now else (self.now.title, self.now.body) if self.now else None
        new = [Clause(self.id, place, *given)] if given else []
        return shown_clauses(compare_clauses(old, new))[0]

    @property
    def id(self) -> str:
        """Its id."""
        found = self.now or self.was
        if found is None:
            raise LookupError("A clause is in the template before, in the one now, or in both.")
        return found.id


@dataclass(frozen=True)
class NewerTemplate:
    """A newer version of the template that a protocol began from, and what it would change."""

    template: TemplateVersion
    sections: tuple[NewerSection, ...]

    @property
    def is_open(self) -> bool:
        """Whether there is anything left to decide about."""
        return any(one.is_open for one in self.sections)

    @property
    def sentence(self) -> str:
        """How much it changes, such as: 2 sections changed, 1 added."""
        counts = Counter(one.kind for one in self.sections)
        said = [f"{counts[kind]} {verb}" for kind, verb in VERBS if counts[kind]]
        if not said:
            return "no wording changed"
        number, _, rest = said[0].partition(" ")
        return ", ".join([f"{number} {'section' if number == '1' else 'sections'} {rest}", *said[1:]])


def newer_template(version: ProtocolVersion) -> NewerTemplate | None:
    """The newest version of the template, if it is newer than the one the text began from; three queries at most."""
    began = version.template_version
    newest = TemplateVersion.objects.filter(template_id=began.template_id, number__gt=began.number).first()
    if newest is None:
        return None
    own = {one.section_id: one for one in version.sections.all()}
    known = {began.number: _by_id(began), newest.number: _by_id(newest)}
    between = {number_of(one, version) for one in own.values()} - known.keys()
    if between:
        known |= {one.number: _by_id(one) for one in began.template.versions.filter(number__in=between)}
    return NewerTemplate(newest, tuple(_differing(version, newest.number, known, own)))


def _by_id(template: TemplateVersion) -> dict[str, SectionWording]:
    return {one.id: one for one in wording_of(template).sections}


def _differing(
    version: ProtocolVersion, newest: int, known: Mapping[int, Mapping[str, SectionWording]], own: Mapping[str, Section]
) -> Iterator[NewerSection]:
    """Each section against what it stands on; one that was taken over already against what the protocol began from."""
    began = version.template_version.number
    for key in dict.fromkeys([*known[newest], *known[began], *own]):
        section = own.get(key)
        number = number_of(section, version) if section else began
        is_marked = number == newest
        was = known[began if is_marked else number].get(key)
        is_kept = section is not None and was_kept(section, newest)
        found = NewerSection(was, known[newest].get(key), section, is_marked, is_kept)
        if (found.was or found.now) and found.differs:
            yield found
