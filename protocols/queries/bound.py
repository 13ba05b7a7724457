"""Who was bound on a day, by which text: read from the versions, the parties and the instruments of a protocol."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from protocols.models import ComingIntoForce, Document, Instrument, Party, Protocol, ProtocolVersion, Signing, Snapshot
from protocols.states import SETTLED, State

Kind = Instrument.Kind
SETTLED_VALUES = [state.value for state in SETTLED]


@dataclass(frozen=True)
class Span:
    """Some days, both ends among them; no end where it goes on."""

    since: date
    until: date | None = None

    def has(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.since <= day and (self.until is None or day <= self.until)

    def within(self, other: "Span") -> "Span":
        """The days that both have."""
        ends = [one for one in (self.until, other.until) if one is not None]
        return Span(max(self.since, other.since), min(ends) if ends else None)


@dataclass(frozen=True)
class BoundParty:
    """One party: from which day to which, how it came to be bound, and since when its sharing was paused, if it was."""

    party: Party
    span: Span
    how: str
    paused_since: date | None = None


@dataclass(frozen=True)
class File:
    """A signed file: its name in words, its fingerprint, and the day on which it took effect."""

    name: str
    sha256: str
    since: date
    document: Document | None


@dataclass(frozen=True)
class Text:
    """A version that bound on a day: its signed file, the documents added to it by then, and its parties."""

    version: ProtocolVersion
    span: Span
    files: Sequence[File]
    parties: Sequence[BoundParty]


@dataclass
class _Read:
    """What is read once, whatever day is asked for."""

    version: ProtocolVersion
    span: Span
    file: File
    parties: list[tuple[Party, Span, str]] = field(default_factory=list)
    instruments: list[tuple[Instrument, File]] = field(default_factory=list)


class Binding:
    """The whole history of a protocol's binding, of which any day can be asked; a fixed few queries."""

    def __init__(self, protocol: Protocol, versions: QuerySet[ProtocolVersion]) -> None:
        """`versions` are those that the reader may see."""
        self.read = _read(protocol, versions)

    def on(self, day: date) -> list[Text]:
        """The texts that bound on a day. On the day on which one superseded another there are two."""
        return [_text(one, day) for one in self.read if one.span.has(day)]


def _text(read: _Read, day: date) -> Text:
    added = [(one, file) for one, file in read.instruments if one.effective_on <= day]
    paused = _paused([one for one, _ in added])
    parties = [BoundParty(party, span, how, paused.get(party.pk)) for party, span, how in read.parties if span.has(day)]
    return Text(read.version, read.span, [read.file, *(file for _, file in added)], parties)


def _paused(instruments: Iterable[Instrument]) -> dict[int, date]:
    """Whose sharing was paused, after these in order, and since when."""
    paused: dict[int, date] = {}
    for one in instruments:
        if one.party_id is not None and one.kind == Kind.SUSPENSION:
            paused.setdefault(one.party_id, one.effective_on)
        elif one.party_id is not None and one.kind == Kind.RESUMPTION:
            paused.pop(one.party_id, None)
    return paused


def _read(protocol: Protocol, versions: QuerySet[ProtocolVersion]) -> list[_Read]:
    held = versions.filter(protocol=protocol, state__in=SETTLED_VALUES).order_by("number")
    everyone = Party.everyone.select_related("partner").order_by("partner__short_name", "pk")
    signed = Instrument.objects.filter(state=State.IN_FORCE.value)
    held = held.prefetch_related(Prefetch("parties", everyone)).prefetch_related(Prefetch("instruments", signed))
    held = held.prefetch_related(Prefetch("snapshots", _snapshots()))
    leaving = _leaving_parent(protocol)
    found = [_one(version, leaving if version.status is State.IN_FORCE else {}) for version in held]
    acceded = _acceded([one.version.pk for one in found])
    for one in found:
        own = {party.partner_id for party, _, _ in one.parties}
        joined = (row for row in acceded if row[0].version.parent_id == one.version.pk and row[0].partner_id not in own)
        one.parties += [(party, span.within(one.span), how) for party, span, how in joined]
    return found


def _leaving_parent(protocol: Protocol) -> Mapping[int, date]:
    """The last day of each partner that has signed that it leaves the overarching protocol: here too it is its last."""
    over = ProtocolVersion.objects.filter(thematic_versions__protocol=protocol).values("protocol_id")
    signed = Instrument.objects.filter(
        version__protocol__in=over, kind=Kind.WITHDRAWAL, state=State.IN_FORCE.value, applied_at=None
    ).order_by("effective_on")
    return dict(signed.values_list("party__partner_id", "effective_on"))


def _snapshots() -> QuerySet[Snapshot]:
    signed = Prefetch("documents", Document.objects.filter(kind=Document.Kind.SIGNED))
    related = ("signing__came_into_force", "signing__current")
    return Snapshot.objects.filter(withdrawn_at=None).select_related(*related).prefetch_related(signed)


def _one(version: ProtocolVersion, leaving: Mapping[int, date]) -> _Read:
    texts = {snapshot.instrument_id: snapshot for snapshot in version.snapshots.all()}
    span = span_of(version, texts.get(None))
    live = version.status is State.IN_FORCE
    # One that is signed and waits for its day counts from that day on, as long as the version is in force.
    counting = sorted(
        (one for one in version.instruments.all() if one.applied_at or live),
        key=lambda one: (one.effective_on, one.number),
    )
    read = _Read(version, span, _file(f"{version}, as signed", texts.get(None), span.since))
    read.instruments = [
        (one, _file(f"{one.get_kind_display()} {one.number}", texts.get(one.pk), one.effective_on)) for one in counting
    ]
    read.parties = list(_parties(version, span, counting, leaving))
    return read


def span_of(version: ProtocolVersion, text: Snapshot | None) -> Span:
    """The days on which a version bound: from its start, or from when it came into force if that was later, to its end.

    It came into force when it was sealed or, between those who had signed by then, when there were enough of them.
    """
    signing: Signing | None = getattr(text, "signing", None)
    at = came_into_force_at(signing) if signing else None
    since = max(version.starts_on, timezone.localdate(at)) if at else version.starts_on
    if version.status in (State.IN_FORCE, State.EXPIRED):
        return Span(since, version.ends_on)
    return Span(since, timezone.localdate(version.state_since))


def came_into_force_at(signing: Signing) -> datetime | None:
    """The moment at which it came into force; None before."""
    force: ComingIntoForce | None = getattr(signing, "came_into_force", None)
    return force.at if force else signing.sealed_at


def _parties(
    version: ProtocolVersion, span: Span, instruments: Sequence[Instrument], leaving: Mapping[int, date]
) -> Iterator[tuple[Party, Span, str]]:
    joins = {one.party_id: one for one in instruments if one.kind == Kind.ACCESSION}
    leaves = {one.party_id: one.effective_on for one in instruments if one.kind == Kind.WITHDRAWAL}
    for party in version.parties.all():
        until = party.bound_until or leaves.get(party.pk) or leaving.get(party.partner_id)
        if party.signs_late and party.joins_by_id is None:
            if party.bound_from is not None:
                yield party, Span(party.bound_from, until).within(span), "signed the agreement after it came into force"
        elif party.joins_by_id is None:
            yield party, Span(span.since, until).within(span), "signed the agreement"
        elif party.pk in joins:
            joined = joins[party.pk]
            how = f"joined by accession {joined.number}"
            yield party, Span(party.bound_from or joined.effective_on, until).within(span), how


def _acceded(versions: Sequence[int]) -> list[tuple[Party, Span, str]]:
    """Those that signed an overarching version by signing a thematic one made under it."""
    found = Party.objects.filter(
        version__parent__in=versions, accedes_to_parent=True, version__state__in=SETTLED_VALUES
    ).select_related("partner", "version__protocol")  # fmt: skip
    texts = Snapshot.objects.filter(version__in=[party.version_id for party in found], instrument=None)
    live = texts.filter(withdrawn_at=None).select_related("signing__came_into_force")
    own = {one.version_id: one for one in live}
    rows = []
    for party in found:
        span = span_of(party.version, own.get(party.version_id))
        span = Span(party.bound_from or span.since, party.bound_until).within(span)
        rows.append((party, span, f"signed {party.version}, and by it the overarching protocol"))
    return rows


def _file(name: str, text: Snapshot | None, since: date) -> File:
    signed = next(iter(text.documents.all()), None) if text else None
    if text is not None and signed is None and hasattr(text, "signing") and hasattr(text.signing, "came_into_force"):
        name, signed = f"{name} so far", text.signing.current
    return File(name, signed.sha256 if signed else "", since, signed)
