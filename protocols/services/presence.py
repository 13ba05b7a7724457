"""Who else is writing a clause: told by the open pages themselves, kept for a minute in the cache and nowhere else.

Nothing of an agreement hangs on it, so it is no act and leaves no trace. Two pages that tell of themselves in the same
moment may hide one another until the next time.
"""

from datetime import datetime, timedelta

from django.core.cache import cache

from partners.models import Role
from protocols.models import Section
from protocols.permissions import check
from protocols.states import Action
from protocols.texts.known import listing

RECENT = timedelta(seconds=60)  # three times as long as a page waits before it tells again


def tell_presence(*, by: Role, section: Section, now: datetime, leaving: bool = False) -> list[str]:
    """Note that somebody has a clause open to write in, or leaves it; the names of the others, in order of coming.

    Raises NotAllowed or WrongState for whoever may not write it; leaving is open to all.
    """
    if not leaving:
        check(by, section.version, Action.EDIT_TEXT)
    key = f"writing:{section.pk}"
    noted: dict[int, tuple[str, datetime]] = cache.get(key, {})
    here = {person: (name, at) for person, (name, at) in noted.items() if now - at < RECENT}
    if leaving:
        here.pop(by.person_id, None)
    else:
        here[by.person_id] = (by.person.name, now)
    cache.set(key, here, timeout=RECENT.seconds)
    return [name for person, (name, _) in here.items() if person != by.person_id]


def presence_sentence(names: list[str]) -> str:
    """The names in a sentence; nothing where there are none."""
    verb = "is" if len(names) == 1 else "are"
    return f"{listing(names)} {verb} also writing here." if names else ""
