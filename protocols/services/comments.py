"""What people at the parties say of a version, and what the officer made of it."""

from uuid import UUID

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols.errors import Invalid
from protocols.models import Comment, ProtocolVersion, Section
from protocols.permissions import check
from protocols.services.stepping import locked
from protocols.states import Action

LIMIT = 10_000  # characters in one comment: about four pages


def add_comment(
    *, by: Role, version: ProtocolVersion, body: str, nonce: UUID, section: Section | None = None
) -> Comment:
    """Say something about a version, or about one of its clauses.

    The same nonce again returns the comment made the first time. Raises NotAllowed, WrongState or Invalid.
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
        comment = Comment(version=version, section=section, author=by, body=words, nonce=nonce)
        comment.save()
        adding.subject = comment
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
        held = Comment.objects.select_for_update().get(pk=comment.pk)
        if held.resolved_at is not None:
            if held.response != words:
                raise Invalid(f"{held.resolved_by.split(',')[0]} resolved this comment first: “{held.response}”")
            resolving.cancel()
            return held
        held.response, held.resolved_at, held.resolved_by = words, timezone.now(), str(by)[:250]
        held.save(update_fields=["response", "resolved_at", "resolved_by"])
    return held
