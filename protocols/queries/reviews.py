"""Reviews: whether one is due or has lapsed, which is computed and never stored, and who sees to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.calendar import months_after
from portal.preparing import prepared
from portal.reading import once
from protocols.facts.binding import bound_parties
from protocols.models import ProtocolVersion, Review
from protocols.states import State

AHEAD_MONTHS = 3
"""How many months before its date a review is due."""
MOVING = [state.value for state in (State.DRAFT, State.APPROVAL, State.SIGNING, State.IN_FORCE)]
WRITTEN = [state.value for state in (State.DRAFT, State.CONSULTATION, State.APPROVAL, State.SIGNING)]


class ReviewState(Enum):
    """Where the review of a version stands today."""

    LATER = "later"
    DUE = "due"
    RECORDED = "recorded"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class ReviewStanding:
    """Where the review of a version stands, by which date, and what was last recorded of it."""

    state: ReviewState
    due_on: date
    last: Review | None = None

    @property
    def is_lapsed(self) -> bool:
        """Whether its date has passed and nothing came of it."""
        return self.state is ReviewState.LAPSED

    @property
    def is_due(self) -> bool:
        """Whether somebody has to see to it now."""
        return self.state in (ReviewState.DUE, ReviewState.LAPSED)


def answered() -> Q:
    """Of reviews: those that still lead somewhere: waiting to be carried out, or what they began goes on."""
    begun = Q(instrument__state__in=MOVING) | Q(new_version__state__in=WRITTEN)
    return begun | Q(instrument=None, new_version=None)


def with_review(versions: QuerySet[ProtocolVersion], today: date | None = None) -> QuerySet[ProtocolVersion]:
    """The versions, each with `review_lapsed`: its date has passed, and no review of that date leads anywhere."""
    today = today or timezone.localdate()
    reviewed = Review.objects.filter(answered(), version=OuterRef("pk"), due_on=OuterRef("review_on"))
    lapsed = Q(state=State.IN_FORCE.value, review_on__lt=today) & ~Exists(reviewed)
    return versions.annotate(review_lapsed=ExpressionWrapper(lapsed, output_field=BooleanField()))


def lapsed_among(versions: Iterable[tuple[int, str, date]], today: date | None = None) -> set[int]:
    """Of versions told by key, state and review date: the keys of those that `with_review` marks.

    One query where a date has passed, none else.
    """
    today = today or timezone.localdate()
    passed = {pk: due_on for pk, state, due_on in versions if state == State.IN_FORCE.value and due_on < today}
    if not passed:
        return set()
    reviews = Review.objects.filter(answered(), version__in=passed).values_list("version_id", "due_on")
    return passed.keys() - {pk for pk, due_on in reviews if passed[pk] == due_on}


def standing_of_review(
    version: ProtocolVersion, today: date | None = None, *, early: bool = False
) -> ReviewStanding | None:
    """Where the review of a version in force stands; None for others. One query where it is near or past.

    `early` looks, too, for a review that was recorded long before its date.
    """
    today = today or timezone.localdate()
    if version.status is not State.IN_FORCE:
        return None
    due_on = version.review_on
    later = today < months_after(due_on, -AHEAD_MONTHS)
    if later and not early:
        return ReviewStanding(ReviewState.LATER, due_on)
    last = last_review(version)
    if last is not None:
        return ReviewStanding(ReviewState.RECORDED, due_on, last)
    if later:
        return ReviewStanding(ReviewState.LATER, due_on)
    return ReviewStanding(ReviewState.LAPSED if due_on < today else ReviewState.DUE, due_on)


@once
def last_review(version: ProtocolVersion) -> Review | None:
    """The newest review of the version's review date that leads anywhere; one query."""
    return next(iter(_leading(version.pk, version.review_on)), None)


@prepared
def _leading(version_id: int, due_on: date) -> QuerySet[Review]:
    found = Review.objects.filter(answered(), version=version_id, due_on=due_on)
    return found.select_related("instrument", "new_version")[:1]


def reviews_of(version: ProtocolVersion) -> QuerySet[Review]:
    """What was recorded of a protocol's reviews, newest first."""
    found = Review.objects.filter(version__protocol_id=version.protocol_id)
    people = ("held_by__person", "held_by__partner", "held_by__partnership")
    begun = ("instrument__version__protocol", "new_version__protocol")
    return found.select_related("version__protocol", *people, *begun)


def waiting_to_be_reviewed(today: date | None = None) -> QuerySet[ProtocolVersion]:
    """The versions in force whose review is due or has lapsed and was not recorded; by date."""
    today = today or timezone.localdate()
    reviewed = Review.objects.filter(answered(), version=OuterRef("pk"), due_on=OuterRef("review_on"))
    # Three months are at most 92 days; the exact day is asked of each.
    near = ProtocolVersion.objects.filter(
        ~Exists(reviewed), state=State.IN_FORCE.value, review_on__lte=today + timedelta(days=92)
    )
    owned = "protocol__review_owner"
    return near.select_related(
        "protocol__partnership", "officer__person", "officer__partnership", f"{owned}__person", f"{owned}__partner",
        f"{owned}__partnership",
    ).order_by("review_on", "pk")  # fmt: skip


def owner_of(version: ProtocolVersion) -> Role | None:
    """Who sees to the review: the owner chosen, else the version's officer, else any officer there is today."""
    for role in (version.protocol.review_owner, version.officer):
        if role is not None and role.is_current():
            return role
    held = Role.objects.current().filter(partnership_id=version.protocol.partnership_id, kind=RoleKind.OFFICER.value)
    found: Role | None = held.select_related("person", "partnership").first()
    return found


def possible_owners(version: ProtocolVersion) -> list[Role]:
    """Who may own the review: the partnership's officers, and everybody with a role at a bound party but viewers."""
    partners = [party.partner_id for party in bound_parties(version)]
    mine = Q(partnership_id=version.protocol.partnership_id, kind=RoleKind.OFFICER.value) | (
        Q(partner__in=partners) & ~Q(kind=RoleKind.VIEWER.value)
    )
    held = Role.objects.current().filter(mine).select_related("person", "partner", "partnership")
    return list(held.order_by("partner__short_name", "person__name", "pk"))


def recipients_of(version: ProtocolVersion) -> list[Role]:
    """Who is reminded of the review: its owner, and the data protection officers of the bound parties."""
    partners = [party.partner_id for party in bound_parties(version)]
    dpos: Iterable[Role] = (
        Role.objects.current()
        .filter(partner__in=partners, kind=RoleKind.DPO.value)
        .select_related("person", "partner")
        .order_by("pk")
    )
    owner = owner_of(version)
    return [*([owner] if owner else []), *dpos]
