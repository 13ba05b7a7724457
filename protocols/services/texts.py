"""Writing the clauses of a version. Nothing written is lost: each save is kept, and none overwrites another unseen."""

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from portal.richtext import TooLong, sanitise
from protocols.errors import Conflict, Invalid
from protocols.models import Section, SectionRevision
from protocols.permissions import check
from protocols.services.stepping import locked
from protocols.states import Action


def save_section(*, by: Role, section: Section, body: str, revision: int) -> Section:
    """Save a clause that was opened at `revision`; the same text again changes nothing.

    The text is sanitised here, whatever sent it. Raises NotAllowed, WrongState, Invalid (inherited as it is, or too
    long), or Conflict with both texts where somebody saved since.
    """
    with act("protocols.section.save", by=by, subject=section) as saving:
        held = _held(by, section)
        clean = cleaned(held, body)
        if held.body == clean:
            saving.cancel()
            return held
        if held.revision != revision:
            raise Conflict(
                f"{_name(held)} saved this clause at {_time(held)}, while you were writing. Nothing was overwritten.",
                theirs=held.body,
                yours=clean,
                revision=held.revision,
            )
        held.body, held.reviewed = clean, False
        held.revision += 1
        held.saved_at, held.saved_by = timezone.now(), str(by)[:250]
        held.save(update_fields=["body", "reviewed", "revision", "saved_at", "saved_by"])
        SectionRevision.objects.create(
            section=held, number=held.revision, body=clean, saved_at=held.saved_at, saved_by=held.saved_by
        )
        saving.details["revision"] = held.revision
    return held


def mark_section(*, by: Role, section: Section, ready: bool) -> Section:
    """Say that a clause is ready to be read by all, or is not yet; a second time changes nothing."""
    with act("protocols.section.mark", by=by, subject=section, details={"ready": ready}) as marking:
        held = _held(by, section)
        if held.reviewed == ready:
            marking.cancel()
            return held
        held.reviewed = ready
        held.save(update_fields=["reviewed"])
    return held


def cleaned(section: Section, body: str) -> str:
    """A text for the clause, sanitised. Raises Invalid where it is too long, or the clause is inherited as it is."""
    if section.inherits == Section.Inherits.AS_IS and section.version.parent_id is not None:
        raise Invalid(f"This clause is taken from {section.version.parent} as it is, and cannot be written here.")
    try:
        return sanitise(body)
    except TooLong as too_long:
        raise Invalid(str(too_long), "body") from too_long


def _held(by: Role, section: Section) -> Section:
    """The clause as it stands, held with its version until the save is done, if it may be written now."""
    version = locked(section.version)
    check(by, version, Action.EDIT_TEXT)
    held = Section.objects.select_for_update().get(pk=section.pk)
    held.version = version
    return held


def _name(section: Section) -> str:
    return section.saved_by.split(",")[0]


def _time(section: Section) -> str:
    local = timezone.localtime(section.saved_at)
    return f"{local:%-I:%M}{local:%p}".replace("AM", "am").replace("PM", "pm")
