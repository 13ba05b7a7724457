"""Who else is writing a clause: told by the open pages themselves, known for a minute and nowhere else.

Nothing of an agreement hangs on it, so it is no act and leaves no trace. Each person has a row of their own for each
clause, written by one statement, so pages that tell of themselves in the same moment do not hide one another. What
a save holds is not asked for here, so neither waits for the other.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from partners.models import Role
from protocols.models import Presence, Section
from protocols.permissions import check
from protocols.states import Action
from protocols.texts.known import listing

RECENT = timedelta(seconds=60)  # three times as long as a page waits before it tells again


def tell_presence(*, by: Role, section: Section, now: datetime, leaving: bool = False) -> list[str]:
    """Note that somebody has a clause open to write in, or leaves it; the names of the others, in alphabetical order.

    Raises NotAllowed or WrongState for whoever may not write it; leaving is open to all.
    """
    noted = Presence.objects.filter(section=section)
    if leaving:
        noted.filter(person_id=by.person_id).delete()
    else:
        check(by, section.version, Action.EDIT_TEXT)
        Presence.objects.bulk_create(
            [Presence(section=section, person_id=by.person_id, told_at=now)],
            update_conflicts=True,
            unique_fields=["section", "person"],
            update_fields=["told_at"],
        )
    others = noted.filter(told_at__gt=now - RECENT).exclude(person_id=by.person_id)
    return list(others.order_by("person__name", "person_id").values_list("person__name", flat=True))


def presence_sentence(names: list[str]) -> str:
    """The names in a sentence; nothing where there are none."""
    verb = "is" if len(names) == 1 else "are"
    return f"{listing(names)} {verb} also writing here." if names else ""


def forget_absent() -> int:
    """Remove what pages told that were left a while ago; how many there were. Run every so often."""
    count, _ = Presence.objects.filter(told_at__lte=timezone.now() - RECENT).delete()
    return count
