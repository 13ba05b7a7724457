"""Sessions in a table of our own: each row knows its person, so that one query finds both.

Everything else is as Django has it. Django's own check of who is signed in asks the backend for the person by number;
while `asking` is open, the backend takes the person that came along with the session instead of asking again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.models import Session, User

BROWSER = "browser"  # where a session keeps which browser it was begun in, in words
NOTED_EVERY = timedelta(minutes=5)  # how exactly a session knows when it was last used


class SessionStore(db.SessionStore):
    """A session kept with its person. The portal answers by WSGI: the asynchronous twins know of no person.

    `row` is the session as it was last read or written; `person` whoever came with it when it was read.
    """

    row: Session | None = None
    person: User | None = None

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """The table."""
        return Session

    def read(self, rows: QuerySet[Session]) -> Session | None:
        """The one session among the rows, or None; an upper room may fetch more of the person in the same query."""
        return rows.select_related("person").first()

    def _get_session_from_db(self) -> Session | None:
        rows = Session.objects.filter(session_key=self.session_key, expire_date__gt=timezone.now())
        self.row = self.read(rows)
        if self.row is not None and is_over(self.row):
            self.row = None
        self.person = None if self.row is None else self.row.person
        if self.row is None:
            self._session_key = None
        return self.row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to write: its person is the one that Django's sign-in put into the data, since when is kept."""
        row = cast(Session, super().create_model_instance(data))
        row.person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        if row.person_id is not None:
            same = self.row is not None and self.row.person_id == row.person_id
            row.signed_in_at = self.row.signed_in_at if self.row and same else row.used_at
        self.row = row
        return row

    def note_use(self) -> None:
        """Remember that the session is in use: one write in five minutes, none in between."""
        now = timezone.now()
        if self.row is not None and self.row.used_at < now - NOTED_EVERY:
            Session.objects.filter(pk=self.row.pk).update(used_at=now)


def is_over(row: Session) -> bool:
    """Whether somebody's session lay unused, or has lasted, for too long; a visitor's holds nothing but their own."""
    if row.person_id is None:
        return False
    now = timezone.now()
    return row.used_at <= now - settings.SESSION_IDLE or (row.signed_in_at or now) <= now - settings.SESSION_LONGEST


def over() -> Q:
    """The same of many, as a condition."""
    now = timezone.now()
    late = Q(used_at__lte=now - settings.SESSION_IDLE) | Q(signed_in_at__lte=now - settings.SESSION_LONGEST)
    return Q(person__isnull=False) & late


_asking: ContextVar[SessionBase | None] = ContextVar("asking", default=None)


@contextmanager
def asking(session: SessionBase) -> Iterator[None]:
    """While it is asked who is signed in, by this session; only the backend looks here, and only meanwhile."""
    token = _asking.set(session)
    try:
        yield
    finally:
        _asking.reset(token)


def came_along(person_id: int) -> User | None:
    """The person of this number, if they came along with the session that is asked about."""
    session = _asking.get()
    person = session.person if isinstance(session, SessionStore) else None
    return person if person is not None and person.pk == person_id else None


def forget_ended_sessions() -> None:
    """Remove the sessions that ran out, with whatever was kept in them. Run every so often."""
    SessionStore.clear_expired()
    Session.objects.filter(over()).delete()
