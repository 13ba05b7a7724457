"""Refusals: each says in one plain sentence what is wrong and what to do. Plain Python."""

from dataclasses import dataclass


class Refused(Exception):
    """An act that may not be done; `str()` is the sentence that the person sees."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refused):
    """The person, in this capacity, may not do this."""


class WrongState(Refused):
    """The partner, invitation or role is not in a state in which this can be done."""


class Invalid(Refused):
    """What was given does not hold together; `field` names the form field that it belongs beside."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


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
