"""The list page's rows, read as what they show: a page of it makes no objects of versions, parties and partners."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.models import Role
from partners.roles import RoleKind
from protocols.models import Party, ProtocolVersion
from protocols.models.templates import Tier
from protocols.queries.protocols import visible_to
from protocols.queries.reviews import lapsed_among
from protocols.states import State

FIRST = 4
"""Parties that a row names."""


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; an empty field narrows nothing."""

    words: str = ""
    state: str = ""
    theme: str = ""
    tier: str = ""
    partner: int | None = None


class Row(NamedTuple):
    """A version, as the database tells it for the list."""

    pk: int
    reference: str
    number: int
    title: str
    tier: str
    template: str
    state: str
    state_since: datetime
    review_on: date


COLUMNS = (
    "pk", "protocol__reference", "number", "title", "protocol__tier", "template_version__template__title", "state",
    "state_since", "review_on",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A version as the list shows it, with the names of its parties in order."""

    row: Row
    names: list[str]
    review_lapsed: bool

    @property
    def status(self) -> State:
        """The state as the table knows it."""
        return State(self.row.state)

    @property
    def tier(self) -> str:
        """The tier, as people call it."""
        return str(Tier(self.row.tier).label)

    @property
    def is_thematic(self) -> bool:
        """Whether it stands under an overarching protocol."""
        return self.row.tier == Tier.THEMATIC

    @property
    def first_names(self) -> str:
        """The parties that are named."""
        return ", ".join(self.names[:FIRST])

    @property
    def more(self) -> int:
        """How many parties are not named."""
        return max(len(self.names) - FIRST, 0)


def listed(capacity: Role | None, filters: Filters) -> QuerySet[ProtocolVersion]:
    """The newest visible version of each protocol, narrowed, in order of reference."""
    visible = visible_to(capacity)
    rows = visible.filter(~Exists(_newer(capacity, visible)))
    for name, value in (("state", filters.state), ("protocol__theme", filters.theme), ("protocol__tier", filters.tier)):
        if value:
            rows = rows.filter(**{name: value})
    if filters.partner:
        rows = rows.filter(parties__partner_id=filters.partner)
    if filters.words:
        rows = rows.filter(Q(title__icontains=filters.words) | Q(protocol__reference__icontains=filters.words))
    return rows.order_by("protocol__reference")


def _newer(capacity: Role | None, visible: QuerySet[ProtocolVersion]) -> QuerySet[ProtocolVersion]:
    """Visible versions of the same protocol that are newer; an officer who sees one sees all."""
    of_officer = capacity is not None and capacity.role is RoleKind.OFFICER
    versions = ProtocolVersion.objects.all() if of_officer else visible
    return versions.filter(protocol_id=OuterRef("protocol_id"), number__gt=OuterRef("number"))


def lines(versions: QuerySet[ProtocolVersion]) -> list[Line]:
    """Some versions as the list shows them; three queries at most, however many there are."""
    found = [Row(*row) for row in versions.values_list(*COLUMNS)]
    names = party_names([row.pk for row in found])
    lapsed = lapsed_among((row.pk, row.state, row.review_on) for row in found)
    return [Line(row, names.get(row.pk, []), row.pk in lapsed) for row in found]


def party_names(versions: Iterable[int], but: Q | None = None) -> dict[int, list[str]]:
    """The names of the parties to each version, in order of name; without some. One query."""
    parties = Party.objects.filter(version__in=list(versions)).order_by("partner__short_name", "pk")
    told = (parties.exclude(but) if but is not None else parties).values_list("version_id", "partner__short_name")
    names: dict[int, list[str]] = {}
    for version, name in told:
        names.setdefault(version, []).append(name)
    return names
