"""Days and spans of time as registers write them."""

import re
from datetime import date

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]+([A-Za-z]{3,9})\.?,?[ \-]+(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NONE = {"", "n/a", "na", "none", "-", "not applicable"}
_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
YEARS = range(1990, 2101)
AMBIGUOUS_TO = 12


def day_of(cell: str) -> tuple[date | None, str]:
    """The day that a cell names, and what is doubtful about it; (None, "") for a cell that says there is none."""
    text = " ".join(cell.split())
    if text.lower() in _NONE:
        return None, ""
    parts, first_by_custom = _parts(text)
    if parts is None:
        return None, f"“{text}” is not a day. It is kept as text"
    try:
        found = date(*parts)
    except ValueError:
        return None, f"“{text}” is a day that no calendar has. It is kept as text"
    if found.year not in YEARS:
        return None, f"“{text}” is in a year that cannot be meant. It is kept as text"
    if first_by_custom:
        return found, f"“{text}” is read with the day first, as {found.day} {found:%B %Y}"
    return found, ""


def _parts(text: str) -> tuple[tuple[int, int, int] | None, bool]:
    """Year, month and day; and whether only custom says which figure is the day."""
    if found := _ISO.fullmatch(text):
        return (int(found[1]), int(found[2]), int(found[3])), False
    if found := _NUMBERS.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        return (int(found[3]), second, first), first <= AMBIGUOUS_TO and first != second
    if (found := _WORDS.fullmatch(text)) and found[2][:3].lower() in _MONTHS:
        return (int(found[3]), _MONTHS.index(found[2][:3].lower()) + 1, int(found[1])), False
    return None, False


def span_of(cell: str) -> tuple[str, str]:
    """A retention period in words, and what is doubtful about it; what is no ISO 8601 duration stays as it is."""
    text = " ".join(cell.split())
    found = _DURATION.fullmatch(text.upper())
    if found and any(found.groups()):
        units = zip(found.groups(), ("year", "month", "week", "day"), strict=True)
        return " ".join(f"{int(n)} {unit}{'' if int(n) == 1 else 's'}" for n, unit in units if n), ""
    if re.fullmatch(r"P[\dT]\S*", text.upper()):
        return text, f"“{text}” begins like a duration and is none. It is kept as text"
    return text, ""
