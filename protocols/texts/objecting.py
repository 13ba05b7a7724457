"""The time that an agreement gives its parties to object before a partner joins, as its own words say. Plain Python.

Such as: “A body joins by signing a deed … after … the parties have had 20 working days to object with reasons.”
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.calendar import working_days_after

JOINING = re.compile(r"\b(?:join(?:s|ing)?|accedes?|acceding|accession)\b", re.IGNORECASE)
OBJECTING = re.compile(r"\bobject(?:s|ing|ions?)?\b", re.IGNORECASE)
SPELT = ("five", "seven", "ten", "fourteen", "fifteen", "twenty", "twenty-one", "twenty-eight", "thirty")
NUMBERS = dict(zip(SPELT, (5, 7, 10, 14, 15, 20, 21, 28, 30), strict=True))
LENGTH = re.compile(
    rf"\b(\d{{1,3}}|{'|'.join(sorted(SPELT, key=len, reverse=True))})\s+"
    r"((?:working|business)\s+days?|(?:clear\s+|calendar\s+)?days?|weeks?)\b",
    re.IGNORECASE,
)
WEEK = 7


@dataclass(frozen=True)
class Period:
    """So many days, counted from the day after the parties were told."""

    days: int
    working: bool

    def __str__(self) -> str:
        """In words, such as 20 working days."""
        return f"{self.days} {'working ' if self.working else ''}day{'' if self.days == 1 else 's'}"

    def last_day(self, told_on: date) -> date:
        """The last day on which a party may object."""
        return working_days_after(told_on, self.days) if self.working else told_on + timedelta(days=self.days)


def period_in(paragraphs: Iterable[str]) -> Period | None:
    """The time to object that some paragraphs give; None where none of them gives any.

    A paragraph counts that speaks of joining; in it, the sentence that speaks of objecting and names a length.
    """
    for paragraph in paragraphs:
        if not JOINING.search(paragraph):
            continue
        for sentence in re.split(r"(?<=[.;])\s+", paragraph):
            length = LENGTH.search(sentence) if OBJECTING.search(sentence) else None
            if length:
                return _period(length[1].lower(), length[2].lower())
    return None


def _period(number: str, unit: str) -> Period:
    count = NUMBERS[number] if number in NUMBERS else int(number)
    if unit.startswith("week"):
        return Period(count * WEEK, working=False)
    return Period(count, working=unit.startswith(("working", "business")))
