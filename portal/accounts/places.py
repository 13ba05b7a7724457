"""Where somebody is signed in: their sessions, which they alone see and can end."""

from dataclasses import dataclass

from django.contrib.auth import HASH_SESSION_KEY
from django.utils import timezone
from django.utils.crypto import salted_hmac

from portal.accounts.models import Session, User
from portal.accounts.sessions import BROWSER, over
from portal.audit.acts import SYSTEM, act


@dataclass(frozen=True)
class Place:
    """One browser in which somebody is signed in; `here` is the one that asks."""

    session: Session
    browser: str
    here: bool

    @property
    def handle(self) -> str:
        """What a page calls it: the key itself lets its bearer in, and is never shown."""
        return salted_hmac("portal.accounts.places", self.session.session_key, algorithm="sha256").hexdigest()[:32]


def places_of(person: User, here: str | None) -> list[Place]:
    """Where somebody is signed in: `here`, the key of the session that asks, first, then the last used; one query.

    A session from before the password was changed lets nobody in, so it is left out.
    """
    good = {person.get_session_auth_hash(), *person.get_session_auth_fallback_hash()}
    places = []
    for session in (
        Session.objects.filter(person=person, expire_date__gt=timezone.now()).exclude(over()).order_by("-used_at", "pk")
    ):
        data = session.get_decoded()
        if data.get(HASH_SESSION_KEY) in good:
            places.append(Place(session, str(data.get(BROWSER, "A browser")), session.session_key == here))
    return sorted(places, key=lambda place: not place.here)


def sign_out_at(handle: str, *, by: User, here: str | None) -> bool:
    """End one's session elsewhere that goes by this handle; whether there was one."""
    keys = [place.session.pk for place in places_of(by, here) if place.handle == handle and not place.here]
    return _end(by, keys) > 0


def sign_out_elsewhere(*, by: User, here: str | None) -> int:
    """End every session of somebody but the one that asks; how many there were."""
    return _end(by, [place.session.pk for place in places_of(by, here) if not place.here])


def end_all_sign_ins(person: User | None) -> int:
    """End every session of somebody, or of everybody, on the operator's word; how many there were."""
    sessions = Session.objects.exclude(person=None) if person is None else Session.objects.filter(person=person)
    with act("accounts.sessions.end", by=SYSTEM, subject=person) as ending:
        count, _ = sessions.delete()
        ending.details["ended"] = count
        if not count:
            ending.cancel()
    return count


def _end(person: User, keys: list[str]) -> int:
    count, _ = Session.objects.filter(person=person, pk__in=keys).delete()
    return count
