"""What keeps an agreement alive: reviews to hold and to carry out, yearly statements to give, summaries to read."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from portal.calendar import months_after
from protocols.models import ProtocolVersion, Review
from protocols.models.adherence import KEEPERS
from protocols.queries.adherence import owed_by
from protocols.queries.in_tray.items import Item, about, officers_of, page
from protocols.queries.reviews import AHEAD_MONTHS, waiting_to_be_reviewed
from protocols.queries.summaries import asked_to_read
from protocols.states import State


def reviews(roles: Sequence[Role]) -> Iterator[Item]:
    """Reviews that are due or have lapsed, then those decided and not carried out; two queries."""
    held = {role.pk: role for role in roles}
    officers = officers_of(roles)
    if not held:
        return
    today = timezone.localdate()
    mine = Q(protocol__review_owner__in=held) | Q(officer__in=held) | Q(protocol__partnership__in=officers)
    for version in waiting_to_be_reviewed(today).filter(mine):
        role = _owner_among(version, held, officers)
        begins = months_after(version.review_on, -AHEAD_MONTHS)
        if role is not None and begins <= today:
            since = timezone.make_aware(datetime.combine(begins, time.min))
            yield Item("Review this agreement", about(version), role, since, "Review", page(version, "review_record"),
                       version.review_on)  # fmt: skip
    if not officers:
        return
    decided = Review.objects.filter(
        instrument=None, new_version=None, version__state=State.IN_FORCE.value,
        version__protocol__partnership__in=officers,
    )  # fmt: skip
    for one in decided.select_related("version__protocol"):
        version = one.version
        link = reverse("protocols:review_of", args=[version.protocol.reference, version.number, one.pk])
        yield Item(f"Carry out what the review decided: {one.get_outcome_display().lower()}", about(version),
                   officers[version.protocol.partnership_id], one.held_at, "Carry it out", link)  # fmt: skip


def _owner_among(version: ProtocolVersion, held: dict[int, Role], officers: dict[int | None, Role]) -> Role | None:
    """The reader's role that owns the review; an officer's where nobody else does today."""
    for owner in (version.protocol.review_owner, version.officer):
        if owner is not None and owner.is_current():
            return held.get(owner.pk)
    return officers.get(version.protocol.partnership_id)


def statements(roles: Sequence[Role]) -> Iterator[Item]:
    """Yearly statements that a party has not given; one query."""
    keepers = {role.partner_id: role for role in reversed(roles) if role.role in KEEPERS}
    for one in owed_by(list(keepers.values())) if keepers else ():
        version = one.version
        link = reverse("protocols:statement", args=[version.protocol.reference, version.number, one.pk])
        since = timezone.make_aware(datetime.combine(one.due_on, time.min))
        yield Item(f"State how {one.partner} kept to it", about(version), keepers[one.partner_id], since,
                   "Give the statement", link)  # fmt: skip


def summaries(roles: Sequence[Role]) -> Iterator[Item]:
    """Plain summaries that the person was asked to read; one query."""
    held = {role.partner_id: role for role in reversed(roles) if role.partner_id}
    for one in asked_to_read(list(held.values())) if held else ():
        if one.asked_at is None:
            raise LookupError("Only those who were asked are listed here.")
        yield Item("Read what may be shared", about(one.version), held[one.partner_id], one.asked_at, "Read",
                   page(one.version, "summary"))  # fmt: skip
