"""What waits for others, in what the person takes part in: decisions and signatures."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from partners.models import Role
from partners.roles import RoleKind
from portal.among import Among
from protocols.facts.binding import not_bound_yet
from protocols.models import Decision, Party, Refusal, Signature, Signing, Snapshot
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
    texts = Snapshot.objects.filter(own_text(""), withdrawn_at=None).order_by()
    waiting = Decision.objects.filter(outcome=Decision.Outcome.WAITING)
    for here in taking_part(roles, *State):
        others = waiting.filter(Among("snapshot_id", texts.filter(here("version_id")).values("pk")))
        yield narrow(others.exclude(mine) if mine else others, version="snapshot__version_id", party="party_id",
                     word="kind", since="asked_at")  # fmt: skip


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
    opened = Signing.objects.filter(stage=Stage.OPEN, opened_at__isnull=False).order_by()
    since = opened.filter(own_text("snapshot__"), snapshot__version=OuterRef("version")).values("opened_at")[:1]
    texts = Snapshot.objects.filter(own_text("")).order_by()
    for here in taking_part(roles, State.SIGNING, State.IN_FORCE):
        open_here = opened.filter(Among("snapshot_id", texts.filter(here("version_id")).values("pk")))
        parties = own.filter(Among("version_id", open_here.values("snapshot__version")))
        yield narrow(parties, version="version_id", party="pk", name="partner__short_name", since=Subquery(since))


def _signature(line: Line, found: Found) -> Waiting:
    version, party = found.versions[line.version], found.parties[line.party]
    who = f"The signatory of {party}"
    return Waiting("Signature", about(version), who, line.since, page(version, "sign"), found.seeing(version))


DECISIONS = Kind(_decisions, _decision)
SIGNATURES = Kind(_signatures, _signature)
