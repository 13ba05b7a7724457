"""Which data sets somebody may see, the list's rows, and what one is said to be."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils.module_loading import import_string

from datasets.kinds import OPEN_TO_OTHERS
from datasets.models import Dataset
from legal_basis.loader import library
from partners.models import Membership, Partner, Partnership, Role
from partners.roles import RoleKind
from partners.states import Standing

Use = tuple[str, str, str]
"""A protocol in which a data set flows: its title, reference and version, and address."""


@dataclass(frozen=True)
class Narrowed:
    """What the catalogue is narrowed to; an empty field narrows nothing."""

    words: str = ""
    partner: str = ""
    show: str = ""


def visible_to(capacity: Role | None) -> QuerySet[Dataset]:
    """The data sets that exist for somebody, with their partners; others are answered with 404.

    People of a partner see all of its own, and what other members of its partnerships offer; an officer sees what the
    members of the partnership offer. What is not offered, or retired, is its holder's alone.
    """
    found = Dataset.objects.select_related("partner")
    if capacity is None:
        return found.none()
    open_to_others = Q(offered__in=OPEN_TO_OTHERS, retired_at=None, partner__status=Standing.APPROVED)
    members = Membership.objects.filter(partnership__in=partnerships_of(capacity)).values("partner_id")
    offered = open_to_others & Q(partner_id__in=members)
    return found.filter(offered if capacity.partner_id is None else offered | Q(partner_id=capacity.partner_id))


def partnerships_of(capacity: Role | None) -> QuerySet[Partnership]:
    """The partnerships that somebody meets others in: the officer's own, or those that their partner belongs to."""
    found = Partnership.objects.order_by("name")
    if capacity is None:
        return found.none()
    if capacity.role is RoleKind.OFFICER:
        return found.filter(pk=capacity.partnership_id or 0)
    return found.filter(memberships__partner_id=capacity.partner_id or 0)


def listed(capacity: Role | None, narrowed: Narrowed) -> QuerySet[Dataset]:
    """The catalogue's rows: one's own partner's first, then by partner and name; retired ones only when asked for."""
    rows = visible_to(capacity)
    rows = rows.filter(retired_at__isnull=narrowed.show != "retired")
    if narrowed.show in OPEN_TO_OTHERS:
        rows = rows.filter(offered=narrowed.show)
    if narrowed.partner:
        rows = rows.filter(partner__slug=narrowed.partner)
    return own_first(_with_words(rows, narrowed.words), capacity)


def of_partners(capacity: Role | None, partner_ids: Iterable[int], words: str = "") -> QuerySet[Dataset]:
    """The data sets of these partners that somebody may see and that are not retired, one's own partner's first."""
    rows = visible_to(capacity).filter(partner_id__in=list(partner_ids), retired_at=None)
    return own_first(_with_words(rows, words), capacity)


def own_first(rows: QuerySet[Dataset], capacity: Role | None) -> QuerySet[Dataset]:
    """One's own partner's before all others, then by partner and name."""
    own = capacity.partner_id if capacity is not None else None
    first = Case(When(partner_id=own or 0, then=Value(0)), default=Value(1))
    return rows.order_by(first, "partner__short_name", "name", "pk")


def holders(capacity: Role | None) -> QuerySet[Partner]:
    """The partners of which somebody sees a data set, by name."""
    return Partner.objects.filter(pk__in=visible_to(capacity).values("partner_id")).order_by("short_name", "pk")


def kinds_of(dataset: Dataset) -> list[str]:
    """The kinds of data in it, in words."""
    known = library().data_kinds
    return [known[kind].label if kind in known else kind for kind in dataset.kinds]


def uses_of(capacity: Role | None, dataset: Dataset) -> list[Use]:
    """The protocols in which it flows, as far as the reader may see them; an upper room answers."""
    if not settings.DATASET_USES:
        return []
    found: list[Use] = import_string(settings.DATASET_USES)(capacity, dataset)
    return found


def _with_words(rows: QuerySet[Dataset], words: str) -> QuerySet[Dataset]:
    """Rows in which every word stands somewhere."""
    for word in words.split()[:8]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(about__icontains=word)
            | Q(definition__icontains=word)
            | Q(items__icontains=word)
            | Q(subjects__icontains=word)
        )
    return rows
