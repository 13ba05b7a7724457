"""What holds of every portal, however its rows came to be."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import CharField, Exists, F, ForeignKey, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from legal_basis.models import Assessment
from partners.models import Membership
from portal.audit.checks import breaks
from portal.audit.models import AuditEvent
from protocols.models import (
    Comment,
    DataFlow,
    Decision,
    Party,
    PartyAssessment,
    ProtocolVersion,
    Signature,
    Signing,
    Snapshot,
)
from protocols.snapshot import fingerprint as digest_of
from protocols.states import State

TEXT: CharField[str, str] = CharField()
FROZEN = [state.value for state in (State.APPROVAL, State.SIGNING, State.IN_FORCE)]
SIGNED = [state.value for state in (State.IN_FORCE, State.SUPERSEDED, State.EXPIRED, State.TERMINATED)]


def broken() -> Iterator[str]:
    """Each thing that does not hold, as a sentence; nothing where the portal is sound."""
    connection.check_constraints()
    for problem, found in [*_rules_of_keys(), *_rules_of_versions(), *_rules_of_parties(), *_rules_of_rows()]:
        if count := found.count():
            yield f"{count}: {problem}."
    for snapshot in Snapshot.objects.order_by("pk").select_related("version__protocol").iterator(chunk_size=200):
        if digest_of(snapshot.text) != snapshot.sha256:
            yield f"{snapshot}: its fingerprint is that of another text."
        if f'"{snapshot.version.protocol.reference}"' not in snapshot.text:
            yield f"{snapshot}: its text does not name the protocol."
    yield from (str(one) for one in breaks())


Rules = list[tuple[str, QuerySet[Any]]]


def _rules_of_keys() -> Rules:
    """Every key leads to a row. PostgreSQL looks at each row as it is written alone, where it is let; SQLite, above."""
    return [
        (f"a {model._meta.verbose_name} leads to no {field.related_model._meta.verbose_name}",
         model._base_manager.order_by().exclude(**{field.attname: None}).filter(~Exists(there)))
        for model in apps.get_models(include_auto_created=True) if connection.vendor == "postgresql"
        for field in model._meta.concrete_fields if isinstance(field, ForeignKey)
        for there in [field.related_model._base_manager.filter(**{field.target_field.attname: OuterRef(field.attname)})]
    ]  # fmt: skip


def _rules_of_versions() -> Rules:
    versions = ProtocolVersion.objects.order_by()
    frozen = Snapshot.objects.filter(version=OuterRef("pk"), withdrawn_at=None, instrument=None)
    signed = Signing.objects.filter(snapshot__version=OuterRef("pk"), snapshot__instrument=None)
    sealed = signed.filter(Q(stage="sealed") | ~Q(snapshot__version__commencement="all"), stage__in=["open", "sealed"])
    waiting = Decision.objects.filter(
        snapshot__version=OuterRef("pk"), snapshot__instrument=None, snapshot__withdrawn_at=None, outcome="waiting"
    )
    told = AuditEvent.objects.filter(subject_type="protocols.protocolversion", subject_id=Cast(OuterRef("pk"), TEXT))
    return [
        ("a version has no parties", versions.filter(parties=None)),
        ("a version has no text", versions.filter(sections=None)),
        ("a version that was submitted has no frozen text", versions.filter(~Exists(frozen), state__in=FROZEN)),
        ("a version waits for approval and for nobody", versions.filter(~Exists(waiting), state="approval")),
        ("a version is being signed before all approved", versions.filter(Exists(waiting), state="signing")),
        ("a version came into force and is not sealed", versions.filter(~Exists(sealed), state__in=SIGNED)),
        ("a version was superseded by none", versions.filter(state="superseded", superseded_by=None)),
        ("a thematic version stands under none", versions.filter(protocol__tier="thematic", parent=None)),
        ("a version stands under another partnership's",
         versions.exclude(parent=None).exclude(parent__protocol__partnership=F("protocol__partnership"))),
        ("an officer serves another partnership", versions.exclude(officer__partnership=F("protocol__partnership"))),
        ("a version is not in the trail", versions.filter(~Exists(told))),
    ]  # fmt: skip


def _rules_of_parties() -> Rules:
    parties = Party.objects.order_by()
    above = Party.objects.filter(version=OuterRef("version__parent"), partner=OuterRef("partner"))
    member = Membership.objects.filter(
        partner=OuterRef("partner"), partnership=OuterRef("version__protocol__partnership")
    )
    signed = Signature.objects.filter(party=OuterRef("pk"), signing__snapshot__instrument=None, void_at=None)
    own = parties.filter(joins_by=None, signs_late=False)
    beside = Party.everyone.filter(version=OuterRef("version"), partner=OuterRef("author__partner"))
    comments = Comment.objects.exclude(author__partner=None)
    return [
        ("a party to a thematic version is none to the overarching one",
         own.filter(~Exists(above), accedes_to_parent=False, version__protocol__tier="thematic")),
        ("a party is no member of the partnership", own.filter(~Exists(member))),
        ("a party has not signed what is in force", own.filter(~Exists(signed), version__state__in=SIGNED)),
        ("a comment is by a body that is no party", comments.filter(~Exists(beside))),
    ]  # fmt: skip


def _rules_of_rows() -> Rules:
    flows, decisions, signatures = DataFlow.objects.all(), Decision.objects.all(), Signature.objects.all()
    return [
        ("a decision was given by somebody of another body",
         decisions.exclude(decided_by=None).exclude(decided_by__partner=F("party__partner"))),
        ("a decision is asked of another version's party",
         decisions.exclude(party__version=F("snapshot__version"))),
        ("a signature is of somebody of another body",
         signatures.exclude(role=None).exclude(role__partner=F("party__partner"))),
        ("a flow's sender is party to another version", flows.exclude(sender__version=F("version"))),
        ("a flow has no recipient", flows.filter(recipients=None)),
        ("a flow's recipient is party to another version",
         flows.exclude(recipients=None).filter(~Q(recipients__version=F("version")))),
        ("an assessment is of another body than its party",
         PartyAssessment.objects.exclude(assessment__partner=F("party__partner"))),
        ("an assessment is concluded without its record",
         Assessment.objects.filter(Q(record=None) | Q(end=""), status="concluded")),
    ]  # fmt: skip
