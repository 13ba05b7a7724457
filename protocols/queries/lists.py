"""The list page's rows, read as what they show: a page of it makes no objects of versions, parties and partners."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from partners.models import Role
from partners.roles import RoleKind
from portal.addresses import address
from portal.preparing import how_many, padded, prepared
from protocols.facts.binding import not_bound_yet
from protocols.models import Party, ProtocolVersion
from protocols.models.templates import Tier
from protocols.queries.protocols import place_of, seen_from
from protocols.queries.reviews import lapsed_among
from protocols.states import State

FIRST = 4
"""Parties that a row names."""
PAGE = 25
AT_ONCE = 30  # keys


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
FIELDS = {
    "state": "state", "theme": "protocol__theme", "tier": "protocol__tier", "partner": "parties__partner_id",
}  # fmt: skip
"""What each field of the filters narrows; words are looked for in two."""


@dataclass(frozen=True)
class Listed:
    """A version as a list shows it, with the names of its parties in order."""

    row: Any
    names: list[str]
    review_lapsed: bool

    @classmethod
    def of(cls, rows: Sequence[Any], *, bound_alone: bool = False) -> list[Self]:
        """Rows with all parties, or only those that each has bound; two queries at most, however many there are."""
        names = party_names([row.pk for row in rows], bound_alone=bound_alone)
        lapsed = lapsed_among((row.pk, row.state, row.review_on) for row in rows)
        return [cls(row, names.get(row.pk, []), row.pk in lapsed) for row in rows]

    @property
    def status(self) -> State:
        """The state as the table knows it."""
        return State(self.row.state)


class Line(Listed):
    """A version as the list of protocols shows it."""

    row: Row

    @property
    def address(self) -> str:
        """Its page."""
        return address("protocols:version", self.row.reference, self.row.number)

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


class Listing(Sequence[Line]):
    """The newest visible version of each protocol, narrowed, in order of reference: fetched a page at a time."""

    def __init__(self, capacity: Role | None, filters: Filters) -> None:
        self.capacity = capacity
        self.asked = {name: value for name, value in vars(filters).items() if value}

    def __len__(self) -> int:
        if self.capacity is None:
            return 0
        place, role, names = place_of(self.capacity), self.capacity.role, tuple(self.asked)
        return sum(_counted(place, *self.asked.values(), role=role, names=names))

    def __getitem__(self, wanted: Any) -> Any:
        """Some of it, by where they begin and end; a single place is looked up as some of one."""
        if not isinstance(wanted, slice):
            return self[wanted : wanted + 1][0]
        start, stop = wanted.start or 0, wanted.stop
        if self.capacity is None or stop <= start:
            return []
        place, role, names = place_of(self.capacity), self.capacity.role, tuple(self.asked)
        if (start, max(stop, PAGE)) == (0, PAGE):  # asked for most, and therefore put together once
            return lines(_first(place, *self.asked.values(), role=role, names=names)[:stop])
        return lines(_rows(place, *self.asked.values(), role=role, names=names)[start:stop])


def _narrowed(place: int, *asked: Any, role: RoleKind, names: tuple[str, ...]) -> QuerySet[ProtocolVersion]:
    visible = seen_from(place, role)
    rows = visible.filter(~Exists(_newer(role, visible)))
    for name, value in zip(names, asked, strict=True):
        rows = rows.filter(_worded(value) if name == "words" else Q(**{FIELDS[name]: value}))
    return rows.order_by("protocol__reference")


@prepared
def _counted(place: int, *asked: Any, role: RoleKind, names: tuple[str, ...]) -> QuerySet[ProtocolVersion, int]:
    return how_many(_narrowed(place, *asked, role=role, names=names))


def _rows(
    place: int, *asked: Any, role: RoleKind, names: tuple[str, ...]
) -> QuerySet[ProtocolVersion, tuple[Any, ...]]:
    return _narrowed(place, *asked, role=role, names=names).values_list(*COLUMNS)


@prepared
def _first(
    place: int, *asked: Any, role: RoleKind, names: tuple[str, ...]
) -> QuerySet[ProtocolVersion, tuple[Any, ...]]:
    return _rows(place, *asked, role=role, names=names)[:PAGE]


def _worded(words: str) -> Q:
    return Q(title__icontains=words) | Q(protocol__reference__icontains=words)


def _newer(role: RoleKind, visible: QuerySet[ProtocolVersion]) -> QuerySet[ProtocolVersion]:
    """Visible versions of the same protocol that are newer; an officer who sees one sees all."""
    versions = ProtocolVersion.objects.all() if role is RoleKind.OFFICER else visible
    return versions.filter(protocol_id=OuterRef("protocol_id"), number__gt=OuterRef("number"))


def lines(told: Iterable[tuple[Any, ...]]) -> list[Line]:
    """Rows as the list shows them."""
    return Line.of([Row(*row) for row in told])


def party_names(versions: Sequence[int], *, bound_alone: bool = False) -> dict[int, list[str]]:
    """The names of the parties to each version, in order of name; or only of those that it has bound. One query."""
    names: dict[int, list[str]] = {}
    for version, name in _named_parties(*padded(versions, AT_ONCE), bound_alone=bound_alone):
        names.setdefault(version, []).append(name)
    return names


@prepared
def _named_parties(*versions: int, bound_alone: bool) -> QuerySet[Party, tuple[int, str]]:
    parties = Party.objects.filter(version__in=versions).order_by("partner__short_name", "pk")
    named = parties.exclude(not_bound_yet()) if bound_alone else parties
    return named.values_list("version_id", "partner__short_name")
