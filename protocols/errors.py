"""Refusals: each says in one plain sentence what is wrong and what to do. Plain Python."""

from portal.refusals import Invalid, NotAllowed, Refused

__all__ = ["Conflict", "Invalid", "NotAllowed", "Refused", "WrongState"]


class WrongState(Refused):
    """The protocol is not in a state in which this can be done."""


class Conflict(Refused):
    """Somebody else saved first: `theirs` is what they saved, `yours` what was sent. Nothing was overwritten."""

    def __init__(self, sentence: str, *, theirs: str, yours: str, revision: int) -> None:
        super().__init__(sentence)
        self.theirs, self.yours, self.revision = theirs, yours, revision
