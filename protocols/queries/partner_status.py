"""Where each partner stands with a version: who has decided, signed, joined or left, and who is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.govuk.days import day
from protocols.facts.binding import bound_on, paused_now
from protocols.facts.commencing import is_open
from protocols.models import Chase, Decision, Party, ProtocolVersion, Refusal, Signature, Signing, Snapshot
from protocols.queries.decisions import live_snapshot
from protocols.queries.signing import live_signing, signatures_of
from protocols.queries.signing_order import plan_for, whose_turn
from protocols.queries.speaking import silent_parties
from protocols.states import SETTLED, State

GRACE = timedelta(days=7)
"""How long a decision or a signature may wait before it is late, where no due date was set."""
FILTERS = {"": "All", "late": "Late", "waiting": "Waiting", "done": "Done"}


@dataclass(frozen=True)
class PartnerStatus:
    """One partner: how it stands, what it did or owes, when it was last written to.

    The states: late, waiting, done, declined, unbound (it did not sign in time) or ended.
    """

    party: Party
    state: str
    lines: Sequence[str]
    chased_on: date | None = None

    @property
    def is_late(self) -> bool:
        """Whether it owes something for too long."""
        return self.state == "late"


def statuses_of(version: ProtocolVersion) -> list[PartnerStatus]:
    """Every partner in order of name; the number of queries does not depend on how many."""
    if version.status is State.APPROVAL:
        return _deciding(version)
    if version.status is State.SIGNING or is_open(version):
        return _signing(version)
    if version.status in SETTLED:
        return _settled(version)
    return _consulted(version)


def narrowed(statuses: Sequence[PartnerStatus], wanted: str, words: str) -> list[PartnerStatus]:
    """Those of one state, and whose name has the words; waiting ones are those that are late too."""
    states = {"late": {"late"}, "waiting": {"late", "waiting"}, "done": {"done"}}.get(wanted)
    found = [one for one in statuses if states is None or one.state in states]
    return [one for one in found if words.lower() in one.party.partner.legal_name.lower()]


def late_on(version: ProtocolVersion) -> list[PartnerStatus]:
    """The partners that are late and were not written to today."""
    today = timezone.localdate()
    return [one for one in statuses_of(version) if one.is_late and one.chased_on != today]


def _deciding(version: ProtocolVersion) -> list[PartnerStatus]:
    snapshot = live_snapshot(version)
    found: dict[int, list[Decision]] = {}
    asked = snapshot.decisions.select_related("decided_by__person") if snapshot else Decision.objects.none()
    for one in asked.order_by("pk"):
        found.setdefault(one.party_id, []).append(one)
    chased = _chased(snapshot)
    rows = []
    for party in version.all_parties():
        own = found.get(party.pk, [])
        waiting = [one for one in own if one.outcome == Decision.Outcome.WAITING]
        state = _late(min(one.asked_at for one in waiting)) if waiting else "done"
        rows.append(PartnerStatus(party, state, [_told(one) for one in own], chased.get(party.pk)))
    return rows


def _told(decision: Decision) -> str:
    post = decision.kind_label[:1].upper() + decision.kind_label[1:]
    if decision.outcome == Decision.Outcome.WAITING:
        return f"{post}: asked on {day(decision.asked_at)}"
    return f"{post}: {decision.get_outcome_display().lower()} on {day(decision.decided_at)}"


def _signing(version: ProtocolVersion) -> list[PartnerStatus]:
    signing = live_signing(version)
    signed = {one.party_id: one for one in signatures_of(version)}
    plan = plan_for(signing) if signing else None
    now = {party.pk for party in whose_turn(signing)} if signing and signing.opened_at else set()
    chased = _chased(signing.snapshot if signing else None)
    declined = _declined(signing)
    rows = []
    for party in version.all_parties():
        one = signed.get(party.pk)
        if one is not None or party.joins_by_id is not None:
            rows.append(PartnerStatus(party, "done", _signed_or_joined(party, one)))
            continue
        if party.pk in declined:
            rows.append(PartnerStatus(party, "declined", [_said(declined[party.pk])]))
            continue
        opened = signing.opened_at if signing and signing.opened_at else timezone.now()
        state = _late(opened, plan.due_on if plan else version.signing_closes_on) if party.pk in now else "waiting"
        line = "Has yet to sign" if party.pk in now else "Its turn to sign comes later"
        line += ", and is not bound until it does" if party.signs_late else ""
        rows.append(PartnerStatus(party, state, [line], chased.get(party.pk)))
    return rows


def _declined(signing: Signing | None) -> dict[int, Refusal]:
    """Who declined a text that goes on without whoever does, by party; no query for any other."""
    if signing is None or not signing.snapshot.version.comes_into_force_early:
        return {}
    return {one.party_id: one for one in signing.refusals.all()}


def _said(refusal: Refusal) -> str:
    return f"Declined to sign on {day(refusal.at)}, and is not bound: {refusal.reason}"


def _signed_or_joined(party: Party, signature: Signature | None) -> list[str]:
    lines = []
    if signature is not None:
        lines.append(f"Signed by {signature.name}, {signature.post}, on {day(signature.signed_at)}")
    if party.bound_from:
        lines.append(f"{'Joined on' if party.joins_by_id else 'Bound from'} {day(party.bound_from)}")
    return lines


def _settled(version: ProtocolVersion) -> list[PartnerStatus]:
    signed = {one.party_id: one for one in signatures_of(version)}
    early = version.comes_into_force_early
    bound = set(Party.objects.filter(bound_on(), version=version).values_list("pk", flat=True))
    paused, rows, declined = paused_now(version), [], _declined(live_signing(version) if early else None)
    for party in version.all_parties():
        lines = _signed_or_joined(party, signed.get(party.pk))
        if party.signs_late and party.bound_from is None:
            said = _said(declined[party.pk]) if party.pk in declined else "Did not sign, and is not bound"
            rows.append(PartnerStatus(party, "unbound", [said]))
            continue
        if party.bound_until:
            lines.append(f"Its last day {'is' if party.pk in bound else 'was'} {day(party.bound_until)}")
        if party.pk in paused:
            lines.append(f"Suspended since {day(paused[party.pk])}")
        rows.append(PartnerStatus(party, "done" if party.pk in bound else "ended", lines))
    return rows


def _consulted(version: ProtocolVersion) -> list[PartnerStatus]:
    if version.status is not State.CONSULTATION:
        return [PartnerStatus(party, "waiting", ["The text is being drafted"]) for party in version.all_parties()]
    silent = set(silent_parties().filter(version=version).values_list("pk", flat=True))
    return [
        PartnerStatus(party, "waiting", ["Has not had its say"])
        if party.pk in silent
        else PartnerStatus(party, "done", ["Has had its say"])
        for party in version.all_parties()
    ]


def _late(since: datetime, due_on: date | None = None) -> str:
    today = timezone.localdate()
    due = due_on or timezone.localdate(since) + GRACE
    return "late" if today > due else "waiting"


def _chased(snapshot: Snapshot | None) -> dict[int, date]:
    """When each party was last written to about a text."""
    if snapshot is None:
        return {}
    rows = Chase.objects.filter(snapshot=snapshot).order_by("on").values_list("party_id", "on")
    return dict(rows)
