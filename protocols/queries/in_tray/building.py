"""The whole in-tray of one person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Decision, Party, ProtocolVersion, Signature, Signing
from protocols.queries.in_tray import finding
from protocols.queries.in_tray.items import Coming, Item, Waiting, about, page
from protocols.states import SETTLED, State

NEAR = timedelta(days=90)
LISTED = 30  # protocols on the page; the list page shows the rest


@dataclass(frozen=True)
class InTray:
    """Everything the signed-in home shows."""

    waiting_for_you: Sequence[Item]
    waiting_for_others: Sequence[Waiting]
    coming_up: Sequence[Coming]
    working_on: Sequence[ProtocolVersion]


def in_tray_of(roles: Sequence[Role]) -> InTray:
    """What waits for a person, in all the capacities given; the same number of queries for 1 line and for 30."""
    items = [item for turn in finding.TURNS for item in turn(roles)]
    versions = _versions_of(roles)
    return InTray(
        waiting_for_you=sorted(items, key=lambda item: item.since),
        waiting_for_others=sorted(
            [*_decisions_of_others(roles, versions), *_signatures_of_others(roles, versions)], key=lambda one: one.since
        ),
        coming_up=_coming_up(versions),
        working_on=versions.filter(state__in=[state.value for state in State if state not in SETTLED])
        .exclude(state=State.ABANDONED.value)
        .order_by("-state_since")[:LISTED],
    )


def _versions_of(roles: Sequence[Role]) -> QuerySet[ProtocolVersion]:
    """The versions that any of the roles takes part in."""
    partnerships = [role.partnership_id for role in roles if role.role is RoleKind.OFFICER]
    partners = [role.partner_id for role in roles if role.partner_id and role.role is not RoleKind.VIEWER]
    viewing = [role.partner_id for role in roles if role.role is RoleKind.VIEWER]
    settled = [state.value for state in SETTLED]
    party = Party.objects.filter(version=OuterRef("pk"))
    return ProtocolVersion.objects.select_related("protocol").filter(
        Q(protocol__partnership__in=partnerships)
        | Exists(party.filter(partner__in=partners))
        | (Q(state__in=settled) & Exists(party.filter(partner__in=viewing)))
    )


def _decisions_of_others(roles: Sequence[Role], versions: QuerySet[ProtocolVersion]) -> list[Waiting]:
    mine = {(role.partner_id, role.kind) for role in roles}
    waiting = Decision.objects.filter(
        outcome=Decision.Outcome.WAITING, snapshot__withdrawn_at=None, snapshot__version__in=versions.values("pk")
    ).select_related("snapshot__version__protocol", "party__partner")
    return [
        Waiting("Decision", about(one.snapshot.version), f"The {one.kind_label} of {one.party}", one.asked_at,
                page(one.snapshot.version, "approvals"))
        for one in waiting
        if (one.party.partner_id, one.kind) not in mine
    ]  # fmt: skip


def _signatures_of_others(roles: Sequence[Role], versions: QuerySet[ProtocolVersion]) -> list[Waiting]:
    mine = {role.partner_id for role in roles if role.role is RoleKind.SIGNATORY}
    signed = Signature.objects.filter(party=OuterRef("pk"), void_at=None)
    unsigned = Party.objects.filter(version__in=versions.filter(state=State.SIGNING.value).values("pk")).filter(
        ~Exists(signed)
    )
    opened = {
        one.snapshot.version_id: one.opened_at
        for one in Signing.objects.filter(stage=Signing.Stage.OPEN).select_related("snapshot")
        .filter(snapshot__version__in=versions.values("pk"))
    }  # fmt: skip
    return [
        Waiting("Signature", about(party.version), f"The signatory of {party}", opened[party.version_id],
                page(party.version, "sign"))
        for party in unsigned.select_related("version__protocol", "partner")
        if party.partner_id not in mine and opened.get(party.version_id)
    ]  # fmt: skip


def _coming_up(versions: QuerySet[ProtocolVersion]) -> list[Coming]:
    horizon = timezone.localdate() + NEAR
    near = versions.filter(state=State.IN_FORCE.value).filter(Q(review_on__lte=horizon) | Q(ends_on__lte=horizon))
    found = []
    for version in near:
        if version.review_on <= horizon:
            found.append(Coming("Review due", about(version), version.review_on, page(version, "version")))
        if version.ends_on and version.ends_on <= horizon:
            found.append(Coming("Ends", about(version), version.ends_on, page(version, "version")))
    return sorted(found, key=lambda one: one.on)
