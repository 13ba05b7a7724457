"""Signing that an officer sees to: pages signed on paper, and texts whose last day for signing is over."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from portal.among import Among
from protocols.models import PaperSignature, ProtocolVersion, Signing, Snapshot
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.instruments import named
from protocols.queries.in_tray.items import Item, about, due_of, officers_of, page
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, narrow
from protocols.queries.in_tray.scopes import run_by
from protocols.states import State


def _papers(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Pages signed on paper that an officer may accept: not those that the officer handed in."""
    officers = officers_of(roles)
    if officers:
        texts = Snapshot.objects.filter(Among("version_id", run_by(roles))).order_by().values("pk")
        opened = Signing.objects.filter(Among("snapshot_id", texts), stage=Signing.Stage.OPEN).order_by().values("pk")
        waiting = PaperSignature.objects.filter(Among("signing_id", opened), accepted_at=None, refused_at=None)
        others = waiting.exclude(brought_by__person__in={role.person_id for role in officers.values()})
        yield narrow(others, version="signing__snapshot__version_id", party="party_id",
                     instrument="signing__snapshot__instrument_id", since="brought_at")  # fmt: skip


def _paper(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    instrument = found.instruments[line.instrument] if line.instrument else None
    of = f", {named(instrument)}" if instrument else ""
    link = reverse("protocols:paper", args=[version.reference, version.number, line.pk])
    return Item(f"Look at the page signed on paper for {found.parties[line.party]}{of}", about(version),
                found.officer(line.version), line.since, "Look at it",
                link + (f"?instrument={instrument.number}" if instrument else ""))  # fmt: skip


def _past(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Texts whose last day for signing is over before enough had signed: they stay open, and the officer is told."""
    if officers_of(roles):
        mine = Among("pk", run_by(roles, State.SIGNING))
        past = ProtocolVersion.objects.filter(mine, signing_closes_on__lt=timezone.localdate())
        yield narrow(past, version="pk", since="state_since", due="signing_closes_on")


def _not_in_force(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    return Item("See why it is not in force: its last day for signing is over", about(version),
                found.officer(line.version), line.since, "See who has signed", page(version, "sign"),
                due_of(line))  # fmt: skip


PAPERS = Kind(_papers, _paper)
NOT_IN_FORCE = Kind(_past, _not_in_force)
