"""A story: rows that are copied together, and what the trail says of them."""

import re
from dataclasses import dataclass
from typing import Self

from protocols.sample.scale.owned import Owned
from protocols.sample.scale.rows import Table, read
from protocols.sample.scale.trails import Event, events_about


@dataclass(frozen=True, eq=False)
class Story:
    """Rows that are copied together, and what the trail says of them."""

    tables: tuple[Table, ...]
    events: tuple[Event, ...]

    @classmethod
    def read(cls, owned: tuple[Owned, ...], which: object, words: re.Pattern[str]) -> Self:
        """The rows of these models that belong to a partnership, or to a protocol."""
        tables = tuple(read(one.of, {one.way: which}, words) for one in owned)
        return cls(tables, tuple(events_about(tables, words)))
