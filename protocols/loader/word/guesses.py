"""Guessing dates and bodies from the words of an agreement. A guess is offered with where it was read, never taken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
          "december")  # fmt: skip
DATE = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>" + "|".join(MONTHS) + r"),?\s+(?P<year>\d{4})\b"
    r"|\b(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})\b",
    re.IGNORECASE,
)
WORDS_FOR = {
    "review_on": re.compile(r"review", re.IGNORECASE),
    "ends_on": re.compile(r"\b(?:end(?:s|ing)?|expir\w+|terminat\w+|until|cease\w*)\b", re.IGNORECASE),
    "starts_on": re.compile(
        r"\b(?:commenc\w+|effective|start(?:s|ing)?|in(?:to)? (?:force|effect)|takes? effect|begins?|from)\b",
        re.IGNORECASE,
    ),
}
NEAR = 90
"""How many characters before a date may say what it is for."""
BODY = re.compile(
    r"\b(?:[A-Z][\w’'&-]{0,60}\s+(?:(?:of|for|the|upon|on)\s+){0,2}){1,6}"
    r"(?:Council|Police|Constabulary|NHS Foundation Trust|NHS Trust|Fire and Rescue Service|Fire Service|"
    r"Integrated Care Board|University|College|Housing Association|Homes Limited|Homes|Combined Authority|"
    r"Probation Service|Limited)\b"
)
MOST_BODIES, LONGEST_BODY = 30, 120
ARTICLES = re.compile(r"^(?:The|And|Between|Of|For|With|By|In|To)\s+")


@dataclass(frozen=True)
class DateGuess:
    """A day, what it may be (a field of the particulars), and the words in which it was read."""

    field: str
    day: date
    words: str


def guess_dates(text: str) -> list[DateGuess]:
    """The first day that seems to be the start, the end and the review date."""
    found: dict[str, DateGuess] = {}
    for guess in _dates(text):
        found.setdefault(guess.field, guess)
    return list(found.values())


def name_bodies(text: str) -> list[str]:
    """What reads like the name of a public body or a company, each once, in order."""
    names = (ARTICLES.sub("", " ".join(one[0].split())) for line in text.splitlines() for one in BODY.finditer(line))
    unlike = dict.fromkeys(name for name in names if " " in name and len(name) <= LONGEST_BODY)
    return list(unlike)[:MOST_BODIES]


def mentions(text: str, name: str) -> bool:
    """Whether a text names a body by this name; a short name must have its capitals."""
    flags = re.IGNORECASE if " " in name else re.NOFLAG
    return len(name) > 2 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, flags) is not None


def _dates(text: str) -> Iterator[DateGuess]:
    for line in text.splitlines():
        for found in DATE.finditer(line):
            day = _day(found)
            before = line[max(found.start() - NEAR, 0) : found.start()]
            field = _nearest(before)
            if day is not None and field:
                begin = max(found.start() - NEAR, 0)
                yield DateGuess(field, day, ("… " if begin else "") + line[begin : found.end()].strip())


def _nearest(before: str) -> str:
    """What a date is for, by the last telling word before it."""
    places = {
        field: max((one.start() for one in words.finditer(before)), default=-1) for field, words in WORDS_FOR.items()
    }
    field = max(places, key=lambda name: places[name])
    return field if places[field] >= 0 else ""


def _day(found: re.Match[str]) -> date | None:
    try:
        if found["month"]:
            return date(int(found["year"]), MONTHS.index(found["month"].lower()) + 1, int(found["day"]))
        return date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None
