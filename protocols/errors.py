"""Refusals: each says in one plain sentence what is wrong and what to do. Plain Python."""


class Refused(Exception):
    """An act that may not be done; `str()` is the sentence that the person sees."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refused):
    """The person, in this capacity, may not do this."""


class WrongState(Refused):
    """The protocol is not in a state in which this can be done."""


class Invalid(Refused):
    """What was given does not hold together; `field` names the form field that it belongs beside."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class Conflict(Refused):
    """Somebody else saved first: `theirs` is what they saved, `yours` what was sent. Nothing was overwritten."""

    def __init__(self, sentence: str, *, theirs: str, yours: str, revision: int) -> None:
        super().__init__(sentence)
        self.theirs, self.yours, self.revision = theirs, yours, revision
