"""Whose turn it is with a version: who is waited for, for what, and since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from partners.models import Role
from partners.roles import RoleKind
from portal.govuk.days import day
from protocols.facts import legal_standing
from protocols.facts.commencing import is_open
from protocols.facts.counting import counted
from protocols.facts.parents import newer_parent
from protocols.facts.parties import Held, held_at
from protocols.models import Decision, Party, ProtocolVersion, Signing
from protocols.queries.decisions import decisions_on, live_snapshot
from protocols.queries.reviews import owner_of, standing_of_review
from protocols.queries.signing import SIGNS, signatures_of
from protocols.states import WORKING, State
from protocols.texts.known import listing


@dataclass(frozen=True)
class Turn:
    """One body or person that is waited for. `roles` hold the turn today; empty where the portal or nobody does."""

    who: str
    what: str
    since: date | datetime | None
    roles: tuple[int, ...] = ()

    def is_of(self, capacity: Role) -> bool:
        """Whether it is the reader's turn, in this capacity."""
        return capacity.pk in self.roles


def turns_of(version: ProtocolVersion) -> list[Turn]:
    """Who is waited for now; nobody once a version is over. The number of queries does not depend on the parties."""
    if version.status in WORKING:
        return [*_writing(version), *_checklists(version)]
    if version.status is State.APPROVAL:
        return list(_deciding(version))
    if version.status is State.SIGNING:
        return list(_signing(version))
    if version.status is State.IN_FORCE:
        found = [*(_signing(version) if is_open(version) else ()), *_keeping(version)]
        return found or [Turn("Nobody", f"It is in force, and reviewed by {day(version.review_on)}", None)]
    return []


def _writing(version: ProtocolVersion) -> Iterator[Turn]:
    if version.status is State.CONSULTATION:
        closes = version.consultation_closes_on
        until = f" until {day(closes)}" if closes else ""
        yield Turn("Everybody with a role at a party", f"Reads and comments{until}", version.state_since)
    waiting = counted(version).open_comments
    comments = "" if not waiting else " and resolves 1 comment" if waiting == 1 else f" and resolves {waiting} comments"
    what = "Goes on with the draft" if version.status is State.DRAFT else "Brings it to approval"
    yield _officer(version, what + comments, version.state_since)


def _checklists(version: ProtocolVersion) -> Iterator[Turn]:
    if not version.protocol.is_thematic:
        return
    owed: dict[Party, int] = {}
    for gap in legal_standing(version).gaps:
        owed[gap.party] = owed.get(gap.party, 0) + 1
    held = held_at(version)
    for party, count in owed.items():
        flows = "1 flow" if count == 1 else f"{count} flows"
        yield _turn(
            party, RoleKind.CONTRIBUTOR.value, held, f"Answers the legal checklist for {flows}", version.state_since
        )


def _deciding(version: ProtocolVersion) -> Iterator[Turn]:
    snapshot = live_snapshot(version)
    asked = decisions_on(snapshot) if snapshot else []
    waiting = [one for one in asked if one.outcome == Decision.Outcome.WAITING]
    held = held_at(version)
    for one in waiting:
        yield _turn(one.party, one.kind, held, "Reads and decides", one.asked_at)
    for one in asked:
        if one.outcome == Decision.Outcome.AGAINST and one.decided_at:
            what = f"Answers the advice of the {one.kind_label} against it"
            yield _turn(one.party, RoleKind.SIGNATORY.value, held, what, one.decided_at)


def _signing(version: ProtocolVersion) -> Iterator[Turn]:
    running = Signing.objects.filter(
        snapshot__version=version, snapshot__instrument=None, stage=Signing.Stage.OPEN
    ).first()  # fmt: skip
    since = running.opened_at if running and running.opened_at else version.state_since
    signed = signatures_of(version).values("party_id")
    found = version.parties.filter(SIGNS).select_related("partner").exclude(pk__in=signed)
    early = running is not None and version.comes_into_force_early
    waiting = list(found.exclude(refusals__signing=running) if early else found)
    held = held_at(version)
    if not waiting:
        yield Turn("The portal", "Seals the agreement", since)
    for party in waiting:
        yield _turn(party, RoleKind.SIGNATORY.value, held, "Reads and signs", since)


def _keeping(version: ProtocolVersion) -> Iterator[Turn]:
    newer = newer_parent(version)
    if newer is not None:
        yield _officer(version, f"Reads what {newer} changes, and adopts it", newer.state_since)
        return
    review = standing_of_review(version)
    if review is not None and review.is_due:
        owner = owner_of(version) or version.officer
        who = f"{owner.person.name}, {owner.role.label}"
        yield Turn(who, f"Reviews the agreement by {day(version.review_on)}", None, (owner.pk,))


def _officer(version: ProtocolVersion, what: str, since: date | datetime) -> Turn:
    officer = version.officer
    return Turn(f"{officer.person.name}, partnership officer", what, since, (officer.pk,))


def _turn(party: Party, kind: str, held: Held, what: str, since: datetime) -> Turn:
    """The turn of a post at a party: who holds it, or that nobody does."""
    roles, post = held.get((party.partner_id, kind), []), RoleKind(kind).label
    names = listing([role.person.name for role in roles])
    who = f"{names}, {post}, {party}" if names else f"{party}, which has no {post} here yet"
    return Turn(who, what, since, tuple(role.pk for role in roles))
