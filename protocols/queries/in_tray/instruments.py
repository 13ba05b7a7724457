"""Documents after signing that wait for the officer: to submit, or an agreement to end."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from partners.models import Role
from portal.addresses import address
from portal.among import Among
from protocols.facts.binding import FEWEST, bound_on
from protocols.models import Instrument, Party, ProtocolVersion
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Item, Version, about, officers_of, page
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, narrow
from protocols.queries.in_tray.scopes import run_by
from protocols.states import State


def _drafts(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Drafts to go on with, once nobody may object any more.

    Decisions on instruments, and signatures, stand with all others.
    """
    heard = Q(objections_until=None) | Q(objections_until__lt=timezone.localdate())
    if officers_of(roles):
        mine = Among("version_id", run_by(roles, State.IN_FORCE))
        drafts = Instrument.objects.filter(heard, mine, state=State.DRAFT.value)
        yield narrow(drafts, version="version_id", instrument="pk", since="state_since", due="effective_on")


def _draft(line: Line, found: Found) -> Item:
    return to_go_on_with(line, found, found.officer(line.version))


def to_go_on_with(line: Line, found: Found, role: Role) -> Item:
    """The line of a draft, for whoever may go on with it."""
    one, version = found.instruments[line.instrument], found.versions[line.version]
    return Item(f"Go on with {named(one)}", about(version), role, line.since, "Open the draft",
                page_of("instrument", version, one), line.due)  # fmt: skip


def _lonely(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Agreements in force with fewer parties than an agreement needs."""
    if officers_of(roles):
        mine = Among("version_id", run_by(roles, State.IN_FORCE))
        left = Party.everyone.filter(mine, bound_until__isnull=False).order_by().values("version")
        bound = Party.objects.filter(bound_on(), version=OuterRef("pk")).order_by().values("version")
        few = ProtocolVersion.objects.filter(Among("pk", left)).alias(
            bound=Coalesce(Subquery(bound.annotate(n=Count("pk")).values("n")), 0)
        )
        yield narrow(few.filter(bound__lt=FEWEST), version="pk", since="state_since")


def _to_end(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    return Item("End it: fewer than two parties are bound", about(version), found.officer(line.version),
                line.since, "See what to do", page(version, "instruments"))  # fmt: skip


def named(instrument: Instrument) -> str:
    """An instrument as a line of the in-tray names it."""
    return f"{str(instrument.get_kind_display()).lower()} {instrument.number}"


def page_of(name: str, version: Version, instrument: Instrument) -> str:
    """The address of one of the pages of an instrument of a version."""
    return address(f"protocols:{name}", version.reference, version.number, instrument.number)


DRAFTS = Kind(_drafts, _draft)
TOO_FEW = Kind(_lonely, _to_end)
