"""Data sets from which the flows of a version can be built, and what differs where one has changed since."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from datasets.models import TOLD, Dataset
from datasets.queries.catalogue import of_partners, visible_to
from datasets.queries.tables import in_words
from partners.models import Role
from protocols.models import DataFlow, ProtocolVersion

LABELS = {
    "definition": "What counts in it", "period": "Period", "items": "Data items", "subjects": "About whom",
    "identifiability": "Can people be identified", "kinds": "Kinds of data",
    "collected_on_consent": "Collected on consent", "frequency": "How often", "retention": "Kept for",
    "geography": "Area", "small_numbers_below": "Small is below", "small_numbers_method": "Small counts are",
    "small_numbers_secondary": "Other counts too", "small_number_rule": "More on small numbers",
}  # fmt: skip
ONLY_SAID = frozenset({"definition", "period"})
"""What a data set says and a flow has no field for: told, and not taken over."""


@dataclass(frozen=True)
class Difference:
    """One thing that a data set says otherwise than when the flow was last compared with it.

    `new` is what the flow would say with it. `takes` is whether a flow says such a thing at all; `untouched` whether
    the flow still says what the data set said then, so that nobody meant it to differ.
    """

    name: str
    label: str
    then: str
    now: str
    in_flow: str
    new: object
    takes: bool
    untouched: bool

    @property
    def becomes(self) -> str:
        """What the flow would say, on one line."""
        return "; ".join(in_words(self.name, self.new).splitlines()) or "Nothing"


def offered_to(capacity: Role | None, version: ProtocolVersion, words: str = "") -> QuerySet[Dataset]:
    """The data sets of the version's parties that somebody may see, their own partner's first."""
    return of_partners(capacity, version.parties.values_list("partner_id", flat=True), words)


def seen_among(capacity: Role | None, flows: Iterable[DataFlow]) -> set[int]:
    """Which of the flows' data sets exist for a reader, by key; one query, or none where no flow has one."""
    keys = {flow.dataset_id for flow in flows if flow.dataset_id is not None}
    return set(visible_to(capacity).filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()


def differences(flow: DataFlow) -> list[Difference]:
    """What the flow's data set says otherwise than when the two were last compared; asks the database nothing more."""
    dataset = flow.dataset
    if dataset is None:
        return []
    then, now = flow.dataset_told, dataset.told
    return [_difference(flow, name, then.get(name), now[name]) for name in TOLD if then.get(name) != now[name]]


def _difference(flow: DataFlow, name: str, then: Any, now: Any) -> Difference:
    takes = name not in ONLY_SAID
    own = getattr(flow, name) if takes else None
    return Difference(
        name=name,
        label=LABELS[name],
        then=in_words(name, then),
        now=in_words(name, now),
        in_flow=in_words(name, own) if takes else "",
        new=_new(name, own, then, now),
        takes=takes,
        untouched=takes and own == then,
    )


def _new(name: str, own: Any, then: Any, now: Any) -> object:
    """What the flow would say: of items and kinds, its own choice without those gone and with those that came."""
    if name == "items":
        lines = merged(_lines(own), _lines(then), _lines(now))
        return "\n".join(lines)
    return sorted(merged(own, then or [], now)) if name == "kinds" else now


def merged(own: list[str], then: list[str], now: list[str]) -> list[str]:
    """One's own choice from a list, after the list has changed."""
    gone, come = set(then) - set(now), [one for one in now if one not in then and one not in own]
    return [one for one in own if one not in gone] + come


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
