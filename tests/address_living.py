"""What the pages of an agreement in force lead to: reviews, incidents, statements and summaries."""

from datetime import date
from uuid import uuid4

from portal.audit.acts import SYSTEM, act
from protocols.models import ProtocolVersion, Review
from tests.protocols import factories_life as life

PARTS = ("law", "partners", "flows", "incidents", "adherence")
IN_FORCE = ("protocols:review",)


def is_living(name: str) -> bool:
    """Whether an address is tried on the version in force."""
    return name.startswith(IN_FORCE)


class Living:
    """A review of long ago that waits for the officer, on the version in force."""

    def __init__(self, cast: life.Cast, version: ProtocolVersion) -> None:
        self.cast, self.version = cast, version
        with act("tests.review", by=SYSTEM):
            self.review = Review.objects.create(
                version=version, due_on=date(2020, 1, 1), outcome="vary", reason="It needs one more flow.",
                held_by=cast.officer, nonce=uuid4(), **dict.fromkeys(PARTS, "Nothing."),
            )  # fmt: skip

    def form(self, name: str) -> dict[str, object]:
        """What the forms still want when they are opened."""
        owner = self.cast.at(self.cast.partners[0], life.RoleKind.DPO)
        wanted: dict[str, dict[str, object]] = {
            "protocols:review_owner": {"owner": str(owner.pk)},
            "protocols:review_record": {"outcome": "vary", "reason": "It needs one more flow."},
        }
        return wanted.get(name, {})

    def values(self, name: str) -> dict[str, object]:
        """The parameters of its addresses."""
        rows = {"protocols:review_of": self.review, "protocols:review_carry_out": self.review}
        return {"pk": rows[name].pk} if name in rows else {}
