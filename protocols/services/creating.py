"""Beginning a protocol from a template."""

from uuid import UUID, uuid4

from partners.models import Partnership, Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.models import Protocol, ProtocolVersion, Section, SectionRevision, TemplateVersion, VariableValue
from protocols.permissions import check_create
from protocols.services.particulars import Particulars
from protocols.states import State
from protocols.texts.wording import wording_of


def create_protocol(
    *,
    by: Role,
    template: TemplateVersion,
    particulars: Particulars,
    parent: ProtocolVersion | None = None,
    nonce: UUID | None = None,
) -> ProtocolVersion:
    """Begin a protocol: its reference, its first draft and the template's sections.

    A thematic template needs `parent`, the exact version in force that it will stand under. The same `nonce` again
    returns the version made the first time. Raises NotAllowed, or Invalid with the field that is wrong.
    """
    check_create(by)
    particulars.check()
    _check_parent(by, template, parent)
    nonce = nonce or uuid4()
    with act("protocols.protocol.create", by=by, details={"template": str(template)}) as creating:
        # The partnership's row is held, so that two officers at once are given two references.
        partnership = Partnership.objects.select_for_update().get(roles=by)
        made = ProtocolVersion.objects.filter(protocol__nonce=nonce, number=1).first()
        if made is not None:
            creating.cancel()
            return made
        protocol = Protocol(
            reference=_next_reference(partnership),
            partnership=partnership,
            tier=template.template.tier,
            theme=template.template.theme,
            nonce=nonce,
        )
        protocol.save()
        version = ProtocolVersion(
            protocol=protocol, template_version=template, parent=parent, officer=by, **particulars.as_fields()
        )
        version.save()
        _take_wording(version, template)
        creating.subject = version
    return version


def _next_reference(partnership: Partnership) -> str:
    """The next reference, such as GM-0007; protocols are never deleted, so none is used twice."""
    prefix = f"{partnership.prefix}-"
    used = Protocol.objects.filter(partnership=partnership).values_list("reference", flat=True)
    highest = max((int(reference.removeprefix(prefix)) for reference in used), default=0)
    return f"{prefix}{highest + 1:04d}"


def _check_parent(by: Role, template: TemplateVersion, parent: ProtocolVersion | None) -> None:
    if not template.template.theme:
        if parent is not None:
            raise Invalid("An overarching protocol stands under no other.", "parent")
        return
    if parent is None:
        raise Invalid("Choose the overarching protocol that this one will stand under.", "parent")
    if parent.protocol.partnership_id != by.partnership_id or parent.protocol.is_thematic:
        raise Invalid("Choose an overarching protocol of your own partnership.", "parent")
    if parent.status is not State.IN_FORCE:
        raise Invalid(
            f"{parent} is not in force. A thematic protocol stands under an overarching version in force.", "parent"
        )


def _take_wording(version: ProtocolVersion, template: TemplateVersion) -> None:
    """Copy the template's sections, each with its first revision, and its usual values."""
    wording, source = wording_of(template), f"Template: {template}"
    sections = [
        Section(
            version=version,
            section_id=one.id,
            position=position,
            title=one.title,
            body=one.body,
            inherits=one.inherits,
            mandatory=one.mandatory,
            saved_by=source,
        )
        for position, one in enumerate(wording.sections, start=1)
    ]
    Section.objects.bulk_create(sections)
    SectionRevision.objects.bulk_create(
        [SectionRevision(section=section, number=1, body=section.body, saved_by=source) for section in sections]
    )
    usual = {key: variable.default for key, variable in wording.variables.items() if variable.default}
    VariableValue.objects.bulk_create(
        [VariableValue(version=version, key=key, value=value) for key, value in usual.items()]
    )
