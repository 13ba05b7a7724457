"""What a snapshot is the text of: a version, or an instrument. Deciding, signing and sealing ask it what differs.

Each matter is held until the transaction ends; so is the version in both cases, so that acts on it follow one another.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.actors import ActsAs
from portal.audit.models import Audited
from protocols import permissions
from protocols.errors import Refused, WrongState
from protocols.models import Instrument, Party, ProtocolVersion, Snapshot
from protocols.queries.signing import SIGNS, signers_of
from protocols.services import stepping
from protocols.states import INSTRUMENTS, Action, move, refusal


@dataclass(frozen=True)
class OfVersion:
    """A version's own text."""

    version: ProtocolVersion

    @property
    def subject(self) -> Audited:
        """What the audit trail names."""
        return self.version

    def check(self, by: ActsAs, action: Action, *, party: Party | None = None) -> None:
        """Raise NotAllowed or WrongState unless `by` may do this now."""
        permissions.check(by, self.version, action, party=party)

    def may(self, by: ActsAs, party: Party | None, action: Action = Action.DECIDE_AGAIN) -> bool:
        """Whether `by` may do this for a party now."""
        return permissions.may(by, self.version, action, party=party)

    def step(self, action: Action, *, by: ActsAs, party: Party | None = None) -> None:
        """Move along the table."""
        stepping.step(self.version, action, by=by)

    def move_on(self, action: Action) -> None:
        """Move along the table, for somebody of whom it was asked before whether they may."""
        stepping.move_on(self.version, action)

    def check_state(self, action: Action) -> None:
        """Raise WrongState unless the state allows the action, whoever does it."""
        if move(self.version.status, action) is None:
            raise WrongState(refusal(self.version.status, action))

    def signers(self) -> Sequence[Party]:
        """Who signs: every party that its text names, not those that joined by a document of their own."""
        return list(self.version.parties.filter(SIGNS).select_related("partner"))


@dataclass(frozen=True)
class OfInstrument:
    """The text of an instrument."""

    instrument: Instrument

    @property
    def version(self) -> ProtocolVersion:
        """The version in force that it is about."""
        return self.instrument.version

    @property
    def subject(self) -> Audited:
        """What the audit trail names."""
        return self.instrument

    def check(self, by: ActsAs, action: Action, *, party: Party | None = None) -> None:
        """Raise NotAllowed or WrongState unless `by` may do this now."""
        permissions.check_instrument(by, self.instrument, action, party=party)

    def may(self, by: ActsAs, party: Party | None, action: Action = Action.DECIDE_AGAIN) -> bool:
        """Whether `by` may do this for a party now."""
        try:
            self.check(by, action, party=party)
        except Refused:
            return False
        return True

    def step(self, action: Action, *, by: ActsAs, party: Party | None = None) -> None:
        """Move along the table of instruments."""
        self.check(by, action, party=party)
        self.move_on(action)

    def move_on(self, action: Action) -> None:
        """Move along the table of instruments, for somebody of whom it was asked before whether they may."""
        found = move(self.instrument.status, action, INSTRUMENTS)
        if found is None:
            raise LookupError(f"The check lets {action} through, but the table of instruments does not know it.")
        self.instrument.state, self.instrument.state_since = found.to.value, timezone.now()
        self.instrument.save(update_fields=["state", "state_since"])

    def check_state(self, action: Action) -> None:
        """Raise WrongState unless the state allows the action, whoever does it."""
        if move(self.instrument.status, action, INSTRUMENTS) is None:
            raise WrongState(refusal(self.instrument.status, action, INSTRUMENTS))

    def signers(self) -> Sequence[Party]:
        """Who signs: those whom the instrument names."""
        return list(signers_of(self.instrument))


Matter = OfVersion | OfInstrument


def held(snapshot: Snapshot) -> Matter:
    """The matter of a snapshot, read again and held until the transaction ends. Must be called inside an act."""
    return held_matter(snapshot.version, snapshot.instrument_id)


def held_matter(version: ProtocolVersion, instrument_id: int | None) -> Matter:
    """A version, or one of its instruments, read again and held. Must be called inside an act."""
    version = stepping.locked(version)
    if instrument_id is None:
        return OfVersion(version)
    instrument = Instrument.objects.select_for_update(of=("self",), no_key=True).get(pk=instrument_id)
    instrument.version = version
    return OfInstrument(instrument)


def seen(snapshot: Snapshot) -> Matter:
    """The matter of a snapshot as it stands, to be read and not changed."""
    return OfVersion(snapshot.version) if snapshot.instrument is None else OfInstrument(snapshot.instrument)


def check_arranging(matter: Matter, by: Role, action: Action, party: Party) -> None:
    """Raise NotAllowed or WrongState unless `by` may arrange this for a party: an officer, or its own contact."""
    matter.check(by, action, party=None if by.role is RoleKind.OFFICER else party)
