"""What was met on the way through a file: counted, and named where it could not be taken along."""

from collections import Counter
from dataclasses import dataclass, field

MOST_NAMED = 50


@dataclass
class Met:
    """A tally, and the names of what was left out."""

    counts: Counter[str] = field(default_factory=Counter)
    pictures: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def picture(self, name: str) -> None:
        """A picture, by what its file calls it."""
        self.counts["pictures"] += 1
        if len(self.pictures) < MOST_NAMED:
            self.pictures.append(" ".join(name.split())[:120] or "a picture without a name")
