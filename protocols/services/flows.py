"""Data flows: adding, changing, deleting, and leaving out one that a checklist stopped."""

from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from partners.models import Role
from portal.audit.acts import Act, act
from protocols.errors import Conflict, Invalid, NotAllowed
from protocols.models import DataFlow, Party, ProtocolVersion
from protocols.permissions import check, is_officer_of
from protocols.services.flow_contents import FlowContent, differences
from protocols.services.stepping import locked
from protocols.states import Action


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
    name = "protocols.flow.add" if flow is None else "protocols.flow.change"
    with act(name, by=by, subject=flow) as saving:
        version = locked(version)
        check(by, version, Action.EDIT_FLOWS)
        _check_own(by, version, {content.sender, *content.recipients})
        content.check(version)
        if flow is None:
            return _add(saving, version, content, nonce)
        return _change(saving, by, flow, content, revision)


def delete_flow(*, by: Role, flow: DataFlow) -> None:
    """Take a flow out. Raises NotAllowed, WrongState, or Invalid for a refused flow, which stays on record."""
    with act("protocols.flow.delete", by=by, subject=flow.version, details={"flow": str(flow)}):
        held = _held(by, flow)
        if held.is_refused:
            raise Invalid("This flow was stopped by a checklist. It is left out of the agreement and kept on record.")
        held.delete()


def refuse_flow(*, by: Role, flow: DataFlow, reason: str) -> DataFlow:
    """Leave a flow out of the agreement and keep it, with the reason, on record; a second time changes nothing.

    Raises NotAllowed, WrongState, or Invalid without a reason.
    """
    if not reason.strip():
        raise Invalid("Enter why the flow is left out.", "reason")
    with act("protocols.flow.refuse", by=by, subject=flow, details={"reason": reason.strip()}) as refusing:
        held = _held(by, flow)
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


def _held(by: Role, flow: DataFlow) -> DataFlow:
    """The flow as it stands, held with its version, if it may be written now and by them."""
    version = locked(flow.version)
    check(by, version, Action.EDIT_FLOWS)
    held = DataFlow.objects.select_for_update().get(pk=flow.pk)
    held.version = version
    _check_own(by, version, {held.sender, *held.recipients.all()})
    return held


def _add(adding: Act, version: ProtocolVersion, content: FlowContent, nonce: UUID | None) -> DataFlow:
    if nonce is None:
        raise Invalid("This form is not whole. Open the page again and send it once more.")
    made = DataFlow.objects.filter(version=version, nonce=nonce).first()
    if made is not None:
        adding.cancel()
        return made
    highest = version.flows.aggregate(highest=Max("number"))["highest"] or 0
    flow = DataFlow(version=version, number=highest + 1, nonce=nonce, **content.as_fields())
    flow.save()
    flow.recipients.set(content.recipients)
    adding.subject = flow
    return flow


def _change(changing: Act, by: Role, flow: DataFlow, content: FlowContent, revision: int | None) -> DataFlow:
    held = _held(by, flow)
    if held.is_refused:
        raise Invalid("This flow was left out, with the refusal on record. Add a new flow in its place.")
    changed = differences(held, content)
    if not changed:
        changing.cancel()
        return held
    if revision != held.revision:
        raise Conflict(
            "Somebody else saved this flow while you were writing. Nothing was overwritten: compare the two below.",
            theirs=str(held.revision),
            yours=str(revision),
            revision=held.revision,
        )
    for name, value in content.as_fields().items():
        setattr(held, name, value)
    held.revision += 1
    held.save()
    held.recipients.set(content.recipients)
    changing.details["changed"] = changed
    return held
