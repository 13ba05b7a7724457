"""Taking over what the template says of one section, a newer version's or a conditional one's; or keeping one's own."""

from typing import Any

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Conflict, Invalid
from protocols.models import ProtocolVersion, Section, SectionRevision, TemplateVersion
from protocols.permissions import check
from protocols.queries.taken_sections import merged, number_of, was_kept
from protocols.services.declaring import declare_variables
from protocols.services.stepping import locked
from protocols.services.texts import save_section
from protocols.states import Action
from protocols.texts.wording import SectionWording, Wording, taken_from, wording_of


def take_over(*, by: Role, version: ProtocolVersion, section_id: str, number: int, revision: int) -> Section:
    """Give a section what version `number` of the template says, as a save of it; a second time, nothing.

    Of its title and its wording only what the template changed is taken: the other stays as people here wrote it. The
    guidance, and whether it is mandatory, come with it.

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
        beside = taken_from(wanted, number) if number > held.template_version.number else {}
        if found is None:
            taken = _add(by, held, wanted, wording, beside)
        else:
            given = merged(found, _base(held, found), wanted)
            if given == (found.title, found.body) and (found.taken == beside or not beside):
                taking.cancel()
                return found
            taken = _give(by, found, given, wanted, beside, revision)
        taking.details["variables"] = declare_variables(held, taken.body, wording.variables)
        taking.subject = held
    return taken


def keep_own(*, by: Role, version: ProtocolVersion, section_id: str, number: int) -> Section:
    """Say that a section stays as people here have it, whatever version `number` of the template says.

    A second time nothing changes, and the section can still be taken over. A newer version asks anew. Raises
    NotAllowed, WrongState, or Invalid where there is no such section or version.
    """
    with act("protocols.section.keep_own", by=by, details={"section": section_id, "version": number}) as keeping:
        held = locked(version)
        check(by, held, Action.EDIT_TEXT)
        _wording(held, number)
        found = held.sections.select_for_update(no_key=True).filter(section_id=section_id).first()
        if found is None:
            raise Invalid("This protocol has no such section. Load the page again.")
        if was_kept(found, number):
            keeping.cancel()
            return found
        found.taken = {**found.taken, "kept": number}
        found.save(update_fields=["taken"])
        keeping.subject = held
    return found


def _base(version: ProtocolVersion, section: Section) -> SectionWording | None:
    """What the template said of the section when the protocol took it."""
    return _wording(version, number_of(section, version)).section(section.section_id)


def _give(
    by: Role, section: Section, given: tuple[str, str], wanted: SectionWording, beside: dict[str, Any], revision: int
) -> Section:
    """Its title, and what stands beside it; then its words, as a save of them."""
    if section.revision != revision and given[1] == section.body:
        raise Conflict(
            "Somebody saved this clause after the page was opened. Nothing was changed: look at it, then take it over.",
            theirs=section.body, yours=given[1], revision=section.revision,
        )  # fmt: skip
    section.title, section.taken, section.reviewed = given[0], beside or section.taken, False
    if beside:
        section.mandatory = wanted.mandatory
    section.save(update_fields=["title", "taken", "mandatory", "reviewed"])
    if given[1] == section.body:
        return section
    return save_section(by=by, section=section, body=given[1], revision=revision)


def _wording(version: ProtocolVersion, number: int) -> Wording:
    began = version.template_version
    template = TemplateVersion.objects.filter(template_id=began.template_id, number=number).first()
    if template is None or template.number < began.number:
        raise Invalid("There is no such version of the template. Load the page again.")
    return wording_of(template)


def _add(
    by: Role, version: ProtocolVersion, wanted: SectionWording, wording: Wording, beside: dict[str, Any]
) -> Section:
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
        inherits=wanted.inherits, mandatory=wanted.mandatory, taken=beside, saved_at=timezone.now(),
        saved_by=str(by)[:250],
    )  # fmt: skip
    section.save()
    SectionRevision(section=section, number=1, body=section.body, saved_by=section.saved_by).save()
    return section
