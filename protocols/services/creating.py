"""Beginning a protocol from a template."""

from uuid import UUID, uuid4

from partners.models import Partnership, Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.facts.conditions import conditions_met
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
    _check_template(by, template)
    check_parent(by, template, parent)
    with act("protocols.protocol.create", by=by, details={"template": str(template)}) as creating:
        version, is_new = begin_draft(by, template, particulars, parent, nonce or uuid4())
        if not is_new:
            creating.cancel()
            return version
        _take_wording(version, template)
        creating.subject = version
    return version


def begin_draft(
    by: Role,
    template: TemplateVersion,
    particulars: Particulars,
    parent: ProtocolVersion | None,
    nonce: UUID,
    copied_from: ProtocolVersion | None = None,
) -> tuple[ProtocolVersion, bool]:
    """The first draft of a new protocol, without any text, and whether it is new; inside an act only.

    The same nonce again, in the same partnership, gives the draft made the first time.
    """
    # The partnership's row is held, so that two officers at once are given two references.
    partnership = Partnership.objects.select_for_update(no_key=True).get(roles=by)
    own = ProtocolVersion.objects.filter(protocol__partnership=partnership)
    made = own.filter(protocol__nonce=nonce, number=1).first()
    if made is not None:
        return made, False
    protocol = Protocol(
        reference=_next_reference(partnership),
        partnership=partnership,
        tier=template.template.tier,
        theme=template.template.theme,
        nonce=nonce,
    )
    protocol.save()
    version = ProtocolVersion(
        protocol=protocol,
        template_version=template,
        parent=parent,
        copied_from=copied_from,
        officer=by,
        **particulars.as_fields(),
    )
    version.save()
    return version, True


def _next_reference(partnership: Partnership) -> str:
    """The next reference, such as GM-0007; protocols are never deleted, so none is used twice."""
    prefix = f"{partnership.prefix}-"
    used = Protocol.objects.filter(partnership=partnership).values_list("reference", flat=True)
    highest = max((int(reference.removeprefix(prefix)) for reference in used), default=0)
    return f"{prefix}{highest + 1:04d}"


def _check_template(by: Role, template: TemplateVersion) -> None:
    if template.template.partnership_id not in (None, by.partnership_id):
        raise Invalid("Choose a built-in template, or one of your own partnership.")
    if template.template.retired_at is not None:
        raise Invalid(f"The template “{template.template}” is retired. Choose another.")


def check_parent(by: Role, template: TemplateVersion, parent: ProtocolVersion | None) -> None:
    """Raise Invalid unless the parent is what a protocol of that template stands under."""
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
    """Copy the template's sections, each with its first revision, and its usual values.

    A conditional section is there from the start, and says nothing until its condition holds and somebody adds it.
    """
    wording, source = wording_of(template), f"Template: {template}"
    met = conditions_met(version) if any(one.condition for one in wording.sections) else frozenset()
    sections = [
        Section(
            version=version,
            section_id=one.id,
            position=position,
            title=one.title,
            body=one.body if not one.condition or one.condition in met else "",
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
