"""The texts of a protocol that somebody may compare: the template, named texts, submissions, and each version."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from partners.models import Role
from partners.roles import RoleKind
from portal.govuk.days import clock, day
from protocols.models import NamedText, ProtocolVersion, Snapshot
from protocols.queries.protocols import versions_of
from protocols.states import SETTLED, State

ENTERED = {
    State.DRAFT: "the draft as it is now",
    State.CONSULTATION: "as it is now, in consultation",
    State.APPROVAL: "as submitted, waiting for approval",
    State.SIGNING: "as submitted, being signed",
}


@dataclass(frozen=True)
class Side:
    """One text that can stand on either side of a redline. `key` names it in addresses; `at` is when it was so."""

    key: str
    label: str
    version: ProtocolVersion
    at: datetime | None = None
    named: NamedText | None = None
    snapshot: Snapshot | None = None

    @property
    def is_template(self) -> bool:
        """Whether it is the wording that the version began from."""
        return self.key.startswith("template-")


def sides_for(capacity: Role | None, version: ProtocolVersion) -> list[Side]:
    """Every text of the version's protocol that exists for somebody, newest version first; three queries.

    What was named or submitted on the way is for those who draft and approve: a viewer compares agreements alone.
    """
    versions = list(versions_of(capacity, version.protocol))
    if capacity is not None and capacity.role is RoleKind.VIEWER:
        return [side for one in versions for side in (_whole(one), _template(one))]
    named = NamedText.objects.filter(version__in=versions).defer("text")
    submitted = Snapshot.objects.filter(version__in=versions, instrument=None).defer("text", "rows_text")
    return [side for one in versions for side in _of(one, list(named), list(submitted))]


def kept_text(capacity: Role | None, version: ProtocolVersion, key: str) -> NamedText | Snapshot | None:
    """The text of that key that can be put back in a version: its own named texts, and submissions with their rows."""
    side = side_of(sides_for(capacity, version), key)
    if side is None or side.version != version:
        return None
    if side.snapshot is not None:
        return Snapshot.objects.filter(pk=side.snapshot.pk).exclude(rows_text="").select_related("version").first()
    return side.named


def returnable(version: ProtocolVersion) -> set[int]:
    """The submissions of a version that can be put back, by primary key; one query."""
    return set(version.snapshots.exclude(rows_text="").values_list("pk", flat=True))


def side_of(sides: Sequence[Side], key: str) -> Side | None:
    """The text of that key, among those that exist for somebody."""
    return next((side for side in sides if side.key == key), None)


def _of(version: ProtocolVersion, named: Sequence[NamedText], submitted: Sequence[Snapshot]) -> Iterator[Side]:
    yield _whole(version)
    kept = [_named(one, version) for one in named if one.version_id == version.pk]
    kept += [_submitted(one, version) for one in submitted if one.version_id == version.pk]
    yield from sorted(kept, key=lambda side: (side.at is not None, side.at), reverse=True)
    yield _template(version)


def _whole(version: ProtocolVersion) -> Side:
    known = ENTERED.get(version.status)
    words = known or f"{version.status.label.lower()} since {day(version.state_since)}"
    if version.status in SETTLED:
        words = f"as signed, {words}"
    return Side(f"version-{version.number}", f"Version {version.number}, {words}", version)


def _template(version: ProtocolVersion) -> Side:
    words = f"The template that version {version.number} began from: {version.template_version}"
    return Side(f"template-{version.number}", words, version)


def _named(text: NamedText, version: ProtocolVersion) -> Side:
    label = f"{text}, named in version {version.number} on {_when(text.named_at)}"
    return Side(f"named-{text.pk}", label, version, text.named_at, named=text)


def _submitted(snapshot: Snapshot, version: ProtocolVersion) -> Side:
    label = f"Submission {snapshot.number} of version {version.number}, {_when(snapshot.created_at)}"
    return Side(f"submitted-{snapshot.pk}", label, version, snapshot.created_at, snapshot=snapshot)


def _when(at: datetime) -> str:
    """The day and time, told the same on every day."""
    return f"{day(at)}, {clock(at)}"
