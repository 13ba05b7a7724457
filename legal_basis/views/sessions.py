"""Practice walks as the session keeps them, for visitors; signing in moves them to the person's own."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest

from legal_basis.engine.practice import Practice
from legal_basis.errors import NotAllowed
from legal_basis.law import Checklist
from legal_basis.loader import library
from legal_basis.models import PracticeWalk
from legal_basis.services.practising import keep_walk
from portal.accounts.models import User

KEY = "practice_walks"
KEPT = "practice_walks_kept"  # where a session's walk went: checklist -> the kept walk's id


def session_walk(request: HttpRequest, checklist: Checklist) -> Practice | None:
    """The visitor's walk of a checklist, or None when there is none."""
    kept: Mapping[str, Any] | None = request.session.get(KEY, {}).get(checklist.id)
    return None if kept is None else Practice.from_dict(checklist, kept)


def put_in_session(request: HttpRequest, practice: Practice, *, anew: bool = False) -> None:
    """Hold a walk in the session; one begun `anew` takes the place of the last and gets a nonce of its own."""
    walks = dict(request.session.get(KEY, {}))
    nonce = None if anew else walks.get(practice.checklist.id, {}).get("nonce")
    walks[practice.checklist.id] = {**practice.to_dict(), "nonce": nonce or str(uuid4())}
    request.session[KEY] = walks


def keep_from_session(request: HttpRequest, person: User, checklist: Checklist) -> PracticeWalk | None:
    """Move the session's walk of a checklist to the person's own: once, however often it is asked.

    None when the session holds none. Raises NotAllowed, and leaves it where it is, when the person keeps too many.
    """
    walks = dict(request.session.get(KEY, {}))
    held = walks.get(checklist.id)
    if held is None:
        return None
    kept = keep_walk(by=person, practice=Practice.from_dict(checklist, held), nonce=UUID(held["nonce"]))
    del walks[checklist.id]
    request.session[KEY] = walks
    request.session[KEPT] = {**request.session.get(KEPT, {}), checklist.id: str(kept.pk)}
    return kept


def kept_from_here(request: HttpRequest, checklist: Checklist) -> UUID | None:
    """The kept walk that this session's walk of a checklist became."""
    found = request.session.get(KEPT, {}).get(checklist.id)
    return UUID(found) if found else None


def keep_after_sign_in(request: HttpRequest, person: User) -> None:
    """Keep every walk of the session for the person who has just signed in; what is too many stays in the session."""
    for name in list(request.session.get(KEY, {})):
        checklist = library().checklists.get(name)
        if checklist is None:
            continue
        try:
            keep_from_session(request, person, checklist)
        except NotAllowed:
            return  # the walk's own page says why, and offers to keep it
