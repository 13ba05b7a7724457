"""Gathering what a snapshot freezes: the version as it reads now, its parties, flows and legal record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from django.utils import timezone

from legal_basis.loader import library
from partners.kinds import BodyKind
from partners.models import Role
from partners.roles import RoleKind
from protocols.facts import COVERING_ENDS, LegalState, legal_state
from protocols.models import DataFlow, Party, PartyAssessment, ProtocolVersion, Risk
from protocols.queries.decisions import live_snapshot
from protocols.queries.texts import ComposedSection, composed
from protocols.snapshot import (
    FilePart,
    FlowPart,
    Named,
    ParentPart,
    PartyPart,
    ProtocolPart,
    RecordPart,
    RefusedFlowPart,
    ReplacedPart,
    RiskPart,
    SectionPart,
    SnapshotParts,
    StepPart,
)  # fmt: skip
from protocols.texts.indemnities import fingerprint, indemnities

NOT_NAMED = Named(name="", post="")


def parts_of(version: ProtocolVersion) -> SnapshotParts:
    """Everything about a version that its approvers decide on."""
    state = legal_state(version)
    return SnapshotParts(
        protocol=protocol_of(version),
        parent=_parent(version),
        parties=parties_of(version, state.parties),
        sections=[
            SectionPart(
                one.id,
                one.number,
                one.title,
                one.html,
                one.origin,
                one.source,
                one.inherited_html,
                one.schedule,
                _replaced(one),
            )
            for one in composed(version)
        ],
        flows=[_flow(flow) for flow in state.active_flows],
        refused_flows=[_refused(flow, state) for flow in state.flows if flow.is_refused],
        legal_record=[_record(one, state) for one in state.standing_assessments if _counts(one)],
        risks=[_risk(risk) for risk in state.risks],
    )


def _replaced(section: ComposedSection) -> ReplacedPart | None:
    clause = section.replaced
    return ReplacedPart(clause.number, clause.html, section.section.replaces_reason) if clause else None


def protocol_of(version: ProtocolVersion) -> ProtocolPart:
    """The protocol and version as a whole."""
    protocol, template = version.protocol, version.template_version
    theme = library().themes.get(protocol.theme)
    return ProtocolPart(
        reference=protocol.reference,
        tier=protocol.tier,
        theme=protocol.theme or None,
        theme_title=theme.title if theme else "",
        title=version.title,
        version=version.number,
        partnership={"name": protocol.partnership.name, "area": protocol.partnership.area},
        purpose=version.purpose,
        starts_on=version.starts_on.isoformat(),
        ends_on=version.ends_on.isoformat() if version.ends_on else None,
        review_on=version.review_on.isoformat(),
        template={"slug": template.template.slug, "version": template.number},
        publication={"public": version.is_public, "reason": version.not_public_reason},
        officer=version.officer.person.name,
        commencement=commencement_of(version),
    )


def commencement_of(version: ProtocolVersion) -> dict[str, object] | None:
    """How it comes into force between those who have signed; None where it waits for every party."""
    if version.signing_closes_on is None:
        return None
    closes_on = version.signing_closes_on.isoformat()
    return {"how": version.commencement, "needed": version.signatures_needed, "closes_on": closes_on}


def _parent(version: ProtocolVersion) -> ParentPart | None:
    parent = version.parent
    if parent is None:
        return None
    snapshot = live_snapshot(parent)
    return ParentPart(parent.protocol.reference, parent.title, parent.number, snapshot.sha256 if snapshot else "")


def parties_of(version: ProtocolVersion, parties: Sequence[Party]) -> list[PartyPart]:
    """These parties, with who decides and signs for each today."""
    held = Role.objects.current().filter(partner_id__in=[party.partner_id for party in parties], deputises_for=None)
    people = list(held.filter(kind__in=["dpo", "signatory"]).select_related("person").order_by("pk"))
    words = indemnities(version)
    return [_party(party, people, fingerprint(words) if words else "") for party in parties]


def _party(party: Party, people: Iterable[Role], indemnity: str) -> PartyPart:
    partner = party.partner
    own = [role for role in people if role.partner_id == partner.pk]
    return PartyPart(
        key=partner.slug,
        legal_name=partner.legal_name,
        short_name=partner.short_name,
        kind=partner.kind,
        kind_label=BodyKind(partner.kind).label,
        legal_form=str(partner.get_legal_form_display()) if partner.legal_form else "",
        ico_registration=partner.ico_registration,
        address=partner.address,
        controller_role=party.controller_role,
        dpo=_named(own, RoleKind.DPO),
        signatory=_named(own, RoleKind.SIGNATORY),
        accedes_to_parent=party.accedes_to_parent,
        processor_contract=party.processor_contract,
        indemnity_agreed=party.agreed_to(indemnity),
    )


def _named(roles: Iterable[Role], kind: RoleKind) -> Named:
    role = next((role for role in roles if role.role is kind), None)
    return Named(role.person.name, role.post or kind.label.capitalize()) if role else NOT_NAMED


def _flow(flow: DataFlow) -> FlowPart:
    kinds = library().data_kinds
    return FlowPart(
        number=flow.number,
        title=flow.title,
        sender=flow.sender.partner.slug,
        recipients=[to.partner.slug for to in flow.recipients.all()],
        items=flow.item_list,
        subjects=flow.subjects,
        identifiability=flow.identifiability,
        kinds=flow.kinds,
        kinds_labels=[kinds[kind].label if kind in kinds else kind for kind in flow.kinds],
        purpose=flow.purpose,
        method=flow.method,
        frequency=flow.frequency,
        retention=flow.retention,
        geography=flow.geography,
        small_number_rule=flow.small_numbers,
        control=flow.control,
        control_reference=flow.control_reference,
    )


def _refused(flow: DataFlow, state: LegalState[DataFlow]) -> RefusedFlowPart:
    """A refused flow with the step and the law that stopped it, from the assessment that did."""
    stopped = [
        one for one in state.assessments if flow in one.flows.all() and one.assessment.end in ("STOP", "REDESIGN")
    ]
    one = stopped[0] if stopped else None
    end: dict[str, Any] = (one.assessment.record or {}).get("stop") or {} if one else {}
    return RefusedFlowPart(
        number=flow.number,
        title=flow.title,
        sender=flow.sender.partner.slug,
        recipients=[to.partner.slug for to in flow.recipients.all()],
        stopped_at=end.get("step", ""),
        laws=list(end.get("laws", [])),
        reason=flow.refused_reason,
        party=(one.party if one else flow.sender).partner.slug,
    )


def _risk(risk: Risk) -> RiskPart:
    names = (field.name for field in fields(RiskPart) if field.name != "owner")
    owner = risk.owner.partner.slug if risk.owner else None
    return RiskPart(owner=owner, **{name: getattr(risk, name) for name in names})


def _counts(one: PartyAssessment) -> bool:
    """Whether an assessment stands behind a flow of the agreement."""
    active = any(not flow.is_refused for flow in one.flows.all())
    return active and one.assessment.status == "concluded" and one.assessment.end in COVERING_ENDS


def _record(one: PartyAssessment, state: LegalState[DataFlow]) -> RecordPart:
    assessment, record = one.assessment, one.assessment.record or {}
    if assessment.concluded_at is None:
        raise LookupError("Only concluded assessments go on record.")
    return RecordPart(
        party=one.party.partner.slug,
        flows=sorted(flow.number for flow in one.flows.all() if not flow.is_refused),
        checklist=dict(record["checklist"]),
        end=assessment.end,
        concluded_on=timezone.localtime(assessment.concluded_at).date().isoformat(),
        concluded_by=assessment.concluded_by,
        steps=[_step(step) for step in record["steps"]],
        flags=list(record["flags"]),
        gateways=list(record["gateways"]),
        limits=list(record["limits"]),
        facts_hash=assessment.facts_hash,
    )


def _step(step: Mapping[str, Any]) -> StepPart:
    """One step; what was ticked or named under an answer is told with the answer. Advice is not, nor are its files."""
    named = [*step["choices"], *(gateway["cite"] for gateway in step["gateways"])]
    answer = f"{step['answer']}: {'; '.join(dict.fromkeys(named))}" if named else step["answer"]
    return StepPart(
        id=step["id"],
        stage=step["stage"],
        question=step["question"],
        answer=answer,
        reason=step["reason"],
        laws=list(dict.fromkeys(step["laws"])),
        by=step["by"],
        on=step["on"],
        evidence=[
            FilePart(one["id"], one["name"], one["size"], one["sha256"], one["shows"])
            for one in step.get("evidence", ())
            if not one["is_advice"]
        ],
    )
