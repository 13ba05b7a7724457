"""The part about PDFs: agreements of several lengths against bare WeasyPrint and other programs on the same words."""

import os
from typing import Any

from scripts.bench.parts import Options, say
from scripts.bench.tables import marked, p50, table
from scripts.bench.worlds import answer_of

OURS, BARE, ARCHIVAL = "Concordat", "WeasyPrint, bare", "WeasyPrint, bare, PDF/A-3a"
MOST, MOST_GROWTH = 1.15, 4.2
OPENING = """\
Agreements of the built-in community safety template, with its data flows, made-up parties and worked examples of the \
checklist as the legal record. “Concordat” is the file for signing from the snapshot on: PDF/A-3a and PDF/UA, tagged, \
with contents, running heads, maps of the flows, the snapshot attached and signature fields. “Bare” is the \
same words as static HTML without classes, spans, pictures and drawn numbers, title page, contents, signature tables \
and the words at the head and foot of each page among them, on as many pages, give or take one, with one small style \
sheet in the same type; all others set that same bare text, from HTML or, for Typst, from a source of its own. \
{rounds} rounds, every program in turn; \
the median, in milliseconds of the processor (“CPU”, with the programs started) and of the clock. “× bare” divides \
CPU by that of bare WeasyPrint. Chromium, LibreOffice and Typst start a process for each document, which is counted; \
WeasyPrint runs in one. **Bold** misses a target: {most:g} × bare; growth of {growth:g} from 15 to 60 pages.

{versions}."""


def measure(options: Options) -> list[str]:
    """Set each agreement with each program; no world is needed."""
    rounds = max(3, options.rounds // 8)
    say("printing: 5, 15 and 60 pages")
    found = answer_of("prints", dict(os.environ), rounds)
    versions = ", ".join(f"{name} {version}" for name, version in found["versions"].items() if "bare" not in name)
    opening = OPENING.format(
        rounds=rounds, most=MOST, growth=MOST_GROWTH,
        versions=f"WeasyPrint {found['versions'][BARE]}{', ' if versions else ''}{versions}",
    )  # fmt: skip
    return [*opening.split("\n"), "", *lines(found)]


def lines(found: dict[str, Any]) -> list[str]:
    """A table for the lengths, one for the growth, and what could not be measured."""
    missing = [f"Not measured: {sentence}." for sentence in found["missing"]]
    tables = [*_by_length(found["sizes"]), "", *_growth(found["sizes"]), "", *_word_files(found["sizes"])]
    return [*tables, *([""] if missing else []), *missing]


def _by_length(sizes: list[dict[str, Any]]) -> list[str]:
    heads = ("agreement", "set by", "pages", "kB", "CPU", "clock", "× bare", "× bare PDF/A-3a")
    rows = []
    for size in sizes:
        floors = [p50(size["engines"][name]["processor"]) for name in (BARE, ARCHIVAL)]
        for name, row in size["engines"].items():
            spent = p50(row["processor"])
            ratios = [marked(spent / floor, MOST if name == OURS else float("inf"), ".2f") for floor in floors]
            rows.append(
                (f"{size['asked']} pages", name, row["pages"], f"{row['bytes'] / 1000:,.0f}", f"{spent:,.0f}",
                 f"{p50(row['clock']):,.0f}", *ratios)
            )  # fmt: skip
    return table(heads, rows)


def _growth(sizes: list[dict[str, Any]]) -> list[str]:
    """How much longer the longest takes than the one before it, beside how many more pages it is."""
    shorter, longest = sizes[-2], sizes[-1]
    heads = ("set by", f"CPU, {longest['asked']} to {shorter['asked']} pages", "its pages", "its words")
    rows = []
    words = f"{longest['words'] / shorter['words']:.2f}"
    for name, row in longest["engines"].items():
        before = shorter["engines"][name]
        grown = p50(row["processor"]) / p50(before["processor"])
        most = MOST_GROWTH if name == OURS else float("inf")
        rows.append((name, marked(grown, most, ".2f"), f"{row['pages'] / before['pages']:.2f}", words))
    return table(heads, rows)


def _word_files(sizes: list[dict[str, Any]]) -> list[str]:
    """What is made within the request that fetches it."""
    heads = ("Word file, made within the request: CPU", *(f"{size['asked']} pages" for size in sizes))
    rows = [(name, *(f"{p50(size['word_files'][name]):,.0f}" for size in sizes)) for name in sizes[0]["word_files"]]
    return table(heads, rows)
