"""Evidence as a reader may have it: whoever sees a party's record sees its files, but for those of its advisers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from legal_basis.models import Evidence
from legal_basis.queries import standing_evidence, told_in_records
from partners.models import Role
from portal.file_kinds import spoken_size
from protocols.models import PartyAssessment
from protocols.queries.protocols import address_of, visible_to
from protocols.states import Action

Record = Mapping[str, Any]
TOLD = ("id", "step", "name", "kind", "shows", "by", "capacity", "sha256", "is_advice")


@dataclass(frozen=True)
class ShownFile:
    """One file as a page lists it; `remove_url` is empty where the reader cannot remove it."""

    id: str
    step: str
    name: str
    kind: str
    size: str
    shows: str
    by: str
    capacity: str
    on: date
    sha256: str
    is_advice: bool
    url: str
    remove_url: str = ""


def evidence_for(capacity: Role | None, reference: str, number: int, *, gone: bool = False) -> QuerySet[Evidence]:
    """The files of a version that exist for somebody; what an adviser added, for the adviser's own party alone.

    With `gone`, those that were removed too, so that removing one twice is no error.
    """
    seen = visible_to(capacity).filter(protocol__reference=reference, number=number)
    own = capacity.partner_id if capacity else None
    mine = Q(is_advice=False) | Q(assessment__party_assessment__party__partner_id=own, is_advice=True)
    found = Evidence.objects.filter(mine, assessment__party_assessment__party__version__in=seen)
    return (found if gone else found.filter(removed_at=None)).select_related(
        "assessment__party_assessment__party__partner",
        "assessment__party_assessment__party__version__protocol__partnership",
        "assessment__party_assessment__party__version__parent",
    )


def shown_files(
    capacity: Role, covering: PartyAssessment, told: Iterable[Mapping[str, Any]], *, removing: Action | None = None
) -> list[ShownFile]:
    """What a record tells of files, as a reader may have it, with the addresses of each.

    `removing` says what the reader may remove: advice (ADVISE), what stands beside answers (ANSWER), or nothing.
    """
    own = capacity.partner_id == covering.party.partner_id
    return [_shown(one, covering, removing) for one in told if own or not one["is_advice"]]


def with_files(
    capacity: Role, covering: PartyAssessment, record: Record, *, removing: Action | None = None
) -> dict[str, Any]:
    """A record whose steps list their files as this reader may have them."""
    steps = [
        {**step, "evidence": shown_files(capacity, covering, step.get("evidence", ()), removing=removing)}
        for step in record["steps"]
    ]
    return {**record, "steps": steps}


def left_behind(
    capacity: Role, covering: PartyAssessment, record: Record, *, removing: Action | None = None
) -> list[ShownFile]:
    """What is held for steps that are not on the record: their answers fell, and they may be asked again."""
    asked = {step["id"] for step in record["steps"]}
    held = [told_in_records(one) for one in standing_evidence(covering.assessment) if one.step not in asked]
    return shown_files(capacity, covering, held, removing=removing)


def _shown(told: Mapping[str, Any], covering: PartyAssessment, removing: Action | None) -> ShownFile:
    version = covering.party.version
    is_theirs = removing is (Action.ADVISE if told["is_advice"] else Action.ANSWER)
    return ShownFile(
        **{name: told[name] for name in TOLD},
        on=date.fromisoformat(told["on"]),
        size=spoken_size(told["size"]),
        url=address_of("legal_evidence", version, told["id"]),
        remove_url=address_of("legal_evidence_remove", version, told["id"]) if is_theirs else "",
    )
