"""The register's list: agreements in force here, by theme, and those made elsewhere; whole, or as words find them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from legal_basis.loader import library
from portal.addresses import address
from portal.preparing import how_many, padded, prepared
from protocols.models import Agreement, ProtocolVersion
from protocols.queries.elsewhere import agreements
from protocols.queries.lists import Listed
from protocols.queries.searching import first_worded, on_register
from protocols.texts.saying import listing

OVERARCHING = "Overarching protocols"
HERE, ELSEWHERE = "here", "elsewhere"
PAGE = 30


class Row(NamedTuple):
    """A version in force, as the database tells it for the register."""

    pk: int
    reference: str
    number: int
    title: str
    theme: str
    partnership: str
    state: str
    review_on: date


COLUMNS = (
    "pk", "protocol__reference", "number", "title", "protocol__theme", "protocol__partnership__name", "state",
    "review_on",
)  # fmt: skip
Told = QuerySet[ProtocolVersion, tuple[Any, ...]]


class Line(Listed):
    """A version in force as the register's list shows it."""

    row: Row

    @property
    def address(self) -> str:
        """Its page."""
        return address("register:agreement", self.row.reference)

    @property
    def between(self) -> str:
        """Between whom, as a sentence has them."""
        return listing(self.names)


@dataclass(frozen=True)
class Group:
    """The agreements of one theme."""

    title: str
    lines: Sequence[Line]


class Elsewhere:
    """The public agreements made elsewhere, narrowed by words of the title, a body's name or the number."""

    def __init__(self, words: str = "") -> None:
        every = agreements.published().order_by("register", "pk")
        self.found = every.filter(agreements.worded(words)) if words else every
        self.count = sum(_counted_elsewhere(*filter(None, [words])))


class Listing(Sequence[Line | Agreement]):
    """The versions made here and then the agreements made elsewhere, as one list that is fetched a page at a time.

    Made here are those of a theme, or those of `keys`; `has_more` says that more would have been found.
    """

    def __init__(
        self, theme: str = "", keys: Sequence[int] | None = None, elsewhere: Elsewhere | None = None, *,
        has_more: bool = False,
    ) -> None:  # fmt: skip
        self.theme, self.keys, self.elsewhere, self.has_more = theme, keys, elsewhere, has_more
        here = len(keys) if keys is not None else sum(_counted(theme=theme))
        self.counts = here, elsewhere.count if elsewhere else 0

    def __len__(self) -> int:
        return sum(self.counts)

    def __getitem__(self, wanted: Any) -> Any:
        """A page of it; a single place is looked up as a page of one."""
        if not isinstance(wanted, slice):
            return self[wanted : wanted + 1][0]
        start, stop, _ = wanted.indices(len(self))
        first = self.counts[0]
        after = slice(max(start - first, 0), max(stop - first, 0))
        here = _lines(self._here(start, stop)) if start < first else []
        return [*here, *(self.elsewhere.found[after] if self.elsewhere and after.stop else ())]

    def _here(self, start: int, stop: int) -> Iterable[tuple[Any, ...]]:
        if self.keys is not None:
            wanted = self.keys[start:stop]
            found = {pk: (pk, *more) for pk, *more in _of_keys(*padded(wanted, PAGE))}
            return [found[key] for key in wanted if key in found]
        if (start, max(stop, PAGE)) == (0, PAGE):  # asked for most, and therefore put together once
            return _first(theme=self.theme)[:stop]
        return _in_order(self.theme)[start:stop]


def made(words: str = "", theme: str = "", where: str = "") -> Listing:
    """What the public may read, narrowed; `where` is here, elsewhere or empty. Those made elsewhere have no theme.

    Words are looked for in titles, references and the names of parties.
    """
    elsewhere = None if where == HERE or theme else Elsewhere(words)
    if where == ELSEWHERE:
        return Listing(keys=[], elsewhere=elsewhere)
    if not words:
        return Listing(theme, elsewhere=elsewhere)
    keys, has_more = first_worded(words, theme)
    return Listing(theme, keys, elsewhere, has_more=has_more)


def by_theme(found: Iterable[Line]) -> list[Group]:
    """Lines grouped by theme, the overarching ones first."""
    themes = library().themes
    groups: dict[str, list[Line]] = {}
    for line in found:
        theme = themes.get(line.row.theme)
        groups.setdefault(theme.title if theme else OVERARCHING, []).append(line)
    return [Group(title, lines) for title, lines in groups.items()]


def theme_choices() -> list[tuple[str, str]]:
    """The themes that the list can be narrowed to."""
    themes = [(key, one.title) for key, one in library().themes.items()]
    return [("", "All themes"), ("overarching", "Overarching"), *themes]


def _lines(told: Iterable[tuple[Any, ...]]) -> list[Line]:
    """Rows as the list shows them."""
    return Line.of([Row(*row) for row in told], bound_alone=True)


def _in_order(theme: str) -> Told:
    """The published versions in force, in the register's order; of a theme, or "overarching"."""
    return on_register(theme).order_by("protocol__theme", "protocol__reference").values_list(*COLUMNS)


@prepared
def _first(*, theme: str) -> Told:
    return _in_order(theme)[:PAGE]


@prepared
def _of_keys(*keys: int) -> Told:
    return ProtocolVersion.objects.filter(pk__in=keys).order_by().values_list(*COLUMNS)


@prepared
def _counted(*, theme: str) -> QuerySet[ProtocolVersion, int]:
    return how_many(on_register(theme))


@prepared
def _counted_elsewhere(*words: str) -> QuerySet[Agreement, int]:
    return how_many(Agreement.objects.filter(*map(agreements.worded, words), is_public=True))
