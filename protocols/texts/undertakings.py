"""The undertakings of a signed agreement, as the short list that a yearly statement goes through."""

from collections.abc import Iterator, Mapping
from typing import Any

from protocols.texts.paragraphs import paragraphs

SECTION = "S28"
MOST = 20
LONGEST = 300


def undertakings_in(content: Mapping[str, Any]) -> list[str]:
    """What each party undertakes, one by one, from what was signed.

    They are the paragraphs of the clause of undertakings, own or inherited: the listed points where a paragraph has
    any, else its words. An agreement without such a clause is asked about clause by clause.
    """
    sections = [one for one in content["sections"] if not one["schedule"]]
    clauses = [one for one in sections if one["id"] == SECTION or "undertaking" in one["title"].lower()]
    points = [point for one in clauses for part in ("inherited_html", "html") for point in _points(one[part])]
    if not points:
        points = [f"Clause {one['number']}: {one['title']}" for one in sections if one["html"] or one["inherited_html"]]
    return list(dict.fromkeys(points))[:MOST]


def _points(text: str) -> Iterator[str]:
    """The innermost numbered paragraphs of a clause, as plain words."""
    found = paragraphs(text)
    outer = {one.place[:-1] for one in found}
    for one in found:
        words = one.words.strip().rstrip(";.")
        if one.place not in outer and words:
            yield words[:1].upper() + words[1:LONGEST]
