"""People named in a comment: told by mail once, and in their in-tray until they have opened it."""

from collections.abc import Sequence

from django.utils import timezone

from partners.models import Role
from protocols.models import Comment, Mention, ProtocolVersion
from protocols.queries.people import named_in, people_in
from protocols.services import telling


def mention(comment: Comment, chosen: Sequence[Role] = ()) -> list[Mention]:
    """Tell whoever the comment names, and whoever was chosen; nobody twice, and not its author.

    Only people who take part in the version are told: others are let be, whatever was sent. Must be called inside an
    act.
    """
    if not chosen and "@" not in comment.body:
        return []
    people = people_in(comment.version)
    wanted = {role.person_id for role in (*named_in(comment.body, people), *chosen)} - {comment.author.person_id}
    made = [Mention(comment=comment, role=role) for role in people if role.person_id in wanted]
    Mention.objects.bulk_create(made)
    telling.mentioned(comment, [one.role for one in made])
    return made


def open_mentions(version: ProtocolVersion, role: Role) -> int:
    """Take what a reader was named in off the in-tray; how many that were. Must be called inside an act."""
    waiting = Mention.objects.filter(comment__version=version, role__person=role.person_id, opened_at=None)
    return waiting.update(opened_at=timezone.now())
