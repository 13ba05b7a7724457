"""The legal power that a row names, found in the law library where the row can be taken at its word."""

import re
from difflib import SequenceMatcher
from functools import cache

from legal_basis.loader import library

_ACT = r"(?P<act>[A-Z][A-Za-z' ]{0,150}?Act) (?P<year>\d{4})"
_SECTION = r"(?:ss?|[Ss]ections?)\.? ?(?P<first>\d{1,4}[A-Z]*)(?:\(\w+\))*(?: ?[-–] ?(?P<last>\d{1,4}))?"
_FORMS = (re.compile(rf"{_ACT},? {_SECTION}"), re.compile(rf"{_SECTION},? (?:of )?(?:the )?{_ACT}"))
_ENTRY = re.compile(r"([a-z][a-z-]*?)(?:-\d{4})?:(\w+)", re.I)
LIST = "information-sharing-agreement-powers-and-objectives"
MUCH_ALIKE = 0.9
MOST_SECTIONS = 200  # that one range of an Act names: more is a slip

# What the purposes of chapters 1, 3 and 4 of Part 5 are called, and the entry that such a purpose suggests. Only ever a
# suggestion: the register's own list of powers does not come with it.
SUGGESTED_BY = (
    (re.compile(r"\bfraud", re.I), "dea-2017-s56"),
    (re.compile(r"\b(?:fuel|water) poverty", re.I), "dea-2017-s36-39"),
    (re.compile(r"\bdebts?\b", re.I), "dea-2017-s48"),
    (re.compile(r"\bmultiple disadvantages?\b", re.I), "dea-2017-s35"),
)
Citation = tuple[str, str, str]


def power_of(cell: str, purpose: str) -> tuple[str, str]:
    """The id of the gateway that a cell names, empty where it cannot be told; and what is doubtful."""
    text = " ".join(cell.split())
    if not text:
        return "", "No legal power is given"
    if found := _ENTRY.fullmatch(text):
        return "", _of_a_list(text, found[1].lower(), purpose)
    named = {gateway for citation in _citations(text) for gateway in _cited().get(citation, ())}
    if len(named) == 1:
        return named.pop(), ""
    if named:
        cites = "; ".join(sorted(library().gateways[one].cite for one in named))
        return "", f"More than one entry of the law library is named ({cites}). Choose which it rests on"
    return "", f"No entry of the law library answers to “{text[:120]}”. It is kept as text"


def _of_a_list(text: str, named: str, purpose: str) -> str:
    slip = ""
    if named != LIST and SequenceMatcher(None, named, LIST).ratio() > MUCH_ALIKE:
        slip = f", whose name looks misspelt for {LIST}"
    suggested = next((gateway for words, gateway in SUGGESTED_BY if words.search(purpose)), "")
    hint = f" By its purpose it may be {library().gateways[suggested].cite}: choose it if it is" if suggested else ""
    return f"“{text}” stands in a list that does not come with the file{slip}.{hint or ' It is kept as text'}"


def _citations(text: str) -> set[Citation]:
    return {one for form in _FORMS for found in form.finditer(text) for one in _sections(found)}


def _sections(found: re.Match[str]) -> list[Citation]:
    act, year, first, last = found["act"], found["year"], found["first"], found["last"]
    act = re.sub(r"^(?:[Tt]he|[Uu]nder|[Uu]nder the) ", "", act.strip()).lower()
    if not last or not first.isdecimal() or not 0 <= int(last) - int(first) < MOST_SECTIONS:
        return [(act, year, first)]
    return [(act, year, str(number)) for number in range(int(first), int(last) + 1)]


@cache
def _cited() -> dict[Citation, tuple[str, ...]]:
    """The duties and powers of the library by the sections they cite; a bar is no power to share."""
    found: dict[Citation, tuple[str, ...]] = {}
    for gateway in filter(lambda one: one.is_power, library().gateways.values()):
        for citation in _citations(gateway.cite):
            found[citation] = (*found.get(citation, ()), gateway.id)
    return found
