"""Joining an agreement in force: who may ask to, what was asked, the time to object, and who has objected."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from partners.models import Partner, Role
from partners.roles import RoleKind
from portal.govuk.days import day
from portal.richtext import plain
from protocols.facts.parents import bound_by
from protocols.models import Instrument, JoinRequest, Objection, Party, ProtocolVersion
from protocols.queries.parties import candidates
from protocols.states import State
from protocols.texts.composing import composed
from protocols.texts.instruments import sentence
from protocols.texts.objecting import Period, period_in


def time_to_object(version: ProtocolVersion) -> Period | None:
    """How long the parties may object before a partner joins, as the agreement's words say; None where they do not.

    Of a thematic protocol its own words count, then those that it inherits.
    """
    clauses = composed(version)
    own = (line for one in clauses for line in plain(one.html).splitlines())
    inherited = (line for one in clauses for line in plain(one.inherited_html).splitlines())
    return period_in(own) or period_in(inherited)


def joinable(capacity: Role | None, reference: str) -> ProtocolVersion | None:
    """The published version in force of that reference that somebody's partner could ask to join; else None."""
    partner = capacity.partner if capacity is not None and capacity.partner_id else None
    if partner is None:
        return None
    there = Party.everyone.filter(version=OuterRef("pk"), partner=partner).exclude(
        joins_by__state=State.ABANDONED.value
    )
    open_to_all = ProtocolVersion.objects.filter(is_public=True, state=State.IN_FORCE.value).exclude(Exists(there))
    found = open_to_all.filter(protocol__reference=reference).select_related(
        "protocol__partnership", "parent__protocol", "officer__person"
    )
    version = found.first()
    return version if version is not None and may_join(partner, version) else None


def may_join(partner: Partner, version: ProtocolVersion) -> bool:
    """Whether a partner may become a party: an approved member, bound by the overarching protocol if there is one."""
    if not candidates(version).filter(pk=partner.pk).exists():
        return False
    return version.parent_id is None or partner.pk in bound_by(version.parent_id)


def waiting_request(version: ProtocolVersion, partner: Partner | None) -> JoinRequest | None:
    """What a partner has asked and nobody has answered."""
    found = version.join_requests.filter(partner=partner, state=JoinRequest.State.WAITING)
    return found.select_related("asked_by__person", "partner").first()


def requests_to(version: ProtocolVersion, capacity: Role) -> QuerySet[JoinRequest]:
    """What was asked of a version that somebody may see, newest first; a viewer sees only what came of it."""
    found = version.join_requests.select_related(
        "partner", "asked_by__person", "asked_by__partner", "instrument", "answered_by__person"
    )
    return found.none() if capacity.role is RoleKind.VIEWER else found


def objections_to(instrument: Instrument) -> QuerySet[Objection]:
    """The objections to an accession, oldest first."""
    people = ("made_by__person", "made_by__partner", "answered_by__person")
    return instrument.objections.select_related("party__partner", *people).order_by("made_at", "pk")


def time_runs(instrument: Instrument) -> bool:
    """Whether the time to object to an accession still runs; its last day counts."""
    until = instrument.objections_until
    return until is not None and timezone.localdate() <= until


def may_still_object(instrument: Instrument) -> bool:
    """Whether a party may still object to an accession: the time runs, and nothing is frozen yet."""
    return time_runs(instrument) and instrument.status is State.DRAFT


def unheard(instrument: Instrument) -> str | None:
    """The sentence that says why an accession cannot go on yet; None where it can."""
    standing = [one.party for one in objections_to(instrument) if one.is_open]
    if standing:
        names = ", ".join(str(party) for party in standing)
        return f"{names} objected. That has to be withdrawn, or overruled on an authority, before this goes on."
    if time_runs(instrument):
        return f"The parties may object until {day(instrument.objections_until)}. It can go on from the day after."
    return None


def heard(objections: Sequence[Objection]) -> str:
    """What came of asking the parties, as the accession says it."""
    return " ".join(_told(one) for one in objections) or "Nobody objected."


def _told(one: Objection) -> str:
    said = f"{one.party.partner.legal_name} objected on {day(one.made_at)}: {sentence(one.reason)}"
    if one.state == Objection.State.WITHDRAWN:
        why = f": {sentence(one.answer)}" if one.answer else "."
        return f"{said} It withdrew its objection on {day(one.answered_at)}{why}"
    if one.state == Objection.State.OVERRULED:
        by = f"{said} It was overruled on {day(one.answered_at)}: {sentence(one.answer)}"
        return f"{by} The authority: {sentence(one.authority)}"
    return f"{said} That objection is open."
