"""Kinds of lines: those that the database finds, and those for which the law has to be walked."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from partners.models import Role
from protocols.queries.in_tray.found import Found
from protocols.queries.in_tray.items import Item
from protocols.queries.in_tray.lines import Line

T = TypeVar("T")


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A kind of line that the database finds: its narrow rows for some roles, and how a line reads.

    `rows` uses nothing of a role but its kind and its keys, nothing of the moment but today's date, and nothing that is
    not in the code: what it asks is put together once, for everybody who holds such roles (`asking`).
    """

    rows: Callable[[Sequence[Role]], Iterable["QuerySet[Any]"]]
    told: Callable[[Line, Found], T]


@dataclass(frozen=True)
class Computed:
    """A kind of line that no database can find: its lines, which stand among the others by their moment and day."""

    items: Callable[[Sequence[Role]], Iterator[Item]]
