"""Where each partner stands with a version: who has decided, signed, joined or left, and who is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.govuk.days import day
from protocols.facts.binding import bound_on, paused_now
from protocols.models import Chase, Decision, Party, ProtocolVersion, Snapshot
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
    """One partner: how it stands (late, waiting, done or ended), what it did or owes, when it was last written to."""

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
    if version.status is State.SIGNING:
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
    rows = []
    for party in version.all_parties():
        one = signed.get(party.pk)
        if one is not None:
            rows.append(PartnerStatus(party, "done", [f"Signed by {one.name}, {one.post}, on {day(one.signed_at)}"]))
            continue
        opened = signing.opened_at if signing and signing.opened_at else timezone.now()
        state = _late(opened, plan.due_on if plan else None) if party.pk in now else "waiting"
        line = "Has yet to sign" if party.pk in now else "Its turn to sign comes later"
        rows.append(PartnerStatus(party, state, [line], chased.get(party.pk)))
    return rows


def _settled(version: ProtocolVersion) -> list[PartnerStatus]:
    signed = {one.party_id: one for one in signatures_of(version)}
    bound = set(Party.objects.filter(bound_on(), version=version).values_list("pk", flat=True))
    paused, rows = paused_now(version), []
    for party in version.all_parties():
        one, lines = signed.get(party.pk), []
        if one is not None:
            lines.append(f"Signed by {one.name}, {one.post}, on {day(one.signed_at)}")
        if party.bound_from:
            lines.append(f"Joined on {day(party.bound_from)}")
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
