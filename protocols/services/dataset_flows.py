"""Data flows built from data sets: adding them, taking over what a data set says now, and keeping a flow as one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any
from uuid import UUID, uuid5

from datasets.models import TOLD, Dataset
from datasets.services.contents import DatasetContent
from datasets.services.writing import add_dataset
from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Conflict, Invalid
from protocols.models import DataFlow, Party, ProtocolVersion
from protocols.queries.dataset_flows import ONLY_SAID, differences, offered_to
from protocols.services.flow_contents import FlowContent
from protocols.services.flows import save_flow

TAKEN = tuple(name for name in TOLD if name not in ONLY_SAID)


@dataclass(frozen=True)
class Sharing:
    """What a flow says beyond its data: to whom it goes, what for, how, and who decides."""

    recipients: Sequence[Party]
    purpose: str
    method: str
    regime: str = DataFlow.Regime.GENERAL
    control: str = DataFlow.Control.SEPARATE
    control_reference: str = ""


def add_from(
    *, by: Role, version: ProtocolVersion, datasets: Sequence[Dataset], sharing: Sharing, nonce: UUID
) -> list[DataFlow]:
    """Add a flow for each data set, from the party that holds it to the others; all of them, or none.

    The same nonce again adds nothing. Raises NotAllowed, WrongState, or Invalid with the field.
    """
    with act("protocols.flow.from_datasets", by=by, subject=version, details={"data sets": len(datasets)}) as adding:
        before = version.flows.count()
        holders = {party.partner_id: party for party in version.parties.select_related("partner")}
        known = {one.pk: one for one in offered_to(by, version).filter(pk__in=[one.pk for one in datasets])}
        if not datasets or len(known) != len({one.pk for one in datasets}):
            raise Invalid("Choose at least one data set that a party to this protocol offers.", "datasets")
        flows = [
            _add(by, version, holders[one.partner_id], known[one.pk], sharing, uuid5(nonce, str(one.pk)))
            for one in datasets
        ]
        if version.flows.count() == before:
            adding.cancel()
    return flows


def take_over(
    *, by: Role, flow: DataFlow, names: Collection[str], revision: int | None, dataset_revision: int | None
) -> DataFlow:
    """Take over what its data set says now in these fields; the other differences are seen and left as they are.

    Assessments that rest on what changes go stale as after any change of the flow. Twice is once. Raises NotAllowed,
    WrongState, Invalid, or Conflict where the flow or the data set has changed since it was shown.
    """
    with act("protocols.flow.take_over", by=by, subject=flow, details={"fields": sorted(names)}) as taking:
        found = differences(flow)
        if flow.dataset is None or not found:
            taking.cancel()
            return flow
        if flow.dataset.revision != dataset_revision:
            raise Conflict(
                "The data set was changed again while you were reading. Look at what differs now.",
                theirs=str(flow.dataset.revision), yours=str(dataset_revision), revision=flow.dataset.revision,
            )  # fmt: skip
        changes: dict[str, Any] = {one.name: one.new for one in found if one.takes and one.name in names}
        content = replace(content_of(flow), **changes)
        saved = save_flow(by=by, version=flow.version, content=content, flow=flow, revision=revision)
        saved.dataset_told = flow.dataset.told
        saved.save(update_fields=["dataset_told"])
    return saved


def keep_as_dataset(*, by: Role, flow: DataFlow, content: DatasetContent, nonce: UUID) -> Dataset:
    """Put what a flow shares into its sender's catalogue, and say in the flow that it comes from there.

    In any state: whence the data comes is no part of what is agreed. The same nonce again keeps nothing twice. Raises
    NotAllowed for all but those who write the sender's catalogue, or Invalid with the field.
    """
    with act("protocols.flow.keep_as_dataset", by=by, subject=flow) as keeping:
        dataset = add_dataset(by=by, partner=flow.sender.partner, content=content, nonce=nonce)
        held = DataFlow.objects.select_for_update(of=("self",), no_key=True).get(pk=flow.pk)
        if held.dataset_id is not None:
            if held.dataset_id != dataset.pk:
                raise Invalid("This flow is from a data set already. Open the page again to see which.")
            keeping.cancel()
            return dataset
        held.dataset, held.dataset_told = dataset, dataset.told
        held.save(update_fields=["dataset", "dataset_told"])
    return dataset


def content_of(flow: DataFlow) -> FlowContent:
    """What a flow says as it stands."""
    values = {one.name: getattr(flow, one.name) for one in fields(FlowContent) if one.name != "recipients"}
    return FlowContent(recipients=list(flow.recipients.all()), **values)


def _add(
    by: Role, version: ProtocolVersion, sender: Party, dataset: Dataset, sharing: Sharing, nonce: UUID
) -> DataFlow:
    recipients = [party for party in sharing.recipients if party.pk != sender.pk]
    if not recipients:
        raise Invalid(f"{dataset} is held by {sender}. Choose another party that it goes to.", "recipients")
    content = FlowContent(
        title=dataset.name, sender=sender, recipients=recipients, purpose=sharing.purpose, method=sharing.method,
        regime=sharing.regime, control=sharing.control, control_reference=sharing.control_reference,
        **{name: getattr(dataset, name) for name in TAKEN},
    )  # fmt: skip
    flow = save_flow(by=by, version=version, content=content, nonce=nonce)
    if flow.dataset_id is None:
        flow.dataset, flow.dataset_told = dataset, dataset.told
        flow.save(update_fields=["dataset", "dataset_told"])
    return flow
