"""Joining that waits for somebody: requests and objections for officers, and what a party began."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from partners.models import Role
from portal.among import Among
from protocols.kinds import OWN_ACTS
from protocols.models import Instrument, JoinRequest, Objection
from protocols.models.joining import BEGINNERS
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.instruments import named, page_of, to_go_on_with
from protocols.queries.in_tray.items import Item, about, officers_of
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, narrow
from protocols.queries.in_tray.scopes import parties_of, run_by
from protocols.states import State


def _requests(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Partners that ask to join."""
    if officers_of(roles):
        mine = Among("version_id", run_by(roles, State.IN_FORCE))
        asked = JoinRequest.objects.filter(mine, state=JoinRequest.State.WAITING)
        yield narrow(asked, version="version_id", name="partner__short_name", since="asked_at")


def _request(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    link = reverse("protocols:join_request", args=[version.reference, version.number, line.pk])
    role = found.officer(line.version)
    return Item(f"Answer {line.name}, which asks to join", about(version), role, line.since, "Answer", link)


def _objections(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Parties that object."""
    if officers_of(roles):
        drafts = Instrument.objects.filter(Among("version_id", run_by(roles)), state=State.DRAFT.value)
        mine = Among("instrument_id", drafts.order_by().values("pk"))
        objected = Objection.objects.filter(mine, state=Objection.State.OPEN)
        yield narrow(objected, version="instrument__version_id", party="party_id", instrument="instrument_id",
                     since="made_at")  # fmt: skip


def _objection(line: Line, found: Found) -> Item:
    instrument = found.instruments[line.instrument]
    what = f"Resolve the objection of {found.parties[line.party]} to {named(instrument)}"
    role = found.officer(line.version)
    return Item(what, about(found.versions[line.version]), role, line.since, "See the objection",
                page_of("instrument", found.versions[line.version], instrument))  # fmt: skip


def _own(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Drafts of what a party began for itself, for whoever may go on with them."""
    own = [role.partner_id for role in roles if role.role in BEGINNERS]
    drafts = Instrument.objects.filter(
        Among("party_id", parties_of(own)), state=State.DRAFT.value, version__state=State.IN_FORCE.value,
        kind__in=OWN_ACTS, party__partner__in=own, begun_by__partner__in=own,
    )  # fmt: skip
    if own:
        yield narrow(drafts, version="version_id", instrument="pk", place="party__partner_id", since="state_since",
                     due="effective_on")  # fmt: skip


def _own_draft(line: Line, found: Found) -> Item:
    return to_go_on_with(line, found, found.at(line.place, *BEGINNERS))


REQUESTS = Kind(_requests, _request)
OBJECTIONS = Kind(_objections, _objection)
OWN_DRAFTS = Kind(_own, _own_draft)
