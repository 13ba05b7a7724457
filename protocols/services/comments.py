"""What people at the parties say of a version, and what the officer made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.models import Comment, ProtocolVersion, Section
from protocols.permissions import check
from protocols.redline.quoting import LONGEST, quote_from, tidy
from protocols.services.mentioning import mention
from protocols.services.stepping import locked
from protocols.services.timing import is_late
from protocols.states import Action
from protocols.texts.composing import sections_of

LIMIT = 10_000  # characters in one comment: about four pages


@dataclass(frozen=True)
class Selected:
    """Words that somebody selected on the page, with what stood round them where that is known."""

    words: str = ""
    before: str = ""
    after: str = ""


def add_comment(
    *,
    by: Role,
    version: ProtocolVersion,
    body: str,
    nonce: UUID,
    section: Section | None = None,
    selected: Selected | None = None,
    tell: Sequence[Role] = (),
) -> Comment:
    """Say something about a version, about one of its clauses, or about words selected in that clause.

    Those named with @, and those in `tell`, are told by mail. The same nonce again returns the comment made the first
    time. Raises NotAllowed, WrongState or Invalid.
    """
    words = body.strip()
    if not words:
        raise Invalid("Write your comment.", "body")
    if len(words) > LIMIT:
        raise Invalid(f"A comment holds {LIMIT:,} characters. This one has {len(words):,}: shorten it.", "body")
    with act("protocols.comment.add", by=by) as adding:
        version = locked(version)
        check(by, version, Action.COMMENT)
        if section is not None and section.version_id != version.pk:
            raise Invalid("That clause belongs to another version. Open the page again.", "section")
        made = Comment.objects.filter(nonce=nonce, version=version, author=by).first()
        if made is not None:
            adding.cancel()
            return made
        comment = Comment(version=version, section=section, author=by, body=words, nonce=nonce, late=is_late(version))
        if selected is not None and tidy(selected.words):
            _quote(comment, selected)
        comment.save()
        adding.subject = comment
        mention(comment, tell)
    return comment


def resolve_comment(*, by: Role, comment: Comment, response: str) -> Comment:
    """Close a comment with what was done about it; the same response again changes nothing.

    Raises NotAllowed, WrongState, or Invalid without a response, or where another answer was given first.
    """
    words = response.strip()
    if not words:
        raise Invalid("Say what you did about the comment, so that its author knows.", "response")
    with act("protocols.comment.resolve", by=by, subject=comment) as resolving:
        check(by, locked(comment.version), Action.RESOLVE)
        held = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if held.resolved_at is not None:
            if held.response != words:
                raise Invalid(f"{held.resolved_by.split(',')[0]} resolved this comment first: “{held.response}”")
            resolving.cancel()
            return held
        held.response, held.resolved_at, held.resolved_by = words, timezone.now(), str(by)[:250]
        held.save(update_fields=["response", "resolved_at", "resolved_by"])
    return held


def reopen_comment(*, by: Role, comment: Comment, why: str) -> Comment:
    """Open a resolved comment again, and say why; the response that it had is kept. A second time changes nothing.

    Raises NotAllowed, WrongState or Invalid.
    """
    words = why.strip()
    if not words:
        raise Invalid("Say why the comment is not settled, so that the officer knows.", "why")
    with act("protocols.comment.reopen", by=by, subject=comment, details={"why": words}) as reopening:
        check(by, locked(comment.version), Action.REOPEN)
        held = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if held.resolved_at is None:
            reopening.cancel()
            return held
        held.earlier = [
            *held.earlier,
            {
                "response": held.response,
                "by": held.resolved_by,
                "at": held.resolved_at.isoformat(),
                "reopened_by": str(by)[:250],
                "reopened_at": timezone.now().isoformat(),
                "why": words,
            },
        ]
        held.response, held.resolved_at, held.resolved_by = "", None, ""
        held.save(update_fields=["response", "resolved_at", "resolved_by", "earlier"])
    return held


def _quote(comment: Comment, selected: Selected) -> None:
    """Give the comment the words that it is about, as they stand in its clause."""
    section = comment.section
    if section is None:
        raise Invalid("Choose the clause in which the words stand.", "section")
    if len(tidy(selected.words)) > LONGEST:
        raise Invalid(f"Choose at most {LONGEST:,} characters, or comment on the clause as a whole.", "words")
    shown = next(one for one in sections_of(comment.version) if one.section.pk == section.pk)
    quote = quote_from(shown.inherited_html + shown.html, selected.words, before=selected.before, after=selected.after)
    if quote is None:
        raise Invalid(
            f"These words do not stand in “{section.title}” as you wrote them. Copy them from the text, "
            "from within one paragraph.",
            "words",
        )
    comment.quote, comment.quote_before, comment.quote_after = quote.exact, quote.before, quote.after
    comment.quote_paragraph, comment.quote_revision = quote.paragraph, shown.section.revision
