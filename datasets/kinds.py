"""How far a data set is offered, and where a want stands. Plain Python."""

from enum import Enum

from partners.roles import RoleKind

WRITERS = frozenset({RoleKind.CONTACT, RoleKind.CONTRIBUTOR, RoleKind.DPO})
"""Who speaks for a partner about its data: they write its catalogue, ask others, and answer those who ask."""


class Offer(Enum):
    """Whether other partners may expect a data set."""

    YES = "yes"
    ON_REQUEST = "on_request"
    NO = "no"

    @property
    def label(self) -> str:
        """In words, as a list shows it."""
        return {Offer.YES: "Offered", Offer.ON_REQUEST: "On request", Offer.NO: "Not offered"}[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a model field."""
        return [(offer.value, offer.label) for offer in cls]


OPEN_TO_OTHERS = (Offer.YES.value, Offer.ON_REQUEST.value)
"""The offers by which other partners learn of a data set at all."""


class Standing(Enum):
    """Where a want stands."""

    WAITING = "waiting"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """In words, as a list shows it."""
        return {
            Standing.WAITING: "Waiting for an answer",
            Standing.AGREED: "Yes",
            Standing.REFUSED: "No",
            Standing.WITHDRAWN: "Withdrawn",
        }[self]

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs for a model field."""
        return [(standing.value, standing.label) for standing in cls]
