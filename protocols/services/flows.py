"""Data flows: adding, changing, deleting, and leaving out one that a checklist stopped."""

from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Conflict, Invalid, NotAllowed
from protocols.models import DataFlow, Party, ProtocolVersion
from protocols.permissions import check, is_officer_of
from protocols.services.flow_contents import FlowContent
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
    check(by, version, Action.EDIT_FLOWS)
    _check_own(by, version, {content.sender, *content.recipients})
    content.check(version)
    if flow is None:
        return _add(by, version, content, nonce)
    _check_own(by, version, {flow.sender, *flow.recipients.all()})
    return _change(by, flow, content, revision)


def delete_flow(*, by: Role, flow: DataFlow) -> None:
    """Take a flow out. Raises NotAllowed, WrongState, or Invalid for a refused flow, which stays on record."""
    check(by, flow.version, Action.EDIT_FLOWS)
    _check_own(by, flow.version, {flow.sender, *flow.recipients.all()})
    if flow.is_refused:
        raise Invalid("This flow was stopped by a checklist. It is left out of the agreement and kept on record.")
    with act("protocols.flow.delete", by=by, subject=flow.version, details={"flow": str(flow)}):
        flow.delete()


def refuse_flow(*, by: Role, flow: DataFlow, reason: str) -> DataFlow:
    """Leave a flow out of the agreement and keep it, with the reason, on record; a second time changes nothing.

    Raises NotAllowed, WrongState, or Invalid without a reason.
    """
    check(by, flow.version, Action.EDIT_FLOWS)
    _check_own(by, flow.version, {flow.sender, *flow.recipients.all()})
    if not reason.strip():
        raise Invalid("Enter why the flow is left out.", "reason")
    with act("protocols.flow.refuse", by=by, subject=flow, details={"reason": reason}) as refusing:
        held = DataFlow.objects.select_for_update().get(pk=flow.pk)
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


def _add(by: Role, version: ProtocolVersion, content: FlowContent, nonce: UUID | None) -> DataFlow:
    if nonce is None:
        raise Invalid("This form is not whole. Open the page again and send it once more.")
    with act("protocols.flow.add", by=by) as adding:
        # The version's row is held, so that two flows added at once are given two numbers.
        ProtocolVersion.objects.select_for_update().get(pk=version.pk)
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


def _change(by: Role, flow: DataFlow, content: FlowContent, revision: int | None) -> DataFlow:
    with act("protocols.flow.change", by=by, subject=flow) as changing:
        held = DataFlow.objects.select_for_update().get(pk=flow.pk)
        if held.is_refused:
            raise Invalid("This flow was left out, with the refusal on record. Add a new flow in its place.")
        after, recipients = content.as_fields(), {party.pk for party in content.recipients}
        changed = sorted(name for name, value in after.items() if getattr(held, name) != value)
        if recipients != set(held.recipients.values_list("pk", flat=True)):
            changed.append("recipients")
        if not changed:
            changing.cancel()
            return held
        if revision != held.revision:
            raise Conflict(
                "Somebody else saved this flow while you were writing. Compare the two and save again.",
                theirs=str(held.revision), yours=str(revision), revision=held.revision,
            )  # fmt: skip
        for name, value in after.items():
            setattr(held, name, value)
        held.revision += 1
        held.save()
        held.recipients.set(content.recipients)
        changing.details["changed"] = changed
    return held
