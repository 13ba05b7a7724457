"""Writing the clauses of a version. Nothing written is lost: each save is kept, and none overwrites another unseen."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from partners.models import Role
from portal.audit.acts import ChainMoved, act, with_chain_end
from portal.richtext import TooLong, sanitise
from protocols.errors import Conflict, Invalid
from protocols.models import Party, Section, SectionRevision
from protocols.permissions import check
from protocols.redline import canonical
from protocols.redline.merging import merge
from protocols.states import Action
from protocols.texts.paragraphs import keys_kept


@dataclass(frozen=True)
class Saved:
    """A clause as it now stands. `sent` is the revision that holds the text as it was sent.

    `merged` says whose changes elsewhere in the clause were put together with it; nothing where nobody else wrote.
    """

    section: Section
    sent: int
    merged: str = ""


def save_section(*, by: Role, section: Section, body: str, revision: int) -> Section:
    """Save a clause as `write_section` does, but raise Conflict wherever somebody saved since `revision`."""
    sought = Section.objects.filter(pk=section.pk)
    return write_section(by=by, sought=sought, body=body, revision=revision, merging=False).section


def write_section(*, by: Role, sought: QuerySet[Section], body: str, revision: int, merging: bool = True) -> Saved:
    """Save the one clause of a query that was opened at `revision`; the same text again changes nothing.

    The text is sanitised here, whatever sent it. Where others changed other paragraphs since, both are kept in one
    text. Four statements, however long the protocol. Raises Section.DoesNotExist, NotAllowed, WrongState, Invalid
    (inherited as it is, or too long), or Conflict with both texts where somebody changed the same paragraph.
    """
    try:
        return _write(by, sought, (body, revision), merging=merging)
    except ChainMoved:
        return _write(by, sought, (body, revision), merging=merging, waiting=True)


def _write(
    by: Role, sought: QuerySet[Section], text: tuple[str, int], *, merging: bool, waiting: bool = False
) -> Saved:
    """`text` is what was sent, and its revision; `waiting` holds the end of the trail from when it is read."""
    with act("protocols.section.save", by=by) as saving:
        saving.subject = held = _held(by, with_chain_end(sought))
        clean = cleaned(held, text[0])
        if held.body == clean:
            saving.cancel()
            return Saved(held, held.revision)
        if not waiting:
            saving.follow(held)
        before = held.revision
        saved = _put(held, by, clean, text[1], merging=merging)
        if held.revision == before:
            saving.cancel()
        saving.details["revision"] = held.revision
    return saved


def _put(held: Section, by: Role, clean: str, revision: int, *, merging: bool) -> Saved:
    """The text as it was sent, or in one with what others wrote since elsewhere in the clause.

    What was sent is then kept as a revision of its own, so that its writer can go on from it.
    """
    if held.revision == revision:
        _keep(held, by, keys_kept(held.body, clean))
        return Saved(held, held.revision)
    base = SectionRevision.objects.filter(section=held, number=revision).first() if merging else None
    together = merge(base.body, held.body, clean) if base else None
    if together is None:
        raise Conflict(
            f"{_name(held)} saved this clause at {_time(held)}, while you were writing. Nothing was overwritten.",
            theirs=held.body,
            yours=clean,
            revision=held.revision,
        )
    words = f"Merged with what {_name(held)} wrote at {_time(held)}."
    if canonical(together) == canonical(held.body):  # sent before, and its answer was lost
        return Saved(held, revision, words)
    _keep(held, by, clean, keys_kept(held.body, together))
    return Saved(held, held.revision - 1, words)


def _keep(held: Section, by: Role, *texts: str) -> None:
    """Keep each text as a revision; the clause says what the last one says."""
    at, who = timezone.now(), str(by)[:250]
    kept = [
        SectionRevision(section=held, number=number, body=text, saved_at=at, saved_by=who)
        for number, text in enumerate(texts, start=held.revision + 1)
    ]
    held.reviewed = held.reviewed and canonical(texts[-1]) == canonical(held.body)
    held.body, held.revision = texts[-1], held.revision + len(texts)
    held.saved_at, held.saved_by = at, who
    held.save(update_fields=["body", "reviewed", "revision", "saved_at", "saved_by"])
    SectionRevision.objects.bulk_create(kept)


def mark_section(*, by: Role, section: Section, ready: bool) -> Section:
    """Say that a clause is ready to be read by all, or is not yet; a second time changes nothing."""
    with act("protocols.section.mark", by=by, subject=section, details={"ready": ready}) as marking:
        held = _held(by, Section.objects.filter(pk=section.pk))
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


def _held(by: Role, sought: QuerySet[Section]) -> Section:
    """The clause as it stands, held with its version until the save is done, if it may be written now; one query.

    The version is held first, as by every other act on it.
    """
    acting_for = Party.objects.filter(Q(partner_id=by.partner_id), version=OuterRef("version"))
    held = (
        sought.select_related("version__protocol__partnership")
        .annotate(acts_for_party=Exists(acting_for))
        .select_for_update(of=("version", "self"), no_key=True)
        .get()
    )
    held.version.known_party = by.partner_id if held.acts_for_party else None
    check(by, held.version, Action.EDIT_TEXT)
    return held


def _name(section: Section) -> str:
    return section.saved_by.split(",")[0]


def _time(section: Section) -> str:
    local = timezone.localtime(section.saved_at)
    return f"{local:%-I:%M}{local:%p}".replace("AM", "am").replace("PM", "pm")
