"""What approvers asked for at places of a text: beside the draft that is to be mended, and beside the next text."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import QuerySet

from portal.preparing import prepared
from protocols.facts.approved import step_key
from protocols.models import Comment, Decision, PartyAssessment, ProtocolVersion, Snapshot
from protocols.queries.protocols import address_of
from protocols.queries.records import FrozenRecord

SEE_PINS = "See the reasons pinned to the text."
"""What a decision says of the whole where every reason is pinned to a place."""
SENT_BACK = (Decision.Outcome.CHANGES, Decision.Outcome.FOLLOWED)
GENERAL = -1


def nonce_of(decision: Decision, number: int) -> UUID:
    """The nonce of the comment that one of a decision's reasons became; GENERAL for what was said of the whole."""
    return uuid5(NAMESPACE_URL, f"decision/{decision.pk}/{number}")


@dataclass(frozen=True)
class Request:
    """A change that an approver asked for in an earlier round; `comment` holds what became of it, if it was kept.

    `key` is the kind of place and its target, as `protocols.facts.places` spells it; empty for the whole.
    """

    who: str
    on: datetime | None
    key: str
    label: str
    text: str
    comment: Comment | None


def asked_before(snapshot: Snapshot) -> list[Request]:
    """What was asked for on earlier texts of the same version or instrument, oldest first; three queries."""
    if snapshot.instrument_id is None:
        found = _sent_back(snapshot.version_id, snapshot.number)
    else:
        found = _instrument_sent_back(snapshot.version_id, snapshot.number, snapshot.instrument_id)
    if not found:
        return []
    wanted = [nonce_of(one, number) for one in found for number in range(GENERAL, len(one.pins.all()))]
    comments = {comment.nonce: comment for comment in Comment.objects.filter(nonce__in=wanted)}
    return [request for one in found for request in _of(one, comments)]


@prepared
def _sent_back(version: int, number: int) -> QuerySet[Decision]:
    return _before(version, number).filter(snapshot__instrument=None)


@prepared
def _instrument_sent_back(version: int, number: int, instrument: int) -> QuerySet[Decision]:
    return _before(version, number).filter(snapshot__instrument=instrument)


def _before(version: int, number: int) -> QuerySet[Decision]:
    """The decisions that sent earlier texts back, with who gave them and what they pinned."""
    earlier = {"snapshot__version": version, "snapshot__number__lt": number, "outcome__in": list(SENT_BACK)}
    asked = Decision.objects.filter(**earlier)
    return asked.select_related("party__partner", "decided_by__person").prefetch_related("pins")


def _of(decision: Decision, comments: Mapping[UUID, Comment]) -> list[Request]:
    giver = decision.decided_by.person.name if decision.decided_by else ""
    who, on = f"{giver}, {decision.kind_label} of {decision.party}", decision.decided_at
    told = [
        Request(who, on, f"{pin.place}-{pin.target}", pin.label, pin.text, comments.get(nonce_of(decision, number)))
        for number, pin in enumerate(decision.pins.all())
    ]
    if decision.text == SEE_PINS:
        return told
    return [*told, Request(who, on, "", "The whole", decision.text, comments.get(nonce_of(decision, GENERAL)))]


def by_place(requests: Sequence[Request]) -> dict[str, list[Request]]:
    """The requests by the place that they are about."""
    found: dict[str, list[Request]] = {}
    for one in requests:
        found.setdefault(one.key, []).append(one)
    return found


def with_asked(record: FrozenRecord, asked: Mapping[str, Sequence[Request]]) -> FrozenRecord:
    """What is shared and the legal record, each flow and each step with what was `asked` for there before."""
    return replace(
        record,
        flows=[{**flow, "asked": asked.get(f"flow-{flow['number']}", ())} for flow in record.flows],
        records=[
            {**one, "steps": [{**step, "asked": asked.get(f"step-{step_key(one, step)}", ())} for step in one["steps"]]}
            for one in record.records
        ],
    )


def pinned_to_flows(version: ProtocolVersion) -> dict[int, list[Comment]]:
    """The open comments on each data flow, by its number; one query."""
    found: dict[int, list[Comment]] = {}
    for comment in _open(version).filter(flow_number__isnull=False).order_by("flow_number", "pk"):
        found.setdefault(comment.flow_number or 0, []).append(comment)
    return found


def pinned_to_steps(covering: PartyAssessment) -> dict[str, list[dict[str, Any]]]:
    """The open comments on the steps of one party's checklist, by step: who, the words, and where they stand.

    A comment stays with its step though the party's flows are grouped otherwise now. One query.
    """
    version, found = covering.party.version, dict[str, list[dict[str, Any]]]()
    for comment in _on_any_step(version.pk):
        if _is_about(comment, covering):
            url = f"{address_of('comments', version)}?comment={comment.pk}#comment-{comment.pk}"
            who = f"{comment.author.person.name}, {comment.author.label}"
            found.setdefault(_step(comment), []).append({"who": who, "text": comment.body, "url": url})
    return found


def on_steps(
    version: ProtocolVersion, coverings: Iterable[PartyAssessment]
) -> list[tuple[Comment, PartyAssessment | None]]:  # fmt: skip
    """Every open comment on a step, with the checklist that has it now, if any; one query."""
    known = list(coverings)
    comments = _open(version).exclude(step="").order_by("step", "pk")
    return [(one, next((covering for covering in known if _is_about(one, covering)), None)) for one in comments]


@prepared
def _on_any_step(version_id: int) -> QuerySet[Comment]:
    open_now = Comment.objects.filter(version=version_id, resolved_at=None).exclude(step="")
    return open_now.select_related("author__person", "author__partner").order_by("pk")


def _is_about(comment: Comment, covering: PartyAssessment) -> bool:
    party, numbers, _ = comment.step.split(":", 2)
    flows = {str(flow.number) for flow in covering.flows.all()}
    return party == covering.party.partner.slug and bool(flows & set(numbers.split("+")))


def _step(comment: Comment) -> str:
    return comment.step.split(":", 2)[2]


def with_remarks(record: Mapping[str, Any], remarks: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
    """A record whose steps list what is said of them."""
    return {**record, "steps": [{**step, "remarks": remarks.get(step["id"], ())} for step in record["steps"]]}


def _open(version: ProtocolVersion) -> QuerySet[Comment]:
    return version.comments.filter(resolved_at=None).select_related("author__person", "author__partner")
