"""Beginning an instrument, changing it while it is a draft, and giving it up.

The officer begins any; a party's own people begin what is its own act: leaving, pausing, and beginning again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone

from partners.models import Partner, Role
from portal.audit.acts import act
from protocols import permissions
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.facts.binding import bound_parties
from protocols.kinds import ANSWERING, OWN_ACTS, Signers
from protocols.models import Instrument, Party, ProtocolVersion
from protocols.queries.joining import unheard
from protocols.services import telling_joining
from protocols.services.instruments.joining import last_day_to_object, party_for, refuse_second, refuse_too_early
from protocols.services.instruments.terms import SET_DAYS, checked
from protocols.services.stepping import locked
from protocols.states import Action, State

Kind = Instrument.Kind
OF_ONE_PARTY = frozenset(Kind(kind) for kind, answering in ANSWERING.items() if answering.signers is Signers.OWN)


@dataclass(frozen=True)
class Content:
    """What is chosen: the kind, the day it takes effect, why, who it is about, and what only its kind has."""

    kind: Instrument.Kind
    effective_on: date
    reason: str
    partner: Partner | None = None
    terms: Mapping[str, str] = field(default_factory=dict)


def begin_instrument(*, by: Role, version: ProtocolVersion, content: Content, nonce: UUID) -> Instrument:
    """Begin a short document about a version in force. The same form sent twice begins one.

    Raises NotAllowed, WrongState, or Invalid beside the field at fault.
    """
    with act("protocols.instrument.begin", by=by, details={"kind": str(content.kind)}) as done:
        version = locked(version)
        check_begin(by, version, content.kind, content.partner)
        earlier = Instrument.objects.filter(nonce=nonce, version=version).first()
        if earlier is not None:
            done.cancel()
            return earlier
        _refuse_over(version)
        _check(content)
        party = party_for(version, content.kind, content.partner)
        given = _noticed(by, version, content, timezone.localdate().isoformat())
        terms = checked(version, content.kind, content.effective_on, given)
        until = last_day_to_object(version, terms.get(SET_DAYS, "")) if content.kind == Kind.ACCESSION else None
        refuse_too_early(until, content.effective_on)
        instrument = Instrument(
            version=version, number=version.instruments.count() + 1, kind=content.kind, nonce=nonce, begun_by=by,
            effective_on=content.effective_on, reason=content.reason.strip(), terms=terms, objections_until=until,
        )  # fmt: skip
        instrument.party = party
        refuse_second(instrument)
        instrument.save()
        if instrument.party is not None and content.kind == Kind.ACCESSION:
            instrument.party.joins_by = instrument
            instrument.party.save(update_fields=["joins_by"])
        set_signers(instrument)
        telling_joining.begun(instrument, by)
        done.subject = instrument
    return instrument


def change_instrument(*, by: Role, instrument: Instrument, content: Content, revision: int) -> Instrument:
    """Change a draft: its day, its reason and its terms; the kind and the party stay. The same change twice is once.

    `revision` is that of the draft which the form showed. Raises NotAllowed, WrongState, or Invalid beside the field.
    """
    with act("protocols.instrument.change", by=by, subject=instrument) as done:
        version = locked(instrument.version)
        held = Instrument.objects.select_for_update(of=("self",), no_key=True).get(pk=instrument.pk)
        held.version = version
        permissions.check_instrument(by, held, Action.EDIT_TEXT)
        _refuse_over(version)
        _check(content)
        refuse_too_early(held.objections_until, content.effective_on)
        given = _noticed(by, version, content, str(held.terms.get("given_on") or timezone.localdate().isoformat()))
        if content.kind == Kind.ACCESSION:
            given = held.terms  # the parties were told of their time when it was begun
        terms = checked(version, content.kind, content.effective_on, given)
        new = (content.effective_on, content.reason.strip(), terms)
        if new == (held.effective_on, held.reason, held.terms):
            done.cancel()
            return held
        if held.revision != revision:
            raise WrongState("Somebody changed this since you opened it, so nothing was saved. Look at it again.")
        held.effective_on, held.reason, held.terms = new
        held.revision += 1
        held.save(update_fields=["effective_on", "reason", "terms", "revision"])
    return held


def abandon_instrument(*, by: Role, instrument: Instrument) -> Instrument:
    """Give a draft up. Giving up twice is once. Raises NotAllowed or WrongState."""
    with act("protocols.instrument.abandon", by=by, subject=instrument) as done:
        version = locked(instrument.version)
        instrument = Instrument.objects.select_for_update(of=("self",), no_key=True).get(pk=instrument.pk)
        instrument.version = version
        if instrument.status is State.ABANDONED and permissions.begins(by, instrument):
            done.cancel()
            return instrument
        permissions.check_instrument(by, instrument, Action.ABANDON)
        instrument.state, instrument.state_since = State.ABANDONED.value, timezone.now()
        instrument.save(update_fields=["state", "state_since"])
    return instrument


def set_signers(instrument: Instrument) -> list[Party]:
    """Say who signs, as things stand now: the one whose act it is, or every party that is bound. Inside an act."""
    own = [instrument.party] if instrument.party is not None else bound_parties(instrument.version)
    instrument.signers.set(own)
    return own


def refuse_stale(instrument: Instrument) -> None:
    """Raise Invalid where what was chosen no longer holds: its day has passed, or so has that of the notice."""
    _refuse_over(instrument.version)
    partner = instrument.party.partner if instrument.party else None
    content = Content(
        Kind(instrument.kind), instrument.effective_on, instrument.reason, partner, dict(instrument.terms)
    )
    _check(content)
    checked(instrument.version, content.kind, content.effective_on, content.terms)
    waits = unheard(instrument)
    if waits:
        raise WrongState(waits)
    if instrument.kind != Kind.ACCESSION:
        party_for(instrument.version, Kind(instrument.kind), partner)


def check_begin(by: Role, version: ProtocolVersion, kind: Kind | None = None, partner: Partner | None = None) -> None:
    """Raise NotAllowed unless somebody may begin an instrument of a kind, or any at all, about a partner.

    The partnership's officer may begin any; the contact, a contributor or a signatory of a party, its own act.
    """
    if permissions.is_officer_of(by, version) and by.is_current():
        return
    if permissions.begins_for_own(by, version) and (kind is None or kind in OWN_ACTS):
        if partner is None or partner.pk == by.partner_id:
            return
        raise NotAllowed(f"You can begin this only for {by.partner}. You act as {by.label}.")
    raise NotAllowed(f"Only an officer of {version.protocol.partnership} can begin this. You act as {by.label}.")


def why_not_begin(by: Role, version: ProtocolVersion, kind: Kind | None = None) -> str | None:
    """The sentence that says why somebody cannot begin an instrument (of a kind) now; None where they can."""
    try:
        check_begin(by, version, kind)
        _refuse_over(version)
    except (NotAllowed, WrongState) as refused:
        return refused.sentence
    return None


def _noticed(by: Role, version: ProtocolVersion, content: Content, given_on: str) -> Mapping[str, str]:
    """The terms; where a party withdraws by its own hand, its notice is given by beginning, on that day."""
    if content.kind != Kind.WITHDRAWAL or permissions.is_officer_of(by, version):
        return content.terms
    return {**content.terms, "given_on": given_on}


def _refuse_over(version: ProtocolVersion) -> None:
    if version.status is not State.IN_FORCE:
        raise WrongState(f"Only an agreement in force can be added to. {version} is {version.status.label.lower()}.")


def _check(content: Content) -> None:
    if content.kind in OF_ONE_PARTY and content.partner is None:
        raise Invalid("Choose the organisation that this is about.", "partner")
    if content.effective_on < timezone.localdate():
        raise Invalid("It can take effect today at the earliest. Choose today or a later day.", "effective_on")
    if not content.reason.strip():
        raise Invalid("Write why, as every party should read it.", "reason")
