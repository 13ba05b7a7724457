"""The whole in-tray of one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from protocols.facts.binding import not_bound_yet
from protocols.models import Decision, Party, ProtocolVersion, Refusal, Signature, Signing
from protocols.queries.in_tray import finding
from protocols.queries.in_tray.deciding import conditions_due
from protocols.queries.in_tray.elsewhere import reviews_elsewhere
from protocols.queries.in_tray.items import Coming, Item, Waiting, Working, about, page
from protocols.queries.in_tray.joining import may_object
from protocols.states import SETTLED, State

NEAR = timedelta(days=90)
LONG = ("snapshot__text", "snapshot__rows_text")  # hundreds of kilobytes each, and nothing of them is shown
LISTED = 30  # protocols on the page; the list page shows the rest


@dataclass(frozen=True)
class InTray:
    """Everything the signed-in home shows."""

    waiting_for_you: Sequence[Item]
    waiting_for_others: Sequence[Waiting]
    coming_up: Sequence[Coming]
    working_on: Sequence[Working]


def in_tray_of(roles: Sequence[Role], *, now_as: Role | None = None) -> InTray:
    """What waits for a person, in all the capacities given; the same number of queries for 1 line and for 30.

    `now_as` is the capacity acted in: where several would do, a page is opened in that one.
    """
    held = sorted(roles, key=lambda role: role != now_as)
    items = [item for turn in finding.TURNS for item in turn(held)]
    versions = _versions_of(held)
    waiting = [*_decisions_of_others(held, versions), *_signatures_of_others(held, versions)]
    under_way = [state.value for state in State if state not in SETTLED and state is not State.ABANDONED]
    return InTray(
        waiting_for_you=sorted(items, key=lambda item: (item.since, item.due or date.max)),
        waiting_for_others=sorted(waiting, key=lambda one: one.since),
        coming_up=sorted(
            [*_coming_up(held, versions), *may_object(held), *reviews_elsewhere(held), *conditions_due(held, NEAR)],
            key=lambda one: one.on,
        ),
        working_on=[
            Working(version, page(version, "version"), _seen_as(version, held))
            for version in versions.filter(state__in=under_way).order_by("-state_since")[:LISTED]
        ],
    )


def _versions_of(roles: Sequence[Role]) -> QuerySet[ProtocolVersion]:
    """The versions that any of the roles takes part in, with their parties."""
    partnerships = [role.partnership_id for role in roles if role.role is RoleKind.OFFICER]
    partners = [role.partner_id for role in roles if role.partner_id and role.role is not RoleKind.VIEWER]
    viewing = [role.partner_id for role in roles if role.role is RoleKind.VIEWER]
    settled = [state.value for state in SETTLED]
    party = Party.objects.filter(version=OuterRef("pk"))
    versions = ProtocolVersion.objects.select_related("protocol").prefetch_related("parties")
    return versions.filter(
        Q(protocol__partnership__in=partnerships)
        | Exists(party.filter(partner__in=partners))
        | (Q(state__in=settled) & Exists(party.filter(partner__in=viewing)))
    )


def _seen_as(version: ProtocolVersion, roles: Sequence[Role]) -> Role:
    """The first of the roles in which the version can be opened."""
    return next(role for role in roles if _takes_part(role, version))


def _takes_part(role: Role, version: ProtocolVersion) -> bool:
    """Whether a version can be opened in a role; its parties are fetched before."""
    partners = {party.partner_id for party in version.parties.all()}
    mine = role.partnership_id == version.protocol.partnership_id or role.partner_id in partners
    return mine and (role.role is not RoleKind.VIEWER or version.status in SETTLED)


def _decisions_of_others(roles: Sequence[Role], versions: QuerySet[ProtocolVersion]) -> list[Waiting]:
    mine = {(role.partner_id, role.kind) for role in roles}
    asked = Decision.objects.filter(
        outcome=Decision.Outcome.WAITING, snapshot__withdrawn_at=None, snapshot__instrument=None
    )
    waiting = asked.filter(snapshot__version__in=versions.values("pk"))
    found = waiting.select_related("snapshot__version__protocol", "party__partner")
    return [
        Waiting("Decision", about(version), f"The {one.kind_label} of {one.party}", one.asked_at,
                page(version, "approvals"), _seen_as(version, roles))
        for one in found.defer(*LONG).prefetch_related("snapshot__version__parties")
        if (one.party.partner_id, one.kind) not in mine and (version := one.snapshot.version)
    ]  # fmt: skip


def _signatures_of_others(roles: Sequence[Role], versions: QuerySet[ProtocolVersion]) -> list[Waiting]:
    mine = {role.partner_id for role in roles if role.role is RoleKind.SIGNATORY}
    signing = versions.filter(state__in=[State.SIGNING.value, State.IN_FORCE.value])
    signed = Signature.objects.filter(party=OuterRef("pk"), void_at=None)
    declined = Refusal.objects.filter(party=OuterRef("pk"), signing__stage=Signing.Stage.OPEN)
    still = Q(version__state=State.SIGNING.value, joins_by=None) | not_bound_yet() & Q(joins_by=None)
    unsigned = Party.objects.filter(still, ~Exists(signed), ~Exists(declined), version__in=signing.values("pk"))
    running = Signing.objects.filter(
        stage=Signing.Stage.OPEN, snapshot__instrument=None, snapshot__version__in=signing.values("pk")
    )
    opened = {version: at for version, at in running.values_list("snapshot__version_id", "opened_at") if at is not None}
    found = unsigned.select_related("version__protocol", "partner").prefetch_related("version__parties")
    return [
        Waiting("Signature", about(party.version), f"The signatory of {party}", opened[party.version_id],
                page(party.version, "sign"), _seen_as(party.version, roles))
        for party in found
        if party.partner_id not in mine and party.version_id in opened
    ]  # fmt: skip


def _coming_up(roles: Sequence[Role], versions: QuerySet[ProtocolVersion]) -> list[Coming]:
    today = timezone.localdate()
    horizon = today + NEAR
    near = versions.filter(state=State.IN_FORCE.value).filter(Q(review_on__lte=horizon) | Q(ends_on__lte=horizon))
    found = []
    for version in near:
        left = {party.partner_id for party in version.parties.all() if (party.bound_until or today) < today}
        held = [role for role in roles if role.partner_id not in left]
        if not any(_takes_part(role, version) for role in held):
            continue
        link, seen_as = page(version, "version"), _seen_as(version, held)
        if version.review_on <= horizon:
            found.append(Coming("Review due", about(version), version.review_on, link, seen_as))
        if version.ends_on and version.ends_on <= horizon:
            found.append(Coming("Ends", about(version), version.ends_on, link, seen_as))
    return found
