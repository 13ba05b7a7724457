"""Copies of a protocol that relies on a power, row by row: what the services would make in minutes, made in moments."""

from copy import copy
from typing import TypeVar
from uuid import UUID, uuid4

from django.db.models import Model

from legal_basis.models import Answer
from portal.audit.acts import SYSTEM, act
from protocols.models import DataFlow, PartyAssessment

Row = TypeVar("Row", bound=Model)


def copies_of(covering: PartyAssessment, count: int) -> None:
    """So many protocols more, each with one version, the same parties, a flow and the same answers."""
    version = covering.party.version
    with act("tests.copies", by=SYSTEM):
        for number in range(count):
            protocol = _saved(version.protocol, reference=f"{version.protocol.reference}{number:03}")
            made = _saved(version, protocol=protocol)
            parties = {one.pk: _saved(one, version=made) for one in version.parties.all()}
            _covered(covering, parties[covering.party_id], _flow(covering, parties, version=made))


def more_flows_like(covering: PartyAssessment, count: int) -> None:
    """So many flows more in the same version, each with a checklist answered alike."""
    parties = {one.pk: one for one in covering.party.version.parties.all()}
    with act("tests.copies", by=SYSTEM):
        for number in range(count):
            flow = _flow(covering, parties, number=covering.flows.get().number + 1 + number)
            _covered(covering, covering.party, flow)


def _flow(covering: PartyAssessment, parties: dict, **changes: object) -> DataFlow:
    flow = covering.flows.get()
    made = _saved(flow, sender=parties[flow.sender_id], **changes)
    made.recipients.set([parties[one.pk] for one in flow.recipients.all()])
    return made


def _covered(covering: PartyAssessment, party: Model, flow: DataFlow) -> None:
    assessment = _saved(covering.assessment)
    _saved(covering, party=party, assessment=assessment).flows.set([flow])
    Answer.objects.bulk_create([_fresh(one, assessment=assessment) for one in covering.assessment.answers.all()])


def _saved(row: Row, **changes: object) -> Row:
    made = _fresh(row, **changes)
    made.save()
    return made


def _fresh(row: Row, **changes: object) -> Row:
    """An unsaved copy, with new values wherever a random one has to be unique."""
    made = copy(row)
    made._state.adding = True
    if not isinstance(row.pk, UUID):
        made.pk = None
    for field in row._meta.concrete_fields:
        if field.unique and field.get_internal_type() == "UUIDField":
            setattr(made, field.attname, uuid4())
    for name, value in changes.items():
        setattr(made, name, value)
    return made
