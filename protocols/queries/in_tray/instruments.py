"""Documents after signing that wait for the officer: to submit, or an agreement to end."""

from collections.abc import Iterator, Sequence

from django.db.models import Count, OuterRef, Q
from django.urls import reverse

from partners.models import Role
from protocols.facts.binding import FEWEST, bound_on
from protocols.models import Instrument, Party, ProtocolVersion
from protocols.queries.in_tray.items import Item, about, officers_of, page
from protocols.queries.joining import may_still_object
from protocols.states import State


def instruments(roles: Sequence[Role]) -> Iterator[Item]:
    """Drafts to go on with, and agreements in force with fewer parties than an agreement needs.

    Decisions on instruments, and signatures, stand with all others.
    """
    officers = officers_of(roles)
    if not officers:
        return
    drafts = Instrument.objects.filter(
        state=State.DRAFT.value, version__state=State.IN_FORCE.value, version__protocol__partnership__in=officers
    )
    heard = [one for one in drafts.select_related("version__protocol") if not may_still_object(one)]
    for one in heard:
        yield Item(f"Go on with {named(one)}", about(one.version), officers[one.version.protocol.partnership_id],
                   one.state_since, "Open the draft", page_of("instrument", one), one.effective_on)  # fmt: skip
    for version in _too_few(officers):
        yield Item("End it: fewer than two parties are bound", about(version),
                   officers[version.protocol.partnership_id], version.state_since, "See what to do",
                   page(version, "instruments"))  # fmt: skip


def _too_few(officers: dict[int | None, Role]) -> Iterator[ProtocolVersion]:
    bound = Party.objects.filter(bound_on(), version=OuterRef("pk")).order_by().values("version")
    found = ProtocolVersion.objects.filter(state=State.IN_FORCE.value, protocol__partnership__in=officers)
    left = found.filter(Q(parties__bound_until__isnull=False)).distinct().select_related("protocol")
    counted = left.annotate(bound=bound.annotate(n=Count("pk")).values("n"))
    yield from (version for version in counted if (version.bound or 0) < FEWEST)


def named(instrument: Instrument) -> str:
    """An instrument as a line of the in-tray names it."""
    return f"{str(instrument.get_kind_display()).lower()} {instrument.number}"


def page_of(name: str, instrument: Instrument) -> str:
    """The address of one of an instrument's pages."""
    version = instrument.version
    return reverse(f"protocols:{name}", args=[version.protocol.reference, version.number, instrument.number])
