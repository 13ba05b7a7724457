"""Refusals: each says in one plain sentence what is wrong and what to do. Plain Python."""

from portal.refusals import Invalid, NotAllowed, Refused

__all__ = ["Conflict", "Invalid", "NotAllowed", "Refused"]


class Conflict(Refused):
    """Somebody else saved first. Nothing was overwritten; `revision` is that of what they saved."""

    def __init__(self, sentence: str, *, revision: int) -> None:
        super().__init__(sentence)
        self.revision = revision
