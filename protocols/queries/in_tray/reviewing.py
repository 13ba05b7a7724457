"""What keeps an agreement alive: reviews to hold and to carry out, yearly statements to give, summaries to read."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from partners.models import Role, held_on
from partners.roles import RoleKind
from portal.among import Among
from portal.calendar import months_after
from protocols.models import Protocol, ProtocolVersion, Review
from protocols.models.adherence import KEEPERS
from protocols.queries.adherence import owed_by
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Item, about, due_of, officers_of, page
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, midnight, narrow
from protocols.queries.in_tray.months import MonthsBefore
from protocols.queries.in_tray.scopes import run_by
from protocols.queries.reviews import AHEAD_MONTHS, answered
from protocols.queries.summaries import asked_to_read
from protocols.states import State


def _due(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Reviews that are due or have lapsed: for the owner, else the version's officer, else any of the partnership."""
    today = timezone.localdate()
    begun = ProtocolVersion.objects.filter(state=State.IN_FORCE.value, review_on__lte=_latest(today))
    since = midnight(MonthsBefore("review_on", AHEAD_MONTHS))
    line: dict[str, Any] = {"version": "pk", "due": "review_on", "since": since}
    mine = [role.pk for role in roles]
    owned = Protocol.objects.filter(_held("review_owner", today), review_owner__in=mine).order_by()
    of_owner = begun.filter(~_reviewed(), Among("protocol_id", owned.values("pk")))
    yield narrow(of_owner, number="protocol__review_owner_id", **line)
    without_owner = begun.filter(~_reviewed()).exclude(_held("protocol__review_owner", today))
    kept = without_owner.filter(_held("officer", today), officer__in=mine)
    yield narrow(kept, number="officer_id", **line)
    if officers_of(roles):
        with_nobody = without_owner.exclude(_held("officer", today))
        yield narrow(with_nobody.filter(Among("pk", run_by(roles, State.IN_FORCE))), **line)


def _review(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    owner = next((role for role in found.roles if role.pk == line.number), None)
    role = owner or found.officer(line.version)
    return Item("Review this agreement", about(version), role, line.since, "Review", page(version, "review_record"),
                due_of(line))  # fmt: skip


def _decided(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Reviews that were held, and whose outcome nobody has carried out."""
    if officers_of(roles):
        mine = Among("version_id", run_by(roles, State.IN_FORCE))
        decided = Review.objects.filter(mine, instrument=None, new_version=None)
        yield narrow(decided, version="version_id", word="outcome", since="held_at")


def _to_carry_out(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    link = reverse("protocols:review_of", args=[version.reference, version.number, line.pk])
    what = f"Carry out what the review decided: {Review.Outcome(line.word).label.lower()}"
    return Item(what, about(version), found.officer(line.version), line.since, "Carry it out", link)


def _statements(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Yearly statements that a party has not given."""
    if any(role.role in KEEPERS for role in roles):
        yield narrow(owed_by(roles), version="version_id", place="partner_id", name="partner__short_name",
                     since=midnight("due_on"))  # fmt: skip


def _statement(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    link = reverse("protocols:statement", args=[version.reference, version.number, line.pk])
    return Item(f"State how {line.name} kept to it", about(version), found.at(line.place, *KEEPERS), line.since,
                "Give the statement", link)  # fmt: skip


def _summaries(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Plain summaries that the person was asked to read."""
    if any(role.partner_id for role in roles):
        yield narrow(asked_to_read(roles), version="version_id", place="partner_id", since="asked_at")  # fmt: skip


def _summary(line: Line, found: Found) -> Item:
    version = found.versions[line.version]
    return Item("Read what may be shared", about(version), found.at(line.place, *RoleKind), line.since, "Read",
                page(version, "summary"))  # fmt: skip


def _reviewed() -> Exists:
    """That a review of the same date leads somewhere."""
    return Exists(Review.objects.filter(answered(), version=OuterRef("pk"), due_on=OuterRef("review_on")))


def _held(role: str, today: date) -> Q:
    """That there is such a role, and somebody holds it on the day."""
    return Q(**{f"{role}__isnull": False}) & held_on(today, f"{role}__")


def _latest(today: date) -> date:
    """The last review date of which the time to see to it has begun."""
    latest = today + timedelta(days=92)
    while months_after(latest, -AHEAD_MONTHS) > today:
        latest -= timedelta(days=1)
    return latest


REVIEWS_DUE = Kind(_due, _review)
REVIEWS_DECIDED = Kind(_decided, _to_carry_out)
STATEMENTS = Kind(_statements, _statement)
SUMMARIES = Kind(_summaries, _summary)
