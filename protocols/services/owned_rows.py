"""Numbered rows that a party answers for, and the starters from which such rows are begun.

Risks, and the benefits, costs and barriers of a case, are written by this one mechanism.
"""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, TypeVar
from uuid import uuid4

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid, NotAllowed
from protocols.models import Barrier, CaseEntry, Party, ProtocolVersion, Risk
from protocols.permissions import check, is_officer_of, party_of
from protocols.services.case_contents import BarrierContent, CaseContent
from protocols.services.risk_contents import RiskContent
from protocols.services.rows import Rows
from protocols.services.stepping import locked

R = TypeVar("R", Risk, CaseEntry, Barrier)
C = TypeVar("C", RiskContent, CaseContent, BarrierContent)
B = TypeVar("B", Risk, CaseEntry)  # what starters begin, and what it says
S = TypeVar("S", RiskContent, CaseContent)


class OwnedRows(Rows[R, C]):
    """Rows that a party answers for: its own contributors write them, and those that nobody owns yet.

    `not_own` is what a contributor of another partner, named by `{partner}`, is told.
    """

    not_own: ClassVar[str]

    def check_content(self, by: Role, version: ProtocolVersion, content: C) -> None:
        """A contributor's own partner has to be the owner."""
        self._check_own(by, version, content.owner)

    def check_row(self, by: Role, row: R) -> None:
        """A contributor takes over no row of others, but may take up one that nobody owns."""
        if row.owner_id is not None:
            self._check_own(by, row.version, row.owner)

    def _check_own(self, by: Role, version: ProtocolVersion, owner: Party | None) -> None:
        """A contributor writes what its own partner owns; the officer writes any."""
        if not is_officer_of(by, version) and (owner is None or owner.partner_id != by.partner_id):
            raise NotAllowed(self.not_own.format(partner=by.partner))


class StarterRows(OwnedRows[B, S]):
    """Rows that may be begun from starters of the theme.

    `starting` names taking them over in the trail; `not_offered` refuses the id `{starter}`.
    """

    starting: ClassVar[str]
    not_offered: ClassVar[str]

    @abstractmethod
    def starters(self, theme: str) -> Mapping[str, Any]:
        """The starters offered to a theme, by their ids."""

    @abstractmethod
    def begun(self, starter: Any, owner: Party | None) -> dict[str, object]:
        """The fields of the row that a starter begins."""

    def add_starters(self, *, by: Role, version: ProtocolVersion, ids: Sequence[str] | None) -> list[B]:
        """Take over starters: those named, or all that the theme offers.

        Those taken over before are left as they are, so a second time adds nothing. A contributor's own party becomes
        the owner; those that the officer takes over have none yet. Raises NotAllowed, WrongState, or Invalid for an
        unknown id.
        """
        with act(self.starting, by=by, subject=version) as adding:
            version = locked(version)
            check(by, version, self.action)
            offered = self.starters(version.protocol.theme)
            unknown = [name for name in ids or () if name not in offered]
            if unknown:
                raise Invalid(self.not_offered.format(starter=unknown[0]))
            rows = self.of(version)
            taken = set(rows.exclude(starter="").values_list("starter", flat=True))
            wanted = [one for key, one in offered.items() if (ids is None or key in ids) and key not in taken]
            if not wanted:
                adding.cancel()
                return []
            owner = None if is_officer_of(by, version) else party_of(by, version)
            made = [
                rows.model(version=version, number=number, starter=one.id, nonce=uuid4(), **self.begun(one, owner))
                for number, one in enumerate(wanted, self.next_number(version))
            ]
            rows.bulk_create(made)
            adding.details["starters"] = [one.id for one in wanted]
        return made
