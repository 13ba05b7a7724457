"""The capacity in which a request acts, and how a page says no."""

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from partners.errors import Answer
from partners.models import Role


def acting(request: HttpRequest) -> Role | None:
    """The role that the person acts in; None without any."""
    return cast("Role | None", getattr(request, "capacity", None))


def acting_as(request: HttpRequest) -> Role:
    """The role that the person acts in. Raises PermissionDenied for a person without any."""
    role = acting(request)
    if role is None:
        raise PermissionDenied("You hold no role yet. Ask your organisation's designated contact to invite you.")
    return role


def allow(answer: Answer) -> None:
    """Raise PermissionDenied, with its sentence, unless the answer is yes."""
    if not answer:
        raise PermissionDenied(answer.sentence)
