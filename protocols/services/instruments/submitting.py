"""Submitting an instrument: its text is frozen, and the decisions that its kind asks for are asked for."""

from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.acts import act
from protocols import permissions
from protocols.facts import Asked, decisions_owed, legal_state
from protocols.facts.asking import EVERY_DPO
from protocols.kinds import ANSWERING, Approvers
from protocols.models import Instrument, Snapshot
from protocols.queries.decisions import live_snapshot
from protocols.queries.instruments import instrument_parts, live_text
from protocols.queries.signing import signers_of
from protocols.services import telling_instruments
from protocols.services.asking import ask
from protocols.services.deciding import open_signing_when_all_approved, withdraw
from protocols.services.instruments.beginning import refuse_stale, set_signers
from protocols.services.matters import OfInstrument
from protocols.services.queueing import queue
from protocols.services.stepping import locked
from protocols.snapshot import freeze
from protocols.states import Action, State


def submit_instrument(*, by: Role, instrument: Instrument) -> Snapshot:
    """Freeze the text with its SHA-256, and ask those whom its kind names to decide on it, for each signing party.

    An approval of an earlier text of it stands where nothing that it covers has changed: see `services.asking`.
    Submitting twice makes one snapshot. Raises NotAllowed, WrongState, or Invalid where a day has meanwhile passed.
    """
    with act("protocols.instrument.submit", by=by, subject=instrument) as done:
        matter = _held(instrument)
        instrument = matter.instrument
        live = live_text(instrument)
        if instrument.status is State.APPROVAL and live and permissions.begins(by, instrument):
            done.cancel()
            return live
        matter.step(Action.SUBMIT, by=by)
        refuse_stale(instrument)
        set_signers(instrument)
        now = timezone.now().replace(microsecond=0)
        frozen = freeze(instrument_parts(instrument), at=now)
        number = Snapshot.objects.filter(version=instrument.version).count() + 1
        snapshot = Snapshot(
            version=instrument.version, instrument=instrument, number=number, text=frozen.text, sha256=frozen.sha256,
            created_at=now,
        )  # fmt: skip
        snapshot.save()
        decisions = ask(snapshot, decisions_owed_on(instrument))
        carried = [one for one in decisions if one.carried_from_id is not None]
        telling_instruments.asked_to_approve(instrument, [one for one in decisions if one not in carried])
        telling_instruments.carried_over(instrument, carried)
        queue("make_approval_copy", snapshot.pk)
        done.details |= {"snapshot": snapshot.sha256, "carried_over": [str(one) for one in carried]}
        open_signing_when_all_approved(matter, snapshot)
    return snapshot


def take_back_instrument(*, by: Role, instrument: Instrument) -> Instrument:
    """Take a submitted instrument back to draft: decisions not given lapse. Raises NotAllowed or WrongState."""
    with act("protocols.instrument.take_back", by=by, subject=instrument) as done:
        matter = _held(instrument)
        if matter.instrument.status is State.DRAFT and permissions.begins(by, matter.instrument):
            done.cancel()
            return matter.instrument
        matter.step(Action.BACK_TO_DRAFT, by=by)
        live = live_text(matter.instrument)
        if live is not None:
            withdraw(live)
    return matter.instrument


def _held(instrument: Instrument) -> OfInstrument:
    version = locked(instrument.version)
    found = Instrument.objects.select_for_update(of=("self",), no_key=True).get(pk=instrument.pk)
    found.version = version
    return OfInstrument(found)


def decisions_owed_on(instrument: Instrument) -> list[Asked]:
    """What the parties that sign owe, each with why it is asked for: see `protocols.kinds.ANSWERING`.

    What lets sharing go on asks the posts that the facts of the agreement require today, and those that decided on it.
    """
    wanted, version = ANSWERING[instrument.kind].approvers, instrument.version
    owed: dict[tuple[int, RoleKind], str] = {}
    if wanted is Approvers.AS_AGREEMENT:
        before = live_snapshot(version)
        for party_id, kind in before.decisions.values_list("party_id", "kind") if before else ():
            owed[party_id, RoleKind(kind)] = f"The {RoleKind(kind).label} decided on the agreement itself."
        owed |= {(one.party.pk, one.kind): one.why for one in decisions_owed(legal_state(version))}
    return [
        Asked(party, kind, owed.get((party.pk, kind), EVERY_DPO))
        for party in signers_of(instrument)
        for kind in RoleKind
        if kind is RoleKind.DPO or (party.pk, kind) in owed
    ]
