"""What waits for others, in what the person takes part in: decisions and signatures."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from partners.models import Role
from partners.roles import RoleKind
from protocols.facts.binding import not_bound_yet
from protocols.models import Decision, Party, Refusal, Signature, Signing
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Waiting, about, page
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, narrow, own_text
from protocols.queries.in_tray.scopes import taking_part
from protocols.states import State

Stage = Signing.Stage


def _decisions(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Decisions on versions that other posts owe."""
    mine = reduce(or_, [Q(party__partner=role.partner_id, kind=role.kind) for role in roles if role.partner_id], Q())
    waiting = Decision.objects.filter(
        own_text("snapshot__"), outcome=Decision.Outcome.WAITING, snapshot__withdrawn_at=None
    )
    for versions in taking_part(roles):
        others = waiting.filter(snapshot__version__in=versions.values("pk"))
        yield narrow(others.exclude(mine) if mine else others, version="snapshot__version_id", party="party_id",
                     place="party__partner_id", word="kind", since="asked_at")  # fmt: skip


def _decision(line: Line, found: Found) -> Waiting:
    version, party = found.versions[line.version], found.parties[line.party]
    who = f"The {RoleKind(line.word).label} of {party}"
    return Waiting("Decision", about(version), who, line.since, page(version, "approvals"), found.seeing(version))


def _signatures(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Signatures that other parties owe: of texts open for signature, and late ones of texts in force."""
    mine = [role.partner_id for role in roles if role.role is RoleKind.SIGNATORY]
    signed = Signature.objects.filter(party=OuterRef("pk"), void_at=None)
    declined = Refusal.objects.filter(party=OuterRef("pk"), signing__stage=Stage.OPEN)
    still = Q(version__state=State.SIGNING.value) | not_bound_yet()
    unsigned = Party.objects.filter(still, ~Exists(signed), ~Exists(declined)).exclude(partner__in=mine)
    own = unsigned.exclude(joins_by__isnull=False)
    under_way = [State.SIGNING.value, State.IN_FORCE.value]
    opened = Signing.objects.filter(own_text("snapshot__"), stage=Stage.OPEN, opened_at__isnull=False)
    since = opened.filter(snapshot__version=OuterRef("version")).order_by().values("opened_at")[:1]
    for versions in taking_part(roles):
        here = opened.filter(snapshot__version__in=versions.filter(state__in=under_way).values("pk"))
        yield narrow(own.filter(version__in=here.values("snapshot__version")), version="version_id", party="pk",
                     place="partner_id", name="partner__short_name", since=Subquery(since))  # fmt: skip


def _signature(line: Line, found: Found) -> Waiting:
    version, party = found.versions[line.version], found.parties[line.party]
    who = f"The signatory of {party}"
    return Waiting("Signature", about(version), who, line.since, page(version, "sign"), found.seeing(version))


DECISIONS = Kind(_decisions, _decision)
SIGNATURES = Kind(_signatures, _signature)
