"""What waits around approvals: decisions, the answer to advice against, and conditions to meet or to look at."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from protocols.models import Condition
from protocols.queries.approvals import (
    ACCOUNTABLE,
    DECIDING,
    address_of_decision,
    advice_waiting,
    conditions_for,
    waiting_for,
)  # fmt: skip
from protocols.queries.in_tray.items import Coming, Item, about, officers_of


def conditions_due(roles: Sequence[Role], near: timedelta) -> Iterator[Coming]:
    """Conditions that the person's posts set, that are to be met soon, or were to be, and that nobody says are met."""
    by = timezone.localdate() + near
    posts = {(role.partner_id, role.kind): role for role in reversed(roles) if role.role in DECIDING}
    for condition in conditions_for(list(posts.values())) if posts else ():
        decision, version = condition.decision, condition.decision.snapshot.version
        role = posts.get((decision.party.partner_id, decision.kind))
        unsaid = condition.state == Condition.State.OPEN
        if role is not None and unsaid and condition.due_on is not None and condition.due_on <= by:
            what = "Condition overdue" if condition.is_overdue else "Condition to be met"
            link = reverse("protocols:condition", args=[condition.pk])
            yield Coming(what, about(version), condition.due_on, link, role)


def decisions(roles: Sequence[Role]) -> Iterator[Item]:
    """Decisions that the person's posts owe, on versions and on instruments."""
    posts = {(role.partner_id, role.kind): role for role in reversed(roles) if role.role in DECIDING}
    for decision in waiting_for(roles) if posts else ():
        version, instrument = decision.snapshot.version, decision.snapshot.instrument
        on = f" on the {instrument.get_kind_display().lower()}" if instrument else ""
        yield Item(
            what=f"Decide{on} for {decision.party}",
            about=about(version),
            capacity=posts[decision.party.partner_id, decision.kind],
            since=decision.asked_at,
            button="Read and decide",
            link=address_of_decision(decision),
            due=version.starts_on if instrument is None else instrument.effective_on,
        )


def advice(roles: Sequence[Role]) -> Iterator[Item]:
    """Advice against that waits for whoever answers for the party."""
    held = {role.partner_id: role for role in reversed(roles) if role.role in ACCOUNTABLE}
    for decision in advice_waiting(roles) if held else ():
        yield Item(
            what=f"Answer the advice of the {decision.kind_label} for {decision.party}",
            about=about(decision.snapshot.version),
            capacity=held[decision.party.partner_id],
            since=decision.decided_at or decision.asked_at,
            button="Read and answer",
            link=reverse("protocols:advice", args=[decision.pk]),
        )


def conditions(roles: Sequence[Role]) -> Iterator[Item]:
    """Conditions said to be met, for the post that set them; open ones, for officers."""
    posts = {(role.partner_id, role.kind): role for role in reversed(roles) if role.role in DECIDING}
    officers = officers_of(roles)
    for condition in conditions_for(roles) if posts or officers else ():
        version, decision = condition.decision.snapshot.version, condition.decision
        proposed = condition.state == Condition.State.PROPOSED
        post = posts.get((decision.party.partner_id, decision.kind)) if proposed else None
        role = post if proposed else officers.get(version.protocol.partnership_id)
        if role is None:
            continue
        yield Item(
            what="See whether a condition is met" if proposed else f"Meet a condition of {decision.party}",
            about=about(version),
            capacity=role,
            since=(condition.proposed_at if proposed else decision.decided_at) or decision.asked_at,
            button="Open the condition",
            link=reverse("protocols:condition", args=[condition.pk]),
            due=condition.due_on,
        )
