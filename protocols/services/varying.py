"""Beginning a new version of a protocol that is in force: a variation, which will supersede it once sealed."""

from uuid import uuid4

from partners.models import Role
from portal.audit.acts import act
from protocols.models import DataFlow, Party, ProtocolVersion, Risk, Section, SectionRevision, VariableValue
from protocols.permissions import check
from protocols.services.particulars import Particulars
from protocols.services.stepping import locked
from protocols.states import WORKING, Action, State


def vary(*, by: Role, version: ProtocolVersion) -> ProtocolVersion:
    """Copy a version in force to a new draft: text, values, parties, flows and risks; no refused flow, no assessment.

    While a new version is under way the same one is returned. Raises NotAllowed or WrongState.
    """
    with act("protocols.version.vary", by=by, details={"from": str(version)}) as varying:
        held = locked(version)
        check(by, held, Action.VARY)
        under_way = ProtocolVersion.objects.filter(
            protocol=held.protocol, state__in=[state.value for state in (*WORKING, State.APPROVAL, State.SIGNING)]
        ).first()
        if under_way is not None:
            varying.cancel()
            return under_way
        latest = ProtocolVersion.objects.filter(protocol=held.protocol).order_by("-number")[0]
        new = ProtocolVersion(
            protocol=held.protocol,
            number=latest.number + 1,
            template_version=held.template_version,
            parent=_parent_now(held),
            supersedes=_free_to_supersede(held),
            officer=by,
            **Particulars.of(held).as_fields(),
        )
        new.save()
        _copy_text(held, new)
        parties = _copy_parties(held, new)
        _copy_flows(held, new, parties)
        _copy_risks(held, new, parties)
        varying.subject = new
    return new


def _free_to_supersede(version: ProtocolVersion) -> ProtocolVersion | None:
    """The version itself, unless an abandoned variation of it has that place; sealing supersedes it all the same."""
    return None if ProtocolVersion.objects.filter(supersedes=version).exists() else version


def _parent_now(version: ProtocolVersion) -> ProtocolVersion | None:
    """The overarching version in force now; the old one where none is, which the checks then tell."""
    if version.parent is None:
        return None
    in_force = ProtocolVersion.objects.filter(protocol=version.parent.protocol, state=State.IN_FORCE.value)
    return in_force.first() or version.parent


def _copy_text(old: ProtocolVersion, new: ProtocolVersion) -> None:
    names = ("section_id", "position", "title", "body", "inherits", "mandatory")
    source = str(old)
    sections = [
        Section(version=new, saved_by=source, **{name: getattr(one, name) for name in names})
        for one in old.sections.all()
    ]
    Section.objects.bulk_create(sections)
    SectionRevision.objects.bulk_create(
        [SectionRevision(section=one, number=1, body=one.body, saved_by=source) for one in sections]
    )
    VariableValue.objects.bulk_create(
        [VariableValue(version=new, key=one.key, value=one.value) for one in old.variables.all()]
    )


def _copy_parties(old: ProtocolVersion, new: ProtocolVersion) -> dict[int, Party]:
    """The new parties by the old ones' ids."""
    copies = {
        party.pk: Party(
            version=new,
            partner_id=party.partner_id,
            controller_role=party.controller_role,
            accedes_to_parent=party.accedes_to_parent,
            processor_contract=party.processor_contract,
        )
        for party in old.parties.all()
    }
    Party.objects.bulk_create(copies.values())
    return copies


def _copy_flows(old: ProtocolVersion, new: ProtocolVersion, parties: dict[int, Party]) -> None:
    left_behind = {"id", "version", "sender", "nonce", "revision", "refused_at", "refused_reason", "number"}
    names = [field.name for field in DataFlow._meta.concrete_fields if field.name not in left_behind]
    flows = old.flows.filter(refused_at=None).prefetch_related("recipients").order_by("number")
    for number, flow in enumerate(flows, start=1):
        copy = DataFlow(
            version=new,
            number=number,
            sender=parties[flow.sender_id],
            nonce=uuid4(),
            **{name: getattr(flow, name) for name in names},
        )
        copy.save()
        copy.recipients.set([parties[party.pk] for party in flow.recipients.all()])


def _copy_risks(old: ProtocolVersion, new: ProtocolVersion, parties: dict[int, Party]) -> None:
    """The register goes on: the risks keep their numbers, so that people can go on speaking of risk 3."""
    left_behind = {"id", "version", "owner", "nonce", "revision"}
    names = [field.name for field in Risk._meta.concrete_fields if field.name not in left_behind]
    Risk.objects.bulk_create(
        [
            Risk(
                version=new,
                owner=parties[risk.owner_id] if risk.owner_id else None,
                nonce=uuid4(),
                **{name: getattr(risk, name) for name in names},
            )
            for risk in old.risks.all()
        ]
    )
