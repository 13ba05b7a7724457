"""Signatures that a person owes, when it is their turn, of versions and of instruments; or why they cannot."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from partners.models import Role
from partners.roles import RoleKind
from portal.among import Among
from protocols.facts.parents import outside_parent
from protocols.models import Handover, Instrument, Refusal, Signature, Signing, SigningPlan, SigningTurn, Snapshot
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.instruments import named, page_of
from protocols.queries.in_tray.items import Item, about, due_of, page
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, narrow, own_text
from protocols.queries.in_tray.scopes import parties_of
from protocols.queries.signing import signs


@dataclass(frozen=True)
class Matter:
    """What is signed: how a signing leads to its parties and to its last day, which it is, and what its plan is.

    `texts` says which snapshots may be of texts that some partners sign.
    """

    party: str
    texts: Callable[[Sequence[int | None]], Among]
    last_day: tuple[str, ...]
    which: Q
    plan: Q
    turns: Q


def _own_texts(partners: Sequence[int | None]) -> Among:
    return Among("version_id", parties_of(partners, column="version_id"))


def _own_instruments(partners: Sequence[int | None]) -> Among:
    signed = Instrument.signers.through.objects.filter(Among("party_id", parties_of(partners)))
    return Among("instrument_id", signed.order_by().values("instrument"))


TEXT = Matter(
    party="snapshot__version__parties",
    texts=_own_texts,
    last_day=("snapshot__version__signing_closes_on", "snapshot__version__starts_on"),
    which=own_text("snapshot__") & signs("snapshot__version__parties__"),
    plan=Q(version=OuterRef("snapshot__version"), instrument=None),
    turns=Q(plan__version=OuterRef("snapshot__version"), plan__instrument=None) & signs("party__"),
)
INSTRUMENT = Matter(
    party="snapshot__instrument__signers",
    texts=_own_instruments,
    last_day=("snapshot__instrument__effective_on",),
    which=~own_text("snapshot__"),
    plan=Q(instrument=OuterRef("snapshot__instrument")),
    turns=Q(plan__instrument=OuterRef("snapshot__instrument"))
    & Q(party__instruments_to_sign=OuterRef("snapshot__instrument")),
)


def _owed(roles: Sequence[Role], matter: Matter) -> "QuerySet[Signing]":
    """The open signings, once for each party that has yet to say, where that is for the person to do and in turn."""
    me = [role for role in roles if role.role is RoleKind.SIGNATORY]
    partners = [role.partner_id for role in me]
    texts = Snapshot.objects.filter(matter.texts(partners)).order_by().values("pk")
    found = Signing.objects.filter(
        Among("snapshot_id", texts), matter.which, stage=Signing.Stage.OPEN, opened_at__isnull=False,
        snapshot__withdrawn_at=None, **{f"{matter.party}__partner__in": partners},
    ).alias(signer=F(matter.party), signs_for=F(f"{matter.party}__partner_id"))  # fmt: skip
    place = {"signing": OuterRef("pk"), "party": OuterRef("signer")}
    signed = Signature.objects.filter(void_at=None, **place)
    unsaid = found.filter(~Exists(signed), ~Exists(Refusal.objects.filter(**place)))
    latest = Handover.objects.filter(**place).order_by("-at", "-pk").values("pk")[:1]
    to_others = Handover.objects.filter(pk=OuterRef("handed")).exclude(_is_for(me))
    return _in_turn(unsaid.alias(handed=Subquery(latest)).filter(~Exists(to_others)), matter)


def _is_for(me: Sequence[Role]) -> Q:
    """Handovers to the person, or to whoever holds the role no more: of those it waits for everybody again."""
    keys = [role.pk for role in me]
    named_me = Role.objects.filter(pk__in=keys, person__email__iexact=OuterRef("email"))
    over = Q(to__isnull=False) & ~Exists(Role.objects.current().filter(pk=OuterRef("to")))
    return Q(to__in=keys) | over | Q(Exists(named_me), to=None)


def _in_turn(found: "QuerySet[Signing]", matter: Matter) -> "QuerySet[Signing]":
    """Without parties before whom others sign first; one that the plan does not name signs with the last."""
    turns = SigningTurn.objects.filter(matter.turns)
    own = turns.filter(party=OuterRef("signer")).order_by().values("number")[:1]
    last = turns.order_by("-number").values("number")[:1]
    place = {"signing": OuterRef(OuterRef("pk")), "party": OuterRef("party")}
    said = Exists(Signature.objects.filter(void_at=None, **place)) | Exists(Refusal.objects.filter(**place))
    earlier = turns.filter(~Q(said), number__lt=OuterRef("turn"))
    return found.alias(turn=Coalesce(Subquery(own), Subquery(last))).filter(~Exists(earlier))


def _rows(found: "QuerySet[Signing]", matter: Matter) -> "QuerySet[Any]":
    plan = SigningPlan.objects.filter(matter.plan).values("due_on")[:1]
    return narrow(
        found, version="snapshot__version_id", other="snapshot__version__parent_id", party="signer",
        instrument="snapshot__instrument_id", place="signs_for", since="opened_at",
        due=Coalesce(Subquery(plan), *matter.last_day),
    )  # fmt: skip


def _outside() -> Exists:
    """That the party cannot sign, because the overarching protocol does not bind it."""
    return Exists(outside_parent().order_by().filter(pk=OuterRef("signer")))


def _to_sign(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """What the person can sign now."""
    if any(role.role is RoleKind.SIGNATORY for role in roles):
        yield _rows(_owed(roles, TEXT).filter(~_outside()), TEXT)
        yield _rows(_owed(roles, INSTRUMENT), INSTRUMENT)


def _signature(line: Line, found: Found) -> Item:
    version, party = found.versions[line.version], found.parties[line.party]
    instrument = found.instruments[line.instrument] if line.instrument else None
    what = f"Sign {named(instrument)} for {party}" if instrument else f"Sign for {party}"
    link = page_of("instrument_sign", version, instrument) if instrument else page(version, "sign")
    role = found.at(line.place, RoleKind.SIGNATORY)
    return Item(what, about(version), role, line.since, "Read and sign", link, due_of(line))


def _cannot_sign(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """What the person would sign, had their party not left the overarching protocol."""
    if any(role.role is RoleKind.SIGNATORY for role in roles):
        yield _rows(_owed(roles, TEXT).filter(_outside()), TEXT)


def _refused(line: Line, found: Found) -> Item:
    version, party = found.versions[line.version], found.parties[line.party]
    what = f"{party} cannot sign this: not bound by {found.versions[line.other].reference}"
    role = found.at(line.place, RoleKind.SIGNATORY)
    return Item(what, about(version), role, line.since, "See why", page(version, "sign"))


SIGNATURES = Kind(_to_sign, _signature)
REFUSED = Kind(_cannot_sign, _refused)
