"""Which template a version began from, and what a newer version of it would change, section by section."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from protocols.documents.redlining import ShownClause, shown_clauses
from protocols.models import ProtocolVersion, Section, TemplateVersion
from protocols.redline.clauses import Clause, compare_clauses
from protocols.redline.redlining import canonical
from protocols.texts.wording import SectionWording, wording_of

VERBS = (("changed", "changed"), ("added", "added"), ("removed", "removed"))


@dataclass(frozen=True)
class NewerSection:
    """One section that the newer template words otherwise. `was` or `now` is missing where it was added or removed.

    `section` is the protocol's own, where it has it: people may have changed it since.
    """

    was: SectionWording | None
    now: SectionWording | None
    section: Section | None

    @property
    def kind(self) -> str:
        """Changed, added or removed."""
        return "added" if self.was is None else "removed" if self.now is None else "changed"

    @property
    def title(self) -> str:
        """Its heading."""
        found = self.now or self.was
        assert found is not None
        return found.title

    @property
    def is_taken(self) -> bool:
        """Whether the protocol reads as the newer template already."""
        if self.now is None:
            return self.section is None or not self.section.body
        return self.section is not None and _same(self.section.body, self.now.body)

    @property
    def was_rewritten(self) -> bool:
        """Whether the protocol's own text is no longer that of the template that it began from."""
        return self.section is not None and not (self.was and _same(self.section.body, self.was.body))

    @cached_property
    def redline(self) -> ShownClause:
        """From what the protocol says now to what the newer template says."""
        place = self.section.position if self.section else 1
        old = [Clause(self.id, place, self.section.title, self.section.body)] if self.section else []
        new = [Clause(self.id, place, self.now.title, self.now.body)] if self.now else []
        return shown_clauses(compare_clauses(old, new))[0]

    @property
    def id(self) -> str:
        """Its id."""
        found = self.now or self.was
        assert found is not None
        return found.id


@dataclass(frozen=True)
class NewerTemplate:
    """A newer version of the template that a protocol began from, and what it would change."""

    template: TemplateVersion
    sections: tuple[NewerSection, ...]

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
    """The newest version of the template, if it is newer than the one the text began from; two queries at most."""
    began = version.template_version
    newest = TemplateVersion.objects.filter(template_id=began.template_id, number__gt=began.number).first()
    if newest is None:
        return None
    own = {one.section_id: one for one in version.sections.all()}
    return NewerTemplate(newest, tuple(_differing(_by_id(began), _by_id(newest), own)))


def _by_id(template: TemplateVersion) -> dict[str, SectionWording]:
    return {one.id: one for one in wording_of(template).sections}


def _differing(
    old: Mapping[str, SectionWording], new: Mapping[str, SectionWording], own: Mapping[str, Section]
) -> Iterator[NewerSection]:
    for key in dict.fromkeys([*new, *old]):
        was, now = old.get(key), new.get(key)
        if was is None or now is None or not _same(was.body, now.body):
            yield NewerSection(was, now, own.get(key))


def _same(one: str, other: str) -> bool:
    return one == other or canonical(one) == canonical(other)
