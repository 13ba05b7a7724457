"""Suggested wording: anyone who may comment suggests it, the officer takes it up or turns it down."""

import hashlib
from uuid import UUID

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Conflict, Invalid, NotAllowed
from protocols.models import Section, SectionRevision, Suggestion
from protocols.permissions import check
from protocols.redline import canonical
from protocols.redline.merging import merge
from protocols.services import telling
from protocols.services.stepping import locked
from protocols.services.texts import cleaned, save_section
from protocols.services.timing import is_late
from protocols.states import Action

LIMIT = 2_000  # characters of a reason: about a page


def suggest(*, by: Role, section: Section, body: str, base_revision: int, why: str = "", nonce: UUID) -> Suggestion:
    """Suggest how a clause should read, written against one of its revisions.

    The text is sanitised here. The same nonce again returns the suggestion made the first time. Raises NotAllowed,
    WrongState or Invalid (no such revision, the same text, too long, or a clause inherited as it is).
    """
    reason = _reason(why, "why")
    with act("protocols.suggestion.make", by=by) as making:
        version = locked(section.version)
        check(by, version, Action.SUGGEST)
        made = Suggestion.objects.filter(nonce=nonce, section=section, author=by).first()
        if made is not None:
            making.cancel()
            return made
        base = _base(section, base_revision)
        proposed = cleaned(section, body)
        if canonical(proposed) == canonical(base.body):
            raise Invalid("Your wording is the same as the clause. Change the text, then suggest it.", "body")
        making.subject = suggestion = Suggestion(
            section=section,
            base_revision=base.number,
            base_sha256=hashlib.sha256(base.body.encode()).hexdigest(),
            proposed=proposed,
            why=reason,
            author=by,
            suggested_by=str(by)[:250],
            late=is_late(version),
            nonce=nonce,
        )
        suggestion.save()
        making.details["section"] = section.section_id
    return suggestion


def base_of(suggestion: Suggestion) -> str:
    """The body of the clause that the suggestion was written against."""
    return SectionRevision.objects.get(section=suggestion.section_id, number=suggestion.base_revision).body


def accept(
    *, by: Role, suggestion: Suggestion, body: str | None = None, revision: int | None = None, reason: str = ""
) -> Suggestion:
    """Take a suggestion up: the clause then reads as proposed; a second time changes nothing.

    Where the clause changed since, the changes of both are merged by paragraph. `body`, with the `revision` of the
    clause that was looked at, is what the officer decided where that cannot be done. Raises NotAllowed, WrongState,
    Invalid where another answer was given first, or Conflict where both changed the same paragraph.
    """
    answer = _reason(reason, "reason")
    with act("protocols.suggestion.accept", by=by, subject=suggestion) as accepting:
        held = _held(by, suggestion, Action.ANSWER_SUGGESTION)
        if _is_answered(held, Suggestion.State.ACCEPTED):
            accepting.cancel()
            return held
        now = held.section
        wanted = body if body is not None else _combined(held)
        looked_at = revision if body is not None and revision is not None else now.revision
        saved = save_section(by=by, section=now, body=wanted, revision=looked_at)
        accepting.details.update(section=saved.section_id, revision=saved.revision)
        _answer(held, Suggestion.State.ACCEPTED, answer, by=by)
        telling.suggestion_answered(held)
    return held


def reject(*, by: Role, suggestion: Suggestion, reason: str) -> Suggestion:
    """Turn a suggestion down, and say why; the same reason again changes nothing.

    Raises NotAllowed, WrongState, or Invalid without a reason, or where another answer was given first.
    """
    answer = _reason(reason, "reason")
    if not answer:
        raise Invalid("Say why you do not take the suggestion up, so that its author knows.", "reason")
    with act("protocols.suggestion.reject", by=by, subject=suggestion, details={"reason": answer}) as rejecting:
        held = _held(by, suggestion, Action.ANSWER_SUGGESTION)
        if _is_answered(held, Suggestion.State.REJECTED, answer):
            rejecting.cancel()
            return held
        _answer(held, Suggestion.State.REJECTED, answer, by=by)
        telling.suggestion_answered(held)
    return held


def withdraw_suggestion(*, by: Role, suggestion: Suggestion) -> Suggestion:
    """Take one's own suggestion back; a second time changes nothing."""
    with act("protocols.suggestion.withdraw", by=by, subject=suggestion) as withdrawing:
        held = _held(by, suggestion, Action.SUGGEST)
        if held.author_id != by.pk:
            raise NotAllowed(f"Only {held.suggested_by} can withdraw this suggestion.")
        if _is_answered(held, Suggestion.State.WITHDRAWN):
            withdrawing.cancel()
            return held
        _answer(held, Suggestion.State.WITHDRAWN, "", by=by)
    return held


def _held(by: Role, suggestion: Suggestion, action: Action) -> Suggestion:
    """The suggestion with its clause as it stands, held until the answer is given, if it may be answered now."""
    version = locked(suggestion.section.version)
    check(by, version, action)
    held = Suggestion.objects.select_for_update(no_key=True).get(pk=suggestion.pk)
    held.section = Section.objects.get(pk=held.section_id)
    held.section.version = version
    return held


def _is_answered(held: Suggestion, state: Suggestion.State, answer: str | None = None) -> bool:
    """Whether this very answer was given before. Raises Invalid where another one was."""
    if held.is_open:
        return False
    if held.state != state or answer not in (None, held.answer):
        raise Invalid(f"{held.answered_by.split(',')[0]} answered this suggestion first: it is {held.state}.")
    return True


def _answer(held: Suggestion, state: Suggestion.State, answer: str, *, by: Role) -> None:
    held.state, held.answer = state, answer
    held.answered_by, held.answered_at = str(by)[:250], timezone.now()
    held.save(update_fields=["state", "answer", "answered_by", "answered_at"])


def _combined(held: Suggestion) -> str:
    """What the clause will read: the proposal, with what others changed since in other paragraphs."""
    now = held.section
    base = base_of(held)
    if now.body == base:
        return held.proposed
    merged = merge(base, now.body, held.proposed)
    if merged is None:
        raise Conflict(
            "The clause was changed in the same place after this was suggested. Nothing was overwritten: "
            "write below how it should read.",
            theirs=now.body,
            yours=held.proposed,
            revision=now.revision,
        )
    return merged


def _base(section: Section, number: int) -> SectionRevision:
    base = SectionRevision.objects.filter(section=section, number=number).first()
    if base is None:
        raise Invalid("This clause never had the revision that you wrote against. Open the page again.", "body")
    return base


def _reason(words: str, field: str) -> str:
    words = words.strip()
    if len(words) > LIMIT:
        raise Invalid(f"A reason holds {LIMIT:,} characters. This one has {len(words):,}: shorten it.", field)
    return words
