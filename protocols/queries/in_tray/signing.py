"""Signatures that a person owes, when it is their turn; and pages signed on paper that wait to be accepted.

Of versions and of instruments alike.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import (
    Handover,
    Instrument,
    PaperSignature,
    Party,
    ProtocolVersion,
    Refusal,
    Signature,
    Signing,
    SigningPlan,
    SigningTurn,
)
from protocols.queries.in_tray.items import Item, about, officers_of, page
from protocols.queries.signing import SIGNS, signing_page
from protocols.states import State

Stage = Signing.Stage
Matter = tuple[int, int | None]
"""A version, and an instrument of it or none."""


@dataclass(frozen=True)
class Open:
    """The open signings, by when each is due, and whose turn it is in which: signing and party."""

    signings: dict[int, Signing]
    due: dict[int, date | None]
    now: frozenset[tuple[int, int]]


def open_signings(signings: Iterable[Signing]) -> Open:
    """Whose turn it is in each of the signings, which come with their snapshots; six queries for however many."""
    of = {one.pk: one for one in signings}
    by_matter: dict[Matter, int] = {
        (one.snapshot.version_id, one.snapshot.instrument_id): one.pk for one in of.values()
    }
    plans = SigningPlan.objects.filter(version__in={version for version, _ in by_matter})
    planned = {plan.pk: plan for plan in plans if (plan.version_id, plan.instrument_id) in by_matter}
    signing_by_plan = {key: by_matter[plan.version_id, plan.instrument_id] for key, plan in planned.items()}
    chosen: dict[int, dict[int, int]] = {key: {} for key in of}
    for turn in SigningTurn.objects.filter(plan__in=planned):
        chosen[signing_by_plan[turn.plan_id]][turn.party_id] = turn.number
    left: dict[int, list[tuple[int, int]]] = {}
    for key, party in sorted(_signers(by_matter) - _answered(of)):
        last = max(chosen[key].values(), default=1)
        left.setdefault(key, []).append((chosen[key].get(party, last), party))
    now = {(key, party) for key, waiting in left.items() for number, party in waiting if number == min(waiting)[0]}
    return Open(of, {signing_by_plan[key]: plan.due_on for key, plan in planned.items()}, frozenset(now))


def _signers(by_matter: dict[Matter, int]) -> set[tuple[int, int]]:
    """Who signs in which signing: the parties of a version's text, or those whom an instrument names."""
    versions = [version for version, instrument in by_matter if instrument is None]
    named = Party.objects.filter(SIGNS, version__in=versions).values_list("version_id", "pk")
    instruments = {instrument: key for (_, instrument), key in by_matter.items() if instrument is not None}
    through = Instrument.signers.through.objects.filter(instrument__in=instruments)
    return {(by_matter[version, None], party) for version, party in named} | {
        (instruments[instrument], party) for instrument, party in through.values_list("instrument_id", "party_id")
    }


def _answered(signings: Iterable[int]) -> set[tuple[int, int]]:
    """Who has signed or declined, in which signing."""
    keys = list(signings)
    signed = Signature.objects.filter(signing__in=keys, void_at=None).values_list("signing_id", "party_id")
    return {*signed, *Refusal.objects.filter(signing__in=keys).values_list("signing_id", "party_id")}


def signatures(roles: Sequence[Role]) -> Iterator[Item]:
    """What waits for the person's signature: in turn, and not where it was handed to somebody else."""
    signatories = {role.partner_id: role for role in reversed(roles) if role.role is RoleKind.SIGNATORY}
    if not signatories:
        return
    mine = Q(snapshot__instrument=None, snapshot__version__parties__partner__in=signatories) | Q(
        snapshot__instrument__signers__partner__in=signatories
    )
    running = Signing.objects.filter(mine, stage=Stage.OPEN, snapshot__withdrawn_at=None).distinct()
    related = running.select_related("snapshot__version__protocol", "snapshot__instrument")
    found = open_signings(related.defer("snapshot__text", "snapshot__rows_text"))
    waiting = {party for _, party in found.now}
    own = Party.everyone.filter(pk__in=waiting, partner__in=signatories).select_related("partner")
    parties = {party.pk: party for party in own}
    handed = Handover.objects.filter(signing__in=found.signings).select_related("to")
    over = {(one.signing_id, one.party_id): one for one in handed}
    for key, party_id in sorted(found.now):
        party, signing, handover = parties.get(party_id), found.signings[key], over.get((key, party_id))
        if party is None or signing.opened_at is None:
            continue
        role = signatories[party.partner_id]
        if handover is None or _is_for(handover, role):
            yield _line(signing, party, role, found.due.get(key))


def _is_for(handover: Handover, role: Role) -> bool:
    """Whether a signing that was handed over waits for a role; of whoever holds no role any more it waits for all."""
    if handover.to is None:
        return handover.email.lower() == role.person.email.lower()
    return handover.to_id == role.pk or not handover.to.is_current()


def _line(signing: Signing, party: Party, role: Role, due: date | None) -> Item:
    version, instrument = signing.snapshot.version, signing.snapshot.instrument
    what = f"Sign {_named(instrument)} for {party}" if instrument is not None else f"Sign for {party}"
    by = due or (instrument.effective_on if instrument is not None else version.signing_closes_on or version.starts_on)
    if signing.opened_at is None:
        raise LookupError("Only a signing that is open waits for anybody.")
    return Item(what, about(version), role, signing.opened_at, "Read and sign", signing_page(signing), by)


def papers(roles: Sequence[Role]) -> Iterator[Item]:
    """Pages signed on paper that an officer may accept: not those that the officer handed in."""
    officers = {role.partnership_id: role for role in roles if role.role is RoleKind.OFFICER}
    if not officers:
        return
    waiting = PaperSignature.objects.filter(
        accepted_at=None, refused_at=None, signing__stage=Stage.OPEN,
        signing__snapshot__version__protocol__partnership__in=officers,
    ).exclude(brought_by__person__in={role.person_id for role in officers.values()})  # fmt: skip
    related = waiting.select_related(
        "party__partner", "signing__snapshot__version__protocol", "signing__snapshot__instrument"
    )
    for paper in related.defer("signing__snapshot__text", "signing__snapshot__rows_text"):
        version, instrument = paper.signing.snapshot.version, paper.signing.snapshot.instrument
        of = f", {_named(instrument)}" if instrument is not None else ""
        link = reverse("protocols:paper", args=[version.protocol.reference, version.number, paper.pk])
        yield Item(f"Look at the page signed on paper for {paper.party}{of}", about(version),
                   officers[version.protocol.partnership_id], paper.brought_at, "Look at it",
                   link + (f"?instrument={instrument.number}" if instrument is not None else ""))  # fmt: skip


def not_in_force(roles: Sequence[Role]) -> Iterator[Item]:
    """Texts whose last day for signing is over before enough had signed: they stay open, and the officer is told."""
    officers = officers_of(roles)
    if not officers:
        return
    past = ProtocolVersion.objects.filter(
        state=State.SIGNING.value, signing_closes_on__lt=timezone.localdate(), protocol__partnership__in=officers
    )
    for version in past.select_related("protocol"):
        yield Item("See why it is not in force: its last day for signing is over", about(version),
                   officers[version.protocol.partnership_id], version.state_since, "See who has signed",
                   page(version, "sign"), version.signing_closes_on)  # fmt: skip


def _named(instrument: Instrument) -> str:
    return f"{str(instrument.get_kind_display()).lower()} {instrument.number}"
