"""The audit trail of a protocol: every event of it and of all that belongs to it."""

from collections.abc import Iterator
from functools import cache

from django.apps import apps
from django.db.models import CharField, ForeignKey, Model, Q, QuerySet, Value
from django.db.models.functions import Cast

from legal_basis.models import Assessment, Evidence
from partners.models import Membership, Partner, Partnership, Registration, Role
from partners.permissions import ANSWERABLE
from partners.roles import RoleKind
from portal.audit.models import Audited, AuditEvent
from portal.audit.sentences import kinds
from protocols.models import (
    Agreement,
    AgreementFile,
    AgreementUpload,
    NamedBody,
    Protocol,
    ProtocolVersion,
    Template,
    TemplateVersion,
)
from protocols.queries.protocols import visible_to

NEVER_A_SUBJECT = frozenset({"protocols.sectionrevision"})
OWN = next(kind.actions for kind in kinds() if kind.id == "legal")
"""What a party does for itself: the other parties read its outcome in the legal record, not each step."""

OF_A_PARTNERSHIP: tuple[tuple[type[Model], str], ...] = (
    (Partnership, "pk"), (Membership, "partnership"), (Registration, "partnership"),
    (Partner, "registration__partnership"), (Protocol, "partnership"), (Template, "partnership"),
    (TemplateVersion, "template__partnership"), (Agreement, "partnership"), (AgreementFile, "agreement__partnership"),
    (AgreementUpload, "partnership"), (NamedBody, "partnership"),
)  # fmt: skip
"""What belongs to a partnership and to no version, and by which foreign keys."""


def reads_trail(capacity: Role | None, protocol: Protocol) -> bool:
    """Whether somebody may read a protocol's trail: its officer, or who answers for a party, of what they may see."""
    if capacity is None or not capacity.is_current():
        return False
    if capacity.role is RoleKind.OFFICER:
        return capacity.partnership_id == protocol.partnership_id
    return capacity.role in ANSWERABLE and visible_to(capacity).filter(protocol=protocol).exists()


def trail_of(protocol: Protocol, capacity: Role) -> QuerySet[AuditEvent]:
    """Every event of the versions that somebody may see; two queries, however many events.

    The officer's own doings count for no organisation; a party's checklists are shown to that party and the officer.
    """
    versions = list(visible_to(capacity).filter(protocol=protocol).values_list("pk", flat=True))
    keys: dict[str, list[str]] = {"protocols.protocol": [str(protocol.pk)]}
    for kind, key in _keys(versions):
        keys.setdefault(kind, []).append(key)
    found = Q()
    for kind, held in keys.items():
        found |= Q(subject_type=kind, subject_id__in=held)
    events = AuditEvent.objects.filter(found)
    if capacity.role is not RoleKind.OFFICER:
        events = events.exclude(Q(action__in=OWN) & ~Q(organisation_id=capacity.partner_id))
    return events


def trail_of_partnership(partnership: Partnership) -> QuerySet[AuditEvent]:
    """Everything about a partnership: its agreements, templates and registrations, and what its officers did.

    What a partner does within itself is its own trail, and not here. One query, however many protocols there are.
    """
    versions = ProtocolVersion.objects.filter(protocol__partnership=partnership).order_by().values("pk")
    officers = Role.objects.filter(partnership=partnership).order_by()
    found = Q(person_id__in=officers.values("person_id"), role_id__in=officers.values("pk"))
    own = [(model, path, partnership.pk) for model, path in OF_A_PARTNERSHIP]
    below = [(model, f"{path}__in", versions) for model, path in _paths()]
    for model, path, of in (*own, *below):
        keys = model._base_manager.filter(**{path: of}).order_by().values_list(Cast("pk", CharField()))
        found |= Q(subject_type=model._meta.label_lower, subject_id__in=keys)
    return AuditEvent.objects.filter(found)


def _keys(versions: list[int]) -> Iterator[tuple[str, str]]:
    """The kind and key of everything that belongs to some versions; one query."""
    parts = [
        model._base_manager.filter(**{f"{path}__in": versions})
        .order_by()
        .values_list(Value(model._meta.label_lower), Cast("pk", CharField()))
        for model, path in _paths()
    ]
    first, *others = parts
    yield from first.union(*others, all=True)


@cache
def _paths() -> list[tuple[type[Model], str]]:
    """Each model of this room that belongs to a version, and by which foreign keys; so do a party's assessments."""
    found: dict[type[Model], str] = {ProtocolVersion: "pk"}
    grown = True
    while grown:
        grown = False
        for model in apps.get_app_config("protocols").get_models():
            if model in found or not issubclass(model, Audited) or model._meta.label_lower in NEVER_A_SUBJECT:
                continue
            path = next(_steps(model, found), None)
            if path is not None:
                found[model], grown = path, True
    of_party = "party_assessment__party__version"
    return [*found.items(), (Assessment, of_party), (Evidence, f"assessment__{of_party}")]


def _steps(model: type[Model], found: dict[type[Model], str]) -> Iterator[str]:
    """The ways from a model to a version, through those that are found already."""
    for field in model._meta.get_fields():
        if isinstance(field, ForeignKey) and field.related_model in found:
            onwards = found[field.related_model]
            yield field.name if onwards == "pk" else f"{field.name}__{onwards}"
