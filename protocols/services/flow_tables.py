"""Many data flows at once, from a file: all of them, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from partners.models import Role
from portal.audit.acts import act
from protocols.models import DataFlow, ProtocolVersion
from protocols.services.flow_contents import FlowContent
from protocols.services.flows import save_flow


@dataclass(frozen=True)
class WantedFlow:
    """One row of a file: what it says, and the flow that it changes with the revision that was shown, or a new one."""

    content: FlowContent
    nonce: UUID
    flow: DataFlow | None = None
    revision: int | None = None


def save_all(*, by: Role, version: ProtocolVersion, wanted: Sequence[WantedFlow]) -> list[DataFlow]:
    """Add and change flows together; each leaves its own event, and none is written where one is refused.

    The same again adds and changes nothing. Raises NotAllowed, WrongState, Invalid, or Conflict.
    """
    with act("protocols.flow.import", by=by, subject=version, details={"rows": len(wanted)}) as importing:
        before = {row.pk: row.revision for row in version.flows.all()}
        saved = [
            save_flow(
                by=by, version=version, content=one.content, flow=one.flow, revision=one.revision, nonce=one.nonce
            )
            for one in wanted
        ]
        if {row.pk: row.revision for row in version.flows.all()} == before:
            importing.cancel()
    return saved
