"""Who did something, said so that it still reads true when accounts and roles are gone."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Actor:
    """The doer of an act: plain text and plain numbers, never a reference that could be deleted."""

    name: str
    capacity: str = ""
    person_id: int | None = None
    role_id: int | None = None
    organisation_id: int | None = None

    def as_actor(self) -> "Actor":
        """An actor is its own actor."""
        return self

    @classmethod
    def public(cls, who: str) -> "Actor":
        """Somebody without an account, known by what they wrote on a public form."""
        return cls(name=who, capacity="member of the public")


class ActsAs(Protocol):
    """Anything that can say who is acting: a role, or an actor itself."""

    def as_actor(self) -> Actor:
        """The actor, as the trail keeps it."""
        ...


SYSTEM = Actor(name="Concordat", capacity="the portal itself")
