"""Reading decisions: who was asked, who answered, what is new to them, and who drafted."""

from django.db.models import Q

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from protocols.facts.approved import Change, changes_since
from protocols.models import Decision, Instrument, ProtocolVersion, Snapshot

APPROVING = (Decision.Outcome.APPROVED, Decision.Outcome.CONDITIONS)


def live_snapshot(version: ProtocolVersion) -> Snapshot | None:
    """The snapshot that is being decided on, signed or in force; None while the text can change."""
    return version.snapshots.filter(withdrawn_at=None, instrument=None).first()


def decisions_on(snapshot: Snapshot) -> list[Decision]:
    """Every decision asked for on a snapshot, with its party, its pins, who gave it and who answered; two queries."""
    people = ("decided_by", "decided_by__deputises_for", "answered_by", "answered_by__deputises_for")
    related = [f"{one}__{what}" for one in people for what in ("person", "partner")]
    rows = snapshot.decisions.select_related("party__partner", *related).prefetch_related("pins")
    return list(rows.order_by("party__partner__short_name", "pk"))


def decision_of(capacity: Role, version: ProtocolVersion) -> Decision | None:
    """The decision on the live snapshot that a role is asked for, or gave."""
    asked = Decision.objects.filter(
        snapshot__version=version,
        snapshot__instrument=None,
        snapshot__withdrawn_at=None,
        party__partner=capacity.partner_id,
        kind=capacity.kind,
    )
    return asked.select_related(
        "snapshot__version__protocol", "snapshot__instrument", "party__partner", "decided_by__person"
    ).first()


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


def last_given(snapshot: Snapshot) -> dict[tuple[int, str], Decision]:
    """The last word of each partner's post on any earlier text, by partner and post; one query.

    Texts of the protocol's versions follow one another, and so do those of one instrument.
    """
    given = Decision.objects.filter(
        snapshot__version__protocol=snapshot.version.protocol_id,
        snapshot__instrument=snapshot.instrument_id,
        snapshot__created_at__lte=snapshot.created_at,
        decided_at__isnull=False,
    ).exclude(snapshot=snapshot)
    latest = given.select_related("snapshot__version", "snapshot__instrument", "party", "decided_by").order_by(
        "snapshot__created_at", "pk"
    )
    latest = latest.defer("snapshot__text", "snapshot__rows_text")
    return {(one.party.partner_id, one.kind): one for one in latest.prefetch_related("conditions")}


def drafted_by(person_id: int, version: ProtocolVersion) -> bool:
    """Whether a person wrote this version or a part of it, or answered a checklist for it, in whatever role.

    Read from the audit trail, which remembers the person even where roles have changed since.
    """
    events = AuditEvent.objects.filter(person_id=person_id).exclude(action__in=NOT_DRAFTING)
    return any(events.filter(one).exists() for one in _drafts(version))


def people_who_drafted(version: ProtocolVersion) -> set[int]:
    """Everybody of whom `drafted_by` holds; a fixed few queries."""
    events = AuditEvent.objects.exclude(action__in=NOT_DRAFTING)
    found = (person for one in _drafts(version) for person in events.filter(one).values_list("person_id", flat=True))
    return {person for person in found if person is not None}


def drafted_instrument(person_id: int, instrument: Instrument) -> bool:
    """Whether a person began an instrument or changed its draft, in whatever role."""
    return person_id in people_who_drafted_instrument(instrument)


def people_who_drafted_instrument(instrument: Instrument) -> set[int]:
    """Everybody who began an instrument or changed its draft; one query."""
    events = AuditEvent.objects.filter(
        subject_type="protocols.instrument", subject_id=str(instrument.pk), action__in=WRITING_INSTRUMENTS
    )
    found = set(events.values_list("person_id", flat=True))
    return {instrument.begun_by.person_id, *(person for person in found if person is not None)}


def _drafts(version: ProtocolVersion) -> list[Q]:
    """The events about each kind of thing that is drafted, and those about the version as a whole that wrote it."""
    subjects = {
        "protocols.section": version.sections.values_list("pk", flat=True),
        "protocols.dataflow": version.flows.values_list("pk", flat=True),
        "protocols.risk": version.risks.values_list("pk", flat=True),
        "protocols.variablevalue": version.variables.values_list("pk", flat=True),
        "legal_basis.assessment": version.parties.values_list("assessments__assessment_id", flat=True),
    }
    whole = Q(subject_type="protocols.protocolversion", subject_id=str(version.pk), action__in=WRITING_VERSIONS)
    parts = [Q(subject_type=kind, subject_id__in=[str(pk) for pk in keys if pk]) for kind, keys in subjects.items()]
    return [whole, *parts]


NOT_DRAFTING = ("legal_basis.assessment.advise",)
WRITING_VERSIONS = ("protocols.protocol.create", "protocols.protocol.copy", "protocols.version.vary",
                    "protocols.particulars.change", "protocols.parties.set")  # fmt: skip
WRITING_INSTRUMENTS = ("protocols.instrument.begin", "protocols.instrument.change")


def new_since_approved(snapshot: Snapshot, decision: Decision) -> list[Change] | None:
    """What differs, of all that the approval covers, from what the same partner last approved in the same post.

    None where it never did.
    """
    before = last_approved(snapshot, decision)
    if before is None:
        return None
    party, post = decision.party.partner.slug, RoleKind(decision.kind)
    return changes_since(before.content, snapshot.content, party=party, post=post)


def last_approved(snapshot: Snapshot, decision: Decision) -> Snapshot | None:
    """The snapshot before this one that the same partner last approved in the same post."""
    approved = Snapshot.objects.filter(
        version__protocol=snapshot.version.protocol_id,
        instrument=snapshot.instrument_id,
        decisions__party__partner=decision.party.partner_id,
        decisions__kind=decision.kind,
        decisions__outcome__in=APPROVING,
    )
    earlier = approved.exclude(pk=snapshot.pk).filter(created_at__lte=snapshot.created_at)
    return earlier.select_related("version").order_by("-created_at", "-pk").first()
