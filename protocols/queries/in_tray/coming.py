"""Dates that are near: reviews and ends of what is in force, time to object, conditions to be met; and what goes on."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from partners.models import Role
from partners.roles import RoleKind
from portal.among import Among
from protocols.facts.binding import bound_on
from protocols.models import Agreement, Condition, Instrument, Party, ProtocolVersion
from protocols.models.joining import OBJECTORS
from protocols.queries.approvals import DECIDING
from protocols.queries.elsewhere.agreements import due
from protocols.queries.in_tray.deciding import conditions_set_by
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.instruments import page_of
from protocols.queries.in_tray.items import Coming, Working, about, officers_of, page
from protocols.queries.in_tray.kinds import Kind
from protocols.queries.in_tray.lines import Line, narrow
from protocols.queries.in_tray.scopes import parties_of, taking_part
from protocols.states import SETTLED, State

NEAR = timedelta(days=90)
ELSEWHERE = 20
"""Reviews of agreements made elsewhere: the soonest; their own list shows the rest."""
UNDER_WAY = [state for state in State if state not in SETTLED and state is not State.ABANDONED]


def _dated(name: str, what: str) -> Kind[Coming]:
    """One of the dates of a version in force."""

    def rows(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
        today = timezone.localdate()
        for mine in taking_part(roles, State.IN_FORCE, bound=True):
            near = ProtocolVersion.objects.filter(mine("pk"), **{f"{name}__lte": today + NEAR})
            yield narrow(near, version="pk", due=name)

    def told(line: Line, found: Found) -> Coming:
        version = found.versions[line.version]
        return Coming(what, about(version), line.due, page(version, "version"), found.seeing(version, bound=True))

    return Kind(rows, told)


def _objecting(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Partners that ask to join, for those who may object for a party until a day."""
    own = [role.partner_id for role in roles if role.role in OBJECTORS]
    if own:
        versions = parties_of(own, State.IN_FORCE, column="version_id", bound=True)
        asked = Instrument.objects.filter(
            Among("version_id", versions), state=State.DRAFT.value, objections_until__gte=timezone.localdate(),
            version__parties__in=Party.objects.filter(bound_on(), partner__in=own),
        )  # fmt: skip
        yield narrow(asked, version="version_id", party="party_id", instrument="pk", due="objections_until",
                     place="version__parties__partner_id")  # fmt: skip


def _objection(line: Line, found: Found) -> Coming:
    what = f"{found.parties[line.party]} asks to join; you may object until"
    link = page_of("instrument", found.versions[line.version], found.instruments[line.instrument])
    return Coming(what, about(found.versions[line.version]), line.due, link, found.at(line.place, *OBJECTORS))


def _elsewhere(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Reviews of agreements made elsewhere, for the officers who keep them: the soonest."""
    officers = officers_of(roles)
    if officers:
        soonest = Agreement.objects.filter(due(), partnership__in=officers, review_on__isnull=False)
        keys = soonest.order_by("review_on", "pk").values("pk")[:ELSEWHERE]
        yield narrow(Agreement.objects.filter(pk__in=keys), place="partnership_id", word="title", due="review_on")


def _made_elsewhere(line: Line, found: Found) -> Coming:
    link = reverse("protocols:elsewhere_agreement", args=[line.pk])
    return Coming("Review due", f"{line.word} (made elsewhere)", line.due, link, found.at(line.place, RoleKind.OFFICER))


def _conditions(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Conditions that the person's posts set, to be met soon or overdue, and that nobody says are met."""
    by = timezone.localdate() + NEAR
    if any(role.role in DECIDING for role in roles):
        open_now = conditions_set_by(roles).filter(state=Condition.State.OPEN, due_on__lte=by)
        yield narrow(open_now, version="decision__snapshot__version_id", place="decision__party__partner_id",
                     word="decision__kind", due="due_on")  # fmt: skip


def _condition(line: Line, found: Found) -> Coming:
    what = "Condition overdue" if line.due < timezone.localdate() else "Condition to be met"
    link = reverse("protocols:condition", args=[line.pk])
    return Coming(what, about(found.versions[line.version]), line.due, link, found.at(line.place, RoleKind(line.word)))


def _under_way(roles: Sequence[Role]) -> "Iterator[QuerySet[Any]]":
    """Versions that are written, asked about, approved or signed."""
    for mine in taking_part([role for role in roles if role.role is not RoleKind.VIEWER], *UNDER_WAY):
        yield narrow(ProtocolVersion.objects.filter(mine("pk")), version="pk", since="state_since")


def _working(line: Line, found: Found) -> Working:
    version = found.versions[line.version]
    return Working(version, page(version, "version"), found.seeing(version))


REVIEWS = _dated("review_on", "Review due")
ENDS = _dated("ends_on", "Ends")
OBJECTING = Kind(_objecting, _objection)
ELSEWHERE_REVIEWS = Kind(_elsewhere, _made_elsewhere)
CONDITIONS = Kind(_conditions, _condition)
UNDER_WAY_NOW = Kind(_under_way, _working)
