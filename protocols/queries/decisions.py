"""Reading decisions: who was asked, who answered, what is new to them, and who drafted."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast

from partners.models import Role
from partners.roles import RoleKind
from portal.audit.models import AuditEvent
from portal.preparing import prepared
from portal.reading import once
from protocols.facts.approved import Change, changes_since
from protocols.models import (
    DataFlow,
    Decision,
    Instrument,
    Party,
    ProtocolVersion,
    Risk,
    Section,
    Snapshot,
    VariableValue,
)

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


def others_on(snapshot: Snapshot) -> list[Decision]:
    """Every decision asked for on a snapshot with its party alone; one query, none where the frame has asked."""
    live = snapshot.instrument_id is None and snapshot.withdrawn_at is None
    return asked_now(snapshot.version) if live else _asked_on(snapshot.pk)


@prepared
def _asked_on(snapshot_id: int) -> QuerySet[Decision]:
    rows = Decision.objects.filter(snapshot=snapshot_id).select_related("party__partner")
    return rows.order_by("party__partner__short_name", "pk")


@once
def asked_now(version: ProtocolVersion) -> list[Decision]:
    """Every decision asked for on the live text of a version, with its party alone; one query."""
    return _asked_now(version.pk)


@prepared
def _asked_now(version_id: int) -> QuerySet[Decision]:
    live = {"snapshot__version": version_id, "snapshot__instrument": None, "snapshot__withdrawn_at": None}
    rows = Decision.objects.filter(**live).select_related("party__partner")
    return rows.order_by("party__partner__short_name", "pk")


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

    Read from the audit trail, which remembers the person even where roles have changed since. Two queries.
    """
    keys: dict[str, list[str]] = {}
    for kind, pk in _drafted_things(version.pk):
        keys.setdefault(kind, []).append(str(UUID(pk)) if kind == ASSESSMENT else pk)
    wrote = Q(subject_type=WHOLE, subject_id=str(version.pk), action__in=WRITING_VERSIONS)
    for kind, found in keys.items():
        wrote |= Q(subject_type=kind, subject_id__in=found)
    return AuditEvent.objects.filter(wrote, person_id=person_id).exclude(action__in=NOT_DRAFTING).exists()


@prepared
def _drafted_things(version_id: int) -> QuerySet[Any, tuple[str, str]]:
    """The kind and the key of each thing of a version that is drafted."""
    first, *more = (
        rows.order_by().values_list(Value(kind, CharField()), Cast(key, CharField()))
        for kind, (rows, key) in _drafted_rows(version_id).items()
    )
    return first.union(*more, all=True)


def _drafted_rows(version_id: int) -> dict[str, tuple[QuerySet[Any], str]]:
    """The rows of each kind that is drafted, and what their events name them by."""
    own = {"version": version_id}
    answering = Party.objects.filter(**own, assessments__isnull=False)
    return {
        "protocols.section": (Section.objects.filter(**own), "pk"),
        "protocols.dataflow": (DataFlow.objects.filter(**own), "pk"),
        "protocols.risk": (Risk.objects.filter(**own), "pk"),
        "protocols.variablevalue": (VariableValue.objects.filter(**own), "pk"),
        ASSESSMENT: (answering, "assessments__assessment_id"),
    }


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
    subjects = {kind: rows.values_list(key, flat=True) for kind, (rows, key) in _drafted_rows(version.pk).items()}
    whole = Q(subject_type=WHOLE, subject_id=str(version.pk), action__in=WRITING_VERSIONS)
    parts = [Q(subject_type=kind, subject_id__in=[str(pk) for pk in keys]) for kind, keys in subjects.items()]
    return [whole, *parts]


WHOLE, ASSESSMENT = "protocols.protocolversion", "legal_basis.assessment"
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
    asked = (snapshot.pk, decision.party.partner_id, decision.kind, snapshot.created_at)
    if snapshot.instrument_id is None:
        found = _text_approved_before(*asked, snapshot.version.protocol_id)
    else:
        found = _instrument_approved_before(*asked, snapshot.instrument_id)
    return next(iter(found), None)


@prepared
def _text_approved_before(pk: int, partner: int, kind: str, before: datetime, protocol: int) -> QuerySet[Snapshot]:
    return _approved_before(pk, partner, kind, before).filter(version__protocol=protocol, instrument=None)[:1]


@prepared
def _instrument_approved_before(
    pk: int, partner: int, kind: str, before: datetime, instrument: int
) -> QuerySet[Snapshot]:
    return _approved_before(pk, partner, kind, before).filter(instrument=instrument)[:1]


def _approved_before(pk: int, partner: int, kind: str, before: datetime) -> QuerySet[Snapshot]:
    """Earlier snapshots that a post of a partner approved, newest first; their words are read where they are wanted."""
    approved = Snapshot.objects.filter(
        decisions__party__partner=partner, decisions__kind=kind, decisions__outcome__in=APPROVING
    )
    earlier = approved.exclude(pk=pk).filter(created_at__lte=before).defer("text", "rows_text")
    return earlier.select_related("version").order_by("-created_at", "-pk")
