"""What stands between a model and the database: no act, no write."""

from contextvars import ContextVar
from typing import Any

from django.db import models

# How many acts are open in this thread of work; the act itself is kept by `portal.audit.acts`.
open_acts: ContextVar[int] = ContextVar("open_acts", default=0)


class UnauditedWrite(RuntimeError):
    """A write was tried outside an act: a mistake of ours, never of a user's."""


class AppendOnly(RuntimeError):
    """An event was to be changed or removed: the trail only grows."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*(args or ("The audit trail is append-only: events are never changed or removed.",)))


def require_act(model: type[models.Model]) -> None:
    """Raise UnauditedWrite unless an act is open."""
    if not open_acts.get():
        raise UnauditedWrite(
            f"{model.__name__} was written outside an act: wrap the change in portal.audit.acts.act()."
        )
