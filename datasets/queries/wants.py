"""What is offered and wanted in a partnership: what to expect of others, what to offer, and who asked for what."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, Value, When

from datasets.kinds import OPEN_TO_OTHERS, WRITERS, Standing
from datasets.models import Dataset, Want
from legal_basis.loader import library
from partners.models import Partner, Partnership, Role
from partners.queries import partners_in


@dataclass(frozen=True)
class Law:
    """The entry of the library on which an answer rests."""

    id: str
    cite: str


def wants_in(capacity: Role | None, partnership: Partnership) -> QuerySet[Want]:
    """What the members of a partnership asked of one another, waiting ones first, then the latest.

    All its members read them: an answer given to one tells the others what they may expect. Withdrawn ones are gone.
    """
    wants = Want.objects.select_related("asker", "holder", "dataset__partner", "partnership")
    if capacity is None:
        return wants.none()
    waiting_first = Case(When(standing=Standing.WAITING.value, then=Value(0)), default=Value(1))
    live = wants.filter(partnership=partnership).exclude(standing=Standing.WITHDRAWN.value)
    return live.order_by(waiting_first, "-asked_at", "-pk")


def want_in(partnerships: QuerySet[Partnership], pk: int) -> Want | None:
    """One want of these partnerships."""
    wants = Want.objects.select_related("asker", "holder", "dataset__partner", "partnership")
    return wants.filter(pk=pk, partnership__in=partnerships).first()


def offering(partnership: Partnership) -> QuerySet[Partner]:
    """The members of a partnership, each with the number of data sets it offers (`offers`); those that do first."""
    offered = Q(datasets__offered__in=OPEN_TO_OTHERS, datasets__retired_at=None)
    found: QuerySet[Partner] = (
        partners_in(partnership)
        .annotate(offers=Count("datasets", filter=offered, distinct=True))
        .order_by("-offers", "short_name", "pk")
    )
    return found


def own_offers(partner_id: int | None) -> dict[str, int]:
    """How many of a partner's own data sets there are by offer; one query."""
    rows = Dataset.objects.filter(partner_id=partner_id or 0, retired_at=None).order_by().values_list("offered")
    return dict(rows.annotate(n=Count("pk")))


def waiting_for(roles: Iterable[Role]) -> QuerySet[Want]:
    """The wants that wait for an answer of the partners for which these roles write, the oldest first."""
    writing = {role.partner_id for role in roles if role.role in WRITERS}
    return Want.objects.filter(standing=Standing.WAITING.value, holder__in=writing).order_by("asked_at")


def law_of(want: Want) -> Law | None:
    """The entry of the library that the answer names, where it is there."""
    entry = library().gateways.get(want.law)
    return Law(entry.id, entry.cite) if entry is not None else None
