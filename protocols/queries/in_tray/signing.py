"""Signatures that a person owes, when it is their turn; and pages signed on paper that wait to be accepted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Handover, PaperSignature, Party, Signature, Signing, SigningPlan, SigningTurn
from protocols.queries.in_tray.items import Item, about, page

Stage = Signing.Stage


@dataclass(frozen=True)
class Open:
    """What is known of the signings that are open: when each began, by when it is due, and whose turn it is."""

    signings: dict[int, Signing]
    due: dict[int, date | None]
    now: frozenset[int]


def open_signings(signings: Iterable[Signing]) -> Open:
    """Whose turn it is in each of the versions' signings; three queries for however many."""
    of = {one.snapshot.version_id: one for one in signings}
    plans = SigningPlan.objects.filter(version__in=of, instrument=None)
    due = {plan.version_id: plan.due_on for plan in plans}
    chosen: dict[int, dict[int, int]] = {version: {} for version in of}
    for turn in SigningTurn.objects.filter(plan__in=plans).select_related("plan"):
        chosen[turn.plan.version_id][turn.party_id] = turn.number
    signed = Signature.objects.filter(party=OuterRef("pk"), void_at=None, signing__snapshot__instrument=None)
    left: dict[int, list[tuple[int, int]]] = {}
    unsigned = Party.objects.filter(version__in=of, joins_by=None).exclude(Exists(signed))
    for party, version in unsigned.values_list("pk", "version_id"):
        last = max(chosen[version].values(), default=1)
        left.setdefault(version, []).append((chosen[version].get(party, last), party))
    now = frozenset(party for waiting in left.values() for number, party in waiting if number == min(waiting)[0])
    return Open(of, due, now)


def signatures(roles: Sequence[Role]) -> Iterator[Item]:
    """Agreements that wait for the person's signature: in turn, and not where it was handed to somebody else."""
    signatories = {role.partner_id: role for role in roles if role.role is RoleKind.SIGNATORY}
    if not signatories:
        return
    running = Signing.objects.filter(
        stage=Stage.OPEN, snapshot__instrument=None, snapshot__version__parties__partner__in=signatories
    ).distinct()
    found = open_signings(running.select_related("snapshot"))
    mine = Party.objects.filter(pk__in=found.now, partner__in=signatories)
    handed = {one.party_id: one for one in Handover.objects.filter(signing__in=found.signings.values())}
    for party in mine.select_related("version__protocol", "partner"):
        role, over = signatories[party.partner_id], handed.get(party.pk)
        if over is not None and over.to_id != role.pk and over.email.lower() != role.person.email.lower():
            continue
        signing = found.signings[party.version_id]
        if signing.opened_at is not None:
            due = found.due.get(party.version_id) or party.version.starts_on
            yield Item(f"Sign for {party}", about(party.version), role, signing.opened_at, "Read and sign",
                       page(party.version, "sign"), due)  # fmt: skip


def papers(roles: Sequence[Role]) -> Iterator[Item]:
    """Pages signed on paper that an officer may accept: not those that the officer handed in."""
    officers = {role.partnership_id: role for role in roles if role.role is RoleKind.OFFICER}
    if not officers:
        return
    waiting = PaperSignature.objects.filter(
        accepted_at=None, refused_at=None, signing__stage=Stage.OPEN, signing__snapshot__instrument=None,
        signing__snapshot__version__protocol__partnership__in=officers,
    ).exclude(brought_by__person__in={role.person_id for role in officers.values()})  # fmt: skip
    for paper in waiting.select_related("party__partner", "signing__snapshot__version__protocol"):
        version = paper.signing.snapshot.version
        yield Item(f"Look at the page signed on paper for {paper.party}", about(version),
                   officers[version.protocol.partnership_id], paper.brought_at, "Look at it",
                   reverse("protocols:paper", args=[version.protocol.reference, version.number, paper.pk]))  # fmt: skip
