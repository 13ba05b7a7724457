"""Recording a review, and beginning what follows from it."""

from uuid import UUID

from django.utils import timezone

from partners.models import Role
from portal.audit.acts import act
from protocols import permissions
from protocols.errors import Invalid
from protocols.models import Instrument, ProtocolVersion, Review
from protocols.queries.reviews import answered
from protocols.services.instruments.beginning import Content, begin_instrument
from protocols.services.reviews.contents import ReviewContent
from protocols.services.stepping import locked
from protocols.services.varying import vary
from protocols.states import Action

Outcome = Review.Outcome
FIELDS = {"kind": "outcome", "effective_on": "ends_on", "review_on": "next_review_on"}
"""Where the form of a review shows what beginning an instrument refuses."""


def hold_review(*, by: Role, version: ProtocolVersion, content: ReviewContent, nonce: UUID) -> Review:
    """Record a review; where an officer records it, what follows is begun at once. The same form twice records one.

    Raises NotAllowed, WrongState, or Invalid beside the field at fault.
    """
    with act("protocols.review.hold", by=by, subject=version, details={"outcome": content.outcome}) as done:
        version = locked(version)
        permissions.check(by, version, Action.REVIEW)
        earlier = Review.objects.filter(nonce=nonce, version=version).first()
        if earlier is not None:
            done.cancel()
            return earlier
        content.check(version)
        if Review.objects.filter(answered(), version=version, due_on=version.review_on).exists():
            raise Invalid("A review of this date is recorded, and what follows from it is under way.", "outcome")
        review = Review(version=version, due_on=version.review_on, held_by=by, nonce=nonce, **content.as_fields())
        review.save()
        if permissions.is_officer_of(by, version):
            review = carry_out_review(by=by, review=review)
    return review


def carry_out_review(*, by: Role, review: Review) -> Review:
    """Begin what a review decided: a renewal, a new version, or a termination. A second time begins nothing.

    Raises NotAllowed, WrongState, or Invalid where it cannot be begun now.
    """
    with act("protocols.review.carry_out", by=by, subject=review.version) as done:
        version = locked(review.version)
        review = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
        permissions.check(by, version, Action.VARY)
        if review.is_carried_out:
            done.cancel()
            return review
        if review.outcome == Outcome.VARY:
            review.new_version = vary(by=by, version=version)
        else:
            review.instrument = _begin(by, version, review)
        review.save(update_fields=["instrument", "new_version"])
        done.details["begun"] = str(review.instrument or review.new_version)
    return review


def _begin(by: Role, version: ProtocolVersion, review: Review) -> Instrument:
    try:
        return begin_instrument(by=by, version=version, content=_content(review), nonce=review.nonce)
    except Invalid as refused:
        raise Invalid(refused.sentence, FIELDS.get(refused.field, refused.field)) from refused


def _content(review: Review) -> Content:
    """What the instrument is begun with."""
    if review.outcome == Outcome.RENEW:
        if review.next_review_on is None:
            raise LookupError("A renewal has its next review date.")
        ends_on = review.ends_on.isoformat() if review.ends_on else ""
        terms = {"review_on": review.next_review_on.isoformat(), "ends_on": ends_on}
        return Content(Instrument.Kind.RENEWAL, timezone.localdate(), review.reason, terms=terms)
    if review.ends_on is None:
        raise LookupError("A termination has its day.")
    return Content(Instrument.Kind.TERMINATION, review.ends_on, review.reason, terms=review.terms)
