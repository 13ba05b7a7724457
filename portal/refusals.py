"""Refusals that every room speaks of in the same way: one plain sentence, wrong and remedy. Plain Python."""


class Refused(Exception):
    """An act that may not be done; `str()` is the sentence that the person sees."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotAllowed(Refused):
    """The person, in this capacity, may not do this."""


class Invalid(Refused):
    """What was given does not hold together; `field` names the form field that it belongs beside."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
