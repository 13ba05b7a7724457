"""Documents after signing that wait for the person: to sign, to submit, or an agreement to end."""

from collections.abc import Iterator, Sequence

from django.db.models import Count, OuterRef, Q
from django.urls import reverse

from partners.models import Role
from partners.roles import RoleKind
from protocols.facts.binding import FEWEST, bound_on
from protocols.models import Instrument, Party, ProtocolVersion, Signature, Signing
from protocols.queries.in_tray.items import Item, about, page
from protocols.states import State


def instruments(roles: Sequence[Role]) -> Iterator[Item]:
    """Every line about instruments but decisions, which stand with all others; a fixed few queries."""
    yield from _signatures(roles)
    yield from _of_officers(roles)


def _signatures(roles: Sequence[Role]) -> Iterator[Item]:
    signatories = {role.partner_id: role for role in reversed(roles) if role.role is RoleKind.SIGNATORY}
    if not signatories:
        return
    running = Signing.objects.filter(
        stage=Signing.Stage.OPEN, snapshot__withdrawn_at=None,
        snapshot__instrument__signers__partner__in=signatories,
    ).select_related("snapshot__instrument__version__protocol").distinct()  # fmt: skip
    opened = {one.snapshot.instrument_id: one for one in running}
    signed = set(
        Signature.objects.filter(signing__in=[one.pk for one in opened.values()], void_at=None).values_list(
            "signing_id", "party_id"
        )
    )
    places = Instrument.signers.through.objects.filter(instrument__in=opened, party__partner__in=signatories)
    for instrument_id, party_id, partner_id in places.values_list("instrument_id", "party_id", "party__partner_id"):
        one, role = opened[instrument_id], signatories[partner_id]
        instrument = one.snapshot.instrument
        if instrument is None or one.opened_at is None or (one.pk, party_id) in signed:
            continue
        yield Item(f"Sign {_named(instrument)} for {role.partner}", about(instrument.version), role, one.opened_at,
                   "Read and sign", _page("instrument_sign", instrument), instrument.effective_on)  # fmt: skip


def _of_officers(roles: Sequence[Role]) -> Iterator[Item]:
    """Drafts to go on with, and agreements in force with fewer parties than an agreement needs."""
    officers = {role.partnership_id: role for role in reversed(roles) if role.role is RoleKind.OFFICER}
    if not officers:
        return
    drafts = Instrument.objects.filter(
        state=State.DRAFT.value, version__state=State.IN_FORCE.value, version__protocol__partnership__in=officers
    )
    for one in drafts.select_related("version__protocol"):
        yield Item(f"Go on with {_named(one)}", about(one.version), officers[one.version.protocol.partnership_id],
                   one.state_since, "Open the draft", _page("instrument", one), one.effective_on)  # fmt: skip
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


def _named(instrument: Instrument) -> str:
    return f"{str(instrument.get_kind_display()).lower()} {instrument.number}"


def _page(name: str, instrument: Instrument) -> str:
    version = instrument.version
    return reverse(f"protocols:{name}", args=[version.protocol.reference, version.number, instrument.number])
