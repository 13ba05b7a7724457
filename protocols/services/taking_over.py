"""Taking over what the template says of one section: a newer version's wording, or a conditional section's."""

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.models import ProtocolVersion, Section, SectionRevision, TemplateVersion
from protocols.permissions import check
from protocols.services.declaring import declare_variables
from protocols.services.stepping import locked
from protocols.services.texts import save_section
from protocols.states import Action
from protocols.texts.wording import SectionWording, Wording, wording_of


def take_over(*, by: Role, version: ProtocolVersion, section_id: str, number: int, revision: int) -> Section:
    """Give a section the wording that version `number` of the template has, as a save of it; a second time, nothing.

    `revision` is of the section as the page showed it (0 where the protocol has none yet: it is then added, where the
    template has it). Variables that come with it are kept. Raises NotAllowed, WrongState, Invalid where that template
    has no such section, or Conflict where somebody saved since.
    """
    with act("protocols.section.take_over", by=by, details={"section": section_id, "version": number}) as taking:
        held = locked(version)
        check(by, held, Action.EDIT_TEXT)
        wording = _wording(held, number)
        wanted = wording.section(section_id)
        if wanted is None:
            raise Invalid("That version of the template has no such section.")
        found = held.sections.filter(section_id=section_id).first()
        if found is not None and found.body == wanted.body:
            taking.cancel()
            return found
        taking.details["variables"] = declare_variables(held, wanted.body, wording.variables)
        taking.subject = held
        if found is not None:
            return save_section(by=by, section=found, body=wanted.body, revision=revision)
        return _add(by, held, wanted, wording)


def _wording(version: ProtocolVersion, number: int) -> Wording:
    began = version.template_version
    template = TemplateVersion.objects.filter(template_id=began.template_id, number=number).first()
    if template is None or template.number < began.number:
        raise Invalid("There is no such version of the template. Load the page again.")
    return wording_of(template)


def _add(by: Role, version: ProtocolVersion, wanted: SectionWording, wording: Wording) -> Section:
    """A new section, after those that stand before it in the template."""
    order = [one.id for one in wording.sections]
    earlier = set(order[: order.index(wanted.id)])
    sections = list(version.sections.select_for_update().order_by("position"))
    place = max((one.position for one in sections if one.section_id in earlier), default=0) + 1
    for one in reversed([one for one in sections if one.position >= place]):
        one.position += 1
        one.save(update_fields=["position"])
    section = Section(
        version=version, section_id=wanted.id, position=place, title=wanted.title, body=wanted.body,
        inherits=wanted.inherits, mandatory=wanted.mandatory, saved_at=timezone.now(), saved_by=str(by)[:250],
    )  # fmt: skip
    section.save()
    SectionRevision(section=section, number=1, body=section.body, saved_by=section.saved_by).save()
    return section
