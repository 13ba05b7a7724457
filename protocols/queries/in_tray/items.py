"""What a line of the in-tray says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Self

from partners.models import Role
from partners.roles import RoleKind
from portal.addresses import address
from protocols.models import ProtocolVersion
from protocols.queries.in_tray.lines import NEVER, Line
from protocols.states import State


class Version(NamedTuple):
    """A version, as lines name it: read as it is shown, since a page names fifty."""

    pk: int
    reference: str
    number: int
    title: str
    state: str
    state_since: datetime
    partnership_id: int

    @classmethod
    def of(cls, version: ProtocolVersion) -> Self:
        """A version that was read whole."""
        own = version.protocol
        told = (version.number, version.title, version.state, version.state_since)
        return cls(version.pk, own.reference, *told, own.partnership_id)

    def __str__(self) -> str:
        return f"{self.reference} version {self.number}"

    @property
    def status(self) -> State:
        """The state as the table knows it."""
        return State(self.state)


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

    version: Version
    link: str
    capacity: Role


def page(version: Version, name: str) -> str:
    """The address of one of a version's pages."""
    return address(f"protocols:{name}", version.reference, version.number)


def about(version: Version) -> str:
    """A version as a line of the in-tray names it."""
    return f"{version}: {version.title}"


def officers_of(roles: Sequence[Role]) -> dict[int | None, Role]:
    """The roles of an officer among these, by partnership; of several in one, the first."""
    return {role.partnership_id: role for role in reversed(roles) if role.role is RoleKind.OFFICER}


def due_of(line: Line) -> date | None:
    """The day by which a line is due; None where it has none."""
    return line.due if line.due != NEVER else None
