"""Asking for the decisions that a frozen text needs: an earlier approval stands where it covers no change."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from partners.roles import RoleKind
from portal.govuk.days import day
from protocols.facts import Asked
from protocols.facts.approved import Change, Content, changes_since, summary
from protocols.facts.weighing import Weight, weigh, weigh_instrument
from protocols.models import Condition, Decision, Snapshot
from protocols.queries.decisions import (
    APPROVING,
    last_given,
    live_snapshot,
    people_who_drafted,
    people_who_drafted_instrument,
)  # fmt: skip

Outcome = Decision.Outcome


@dataclass(frozen=True)
class _Before:
    """What was said before, and drafted: `contents` are those of the snapshots that earlier decisions were on.

    `agreement` is the content that an instrument is about.
    """

    decisions: Mapping[tuple[int, str], Decision]
    contents: Mapping[int, Content]
    drafters: Set[int]
    agreement: Content | None = None


def ask(snapshot: Snapshot, asked: Sequence[Asked]) -> list[Decision]:
    """Every decision that the text needs, those that stand from before among them. Must be called inside an act.

    An approval is carried over where nothing that it covers has changed since (see `protocols.facts.approved`), it was
    the last word of that post, and its giver has drafted nothing of this version or instrument. Each decision says in
    `news` why it was carried over, or was not.
    """
    content, before = snapshot.content, _before(snapshot)
    return [_ask(snapshot, content, owed, before) for owed in asked]


def _before(snapshot: Snapshot) -> _Before:
    decisions = last_given(snapshot)
    texts = Snapshot.objects.filter(pk__in={one.snapshot_id for one in decisions.values()})
    about = live_snapshot(snapshot.version) if snapshot.instrument else None
    contents = {one.pk: one.content for one in texts}
    return _Before(decisions, contents, _drafters(snapshot) if decisions else set(), about.content if about else None)


def _drafters(snapshot: Snapshot) -> set[int]:
    if snapshot.instrument is not None:
        return people_who_drafted_instrument(snapshot.instrument)
    return people_who_drafted(snapshot.version)


def _ask(snapshot: Snapshot, content: Content, owed: Asked, known: _Before) -> Decision:
    party = owed.party.partner.slug
    before = known.decisions.get((owed.party.partner_id, owed.kind.value))
    old = known.contents[before.snapshot_id] if before else None
    changes = changes_since(old, content, party=party, post=owed.kind) if old else []
    first = before is None or before.outcome not in APPROVING
    what = "document" if snapshot.instrument else "protocol"
    weight = _weight(snapshot, content, known, party=party, first=first, changes=len(changes))
    decision = Decision(
        snapshot=snapshot, party=owed.party, kind=owed.kind.value, why_asked=owed.why[:250], risk=weight.risk,
        risk_words=weight.words, news=_news(owed, before, changes, known.drafters, what),
    )  # fmt: skip
    if before is None or first or changes or _giver(before) in known.drafters:
        decision.save()
        return decision
    _carry(before, decision)
    decision.save()
    _carry_conditions(before, decision)
    return decision


def _weight(
    snapshot: Snapshot, content: Content, known: _Before, *, party: str, first: bool, changes: int
) -> Weight:  # fmt: skip
    if snapshot.instrument is not None:
        return weigh_instrument(snapshot.instrument.kind, known.agreement or {}, party=party)
    return weigh(content, party=party, first=first, changes=changes)


def _carry(before: Decision, decision: Decision) -> None:
    decision.outcome, decision.text, decision.carried_from = before.outcome, before.text, before
    decision.decided_by, decision.decided_at = before.decided_by, before.decided_at


def _carry_conditions(before: Decision, decision: Decision) -> None:
    """The conditions stay conditions of what is carried over, as far as they were met."""
    for condition in before.conditions.all():
        copied = {field.attname: getattr(condition, field.attname) for field in Condition._meta.concrete_fields[1:]}
        Condition(**{**copied, "decision_id": decision.pk}).save()


def _giver(decision: Decision) -> int | None:
    return decision.decided_by.person_id if decision.decided_by else None


def _news(owed: Asked, before: Decision | None, changes: Sequence[Change], drafters: Set[int], what: str) -> str:
    """One or two sentences for the approver: what is new, and so why an earlier approval stands or does not."""
    party, post = str(owed.party), RoleKind(owed.kind).label
    if before is None:
        return f"The {post} of {party} has not decided on this {what} before, so all of it is new."
    changed = summary(changes)
    since = f"Since then: {changed}." if changed else "Nothing that the post decides on has changed since."
    then = f"{before.snapshot.spoken_whole} on {_on(before.decided_at)}"
    if before.outcome not in APPROVING:
        return f"{party} last answered {then}: {before.get_outcome_display().lower()}. {since}"
    if changed:
        return f"{party} approved {then}. {since}"
    if _giver(before) in drafters:
        return f"{party} approved {then}, but who approved has helped to draft this one. {since}"
    return f"Carried over: {party} approved {then}, and nothing that the approval covers has changed since."


def _on(moment: datetime | None) -> str:
    return day(timezone.localtime(moment)) if moment else ""
