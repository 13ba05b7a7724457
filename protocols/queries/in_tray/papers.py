"""Signing that an officer sees to: pages signed on paper, and texts whose last day for signing is over."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import PaperSignature, ProtocolVersion, Signing
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.instruments import named
from protocols.queries.in_tray.items import Item, about, due_of, officers_of, page
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, narrow
from protocols.states import State


def _papers(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Pages signed on paper that an officer may accept: not those that the officer handed in."""
    officers = officers_of(roles)
    where = "signing__snapshot__version"
    waiting = PaperSignature.objects.filter(
        accepted_at=None, refused_at=None, signing__stage=Signing.Stage.OPEN,
        **{f"{where}__protocol__partnership__in": officers},
    ).exclude(brought_by__person__in={role.person_id for role in officers.values()})  # fmt: skip
    if officers:
        yield narrow(waiting, version=f"{where}_id", party="party_id", instrument="signing__snapshot__instrument_id",
                     place=f"{where}__protocol__partnership_id", since="brought_at")  # fmt: skip


def _paper(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    instrument = found.instruments[line.instrument] if line.instrument else None
    of = f", {named(instrument)}" if instrument else ""
    link = reverse("protocols:paper", args=[version.protocol.reference, version.number, line.pk])
    return Item(f"Look at the page signed on paper for {found.parties[line.party]}{of}", about(version),
                found.at(line.place, RoleKind.OFFICER), line.since, "Look at it",
                link + (f"?instrument={instrument.number}" if instrument else ""))  # fmt: skip


def _past(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Texts whose last day for signing is over before enough had signed: they stay open, and the officer is told."""
    officers = officers_of(roles)
    past = ProtocolVersion.objects.filter(
        state=State.SIGNING.value, signing_closes_on__lt=timezone.localdate(), protocol__partnership__in=officers
    )
    if officers:
        yield narrow(past, version="pk", place="protocol__partnership_id", since="state_since",
                     due="signing_closes_on")  # fmt: skip


def _not_in_force(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    return Item("See why it is not in force: its last day for signing is over", about(version),
                found.at(line.place, RoleKind.OFFICER), line.since, "See who has signed", page(version, "sign"),
                due_of(line))  # fmt: skip


PAPERS = Kind(_papers, _paper)
NOT_IN_FORCE = Kind(_past, _not_in_force)
