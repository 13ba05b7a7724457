"""What a review says, and whether it holds together."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from protocols.errors import Invalid
from protocols.models import Instrument, ProtocolVersion, Review
from protocols.services.instruments.terms import checked

OWED = {
    "law": "Write what changed in the law, or that nothing did.",
    "partners": "Write what changed among the partners, or that nothing did.",
    "flows": "Write what changed in what is shared, or that nothing did.",
    "incidents": "Write what went wrong, or that nothing did.",
    "adherence": "Write how the parties kept to it.",
    "outcome": "Choose whether to renew it as it is, vary it or end it.",
    "reason": "Write why, as every party should read it.",
}


@dataclass(frozen=True)
class ReviewContent:
    """What was found in each part, what follows, why, and the dates that the outcome needs."""

    law: str
    partners: str
    flows: str
    incidents: str
    adherence: str
    outcome: str
    reason: str
    next_review_on: date | None = None
    ends_on: date | None = None
    shared: str = ""
    shared_by: date | None = None
    shared_law: str = ""

    @property
    def afterwards(self) -> dict[str, str]:
        """What becomes of data already shared, as the terms of a termination have it."""
        by = self.shared_by.isoformat() if self.shared_by else ""
        return {"data": self.shared, "data_by": by, "data_law": self.shared_law}

    def check(self, version: ProtocolVersion) -> None:
        """Raise Invalid, naming the field, where it does not hold together."""
        for name, sentence in OWED.items():
            if not getattr(self, name).strip():
                raise Invalid(sentence, name)
        if self.outcome not in Review.Outcome.values:
            raise Invalid(OWED["outcome"], "outcome")
        today = timezone.localdate()
        if self.outcome == Review.Outcome.RENEW:
            if self.next_review_on is None or self.next_review_on <= today:
                raise Invalid("Enter when it is reviewed next: a day after today.", "next_review_on")
            if self.ends_on is not None and self.ends_on <= max(today, version.starts_on):
                raise Invalid("Enter a last day after today, or leave it empty.", "ends_on")
        if self.outcome == Review.Outcome.END:
            if self.ends_on is None or self.ends_on < today:
                raise Invalid("Enter its last day: today or later.", "ends_on")
            try:
                checked(version, Instrument.Kind.TERMINATION, self.ends_on, self.afterwards)
            except Invalid as refused:
                raise Invalid(refused.sentence, refused.field.replace("data", "shared")) from refused

    def as_fields(self) -> dict[str, object]:
        """The fields of the review; dates that its outcome does not use are left out."""
        renews, varies = self.outcome == Review.Outcome.RENEW, self.outcome == Review.Outcome.VARY
        ends = self.outcome == Review.Outcome.END
        texts = {name: getattr(self, name).strip() for name in OWED}
        return {
            **texts,
            "next_review_on": self.next_review_on if renews else None,
            "ends_on": None if varies else self.ends_on,
            "terms": self.afterwards if ends else {},
        }
