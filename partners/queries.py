"""Reading partnerships, partners and roles."""

from collections.abc import Sequence

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser

from partners.models import Role


def roles_of(person: AbstractBaseUser | AnonymousUser) -> list[Role]:
    """The roles that a person holds today, with what they are held at; one query."""
    if not person.is_authenticated:
        return []
    held = Role.objects.current().filter(person_id=person.pk)
    return list(held.select_related("person", "partner", "partnership").order_by("pk"))


def capacity_of(roles: Sequence[Role], chosen: int | None) -> Role | None:
    """The role acted in: the chosen one while it is held, otherwise the first; None without any."""
    return next((role for role in roles if role.pk == chosen), roles[0] if roles else None)
