"""What can go wrong in this room, each with a sentence that a person can act on."""

from __future__ import annotations


class LegalBasisError(Exception):
    """Base of this room's errors; ``str()`` of one is a sentence fit for a page."""


class ContentError(LegalBasisError):
    """A content file breaks a rule. Names the file and the entry, so that its editor can find it.

    Raised while loading, never while somebody is answering: a broken file stops the start.
    """

    def __init__(self, file: str, where: str, problem: str) -> None:
        self.file, self.where, self.problem = file, where, problem
        super().__init__(f"{file}: {where}: {problem}" if where else f"{file}: {problem}")


class AnswerRefused(LegalBasisError):
    """An answer cannot be taken as given: the sentence says what is missing and what to do.

    ``field`` names the form field that the sentence belongs to, or is empty for the whole page.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(sentence)


class EvidenceRefused(LegalBasisError):
    """A file cannot be taken as evidence: the sentence says what is wrong with it and what to do.

    ``field`` names the form field that the sentence belongs to, or is empty for the whole page.
    """

    def __init__(self, sentence: str, *, field: str = "") -> None:
        self.field = field
        super().__init__(sentence)


class StaleAnswer(LegalBasisError):
    """Somebody else changed the assessment since the page was opened.

    Carries what is recorded now (``theirs``) and what was sent (``yours``), so that a page can
    show both and nothing that was typed is lost.
    """

    def __init__(self, sentence: str, *, theirs: dict[str, object], yours: dict[str, object]) -> None:
        self.theirs, self.yours = theirs, yours
        super().__init__(sentence)


class NotAllowed(LegalBasisError):
    """The act is not open now: the assessment is closed, unfinished, or cannot do what is asked."""
