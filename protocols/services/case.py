"""The case for a protocol: taking over starters, and adding, changing and deleting benefits, costs and barriers."""

from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from partners.models import Role
from protocols.loader.case import CaseStarter, case_content
from protocols.models import Barrier, CaseEntry, Party, ProtocolVersion
from protocols.services.case_contents import BarrierContent, CaseContent
from protocols.services.owned_rows import OwnedRows, StarterRows
from protocols.states import Action

NOT_OWN = "You can only write what {partner} answers for. Comment on the protocol, or ask the partnership's officer."


class CaseRows(StarterRows[CaseEntry, CaseContent]):
    """How benefits and costs are written."""

    noun = "entry"
    action = Action.EDIT_CASE
    not_own = NOT_OWN
    starting = "protocols.case.add_starters"
    not_offered = "“{starter}” is not offered to this theme. Open the page again and choose one."

    def of(self, version: ProtocolVersion) -> QuerySet[CaseEntry]:
        """The benefits and costs of a version."""
        return CaseEntry.objects.filter(version=version)

    def starters(self, theme: str) -> Mapping[str, CaseStarter]:
        """What is usual in a theme."""
        return {one.id: one for one in case_content().of(theme)}

    def begun(self, starter: CaseStarter, owner: Party | None) -> dict[str, object]:
        """The fields of the entry that a starter begins."""
        return CaseContent.of(starter, owner).as_fields()


class BarrierRows(OwnedRows[Barrier, BarrierContent]):
    """How barriers are written."""

    noun = "barrier"
    action = Action.EDIT_CASE
    not_own = NOT_OWN

    def of(self, version: ProtocolVersion) -> QuerySet[Barrier]:
        """The barriers of a version."""
        return Barrier.objects.filter(version=version)


CASE, BARRIERS = CaseRows(), BarrierRows()


def add_starters(*, by: Role, version: ProtocolVersion, ids: Sequence[str] | None = None) -> list[CaseEntry]:
    """Take over starters into the case: those named, or all that the theme offers; a second time adds nothing.

    Raises NotAllowed, WrongState, or Invalid for an unknown id.
    """
    return CASE.add_starters(by=by, version=version, ids=ids)
