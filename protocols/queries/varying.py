"""What a new version changes against the one in force, and who has to approve and sign it because of that."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from partners.roles import RoleKind
from protocols.facts import decisions_owed, legal_state
from protocols.facts.approved import Change, changes_since, summary
from protocols.facts.binding import bound_parties
from protocols.models import Party, ProtocolVersion, Snapshot
from protocols.queries.decisions import live_snapshot
from protocols.queries.freezing import parts_of
from protocols.snapshot import freeze
from protocols.states import SETTLED


@dataclass(frozen=True)
class Asked:
    """Who decides, and what is new to that post."""

    who: str
    why: str


@dataclass(frozen=True)
class Variation:
    """A new version beside the one before: what differs, who joins and who is left out, who approves and who signs."""

    before: ProtocolVersion
    text: Snapshot
    changes: Sequence[Change]
    joining: Sequence[str]
    leaving: Sequence[str]
    approvers: Sequence[Asked]
    signers: Sequence[str]


def variation_of(version: ProtocolVersion) -> Variation | None:
    """What a version changes; None where there is none before it that was signed."""
    settled = [state.value for state in SETTLED]
    earlier = ProtocolVersion.objects.filter(
        protocol=version.protocol_id, number__lt=version.number, state__in=settled
    ).order_by("-number")  # fmt: skip
    before = earlier.select_related("protocol__partnership").first()
    text = live_snapshot(before) if before else None
    if before is None or text is None:
        return None
    old = {party.partner_id: str(party) for party in bound_parties(before)}
    new = {party.partner_id: str(party) for party in version.all_parties()}
    posts, content = _posts(version), _content(version)
    found = {
        (party.pk, kind): changes_since(text.content, content, party=party.partner.slug, post=kind)
        for party, kind in posts
    }
    return Variation(
        before=before,
        text=text,
        changes=list({(one.part, one.key): one for changes in found.values() for one in changes}.values()),
        joining=[name for key, name in new.items() if key not in old],
        leaving=[name for key, name in old.items() if key not in new],
        approvers=[Asked(f"{party}, {kind.label}", _why(found[party.pk, kind])) for party, kind in posts],
        signers=list(new.values()),
    )


def _why(changes: Sequence[Change]) -> str:
    """What is new to a post, counted; or that nothing is."""
    return f"New to it: {summary(changes)}." if changes else "Nothing that its approval covers has changed."


def _posts(version: ProtocolVersion) -> list[tuple[Party, RoleKind]]:
    """The posts that decide: those asked, or those that would be asked now."""
    live = live_snapshot(version)
    if live is not None:
        asked = live.decisions.select_related("party__partner").order_by("party__partner__short_name", "pk")
        return [(one.party, RoleKind(one.kind)) for one in asked]
    return [(one.party, one.kind) for one in decisions_owed(legal_state(version))]


def _content(version: ProtocolVersion) -> dict[str, object]:
    """The text that is decided on or signed, or else as it would be frozen now."""
    live = live_snapshot(version)
    if live is not None:
        return live.content
    content: dict[str, object] = json.loads(freeze(parts_of(version), at=timezone.now()).text)
    return content
