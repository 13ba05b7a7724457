"""Text that came in Word: what a file would become, what is offered from it, and what has no place yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from partners.models import Partner, Role
from protocols.loader.headings import Match, match
from protocols.loader.word import Part, WordText, read_word
from protocols.loader.word.guesses import DateGuess, guess_dates, mentions, name_bodies
from protocols.models import ProtocolVersion, UnplacedText, WordUpload
from protocols.queries.parties import candidates
from protocols.queries.texts import ComposedSection, sections_of
from protocols.queries.word_reports import sentences


@dataclass(frozen=True)
class Found:
    """A part of the file, by its place in it, and the section that its heading most likely means.

    `closed` is that section where it is inherited as it is: text cannot be put there.
    """

    place: int
    part: Part
    match: Match
    closed: ComposedSection | None = None


@dataclass(frozen=True)
class Report:
    """What was understood of a file that waits: nothing of it is in the version yet."""

    version: ProtocolVersion
    text: WordText

    @cached_property
    def sections(self) -> Sequence[ComposedSection]:
        """The clauses that text may be put in."""
        return [one for one in self._all if one.may_be_written]

    @cached_property
    def _all(self) -> Sequence[ComposedSection]:
        return sections_of(self.version)

    @cached_property
    def found(self) -> Sequence[Found]:
        """Every part, in order."""
        return [self._found(place, part) for place, part in enumerate(self.text.parts)]

    def _found(self, place: int, part: Part) -> Found:
        likely = match(part.heading, [(one.id, one.title) for one in self._all])
        meant = next((one for one in self._all if one.id == likely.section_id), None)
        if meant is not None and not meant.may_be_written:
            return Found(place, part, Match(), meant)
        return Found(place, part, likely)

    @cached_property
    def sentences(self) -> Sequence[str]:
        """What was read and what was left out, in words."""
        return sentences(self.text.understood)

    @property
    def title(self) -> str:
        """The title that the file tells, where it is another than the version's."""
        return "" if self.text.title == self.version.title else self.text.title

    @cached_property
    def dates(self) -> Sequence[DateGuess]:
        """The days that it seems to tell, where they are others than the version's."""
        return [one for one in guess_dates(self.text.words) if getattr(self.version, one.field) != one.day]

    @cached_property
    def partners(self) -> Sequence[Partner]:
        """The members of the partnership that it names and that are no party yet."""
        parties = set(self.version.parties.values_list("partner_id", flat=True))
        members = candidates(self.version).exclude(pk__in=parties).order_by("short_name")
        return [one for one in members if any(mentions(self.text.words, name) for name in _names(one))]

    @cached_property
    def strangers(self) -> Sequence[str]:
        """What reads like a body's name, and is none of a member of the partnership."""
        known = {name.lower() for one in candidates(self.version) for name in _names(one)}
        return [name for name in name_bodies(self.text.words) if name.lower() not in known]


def report_of(upload: WordUpload) -> Report:
    """The report of a file that waits; the same each time."""
    return Report(upload.version, read_word(upload.file_name, bytes(upload.content)))


def upload_for(capacity: Role, version: ProtocolVersion, pk: UUID) -> WordUpload | None:
    """A file of this version that somebody sent in this capacity: it exists for nobody else."""
    found = WordUpload.objects.filter(version=version, role=capacity, pk=pk).select_related("role").first()
    if found is not None:
        found.version = version
    return found


def waiting_texts(version: ProtocolVersion) -> list[UnplacedText]:
    """What has no place in a clause yet, in the order of its files."""
    return list(version.unplaced_texts.filter(state=UnplacedText.State.WAITING))


def settled_texts(version: ProtocolVersion) -> list[UnplacedText]:
    """What was placed or set aside since, the latest first."""
    settled = version.unplaced_texts.exclude(state=UnplacedText.State.WAITING)
    return list(settled.select_related("placed_in").order_by("-settled_at", "-pk"))


def _names(partner: Partner) -> tuple[str, str]:
    return partner.legal_name, partner.short_name
