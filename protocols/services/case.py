"""The case for a protocol: taking over starters, and adding, changing and deleting benefits, costs and barriers."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import uuid4

from django.db.models import QuerySet

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid, NotAllowed
from protocols.loader.case import CaseStarter, case_content
from protocols.models import Barrier, CaseEntry, Party, ProtocolVersion
from protocols.permissions import check, is_officer_of, party_of
from protocols.services.case_contents import BarrierContent, CaseContent
from protocols.services.rows import Rows
from protocols.services.stepping import locked
from protocols.states import Action

R = TypeVar("R", CaseEntry, Barrier)
C = TypeVar("C", CaseContent, BarrierContent)


class OwnedRows(Rows[R, C]):
    """Rows that a party answers for: its own contributors write them, and those that nobody owns yet."""

    action = Action.EDIT_CASE

    def check_content(self, by: Role, version: ProtocolVersion, content: C) -> None:
        """A contributor's own partner has to be the owner."""
        _check_own(by, version, content.owner)

    def check_row(self, by: Role, row: R) -> None:
        """A contributor takes over no row of others, but may take up one that nobody owns."""
        if row.owner_id is not None:
            _check_own(by, row.version, row.owner)


class CaseRows(OwnedRows[CaseEntry, CaseContent]):
    """How benefits and costs are written."""

    noun = "entry"

    def of(self, version: ProtocolVersion) -> QuerySet[CaseEntry]:
        """The benefits and costs of a version."""
        return CaseEntry.objects.filter(version=version)


class BarrierRows(OwnedRows[Barrier, BarrierContent]):
    """How barriers are written."""

    noun = "barrier"

    def of(self, version: ProtocolVersion) -> QuerySet[Barrier]:
        """The barriers of a version."""
        return Barrier.objects.filter(version=version)


CASE, BARRIERS = CaseRows(), BarrierRows()


def add_starters(*, by: Role, version: ProtocolVersion, ids: Sequence[str] | None = None) -> list[CaseEntry]:
    """Take over starters into the case: those named, or all that the theme offers.

    Those taken over before are left as they are, so a second time adds nothing. A contributor's own party becomes the
    owner; those that the officer takes over have none yet. Raises NotAllowed, WrongState, or Invalid for an unknown id.
    """
    with act("protocols.case.add_starters", by=by, subject=version) as adding:
        version = locked(version)
        check(by, version, Action.EDIT_CASE)
        offered = {one.id: one for one in case_content().of(version.protocol.theme)}
        unknown = [name for name in ids or () if name not in offered]
        if unknown:
            raise Invalid(f"“{unknown[0]}” is not offered to this theme. Open the page again and choose one.")
        taken = set(version.case_entries.exclude(starter="").values_list("starter", flat=True))
        wanted = [one for key, one in offered.items() if (ids is None or key in ids) and key not in taken]
        if not wanted:
            adding.cancel()
            return []
        owner = None if is_officer_of(by, version) else party_of(by, version)
        first = CASE.next_number(version)
        made = [_take_over(version, starter, owner, number) for number, starter in enumerate(wanted, first)]
        CaseEntry.objects.bulk_create(made)
        adding.details["starters"] = [one.starter for one in made]
    return made


def _check_own(by: Role, version: ProtocolVersion, owner: Party | None) -> None:
    """A contributor writes what its own partner answers for; the officer writes any."""
    if not is_officer_of(by, version) and (owner is None or owner.partner_id != by.partner_id):
        raise NotAllowed(
            f"You can only write what {by.partner} answers for. "
            "Comment on the protocol, or ask the partnership's officer."
        )


def _take_over(version: ProtocolVersion, starter: CaseStarter, owner: Party | None, number: int) -> CaseEntry:
    fields = CaseContent.of(starter, owner).as_fields()
    return CaseEntry(version=version, number=number, starter=starter.id, nonce=uuid4(), **fields)
