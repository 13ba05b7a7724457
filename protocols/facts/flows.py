"""A flow as the law asks about it: who gives it to whom, and what the facts of a checklist are read from."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from protocols.models import DataFlow

FACTS = ("identifiability", "kinds", "regime", "control", "research", "collected_on_consent", "leaves_uk")


@dataclass(frozen=True, slots=True)
class StatedFlow:
    """A flow without its words, so that hundreds are read in a moment."""

    pk: int
    version_id: int
    number: int
    title: str
    sender_id: int
    is_refused: bool
    recipient_ids: Collection[int]
    identifiability: str
    kinds: Sequence[str]
    regime: str
    control: str
    research: bool
    collected_on_consent: bool
    leaves_uk: bool


Flow = DataFlow | StatedFlow
"""What is asked of a flow for the law: a row of the database answers it, and so does a flow that is only stated."""


def stated_flows(versions: Iterable[int]) -> list[StatedFlow]:
    """The flows of versions, refused ones too, by version and number: two queries, however many."""
    wanted, recipients = list(versions), defaultdict(list)
    ends = DataFlow.recipients.through.objects.filter(dataflow__version__in=wanted)
    for flow, party in ends.values_list("dataflow_id", "party_id"):
        recipients[flow].append(party)
    rows = DataFlow.objects.filter(version__in=wanted).order_by("version_id", "number")
    named = ("pk", "version_id", "number", "title", "sender_id", "refused_at")
    found: Iterable[tuple[Any, ...]] = rows.values_list(*named, *FACTS)
    return [
        StatedFlow(pk, version, number, title, sender, refused_at is not None, recipients.get(pk, ()), *facts)
        for pk, version, number, title, sender, refused_at, *facts in found
    ]
