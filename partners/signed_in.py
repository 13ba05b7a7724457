"""Who is signed in, fetched with the session and the roles held today: one query tells who asks and what they may do.

The settings name this module as the session engine, and `PersonBackend` as the way to sign in.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from partners.queries import holding, roles_held_by, session_with_roles
from portal.accounts import sessions
from portal.accounts.models import Session, User


class SessionStore(sessions.SessionStore):
    """A session that is read with its person and the roles that they hold."""

    def read(self, rows: QuerySet[Session]) -> Session | None:
        """The one session among the rows, or None."""
        return session_with_roles(rows)


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """Sign-in by email as allauth has it; each later request finds the person together with their roles."""

    def get_user(self, user_id: Any) -> User | None:
        """The person, if they may sign in; `roles_held` are their roles, so that nobody asks for them again."""
        person = sessions.came_along(user_id)
        if person is None:
            held = roles_held_by(user_id)
            person = holding(held[0].person, held) if held else super().get_user(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
