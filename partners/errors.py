"""Refusals: each says in one plain sentence what is wrong and what to do. Plain Python."""

from dataclasses import dataclass

from portal.refusals import Invalid, NotAllowed, Refused

__all__ = ["YES", "Answer", "Invalid", "NotAllowed", "Refused", "Unreadable", "WrongState"]


class WrongState(Refused):
    """The partner, invitation or role is not in a state in which this can be done."""


class Unreadable(Refused):
    """A file that is not a register the portal can read."""


@dataclass(frozen=True)
class Answer:
    """Whether somebody may do something; where not, the one sentence that says why. True or false as itself."""

    sentence: str = ""

    def __bool__(self) -> bool:
        return not self.sentence

    def require(self) -> None:
        """Raise NotAllowed with the sentence unless the answer is yes."""
        if self.sentence:
            raise NotAllowed(self.sentence)


YES = Answer()
