"""Finding what looks like a person's data in free text. Plain Python.

Agreements describe data; they never hold it. This warns and does not judge: a number that looks like an NHS number may
be something else, and a name is not looked for at all, since every agreement is full of the names of posts and places.
What is found is never repeated in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

NHS_NUMBER = re.compile(r"(?<![\d.,])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d])")
# HMRC, National Insurance Manual NIM39110: which letters a prefix never has.
NATIONAL_INSURANCE = re.compile(
    r"\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", re.I
)
EMAIL = re.compile(r"(?<![\w.+'-])['.+-]*\b[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,10}[A-Za-z]{2,}\b")
PHONE = re.compile(r"(?<![\d/.-])(?:\+44[ -]?(?:\(0\)[ -]?)?|\(?0)(?:[1-3]|7|8)(?:[ ()-]{0,2}\d){8,9}(?![\d])")
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
BORN = re.compile(
    r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?|birth ?date)\W{0,12}"
    rf"(?:\d{{1,2}}[./ -]\d{{1,2}}[./ -](?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTHS})[a-z]*,? (?:19|20)\d\d)",
    re.I,
)
# The mailbox of a team is no person's data.
TEAM = re.compile(
    r"admin|assurance|complain|contact|council|data|dpo|dp\b|enquir|feedback|foi\b|gov|help|hub|ig\b|info|legal|mash|office|"
    r"partnership|privacy|protocol|records|referral|request|safeguard|secretar|secur|service|sharing|siro|support|team",
    re.I,
)


@dataclass(frozen=True)
class Finding:
    """Something that looks like a person's data: what it looks like, and enough of it to find it again."""

    what: str
    hint: str

    @property
    def sentence(self) -> str:
        """The warning."""
        return f"This looks like {self.what} ({self.hint}). Agreements describe data, not people: take it out."


def find_personal_data(text: str) -> list[Finding]:
    """What in a plain text looks like a person's data, each once, in the order in which it is met within its kind."""
    found = [*_nhs_numbers(text), *_all(NATIONAL_INSURANCE, "a National Insurance number", text)]
    found += [Finding("somebody’s email address", _shown(one)) for one in _matches(EMAIL, text) if not _is_team(one)]
    found += [Finding("a phone number", _shown(one)) for one in _matches(PHONE, text)]
    found += [Finding("a date of birth", _first_word(one)) for one in _matches(BORN, text)]
    return list(dict.fromkeys(found))


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits pass the check of an NHS number: modulus 11 over the first nine, the tenth being the check."""
    figures = [int(figure) for figure in digits]
    if len(figures) != 10 or len(set(figures)) == 1:
        return False
    check = 11 - sum(figure * weight for figure, weight in zip(figures, range(10, 1, -1), strict=False)) % 11
    return check % 11 == figures[9] and check != 10


def holds_nhs_number(text: str) -> bool:
    """Whether a text holds a valid NHS number."""
    return any(True for _ in _nhs_numbers(text))


def _nhs_numbers(text: str) -> Iterator[Finding]:
    for one in _matches(NHS_NUMBER, text):
        if is_nhs_number(re.sub(r"\D", "", one)):
            yield Finding("an NHS number", _shown(one))


def _all(pattern: re.Pattern[str], what: str, text: str) -> Iterator[Finding]:
    for one in _matches(pattern, text):
        yield Finding(what, _shown(one))


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    return (match.group() for match in pattern.finditer(text))


def _is_team(address: str) -> bool:
    return TEAM.search(address.split("@")[0]) is not None


def _shown(value: str) -> str:
    """The first two and the last two characters: enough to find it, too little to be it."""
    value = value.strip()
    return f"{value[:2]}…{value[-2:]}"


def _first_word(value: str) -> str:
    return f"after “{re.split(r'[^A-Za-z.]', value)[0]}”"
