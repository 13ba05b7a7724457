"""Submitting an instrument: its text is frozen, and the decisions that its kind asks for are asked for."""

from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.acts import act
from protocols import permissions
from protocols.kinds import ANSWERING, Approvers
from protocols.models import Decision, Instrument, Party, Snapshot
from protocols.queries.decisions import live_snapshot
from protocols.queries.instruments import instrument_parts, live_text
from protocols.queries.signing import signers_of
from protocols.services import telling_instruments
from protocols.services.deciding import withdraw
from protocols.services.instruments.beginning import refuse_stale, set_signers
from protocols.services.matters import OfInstrument
from protocols.services.queueing import queue
from protocols.services.stepping import locked
from protocols.snapshot import freeze
from protocols.states import Action, State


def submit_instrument(*, by: Role, instrument: Instrument) -> Snapshot:
    """Freeze the text with its SHA-256, and ask those whom its kind names to decide on it, for each signing party.

    Submitting twice makes one snapshot. Raises NotAllowed, WrongState, or Invalid where a day has meanwhile passed.
    """
    with act("protocols.instrument.submit", by=by, subject=instrument) as done:
        matter = _held(instrument)
        instrument = matter.instrument
        live = live_text(instrument)
        if instrument.status is State.APPROVAL and live and permissions.is_officer_of(by, instrument.version):
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
        telling_instruments.asked_to_approve(instrument, _ask(snapshot))
        queue("make_approval_copy", snapshot.pk)
        done.details |= {"snapshot": snapshot.sha256}
    return snapshot


def take_back_instrument(*, by: Role, instrument: Instrument) -> Instrument:
    """Take a submitted instrument back to draft: decisions not given lapse. Raises NotAllowed or WrongState."""
    with act("protocols.instrument.take_back", by=by, subject=instrument) as done:
        matter = _held(instrument)
        if matter.instrument.status is State.DRAFT and permissions.is_officer_of(by, matter.version):
            done.cancel()
            return matter.instrument
        matter.step(Action.BACK_TO_DRAFT, by=by)
        live = live_text(matter.instrument)
        if live is not None:
            withdraw(live)
    return matter.instrument


def _held(instrument: Instrument) -> OfInstrument:
    version = locked(instrument.version)
    found = Instrument.objects.select_for_update(of=("self",)).get(pk=instrument.pk)
    found.version = version
    return OfInstrument(found)


def _ask(snapshot: Snapshot) -> list[Decision]:
    assert snapshot.instrument is not None
    asked = []
    for party, kind in approvers_of(snapshot.instrument):
        decision = Decision(snapshot=snapshot, party=party, kind=kind, why_asked=f"{snapshot.instrument}.")
        decision.save()
        asked.append(decision)
    return asked


def approvers_of(instrument: Instrument) -> list[tuple[Party, str]]:
    """The parties that sign, each with the kinds of post that decide for it: see `protocols.kinds.ANSWERING`."""
    wanted = ANSWERING[instrument.kind].approvers
    before = live_snapshot(instrument.version) if wanted is Approvers.AS_AGREEMENT else None
    posts: dict[int, list[str]] = {}
    for party_id, kind in before.decisions.values_list("party_id", "kind") if before else ():
        posts.setdefault(party_id, []).append(kind)
    dpo = RoleKind.DPO.value
    return [
        (party, kind)
        for party in signers_of(instrument)
        for kind in dict.fromkeys([dpo, *sorted(posts.get(party.pk, []))])
    ]
