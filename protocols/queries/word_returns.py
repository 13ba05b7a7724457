"""What was changed in an edited copy, clause by clause, against the revisions that it was downloaded from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from portal.richtext import plain
from protocols.documents.composing import SCHEDULES
from protocols.loader.headings import match
from protocols.loader.word import CopyMarks, Part, WordText, read_word
from protocols.loader.word.marks import bookmark_name, fingerprint_of_words
from protocols.models import ProtocolVersion, Section, SectionRevision, WordUpload
from protocols.queries.texts import ComposedSection, sections_of
from protocols.queries.word_copies import copy_content, fingerprint_of_text
from protocols.redline import canonical, redline
from protocols.redline.merging import carried, merge
from protocols.redline.speaking import spoken
from protocols.texts.composing import values_of
from protocols.texts.filling import fill
from protocols.texts.looks import look_the_same
from protocols.texts.unfilling import unfill, words_of_html
from protocols.texts.wording import wording_of

ADDED = frozenset(bookmark_name(name) for name in SCHEDULES)
"""The bookmarks of the schedules that a copy has although no clause asks for them."""


@dataclass(frozen=True)
class Changed:
    """A clause that reads or looks otherwise in the copy. `proposed` has its variables back.

    `base` is what was downloaded; `only_looks` says that its words are the same, and its formatting is not.
    """

    section: Section
    number: int
    base_revision: int
    base: str
    proposed: str
    only_looks: bool = False

    @property
    def was_saved_since(self) -> bool:
        """Whether the clause was changed here after the copy was downloaded."""
        return self.section.revision != self.base_revision

    @cached_property
    def goes_together(self) -> bool:
        """Whether both changes can stand in one text: the officer need not choose between them."""
        return merge(self.base, self.section.body, self.proposed) is not None

    @cached_property
    def redline(self) -> str:
        """What differs, safe to show: written by the redline from its allow-list."""
        return spoken(redline(self.base, self.proposed))


@dataclass(frozen=True)
class Returned:
    """An edited copy: what differs, and what cannot become a suggestion, each in a sentence.

    `name` says which text of the version it is a copy of, where that is not the version as it was.
    """

    changed: Sequence[Changed]
    notes: Sequence[str]
    name: str = ""


def returned(upload: WordUpload) -> Returned:
    """Compare an edited copy with what it was downloaded from; the same each time until the version changes."""
    version, text = upload.version, read_word(upload.file_name, bytes(upload.content))
    if text.marks is None:
        raise LookupError("A copy without marks is refused when it is uploaded.")
    return _Comparing(version, text, text.marks).result()


class _Comparing:
    def __init__(self, version: ProtocolVersion, text: WordText, marks: CopyMarks) -> None:
        self.version, self.text, self.marks = version, text, marks
        self.sections = [one for one in sections_of(version) if one.number or one.id in marks.revisions]
        self.parts, self.unknown = _by_section(text.parts, self.sections)
        now = values_of(version, wording_of(version.template_version))
        self.values = replace(now, values={**now.values, **marks.values})

    def result(self) -> Returned:
        bases = self._bases()
        found = [one for section in self.sections if (one := self._changed(section, bases)) is not None]
        changed = [one for one in found if not _is_there(one)]
        notes = [
            f"Clause {one.number}, {one.section.title}, says here already what it says in the copy."
            for one in found
            if _is_there(one)
        ]
        return Returned(changed, [*self._notes(), *notes], self.marks.name)

    def _bases(self) -> dict[str, str]:
        """The bodies that the copy was taken from, by section id; one query."""
        wanted = {one.section.pk: self.marks.revisions.get(one.id, 0) for one in self.sections}
        rows = SectionRevision.objects.filter(section__version=self.version, number__in=set(wanted.values()))
        found = {row.section_id: row.body for row in rows if wanted.get(row.section_id) == row.number}
        return {one.id: found[one.section.pk] for one in self.sections if one.section.pk in found}

    def _changed(self, one: ComposedSection, bases: dict[str, str]) -> Changed | None:
        part = self.parts.get(one.id)
        if part is None or one.id not in bases or not one.may_be_written:
            return None
        base = bases[one.id]
        filled = fill(base, self.values.values, self.values.labels).html
        same_words = self._says_the_same(one, part, filled)
        if same_words and look_the_same(filled, part.html):
            return None
        proposed = carried(base, unfill(part.html, base, self.values.values, self.values.labels))
        if canonical(proposed) == canonical(base):
            return None
        return Changed(one.section, one.number, self.marks.revisions[one.id], base, proposed, only_looks=same_words)

    def _says_the_same(self, one: ComposedSection, part: Part, filled: str) -> bool:
        """Whether a clause has the words that were downloaded: as their fingerprint says, or as the base does."""
        words, marked = words_of_html(part.html), self.marks.words.get(one.id)
        return fingerprint_of_words(words) == marked if marked else words_of_html(filled) == words

    def _notes(self) -> Iterator[str]:
        if fingerprint_of_text(copy_content(self.version)) != self.marks.text:
            yield "This version was changed after the copy was downloaded. Each suggestion says against what it stands."
        for one in self.sections:
            part = self.parts.get(one.id)
            if part is None and one.number:
                yield f"Clause {one.number}, {one.title}, is not in the copy. Suggest its removal in a comment."
            elif (
                part is not None
                and one.inherited
                and words_of_html(part.inherited) != words_of_html(one.inherited_html)
            ):
                yield (
                    f"Words that clause {one.number}, {one.title}, inherits from {one.source} were changed in the "
                    "copy. They can only be changed there."
                )
        for part in self.unknown:
            said = plain(part.html)[:600] or "nothing"
            yield f"“{part.heading}” is a heading that this version has not. Under it stands: {said}"


def _is_there(one: Changed) -> bool:
    """Whether the clause was changed here to the same text."""
    return one.was_saved_since and canonical(one.section.body) == canonical(one.proposed)


def _by_section(parts: Sequence[Part], sections: Sequence[ComposedSection]) -> tuple[dict[str, Part], list[Part]]:
    """The copy's parts by section id, told by their bookmarks, or by their headings; and those that are none."""
    named = {bookmark_name(one.id): one.id for one in sections}
    found: dict[str, Part] = {}
    left: list[Part] = []
    for part in parts:
        key = next((named[name] for name in part.bookmarks if name in named), "")
        if key and key not in found:
            found[key] = part
        elif part.heading and not ADDED.intersection(part.bookmarks):
            left.append(part)
    unknown = []
    for part in left:
        titles = [(one.id, one.title) for one in sections if one.id not in found]
        likely = match(part.heading, titles)
        if likely.is_sure:
            found[likely.section_id] = part
        else:
            unknown.append(part)
    return found, unknown
