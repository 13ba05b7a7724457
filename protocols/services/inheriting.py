"""Departing from an overarching clause in one protocol: adding to it, replacing it with a reason, taking it again."""

import re

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from portal.richtext import TooLong, sanitise
from protocols.errors import Invalid
from protocols.models import Section, SectionRevision
from protocols.permissions import check
from protocols.services.stepping import locked
from protocols.states import Action
from protocols.texts.inheriting import EXTEND, REPLACE, Overarching, overarching_of

LONGEST_REASON = 2000
MARK = "\x00"
SEAM = re.compile(rf"</ol>\s*{MARK}\s*<ol>")


def replace_clause(*, by: Role, section: Section, reason: str) -> Section:
    """Let the protocol's own text stand in place of the overarching clause, and say why.

    It begins with the overarching words and what this protocol added, to be changed. On a clause that is replaced
    already only the reason changes; the same reason again changes nothing. Raises NotAllowed, WrongState, or Invalid
    where the template does not let the clause be replaced, or the reason is missing or too long.
    """
    with act("protocols.section.replace", by=by, subject=section, details={"reason": reason}) as replacing:
        found = _held(by, section)
        held = found.section
        _refuse(found.why_not(REPLACE))
        reason = _good_reason(reason)
        if found.is_replaced and held.replaces_reason == reason:
            replacing.cancel()
            return held
        held.replaces_reason = reason
        if found.is_replaced:
            held.reviewed = False
            held.save(update_fields=["replaces_reason", "reviewed"])
            return held
        if found.inherited is None:
            raise LookupError("Only an inherited clause is replaced.")
        _depart(held, Section.Inherits.REPLACE, _whole(found.inherited.html, held.body), by)
    return held


def extend_clause(*, by: Role, section: Section) -> Section:
    """Let the protocol add words of its own to a clause that it takes as it is; a second time changes nothing.

    Raises NotAllowed, WrongState, or Invalid where the template does not let the clause be added to.
    """
    with act("protocols.section.extend", by=by, subject=section) as extending:
        found = _held(by, section)
        if found.is_extended:
            extending.cancel()
            return found.section
        _refuse(found.why_not(EXTEND))
        _depart(found.section, Section.Inherits.EXTEND, found.section.body, by)
    return found.section


def take_clause_again(*, by: Role, section: Section) -> Section:
    """Take the overarching clause as before the protocol departed from it; a second time changes nothing.

    What stood in its place is kept among the clause's revisions. Raises NotAllowed or WrongState.
    """
    with act("protocols.section.take_again", by=by, subject=section) as taking:
        held = _held(by, section).section
        before = held.departs_from
        if not before:
            taking.cancel()
            return held
        held.replaces_reason = ""
        held.inherits, held.departs_from = before["inherits"], before.get("before", {})
        _keep(held, before["body"], by)
    return held


def _depart(held: Section, inherits: Section.Inherits, body: str, by: Role) -> None:
    held.departs_from = {"inherits": held.inherits, "body": held.body, "before": held.departs_from}
    held.inherits = inherits.value
    _keep(held, body, by)


def _keep(held: Section, body: str, by: Role) -> None:
    """The clause as it now is, with its text as one more revision."""
    held.body, held.revision, held.reviewed = body, held.revision + 1, False
    held.saved_at, held.saved_by = timezone.now(), str(by)[:250]
    held.save()
    SectionRevision.objects.create(
        section=held, number=held.revision, body=body, saved_at=held.saved_at, saved_by=held.saved_by
    )


def _held(by: Role, section: Section) -> Overarching:
    """The clause held with its version, and the overarching one, if it may be written now."""
    version = locked(section.version)
    check(by, version, Action.EDIT_TEXT)
    held = Section.objects.select_for_update(of=("self",), no_key=True).get(pk=section.pk)
    held.version = version
    return overarching_of(held)


def _refuse(sentence: str) -> None:
    if sentence:
        raise Invalid(sentence)


def _good_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid("Say why this protocol needs a clause of its own here.", "reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(f"A reason can be {LONGEST_REASON} characters long. This one has {len(reason)}.", "reason")
    return reason


def _whole(inherited: str, own: str) -> str:
    """Both texts as one; a list that goes on in the second keeps its numbers going."""
    try:
        return sanitise(SEAM.sub("", f"{inherited}{MARK}{own}", count=1).replace(MARK, ""))
    except TooLong as too_long:
        raise Invalid(str(too_long)) from too_long
