"""What a line of the in-tray says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from partners.models import Role
from partners.roles import RoleKind
from portal.addresses import address
from protocols.models import ProtocolVersion
from protocols.queries.in_tray.lines import NEVER, Line


@dataclass(frozen=True)
class Item:
    """One thing that waits for the person: what, about which protocol, in which capacity, and the one button."""

    what: str
    about: str
    capacity: Role
    since: datetime
    button: str
    link: str
    due: date | None = None


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for somebody else."""

    what: str
    about: str
    who: str
    since: datetime
    link: str
    capacity: Role


@dataclass(frozen=True)
class Coming:
    """A date that is near."""

    what: str
    about: str
    on: date
    link: str
    capacity: Role


@dataclass(frozen=True)
class Working:
    """A protocol that the person works on, and the capacity in which they see it."""

    version: ProtocolVersion
    link: str
    capacity: Role


def page(version: ProtocolVersion, name: str) -> str:
    """The address of one of a version's pages."""
    return address(f"protocols:{name}", version.protocol.reference, version.number)


def about(version: ProtocolVersion) -> str:
    """A version as a line of the in-tray names it."""
    return f"{version.protocol.reference} version {version.number}: {version.title}"


def officers_of(roles: Sequence[Role]) -> dict[int | None, Role]:
    """The roles of an officer among these, by partnership; of several in one, the first."""
    return {role.partnership_id: role for role in reversed(roles) if role.role is RoleKind.OFFICER}


def due_of(line: Line) -> date | None:
    """The day by which a line is due; None where it has none."""
    return line.due if line.due != NEVER else None
