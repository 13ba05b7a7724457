"""The party that an instrument is about: one that is bound, or, for an accession, one that is not yet."""

from datetime import date, timedelta

from django.utils import timezone

from partners.models import Partner
from portal.govuk.days import day
from protocols.errors import Invalid
from protocols.facts.binding import suspended
from protocols.facts.commencing import is_open
from protocols.facts.parents import bound_by
from protocols.models import Instrument, Party, ProtocolVersion
from protocols.models.instruments import UNDER_WAY
from protocols.queries.joining import time_to_object
from protocols.queries.parties import candidates
from protocols.states import State
from protocols.texts.objecting import Period

Kind = Instrument.Kind


def party_for(version: ProtocolVersion, kind: Instrument.Kind, partner: Partner | None) -> Party | None:
    """The party that it is about; None where it is about all. Must be called inside an act. Raises Invalid."""
    if partner is None or kind in (Kind.RENEWAL, Kind.TERMINATION):
        return None
    found = Party.everyone.filter(version=version, partner=partner).first()
    if kind == Kind.ACCESSION:
        return _joining(version, partner, found)
    if found is None or ((found.joins_by_id or found.signs_late) and not found.bound_from):
        raise Invalid(f"{partner} is no party to {version}. Choose one of its parties.", "partner")
    _refuse_leaving(found, partner)
    paused = found.pk in suspended(version)
    if kind == Kind.SUSPENSION and paused:
        raise Invalid(f"The sharing of {partner} is suspended already.", "partner")
    if kind == Kind.RESUMPTION and not paused:
        raise Invalid(f"The sharing of {partner} is not suspended, so there is nothing to end.", "partner")
    return found


def last_day_to_object(version: ProtocolVersion, set_days: str = "") -> date | None:
    """The last day on which a party may object to an accession begun today; None where nothing gives any time.

    `set_days` are the working days that the officer gives, where the agreement's words give none.
    """
    period = time_to_object(version) or (Period(int(set_days), working=True) if set_days else None)
    return period.last_day(timezone.localdate()) if period else None


def refuse_too_early(objections_until: date | None, effective_on: date) -> None:
    """Raise Invalid where an accession would take effect while the parties may still object."""
    if objections_until is not None and effective_on <= objections_until:
        earliest = day(objections_until + timedelta(days=1))
        raise Invalid(
            f"The parties may object until {day(objections_until)}, so it can take effect on {earliest} at the "
            "earliest.",
            "effective_on",
        )


def refuse_second(instrument: Instrument) -> None:
    """Raise Invalid where one of the kind is under way already for the same party, or for all."""
    alike = Instrument.objects.filter(version=instrument.version, kind=instrument.kind, state__in=UNDER_WAY)
    if alike.filter(party=instrument.party).exists():
        what = str(instrument.get_kind_display()).lower()
        whose = f" of {instrument.party}" if instrument.party else ""
        raise Invalid(f"The {what}{whose} is under way already. Go on with it, or give it up first.", "kind")


def _joining(version: ProtocolVersion, partner: Partner, found: Party | None) -> Party:
    if found is not None and found.bound_until:
        raise Invalid(f"{partner} left {version} on {day(found.bound_until)}. It can join a new version.", "partner")
    signed = found is not None and found.joins_by_id is None and not found.signs_late
    if found is not None and (signed or found.bound_from is not None or _sealed(found)):
        raise Invalid(f"{partner} is a party to {version} already.", "partner")
    if found is not None and found.signs_late and is_open(version):
        until = day(version.signing_closes_on)
        raise Invalid(
            f"{partner} can still sign {version} itself, until {until}. It joins once that is over.", "partner"
        )
    if not candidates(version).filter(pk=partner.pk).exists():
        raise Invalid(f"{partner} is no approved member of {version.protocol.partnership}.", "partner")
    if version.parent_id and partner.pk not in bound_by(version.parent_id):
        raise Invalid(f"{partner} is not bound by {version.parent}. It joins that first.", "partner")
    if found is None:
        found = Party(version=version, partner=partner)
        found.save()
    return found


def _sealed(party: Party) -> bool:
    """Whether its accession is signed already, and waits for its day."""
    return party.joins_by is not None and party.joins_by.status is State.IN_FORCE


def _refuse_leaving(party: Party, partner: Partner) -> None:
    leaving = party.instruments.filter(kind=Kind.WITHDRAWAL, state=State.IN_FORCE.value).first()
    until = party.bound_until or (leaving.effective_on if leaving else None)
    if until:
        raise Invalid(f"{partner} leaves, or left, on {day(until)}, so nothing more can be begun for it.", "partner")
