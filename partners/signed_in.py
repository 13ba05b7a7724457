"""Who is signed in, fetched with the roles held today: one query tells who asks and what they may do."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from partners.queries import roles_held_by
from portal.accounts.models import User


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """Sign-in by email as allauth has it; each later request finds the person together with their roles."""

    def get_user(self, user_id: Any) -> User | None:
        """The person, if they may sign in; `roles_held` are their roles, so that nobody asks for them again."""
        held = roles_held_by(user_id)
        if not held:
            return super().get_user(user_id)  # type: ignore[no-any-return]
        person: User = held[0].person
        for role in held:
            role.person = person
        person.roles_held = held  # type: ignore[attr-defined]
        return person if self.user_can_authenticate(person) else None
