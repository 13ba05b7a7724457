"""Joining that waits for somebody: requests and objections for officers, what a party began, the time to object."""

from collections.abc import Iterator, Sequence

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from protocols.facts.binding import bound_on
from protocols.kinds import OWN_ACTS
from protocols.models import Instrument, JoinRequest, Objection, Party
from protocols.models.joining import BEGINNERS, OBJECTORS
from protocols.queries.in_tray.instruments import named, page_of
from protocols.queries.in_tray.items import Coming, Item, about, officers_of
from protocols.states import State


def joining(roles: Sequence[Role]) -> Iterator[Item]:
    """Requests to answer and objections to resolve, and the drafts that a party began for itself; three queries."""
    officers = officers_of(roles)
    if officers:
        yield from _requests(officers)
    yield from _of_parties(roles)


def _requests(officers: dict[int | None, Role]) -> Iterator[Item]:
    """Partners that ask to join, and parties that object."""
    asked = JoinRequest.objects.filter(
        state=JoinRequest.State.WAITING,
        version__protocol__partnership__in=officers,
        version__state=State.IN_FORCE.value,
    )
    for one in asked.select_related("version__protocol", "partner"):
        link = reverse("protocols:join_request", args=[one.version.protocol.reference, one.version.number, one.pk])
        yield Item(f"Answer {one.partner}, which asks to join", about(one.version),
                   officers[one.version.protocol.partnership_id], one.asked_at, "Answer", link)  # fmt: skip
    objected = Objection.objects.filter(
        state=Objection.State.OPEN, instrument__state=State.DRAFT.value,
        instrument__version__protocol__partnership__in=officers,
    ).select_related("instrument__version__protocol", "party__partner")  # fmt: skip
    for it in objected:
        version = it.instrument.version
        yield Item(f"Resolve the objection of {it.party} to {named(it.instrument)}", about(version),
                   officers[version.protocol.partnership_id], it.made_at, "See the objection",
                   page_of("instrument", it.instrument))  # fmt: skip


def _of_parties(roles: Sequence[Role]) -> Iterator[Item]:
    """Drafts of what a party began for itself, for whoever may go on with them."""
    own = {role.partner_id: role for role in reversed(roles) if role.role in BEGINNERS}
    if not own:
        return
    drafts = Instrument.objects.filter(
        state=State.DRAFT.value, version__state=State.IN_FORCE.value, kind__in=OWN_ACTS, party__partner__in=own,
        begun_by__partner__in=own,
    )  # fmt: skip
    for one in drafts.select_related("version__protocol", "party"):
        if one.party is None:
            raise LookupError("A party’s own act names the party.")
        yield Item(f"Go on with {named(one)}", about(one.version), own[one.party.partner_id], one.state_since,
                   "Open the draft", page_of("instrument", one), one.effective_on)  # fmt: skip


def may_object(roles: Sequence[Role]) -> Iterator[Coming]:
    """Partners that ask to join, for those who may object for a party until a day; one query."""
    own = {role.partner_id: role for role in reversed(roles) if role.role in OBJECTORS}
    if not own:
        return
    asked = Instrument.objects.filter(
        state=State.DRAFT.value, version__state=State.IN_FORCE.value, objections_until__gte=timezone.localdate(),
        version__parties__in=Party.objects.filter(bound_on(), partner__in=own),
    )  # fmt: skip
    rows = asked.select_related("version__protocol", "party__partner").annotate(by=F("version__parties__partner_id"))
    for one in rows:
        if one.objections_until is None:
            raise LookupError("Only what may be objected to is asked for here.")
        yield Coming(f"{one.party} asks to join; you may object until", about(one.version), one.objections_until,
                     page_of("instrument", one), own[one.by])  # fmt: skip
