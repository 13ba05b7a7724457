"""What waits while a text is written: comments to resolve, changes asked for, and checklists to answer."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from partners.models import Role
from partners.roles import RoleKind
from portal.among import Among
from protocols.facts import Standing, legal_standings
from protocols.models import Comment, Decision, Party, ProtocolVersion, Snapshot
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Item, Version, about, officers_of, page
from protocols.queries.in_tray.kinds import Computed, Kind
from protocols.queries.in_tray.lines import Line, counted, narrow, own_text
from protocols.queries.in_tray.scopes import parties_of, run_by
from protocols.states import State

WRITTEN = (State.DRAFT, State.CONSULTATION)
WORDS = {
    Standing.MISSING: "Answer",
    Standing.OPEN: "Finish",
    Standing.STALE: "Look again at",
    Standing.STOPPED: "Settle",
}


def _comments(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Versions with comments that nobody has resolved, for their officers."""
    if officers_of(roles):
        written = Among("version_id", run_by(roles, *WRITTEN))
        yield counted(Comment.objects.filter(written, resolved_at=None), "written_at")


def _comment(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    count = "1 comment" if line.number == 1 else f"{line.number} comments"
    return Item(f"Resolve {count}", about(version), found.officer(line.version), line.since, "Resolve",
                page(version, "comments"))  # fmt: skip


def _changes(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Decisions that sent a text back to draft, until it is submitted again."""
    newer = Snapshot.objects.filter(
        own_text(""), version=OuterRef("snapshot__version"), number__gt=OuterRef("snapshot__number")
    )
    asked = Decision.objects.filter(
        ~Exists(newer), Among("snapshot__version_id", run_by(roles, State.DRAFT)), own_text("snapshot__"),
        outcome__in=[Decision.Outcome.CHANGES, Decision.Outcome.FOLLOWED],
    )  # fmt: skip
    if officers_of(roles):
        yield narrow(asked, version="snapshot__version_id", party="party_id",
                     since=Coalesce("decided_at", "asked_at"))  # fmt: skip


def _change(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    what = f"Make the changes that {found.parties[line.party]} asked for"
    role = found.officer(line.version)
    return Item(what, about(version), role, line.since, "Open the draft", page(version, "tasks"))


def _checklists(roles: Sequence[Role]) -> Iterator[Item]:
    """Checklists that a contributor's partner still has to answer, one line a protocol.

    Whether an answer still rests on the facts as they are is known only by working them out: at most seven queries.
    """
    contributors = {role.partner_id: role for role in reversed(roles) if role.role is RoleKind.CONTRIBUTOR}
    if not contributors:
        return
    mine = Among("pk", parties_of([*contributors], *WRITTEN, column="version_id", joined=True))
    working = ProtocolVersion.objects.filter(mine, protocol__tier="thematic")
    for state in legal_standings(working.select_related("protocol").defer("purpose")):
        for party in _mine(state.parties, contributors):
            gaps = [gap for gap in state.gaps if gap.party == party]
            if gaps:
                first = min((gap.standing for gap in gaps), key=list(WORDS).index)
                version = Version.of(state.version)
                flows = "1 flow" if len(gaps) == 1 else f"{len(gaps)} flows"
                yield Item(f"{WORDS[first]} the legal checklist for {party}: {flows}", about(version),
                           contributors[party.partner_id], state.version.state_since, "Open the checklist",
                           page(version, "legal"), state.version.starts_on)  # fmt: skip


def _mine(parties: Iterable[Party], roles: dict[int | None, Role]) -> list[Party]:
    return [party for party in parties if party.partner_id in roles]


COMMENTS = Kind(_comments, _comment)
CHANGES = Kind(_changes, _change)
CHECKLISTS = Computed(_checklists)
