"""The part about redlines: what differs between two versions of a long agreement, found, shown and printed."""

from typing import Any

from scripts.bench.parts import Options, say
from scripts.bench.tables import p50, p95, table
from scripts.bench.worlds import answer_of

OPENING = """\
An agreement as [PDF](#pdf) has it beside its next version: in every third clause words are changed, in every fifth \
a paragraph is added, every seventh loses one, two clauses change places, and a tenth of the flows differ. “Found” is \
the comparison of the clauses and of the tables, “shown” makes the page's clauses of it, “printed” is the PDF, which \
the worker makes. Milliseconds; {rounds} times, printed {prints} times."""


def measure(options: Options) -> list[str]:
    """Compare pairs of several lengths."""
    say("redlines: comparing")
    rounds, prints = max(3, options.rounds // 4), max(1, options.rounds // 20)
    database, size = options.medium[0]
    found = answer_of("comparing", options.worlds.environment(database, size), rounds, prints)
    return [OPENING.format(rounds=rounds, prints=prints), "", *lines(found)]


def lines(found: list[dict[str, Any]]) -> list[str]:
    """A row for each pair."""
    heads = ("pages of the agreement", "clauses touched", "words", "found: p50", "p95", "shown: p50", "printed: p50",
             "pages printed")  # fmt: skip
    rows = [
        (one["pages"], f"{one['touched']} of {one['clauses']}", f"{one['words']:,}", f"{p50(one['found']):.0f}",
         f"{p95(one['found']):.0f}", f"{p50(one['shown']):.0f}", f"{p50(one['printed']):,.0f}", one["sheets"])
        for one in found
    ]  # fmt: skip
    shorter, longer = found[-2:]
    grown = p50(longer["found"]) / p50(shorter["found"])
    words, touched = (longer[what] / shorter[what] for what in ("words", "touched"))
    told = (
        f"From {shorter['pages']} to {longer['pages']} pages there are {words:.1f} times the words and {touched:.1f} "
        f"times the clauses that changed; finding them takes {grown:.1f} times as long."
    )
    return [*table(heads, rows), "", told]
