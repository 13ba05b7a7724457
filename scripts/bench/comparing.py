"""In a process of its own: pairs of versions, compared, shown and printed. Says what each took."""

import json
import re
import sys
import time
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from itertools import count
from typing import Any

import django

AT = datetime(2027, 3, 1, 10, tzinfo=UTC)
PARAGRAPH = "<p>The parties shall tell each other within five working days of any change to what is shared.</p>"


def main() -> None:
    """Compare each pair so many times, and print it so many times."""
    django.setup()
    rounds, prints = map(int, sys.argv[1:])
    from scripts.bench.agreements import SIZES, agreement

    print(json.dumps([_measured(agreement(size), size.pages, rounds, prints) for size in SIZES]))


def varied(old: dict[str, Any]) -> dict[str, Any]:
    """The next version of an agreement: the same changes each time."""
    new = deepcopy(old)
    for place, section in enumerate(new["sections"]):
        if place % 3 == 0:
            section["html"] = _reworded(section["html"])
        if place % 5 == 0:
            section["html"] += PARAGRAPH
        if place % 7 == 0:
            section["html"] = re.sub(r"<li>.*?</li>", "", section["html"], count=1, flags=re.DOTALL)
    if len(new["sections"]) > 6:
        new["sections"][4], new["sections"][5] = new["sections"][5], new["sections"][4]
    for flow in new["flows"][::10]:
        flow["retention"] = "Seven years after the case is closed"
    return new


def _reworded(html: str) -> str:
    """Every fifteenth word is another."""
    number = count(1)
    return re.sub(r"(?<![<\w&/])[a-z]{5,}(?![^<]*>)", lambda word: word[0] if next(number) % 15 else "otherwise", html)


def _measured(old: dict[str, Any], pages: int, rounds: int, prints: int) -> dict[str, Any]:
    from protocols.documents.redlining import render_redline, shown_clauses
    from protocols.models import Protocol, ProtocolVersion
    from protocols.queries.redlines import Comparison

    new = varied(old)
    version = ProtocolVersion(protocol=Protocol(reference="NM-0001"), number=2, title=new["protocol"]["title"])
    times: dict[str, list[float]] = {"found": [], "shown": [], "printed": []}
    for _ in range(rounds + 1):
        comparison = Comparison("Version 1", "Version 2", old, new)
        _timed(times["found"], lambda it=comparison: (it.text, it.tables))
        _timed(times["shown"], lambda it=comparison: shown_clauses(it.text))
    for _ in range(prints):
        made = _timed(
            times["printed"],
            lambda it=comparison: render_redline(
                it.text, it.tables, before=it.before, after=it.after, version=version, asked_at=AT, sha256=it.sha256
            ),
        )
    words = sum(len(re.sub("<[^>]*>", " ", one["html"]).split()) for one in old["sections"])
    told = {"pages": pages, "words": words, "clauses": len(comparison.text.clauses), "sheets": made.page_count}
    warm = {name: taken[1:] or taken for name, taken in times.items()}
    return {**told, "touched": len(comparison.text.touched), **warm}


def _timed(times: list[float], do: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    done = do()
    times.append((time.perf_counter() - began) * 1000)
    return done


if __name__ == "__main__":
    main()
