"""The protocols in which a data set flows, for the catalogue's page of it: the setting DATASET_USES names this."""

from typing import NamedTuple

from datasets.models import Dataset
from partners.models import Role
from protocols.queries.protocols import address_of, visible_to

LISTED = 50


class Use(NamedTuple):
    """A protocol as the catalogue shows it."""

    title: str
    version: str
    address: str


def uses_of(capacity: Role | None, dataset: Dataset) -> list[Use]:
    """The newest version of each protocol, among those that the reader may see, with a flow from it; one query.

    A flow that a checklist stopped is none.
    """
    found = visible_to(capacity).filter(flows__dataset=dataset, flows__refused_at=None).distinct()
    newest = {version.protocol_id: version for version in found.order_by("protocol__reference", "number")}
    return [
        Use(version.title, str(version), address_of("flows", version)) for version in list(newest.values())[:LISTED]
    ]
