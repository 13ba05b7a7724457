"""Whose turn it is with an instrument, who it can be about, and what was done to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch

from partners.models import Partner, Role
from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from portal.govuk.days import day
from protocols.facts.binding import staying, suspended
from protocols.facts.parents import bound_by
from protocols.models import Decision, Instrument, Party, ProtocolVersion, Signature, Signing
from protocols.queries.history import Happening, told
from protocols.queries.instruments import instruments_of, live_text
from protocols.queries.joining import may_still_object, unheard
from protocols.queries.parties import candidates
from protocols.queries.signing import places, signing_of
from protocols.states import State
from protocols.texts.known import listing

Kind = Instrument.Kind


@dataclass(frozen=True)
class Row:
    """An instrument on the list: what it is, and who is waited for."""

    instrument: Instrument
    waits: str


def rows_of(version: ProtocolVersion, capacity: Role) -> list[Row]:
    """Every instrument of a version that somebody may see, newest first, and who is waited for; few queries."""
    everyone = Party.everyone.select_related("partner")
    decisions = Decision.objects.select_related("party__partner")
    found = instruments_of(version, capacity).prefetch_related(
        Prefetch("signers", everyone), "snapshots__signing__signatures"
    )
    found = found.prefetch_related(Prefetch("snapshots__decisions", decisions))
    return [Row(one, _waits(one)) for one in found.order_by("-number")]


def _waits(instrument: Instrument) -> str:
    if instrument.status is State.DRAFT:
        if may_still_object(instrument):
            return f"The parties may object until {day(instrument.objections_until)}"
        return f"{instrument.begun_by.person.name} goes on with the draft"
    if instrument.status is State.IN_FORCE and not instrument.applied_at:
        return f"Signed; it takes effect on {day(instrument.effective_on)}"
    live = next((one for one in instrument.snapshots.all() if one.withdrawn_at is None), None)
    if live is None or instrument.status not in (State.APPROVAL, State.SIGNING):
        return ""
    if instrument.status is State.APPROVAL:
        waiting = [f"the {one.kind_label} of {one.party}" for one in live.decisions.all() if one.outcome == "waiting"]
        return f"Waiting for the decision of {listing(waiting)}"
    signed = {one.party_id for one in live.signing.signatures.all() if one.void_at is None}
    left = [str(party) for party in instrument.signers.all() if party.pk not in signed]
    return f"Waiting for the signature of {listing(left)}" if left else "Every party has signed; being sealed"


def waiting_lines(instrument: Instrument) -> list[str]:
    """Whose turn it is, a line each."""
    live = live_text(instrument)
    if instrument.status is State.APPROVAL and live is not None:
        waiting = live.decisions.filter(outcome="waiting").select_related("party__partner")
        return [f"The {RoleKind(one.kind).label} of {one.party} reads and decides" for one in waiting]
    signing = signing_of(instrument)
    if instrument.status is State.SIGNING and signing is not None:
        if signing.stage == Signing.Stage.PREPARING:
            return ["The portal makes the file for signing"]
        left = [f"The signatory of {one.party} reads and signs" for one in places(signing) if one.signature is None]
        return left or ["The portal seals it"]
    if instrument.status is State.DRAFT:
        waits = unheard(instrument)
        return [waits] if waits else [f"{instrument.begun_by.person.name}, {instrument.begun_by.label}, submits it"]
    if instrument.status is State.IN_FORCE and not instrument.applied_at:
        return [f"Nobody: it takes effect on {day(instrument.effective_on)}"]
    return []


def next_for(capacity: Role, version: ProtocolVersion) -> tuple[str, Instrument] | None:
    """What waits for somebody among the instruments of a version: whether to decide or to sign, and which."""
    live = version.instruments.filter(snapshots__withdrawn_at=None)
    asked = live.filter(
        state=State.APPROVAL.value, snapshots__decisions__outcome="waiting", snapshots__decisions__kind=capacity.kind,
        snapshots__decisions__party__partner=capacity.partner_id,
    ).first()  # fmt: skip
    if asked is not None:
        return "decide", asked
    if capacity.role is not RoleKind.SIGNATORY:
        return None
    signed = Signature.objects.filter(
        signing__snapshot__instrument=OuterRef("pk"), party__partner=capacity.partner_id, void_at=None
    )
    waiting = live.filter(state=State.SIGNING.value, signers__partner=capacity.partner_id).exclude(Exists(signed))
    found = waiting.first()
    return ("sign", found) if found is not None else None


def partners_for(version: ProtocolVersion, kind: Instrument.Kind) -> list[Partner] | None:
    """Who an instrument of a kind can be about; None where it is about all."""
    if kind in (Kind.RENEWAL, Kind.TERMINATION):
        return None
    if kind == Kind.ACCESSION:
        return _may_join(version)
    stay, paused = staying(version), suspended(version)
    if kind == Kind.WITHDRAWAL:
        return [party.partner for party in stay]
    return [party.partner for party in stay if (party.pk in paused) == (kind == Kind.RESUMPTION)]


def _may_join(version: ProtocolVersion) -> list[Partner]:
    there = Party.objects.filter(version=version).values("partner_id")
    found = candidates(version).exclude(pk__in=there).order_by("short_name")
    return list(found.filter(pk__in=bound_by(version.parent_id)) if version.parent_id else found)


def happenings_of(instrument: Instrument) -> Sequence[Happening]:
    """What was done to it, oldest first, in words."""
    events = AuditEvent.objects.filter(subject_type="protocols.instrument", subject_id=str(instrument.pk))
    return [told(event) for event in events.order_by("sequence")]
