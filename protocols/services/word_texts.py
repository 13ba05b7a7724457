"""Bringing text from Word into clauses: what somebody confirmed, where they said, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils import timezone

from partners.models import Partner, Role
from portal.audit.acts import act
from portal.richtext import LIMIT
from protocols.errors import Conflict, Invalid
from protocols.models import ProtocolVersion, Section, UnplacedText, WordUpload
from protocols.permissions import check
from protocols.queries.word_texts import Found, report_of
from protocols.services.particulars import Particulars, change_particulars
from protocols.services.parties import Choice, set_parties
from protocols.services.stepping import locked
from protocols.services.texts import save_section
from protocols.states import Action

LONGEST_REASON = 2_000  # characters: about a page
NO_REASON = "Enter why this text is not needed."


@dataclass(frozen=True)
class Placing:
    """What was confirmed. `sections` says by place in the file which section takes the part; what it leaves out waits.

    `revisions` are those of the clauses that were on the page, by section id. `replacing` puts the new text in the
    place of the old; otherwise it follows it. `title`, `dates` (by field) and `partners` are what was ticked.
    """

    sections: Mapping[int, str]
    revisions: Mapping[str, int]
    replacing: bool = True
    title: str = ""
    dates: Mapping[str, date] = field(default_factory=dict)
    partners: Sequence[Partner] = ()


def bring_in(*, by: Role, upload: WordUpload, placing: Placing) -> WordUpload:
    """Put the parts of a file where they were said to go, and let the file go. A second time changes nothing.

    All of it or nothing: raises NotAllowed, WrongState, Invalid, or Conflict where a clause was saved since.
    """
    version = upload.version
    with act("protocols.word.bring_in", by=by, subject=version) as done:
        version = locked(version)
        check(by, version, Action.EDIT_TEXT)
        held = WordUpload.objects.select_for_update(no_key=True).get(pk=upload.pk)
        if held.done_at is not None:
            done.cancel()
            return held
        held.version = version
        found = report_of(held).found
        placed = _place(by, version, found, placing)
        waiting = [one for one in found if not placing.sections.get(one.place)]
        _keep(by, held, waiting)
        _take(by, version, placing)
        held.counts = {"clauses": placed, "waiting": len(waiting)}
        held.done_at, held.content = timezone.now(), b""
        held.save(update_fields=["counts", "done_at", "content"])
        done.details.update(file=held.file_name, **held.counts)
    return held


def place_text(*, by: Role, text: UnplacedText, section_id: str, revision: int) -> UnplacedText:
    """Put a waiting text at the end of a clause; a second time changes nothing.

    Raises NotAllowed, WrongState, Invalid, or Conflict where the clause was saved since `revision`.
    """
    with act("protocols.word.place", by=by, subject=text.version) as done:
        held = _held(by, text)
        if held.state != UnplacedText.State.WAITING:
            done.cancel()
            return held
        section = Section.objects.filter(version=held.version, section_id=section_id).first()
        if section is None:
            raise Invalid("Choose the clause that this text belongs to.", "section")
        section.version = held.version
        saved = save_section(by=by, section=section, body=_after(section.body, held.html), revision=revision)
        _settle(by, held, UnplacedText.State.PLACED, section=saved)
        done.details.update(section=section_id, heading=held.heading)
    return held


def set_text_aside(*, by: Role, text: UnplacedText, reason: str) -> UnplacedText:
    """Say that a waiting text is not needed, and why; it is kept. Twice is once.

    Raises NotAllowed, WrongState, or Invalid without a reason, or with one that is too long.
    """
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Invalid(NO_REASON if not why else f"A reason holds {LONGEST_REASON:,} characters. Shorten it.", "reason")
    with act("protocols.word.set_aside", by=by, subject=text.version, details={"reason": why}) as done:
        held = _held(by, text)
        if held.state != UnplacedText.State.WAITING:
            done.cancel()
            return held
        _settle(by, held, UnplacedText.State.SET_ASIDE, reason=why)
        done.details["heading"] = held.heading
    return held


def _place(by: Role, version: ProtocolVersion, found: Sequence[Found], placing: Placing) -> int:
    """Write each clause that takes parts, in one save a clause; how many there were."""
    bodies: dict[str, str] = {}
    for one in found:
        section_id = placing.sections.get(one.place)
        if section_id:
            bodies[section_id] = bodies.get(section_id, "") + one.part.html
    sections = {one.section_id: one for one in Section.objects.filter(version=version, section_id__in=bodies)}
    for section_id, body in bodies.items():
        section = sections.get(section_id)
        if section is None:
            raise Invalid("A clause that you chose is no longer in this version. Look at the report again.")
        section.version = version
        whole = body if placing.replacing else _after(section.body, body)
        _save(by, section, whole, placing.revisions.get(section_id, 0))
    return len(bodies)


def _save(by: Role, section: Section, body: str, revision: int) -> None:
    if section.revision != revision:
        raise Conflict(
            f"“{section.title}” was saved by {section.saved_by.split(',')[0]} while you were looking. "
            "Nothing was brought in. Look at the report again, and confirm it once more.",
            theirs=section.body,
            yours=body,
            revision=section.revision,
        )
    save_section(by=by, section=section, body=body, revision=revision)


def _keep(by: Role, upload: WordUpload, waiting: Sequence[Found]) -> None:
    UnplacedText.objects.bulk_create(
        UnplacedText(
            version=upload.version,
            file_name=upload.file_name,
            position=one.place,
            heading=one.part.heading,
            html=one.part.html,
            brought_by=str(by)[:250],
        )
        for one in waiting
    )


def _take(by: Role, version: ProtocolVersion, placing: Placing) -> None:
    """Take what was ticked of the particulars and the parties."""
    if placing.title or placing.dates:
        stated = Particulars.of(version)
        taken: dict[str, Any] = {**placing.dates, "title": placing.title or stated.title}
        stated = replace(stated, **taken)
        change_particulars(by=by, version=version, particulars=stated)
    if placing.partners:
        present = [
            Choice(one.partner, one.controller_role, one.accedes_to_parent, one.processor_contract)
            for one in version.parties.select_related("partner")
        ]
        set_parties(by=by, version=version, choices=[*present, *(Choice(one) for one in placing.partners)])


def _held(by: Role, text: UnplacedText) -> UnplacedText:
    version = locked(text.version)
    check(by, version, Action.EDIT_TEXT)
    held = UnplacedText.objects.select_for_update(no_key=True).get(pk=text.pk)
    held.version = version
    return held


def _settle(by: Role, text: UnplacedText, state: str, *, section: Section | None = None, reason: str = "") -> None:
    text.state, text.placed_in, text.reason = state, section, reason
    text.settled_at, text.settled_by = timezone.now(), str(by)[:250]
    text.save(update_fields=["state", "placed_in", "reason", "settled_at", "settled_by"])


def _after(old: str, new: str) -> str:
    """New text after the old. Raises Invalid where both are more than a clause holds."""
    if len(old) + len(new) > LIMIT:
        raise Invalid("The clause would be longer than it can hold. Put this text in another clause.", "section")
    return old + new
