"""Data flows: adding, changing, deleting, and leaving out one that a checklist stopped."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid, NotAllowed
from protocols.models import DataFlow, Party, ProtocolVersion
from protocols.permissions import is_officer_of
from protocols.services.flow_contents import FlowContent
from protocols.services.rows import Rows
from protocols.states import Action


class FlowRows(Rows[DataFlow, FlowContent]):
    """How flows are written: by the partners that they name, and never again once left out on record."""

    noun = "flow"
    action = Action.EDIT_FLOWS

    def of(self, version: ProtocolVersion) -> QuerySet[DataFlow]:
        """The flows of a version, refused ones too."""
        return DataFlow.objects.filter(version=version)

    def check_content(self, by: Role, version: ProtocolVersion, content: FlowContent) -> None:
        """A contributor's own partner has to be at one end."""
        _check_own(by, version, {content.sender, *content.recipients})

    def check_row(self, by: Role, row: DataFlow) -> None:
        """A contributor takes over no flow of others."""
        _check_own(by, row.version, {row.sender, *row.recipients.all()})

    def check_open(self, row: DataFlow) -> None:
        """A refusal stays on record as it was."""
        if row.is_refused:
            raise Invalid("This flow was left out, with the refusal on record. Add a new flow in its place.")

    def check_free(self, row: DataFlow) -> None:
        """A refusal is not deleted either."""
        if row.is_refused:
            raise Invalid("This flow was stopped by a checklist. It is left out of the agreement and kept on record.")

    def put_links(self, row: DataFlow, content: FlowContent) -> None:
        """The recipients."""
        row.recipients.set(content.recipients)


FLOWS = FlowRows()


def save_flow(
    *,
    by: Role,
    version: ProtocolVersion,
    content: FlowContent,
    flow: DataFlow | None = None,
    revision: int | None = None,
    nonce: UUID | None = None,
) -> DataFlow:
    """Add a flow (with `nonce`) or change one (with the `revision` that its form was made from).

    The same nonce again returns the flow added the first time. Raises NotAllowed, WrongState, Invalid with the field,
    or Conflict where somebody saved the flow since.
    """
    return FLOWS.save(by=by, version=version, content=content, row=flow, revision=revision, nonce=nonce)


def delete_flow(*, by: Role, flow: DataFlow) -> None:
    """Take a flow out. Raises NotAllowed, WrongState, or Invalid for a refused flow, which stays on record."""
    FLOWS.delete(by=by, row=flow)


def refuse_flow(*, by: Role, flow: DataFlow, reason: str) -> DataFlow:
    """Leave a flow out of the agreement and keep it, with the reason, on record; a second time changes nothing.

    Raises NotAllowed, WrongState, or Invalid without a reason.
    """
    if not reason.strip():
        raise Invalid("Enter why the flow is left out.", "reason")
    with act("protocols.flow.refuse", by=by, subject=flow, details={"reason": reason.strip()}) as refusing:
        held = FLOWS.held(by, flow)
        if held.is_refused:
            refusing.cancel()
            return held
        held.refused_at, held.refused_reason = timezone.now(), reason.strip()
        held.revision += 1
        held.save(update_fields=["refused_at", "refused_reason", "revision"])
    return held


def _check_own(by: Role, version: ProtocolVersion, parties: set[Party]) -> None:
    """A contributor writes the flows of its own partner; the officer writes any."""
    if not is_officer_of(by, version) and all(party.partner_id != by.partner_id for party in parties):
        raise NotAllowed(
            f"You can only write flows that {by.partner} sends or receives. Comment on this one, or ask the officer."
        )
