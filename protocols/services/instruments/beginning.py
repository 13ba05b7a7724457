"""Beginning an instrument, and changing it while it is a draft."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.utils import timezone

from partners.models import Partner, Role
from portal.audit.acts import act
from protocols import permissions
from protocols.errors import Invalid, NotAllowed, WrongState
from protocols.models import Instrument, Party, ProtocolVersion
from protocols.models.instruments import UNDER_WAY
from protocols.queries.signing import bound_parties
from protocols.services.stepping import locked
from protocols.states import Action, State

Kind = Instrument.Kind
OF_ONE_PARTY = frozenset({Kind.ACCESSION, Kind.WITHDRAWAL, Kind.SUSPENSION, Kind.RESUMPTION})


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
        if not permissions.is_officer_of(by, version) or not by.is_current():
            raise NotAllowed(
                f"Only an officer of {version.protocol.partnership} can begin this. You act as {by.label}."
            )
        earlier = Instrument.objects.filter(nonce=nonce, version=version).first()
        if earlier is not None:
            done.cancel()
            return earlier
        if version.status is not State.IN_FORCE:
            raise WrongState(
                f"Only an agreement in force can be added to. {version} is {version.status.label.lower()}."
            )
        _check(content)
        instrument = Instrument(
            version=version, number=version.instruments.count() + 1, kind=content.kind, nonce=nonce, begun_by=by,
            effective_on=content.effective_on, reason=content.reason.strip(), terms=dict(content.terms),
        )  # fmt: skip
        instrument.party = _party_for(version, content)
        _refuse_second(instrument)
        instrument.save()
        if instrument.party is not None and content.kind == Kind.ACCESSION:
            instrument.party.joins_by = instrument
            instrument.party.save(update_fields=["joins_by"])
        instrument.signers.set(_signers(instrument))
        done.subject = instrument
    return instrument


def abandon_instrument(*, by: Role, instrument: Instrument) -> Instrument:
    """Give a draft up. Giving up twice is once. Raises NotAllowed or WrongState."""
    with act("protocols.instrument.abandon", by=by, subject=instrument) as done:
        locked(instrument.version)
        instrument = Instrument.objects.select_related("version__protocol").get(pk=instrument.pk)
        if instrument.status is State.ABANDONED and permissions.is_officer_of(by, instrument.version):
            done.cancel()
            return instrument
        permissions.check_instrument(by, instrument, Action.ABANDON)
        instrument.state, instrument.state_since = State.ABANDONED.value, timezone.now()
        instrument.save(update_fields=["state", "state_since"])
    return instrument


def _check(content: Content) -> None:
    if not content.reason.strip():
        raise Invalid("Write why, as every party should read it.", "reason")
    if content.effective_on < timezone.localdate():
        raise Invalid("It can take effect today at the earliest. Choose today or a later day.", "effective_on")
    if content.kind in OF_ONE_PARTY and content.partner is None:
        raise Invalid("Choose the organisation that this is about.", "partner")


def _party_for(version: ProtocolVersion, content: Content) -> Party | None:
    """The party that it is about; for an accession one that is not bound yet."""
    if content.partner is None or content.kind not in OF_ONE_PARTY:
        return None
    found = Party.everyone.filter(version=version, partner=content.partner).first()
    bound = found is not None and (found.joins_by_id is None or found.bound_from is not None)
    if content.kind != Kind.ACCESSION:
        if found is None or not bound or found.bound_until:
            raise Invalid(f"{content.partner} is no party to {version}. Choose one of its parties.", "partner")
        return found
    if bound:
        raise Invalid(f"{content.partner} is a party to {version} already.", "partner")
    if found is None:
        found = Party(version=version, partner=content.partner)
        found.save()
    return found


def _refuse_second(instrument: Instrument) -> None:
    alike = Instrument.objects.filter(version=instrument.version, kind=instrument.kind, state__in=UNDER_WAY)
    if alike.filter(party=instrument.party).exists():
        what = str(instrument.get_kind_display()).lower()
        whose = f" of {instrument.party}" if instrument.party else ""
        raise Invalid(f"The {what}{whose} is under way already. Go on with it, or give it up first.", "kind")


def _signers(instrument: Instrument) -> list[Party]:
    """Who signs: the one whose act it is, or every party that is bound."""
    return [instrument.party] if instrument.party is not None else bound_parties(instrument.version)
