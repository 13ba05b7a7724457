"""Finding what waits for the roles that a person holds: one function a kind of turn, each with a fixed few queries."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, time

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from partners.queries import uninvited_officers, waiting_registrations
from partners.roles import RoleKind
from protocols.facts import Standing, legal_standings
from protocols.models import Decision, Party, ProtocolVersion, Snapshot
from protocols.queries.in_tray.consulting import consultations, mentions, suggestions
from protocols.queries.in_tray.deciding import advice, conditions, decisions
from protocols.queries.in_tray.instruments import instruments
from protocols.queries.in_tray.items import Item, about, page
from protocols.queries.in_tray.joining import joining
from protocols.queries.in_tray.law import law_changes
from protocols.queries.in_tray.overarching import left_overarching, newer_overarching
from protocols.queries.in_tray.reviewing import reviews, statements, summaries
from protocols.queries.in_tray.signing import not_in_force, papers, signatures
from protocols.queries.in_tray.wanted import wants
from protocols.states import State

WORDS = {
    Standing.MISSING: "Answer",
    Standing.OPEN: "Finish",
    Standing.STALE: "Look again at",
    Standing.STOPPED: "Settle",
}


def _held(roles: Iterable[Role], *kinds: RoleKind) -> list[Role]:
    return [role for role in roles if role.role in kinds]


def registrations(roles: Sequence[Role]) -> Iterator[Item]:
    """Partners that ask to join the partnership of an officer."""
    officers = {role.partnership_id: role for role in _held(roles, RoleKind.OFFICER)}
    for registration in waiting_registrations(roles) if officers else ():
        yield Item(
            what=f"Decide on the registration of {registration.partner}",
            about=str(registration.partnership),
            capacity=officers[registration.partnership_id],
            since=registration.confirmed_at or registration.sent_at,
            button="Decide",
            link=reverse("partners:decide", args=[registration.partner.slug]),
        )


def named_people(roles: Sequence[Role]) -> Iterator[Item]:
    """People whom a partner named when it registered, for its contact to invite."""
    contacts = {role.partner_id: role for role in _held(roles, RoleKind.CONTACT)}
    for named in uninvited_officers(roles) if contacts else ():
        role = contacts[named.partner_id]
        yield Item(
            what=f"Invite {named.name} as {RoleKind(named.kind).label}",
            about=str(named.partner),
            capacity=role,
            since=timezone.make_aware(datetime.combine(role.starts_on, time.min)),
            button="Invite people",
            link=reverse("partners:people", args=[named.partner.slug]),
        )


def officer_turns(roles: Sequence[Role]) -> Iterator[Item]:
    """Comments to resolve, and changes asked for, for officers."""
    officers = {role.partnership_id: role for role in _held(roles, RoleKind.OFFICER)}
    if not officers:
        return
    versions = ProtocolVersion.objects.select_related("protocol").filter(protocol__partnership__in=officers)
    open_comments = Q(comments__resolved_at=None)
    for version in versions.filter(state__in=["draft", "consultation"]).annotate(
        unresolved=Count("comments", filter=open_comments), oldest=Min("comments__written_at", filter=open_comments)
    ):
        if version.unresolved:
            count = "1 comment" if version.unresolved == 1 else f"{version.unresolved} comments"
            yield Item(f"Resolve {count}", about(version), officers[version.protocol.partnership_id], version.oldest,
                       "Resolve", page(version, "comments"))  # fmt: skip
    yield from _answers_to_read(officers)


def _answers_to_read(officers: dict[int | None, Role]) -> Iterator[Item]:
    newer = Snapshot.objects.filter(
        version=OuterRef("snapshot__version"), instrument=None, number__gt=OuterRef("snapshot__number")
    )
    asked = [Decision.Outcome.CHANGES, Decision.Outcome.FOLLOWED]
    read = Decision.objects.filter(outcome__in=asked, snapshot__version__state="draft", snapshot__instrument=None)
    mine = read.exclude(Exists(newer)).filter(snapshot__version__protocol__partnership__in=officers)
    for decision in mine.select_related("snapshot__version__protocol", "party__partner"):
        version = decision.snapshot.version
        yield Item(
            what=f"Make the changes that {decision.party} asked for",
            about=about(version),
            capacity=officers[version.protocol.partnership_id],
            since=decision.decided_at or decision.asked_at,
            button="Open the draft",
            link=page(version, "tasks"),
        )


def assessments(roles: Sequence[Role]) -> Iterator[Item]:
    """Checklists that a contributor's partner still has to answer, one line a protocol."""
    contributors = {role.partner_id: role for role in _held(roles, RoleKind.CONTRIBUTOR)}
    if not contributors:
        return
    working = ProtocolVersion.objects.filter(
        state__in=[State.DRAFT.value, State.CONSULTATION.value], protocol__tier="thematic",
        parties__partner__in=contributors,
    )  # fmt: skip
    for state in legal_standings(working.select_related("protocol").distinct()):
        for party in _mine(state.parties, contributors):
            gaps = [gap for gap in state.gaps if gap.party == party]
            if gaps:
                first = min((gap.standing for gap in gaps), key=list(WORDS).index)
                flows = "1 flow" if len(gaps) == 1 else f"{len(gaps)} flows"
                yield Item(f"{WORDS[first]} the legal checklist for {party}: {flows}", about(state.version),
                           contributors[party.partner_id], state.version.state_since, "Open the checklist",
                           page(state.version, "legal"), state.version.starts_on)  # fmt: skip


def _mine(parties: Iterable[Party], roles: dict[int | None, Role]) -> list[Party]:
    return [party for party in parties if party.partner_id in roles]


TURNS: tuple[Callable[[Sequence[Role]], Iterator[Item]], ...] = (
    registrations,
    named_people,
    officer_turns,
    assessments,
    decisions,
    advice,
    conditions,
    signatures,
    instruments,
    joining,
    papers,
    not_in_force,
    newer_overarching,
    left_overarching,
    mentions,
    suggestions,
    consultations,
    law_changes,
    wants,
    reviews,
    statements,
    summaries,
)
