"""Addresses written many times on one page: each pattern is asked of Django once, and filled in from then on."""

from functools import lru_cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse

PLAIN = "!$&'()*+,;=/~:@"
"""The signs that stand in an address as they are, as `reverse` has them."""


def address(name: str, *values: str | int) -> str:
    """What `reverse` answers for whole numbers, and for words with nothing in them that a converter would change."""
    pieces = _pieces(get_script_prefix(), name, *map(type, values))
    filled = [f"{quote(str(value), safe=PLAIN)}{after}" for value, after in zip(values, pieces[1:], strict=True)]
    return pieces[0] + "".join(filled)


@lru_cache(maxsize=256)
def _pieces(_: str, name: str, *kinds: type) -> list[str]:
    """What stands before, between and after the values."""
    made = [f"AA-{9911 + place}" if kind is str else kind(990_011 + place) for place, kind in enumerate(kinds)]
    pieces, rest = list[str](), reverse(name, args=made)
    for one in made:
        before, rest = rest.split(str(one), 1)
        pieces.append(before)
    return [*pieces, rest]
