"""Reading decisions: who was asked, who answered, what is new to them, and who drafted."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from partners.models import Role
from portal.audit.models import AuditEvent
from protocols.models import Decision, ProtocolVersion, Snapshot

WHOLES = {"flows": "Data flows", "legal_record": "Legal record", "parties": "Parties", "risks": "Risk register"}
APPROVING = (Decision.Outcome.APPROVED, Decision.Outcome.CONDITIONS)


def live_snapshot(version: ProtocolVersion) -> Snapshot | None:
    """The snapshot that is being decided on, signed or in force; None while the text can change."""
    return version.snapshots.filter(withdrawn_at=None, instrument=None).first()


def decisions_on(snapshot: Snapshot) -> list[Decision]:
    """Every decision asked for on a snapshot, with its party and who gave it; one query."""
    return list(
        snapshot.decisions.select_related("party__partner", "decided_by__person", "decided_by__partner").order_by(
            "party__partner__short_name", "pk"
        )
    )


def decision_of(capacity: Role, version: ProtocolVersion) -> Decision | None:
    """The decision on the live snapshot that a role is asked for, or gave."""
    asked = Decision.objects.filter(
        snapshot__version=version,
        snapshot__instrument=None,
        snapshot__withdrawn_at=None,
        party__partner=capacity.partner_id,
        kind=capacity.kind,
    )
    return asked.select_related("snapshot__version__protocol", "party__partner", "decided_by__person").first()


def next_waiting(capacity: Role) -> Decision | None:
    """The decision on a version's text that has waited longest for a role."""
    waiting = Decision.objects.filter(
        snapshot__withdrawn_at=None,
        snapshot__instrument=None,
        outcome="waiting",
        party__partner=capacity.partner_id,
        kind=capacity.kind,
    )
    return waiting.select_related("snapshot__version__protocol", "party__partner").order_by("asked_at").first()


def drafted_by(person_id: int, version: ProtocolVersion) -> bool:
    """Whether a person wrote sections or flows, or answered a checklist, in this version, in whatever role.

    Read from the audit trail, which remembers the person even where roles have changed since.
    """
    subjects = {
        "protocols.section": version.sections.values_list("pk", flat=True),
        "protocols.dataflow": version.flows.values_list("pk", flat=True),
        "protocols.risk": version.risks.values_list("pk", flat=True),
        "protocols.variablevalue": version.variables.values_list("pk", flat=True),
        "legal_basis.assessment": version.parties.values_list("assessments__assessment_id", flat=True),
    }
    events = AuditEvent.objects.filter(person_id=person_id).exclude(action__in=NOT_DRAFTING)
    return any(
        events.filter(subject_type=kind, subject_id__in=[str(pk) for pk in keys if pk]).exists()
        for kind, keys in subjects.items()
    )


NOT_DRAFTING = ("legal_basis.assessment.advise",)


@dataclass(frozen=True)
class Change:
    """One section that differs from what a party approved before."""

    number: int
    title: str
    word: str


def new_since_approved(snapshot: Snapshot, decision: Decision) -> list[Change] | None:
    """What differs from the snapshot that the same partner last approved in the same post; None where it never did.

    Compared by the hash of what each section says, and of the flows, the risks and the legal record as wholes.
    """
    before = last_approved(snapshot, decision)
    return None if before is None else compared(before.content, snapshot.content)


def last_approved(snapshot: Snapshot, decision: Decision) -> Snapshot | None:
    """The snapshot before this one that the same partner last approved in the same post."""
    approved = Snapshot.objects.filter(
        version__protocol=snapshot.version.protocol,
        instrument=None,
        decisions__party__partner=decision.party.partner_id,
        decisions__kind=decision.kind,
        decisions__outcome__in=APPROVING,
    )
    return approved.exclude(pk=snapshot.pk).order_by("-created_at").first()


def compared(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """The sections added, changed and removed between two snapshots, in the order of the newer one."""
    olds = {section["id"]: section for section in _parts(old)}
    news = {section["id"]: section for section in _parts(new)}
    changes = []
    for key, section in news.items():
        if key not in olds:
            changes.append(Change(section["number"], section["title"], "Added"))
        elif _hash(section) != _hash(olds[key]):
            changes.append(Change(section["number"], section["title"], "Changed"))
    gone = [Change(was["number"], was["title"], "Removed") for key, was in olds.items() if key not in news]
    return changes + gone


def _parts(content: dict[str, Any]) -> Sequence[dict[str, Any]]:
    wholes = [
        {"id": name, "number": 0, "title": title, "html": str(content.get(name, [])), "inherited_html": ""}
        for name, title in WHOLES.items()
    ]
    return [*content["sections"], *wholes]


def _hash(section: dict[str, Any]) -> str:
    spelled = f"{section['title']}\n{section['html']}\n{section['inherited_html']}"
    if replaces := section.get("replaces"):
        spelled += f"\n{replaces}"
    return sha256(spelled.encode()).hexdigest()
