"""What the public may read: agreements that are signed and were not marked as not public."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Prefetch, QuerySet

from legal_basis.loader import library
from portal.addresses import address
from protocols.documents.verdicts import SHORT, Verification
from protocols.facts.binding import bound_parties, not_bound_yet
from protocols.models import Agreement, Document, Instrument, Party, ProtocolVersion, Signature, Snapshot
from protocols.queries.elsewhere import agreements
from protocols.queries.lists import party_names
from protocols.queries.on_record import instrument_of, named, signed_file, text_on_record, version_of
from protocols.queries.reviews import lapsed_among, with_review
from protocols.queries.searching import MOST, first_worded, on_register
from protocols.queries.standing_today import Standing, standing_of, standing_of_instrument
from protocols.states import SETTLED, State
from protocols.texts.saying import listing

OVERARCHING = "Overarching protocols"
HERE, ELSEWHERE = "here", "elsewhere"


class Row(NamedTuple):
    """A version in force, as the database tells it for the register."""

    pk: int
    reference: str
    number: int
    title: str
    theme: str
    partnership: str
    state: str
    review_on: date


COLUMNS = (
    "pk", "protocol__reference", "number", "title", "protocol__theme", "protocol__partnership__name", "state",
    "review_on",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A version in force as the register's list shows it: between whom, as a sentence has them."""

    row: Row
    between: str
    review_lapsed: bool

    @property
    def status(self) -> State:
        """The state as the table knows it."""
        return State(self.row.state)

    @property
    def address(self) -> str:
        """Its page."""
        return address("register:agreement", self.row.reference)


@dataclass(frozen=True)
class Group:
    """The agreements of one theme."""

    title: str
    lines: Sequence[Line]


def published() -> QuerySet[ProtocolVersion]:
    """Every version that the public may see: it is or was in force, and its parties chose to publish it."""
    settled = [state.value for state in SETTLED]
    parties = Prefetch("parties", Party.objects.exclude(not_bound_yet()).select_related("partner"))
    versions = ProtocolVersion.objects.filter(is_public=True, state__in=settled)
    return with_review(versions).select_related("protocol__partnership").prefetch_related(parties)


def in_force(theme: str = "") -> QuerySet[ProtocolVersion]:
    """The published versions in force, in the register's order; of a theme, or "overarching"."""
    return on_register(theme).order_by("protocol__theme", "protocol__reference")


def lines(versions: QuerySet[ProtocolVersion]) -> list[Line]:
    """Some versions as the register's list shows them; three queries at most, however many there are."""
    found = [Row(*row) for row in versions.values_list(*COLUMNS)]
    names = party_names([row.pk for row in found], but=not_bound_yet())
    lapsed = lapsed_among((row.pk, row.state, row.review_on) for row in found)
    return [Line(row, listing(names.get(row.pk, [])), row.pk in lapsed) for row in found]


def by_theme(found: Iterable[Line]) -> list[Group]:
    """Lines grouped by theme, the overarching ones first."""
    themes = library().themes
    groups: dict[str, list[Line]] = {}
    for line in found:
        theme = themes.get(line.row.theme)
        groups.setdefault(theme.title if theme else OVERARCHING, []).append(line)
    return [Group(title, lines) for title, lines in groups.items()]


def theme_choices() -> list[tuple[str, str]]:
    """The themes that the list can be narrowed to."""
    themes = [(key, one.title) for key, one in library().themes.items()]
    return [("", "All themes"), ("overarching", "Overarching"), *themes]


def entry(reference: str) -> ProtocolVersion | None:
    """The published version of a protocol that counts: the one in force, or else the newest."""
    versions = published().filter(protocol__reference=reference).order_by("-number")
    return next((version for version in versions if version.status is State.IN_FORCE), versions.first())


class Listing(Sequence[Line | Agreement]):
    """The versions made here and then the agreements made elsewhere, as one list that is fetched a page at a time.

    `keys` are of the versions that words were found in, where they were looked for: one more than it has is left out.
    """

    def __init__(
        self, here: QuerySet[ProtocolVersion], elsewhere: QuerySet[Agreement], keys: list[int] | None = None
    ) -> None:
        self.here = here if keys is None else here.filter(pk__in=keys[:MOST])
        self.elsewhere, self.has_more = elsewhere, keys is not None and len(keys) > MOST
        self.counts = here.count() if keys is None else len(keys[:MOST]), elsewhere.count()

    def __len__(self) -> int:
        return sum(self.counts)

    def __getitem__(self, wanted: Any) -> Any:
        """A page of it; a single place is looked up as a page of one."""
        if not isinstance(wanted, slice):
            return self[wanted : wanted + 1][0]
        start, stop, _ = wanted.indices(len(self))
        first = self.counts[0]
        after = slice(max(start - first, 0), max(stop - first, 0))
        here = lines(self.here[start:stop]) if start < first else []
        return [*here, *(self.elsewhere[after] if after.stop else ())]


def made(words: str = "", theme: str = "", where: str = "") -> Listing:
    """What the public may read, narrowed; `where` is here, elsewhere or empty. Those made elsewhere have no theme.

    Words are looked for in titles, references and the names of parties.
    """
    here, elsewhere = in_force(theme), made_elsewhere(words)
    if where == HERE or theme:
        elsewhere = elsewhere.none()
    if where == ELSEWHERE:
        return Listing(here.none(), elsewhere)
    return Listing(here, elsewhere, first_worded(words, theme) if words else None)


def made_elsewhere(words: str = "") -> QuerySet[Agreement]:
    """The public agreements made elsewhere, narrowed by words of the title, a body's name or the number."""
    found = agreements.published().order_by("register", "pk")
    return found.filter(agreements.worded(words)) if words else found


def frozen(version: ProtocolVersion) -> tuple[dict[str, Any], str] | None:
    """What was signed, as data, with its fingerprint."""
    snapshot = Snapshot.objects.filter(version=version, instrument=None, withdrawn_at=None).first()
    return (snapshot.content, snapshot.sha256) if snapshot else None


@dataclass(frozen=True)
class FileStanding:
    """How the agreement that a file is of stands today, and the short document that the file is, if it is one."""

    agreement: Standing
    instrument: Standing | None


@dataclass(frozen=True)
class Record:
    """What is on record for the code printed on a document. `same`: the code names the very text that was signed."""

    version: ProtocolVersion
    instrument: Instrument | None
    standing: Standing
    own_standing: Standing | None
    text_sha256: str
    same: bool
    file: Document
    signatures: Sequence[Signature]
    is_open: bool
    bound: Sequence[Party]


def standing_of_file(found: Verification) -> FileStanding | None:
    """How things stand today, for whoever holds a file that is ours and unaltered."""
    version = version_of(found)
    if version is None:
        return None
    instrument = instrument_of(found, version)
    return FileStanding(standing_of(version), standing_of_instrument(instrument) if instrument else None)


def published_of(found: Verification) -> ProtocolVersion | None:
    """The published version that a file is of, or calls itself."""
    claim = found.claim
    reference = found.reference or (claim.reference if claim else "")
    number = found.version or (claim.version if claim else 0)
    return published().filter(protocol__reference=reference, number=number).first()


def code_on_record(code: str, fingerprint: str) -> Record | None:
    """What the public may know of a code; None where nothing is published, whether or not there is something."""
    asked = named(code)
    version = published().filter(protocol__reference=asked.reference, number=asked.version).first() if asked else None
    text = text_on_record(version, asked.act) if asked and version else None
    file = signed_file(text) if text else None
    if version is None or text is None or file is None:
        return None
    signatures = text.signing.signatures.filter(void_at=None).select_related("party__partner")
    return Record(
        version=version,
        instrument=text.instrument,
        standing=standing_of(version),
        own_standing=standing_of_instrument(text.instrument) if text.instrument else None,
        text_sha256=text.sha256,
        same=len(fingerprint) >= SHORT and text.sha256.startswith(fingerprint.lower()),
        file=file,
        signatures=list(signatures),
        is_open=file.kind != Document.Kind.SIGNED,
        bound=bound_parties(version),
    )
