"""Names and numbers as people type them, brought to one spelling so that they can be compared. Plain Python."""

import re
import unicodedata
from functools import lru_cache

_SMALL_WORDS = {"the"}
_RANK = re.compile(r"\bmetropolitan (borough|district) ")
_ICO = re.compile(r"Z(\d{6}[\dX]|[A-Z]\d{6})")

ICO_SENTENCE = (
    "Enter the ICO registration number as it stands on the register of fee payers: Z and seven digits, "
    "or two letters and six digits, such as Z1234567 or ZA123456."
)


@lru_cache(maxsize=10_000)
def name_key(name: str) -> str:
    """The spelling under which two names of one body meet; remembered, since a register repeats its names.

    Case, accents, punctuation, "the", "&" and a council's rank ("Metropolitan Borough") are set aside: "Wigan
    Metropolitan Borough Council" and "Wigan Council" are one body. City, county and district are kept, because
    Leicester City Council and Leicestershire County Council are two.
    """
    plain = unicodedata.normalize("NFKD", name.casefold().replace("&", " and "))
    plain = re.sub(r"[’'`]", "", "".join(c for c in plain if not unicodedata.combining(c)))
    words = [word for word in re.sub(r"[^a-z0-9]+", " ", plain).split() if word not in _SMALL_WORDS]
    return _RANK.sub("", " ".join(words))


def short_council_name(official: str) -> str:
    """A council's name without its rank, as people say it: "Wigan Council"."""
    return re.sub(r"\s+", " ", re.sub(r" Metropolitan (Borough|District)\b", "", official)).strip()


def ico_number(typed: str) -> str | None:
    """An ICO registration number in its one spelling (no spaces, upper case); None when it cannot be one."""
    tidy = re.sub(r"[\s.-]+", "", typed).upper()
    return tidy if _ICO.fullmatch(tidy) else None
