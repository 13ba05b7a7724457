"""Texts for the redline, as Hypothesis writes them: lists, tables, formatting and links; and edits of one text."""

from hypothesis import strategies as st

from portal.richtext import sanitise

WORDS = [
    "data",
    "shared",
    "weekly",
    "by",
    "the",
    "council",
    "7",
    "days",
    "&amp;",
    "&lt;b&gt;",
    "naïve",
    "x.",
    "(a)",
    "–",
]
MARKS = ["strong", "em", "u", "s", "sub", "sup", 'a href="https://www.example.org/a?b=1&amp;c=2"', 'a href="#S03"']
SPACES = ["", " ", "  ", "\n", "&nbsp;", "<br>"]


def wrapped(tag: str, inner: str) -> str:
    return f"<{tag}>{inner}</{tag.split()[0]}>"


def joined(parts) -> st.SearchStrategy[str]:
    return parts.map("".join)


word = st.sampled_from(WORDS)
gap = st.sampled_from(SPACES)
plain = joined(st.lists(st.builds(lambda one, two: one + two, word, gap), max_size=6))


def formatted(inner) -> st.SearchStrategy[str]:
    return st.builds(lambda a, mark, b, c: a + wrapped(mark, b) + c, plain, st.sampled_from(MARKS), inner, plain)


inline = st.recursive(plain, formatted, max_leaves=4)
leaf = st.builds(wrapped, st.sampled_from(["p", "h3", "h4"]), inline)
cell = st.builds(wrapped, st.sampled_from(["td", 'td colspan="2"', 'th scope="row"']), st.one_of(inline, leaf))
row = st.builds(wrapped, st.just("tr"), joined(st.lists(cell, max_size=3)))
body = st.builds(wrapped, st.just("tbody"), joined(st.lists(row, max_size=4)))
table = st.builds(
    lambda head, rows: wrapped("table", head + rows), st.sampled_from(["", "<caption>Who</caption>"]), body
)

plain_cell = st.builds(wrapped, st.sampled_from(["td", "td", "th"]), inline)


@st.composite
def grids(draw) -> str:
    """A table whose rows are equally long, so that it has columns."""
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(joined(st.lists(plain_cell, min_size=width, max_size=width)), min_size=1, max_size=3))
    return sanitise(wrapped("table", wrapped("tbody", "".join(wrapped("tr", one) for one in rows))))


def lists_of(inner) -> st.SearchStrategy[str]:
    item = st.builds(
        lambda words, more: wrapped("li", words + more), st.one_of(inline, leaf), st.one_of(st.just(""), inner)
    )
    return st.builds(wrapped, st.sampled_from(["ol", "ul", 'ol start="3"']), joined(st.lists(item, max_size=4)))


block = st.recursive(st.one_of(leaf, inline, table), lambda inner: st.one_of(
    lists_of(inner), st.builds(wrapped, st.just("blockquote"), inner)), max_leaves=6)  # fmt: skip
blocks = st.lists(block, max_size=6)
texts = joined(blocks).map(sanitise)


@st.composite
def edits(draw) -> tuple[str, str]:
    """A text, and the same after somebody worked on it: blocks taken out, put in, moved; words replaced."""
    old = draw(blocks)
    new = list(old)
    for _ in range(draw(st.integers(0, 4))):
        place = draw(st.integers(0, len(new)))
        what = draw(st.sampled_from(["in", "out", "move", "word"]))
        if what == "in":
            new.insert(place, draw(block))
        elif new and what == "out":
            new.pop(place % len(new))
        elif new and what == "move":
            new.insert(draw(st.integers(0, len(new))), new.pop(place % len(new)))
        elif new:
            changed = new[place % len(new)].replace(draw(word), draw(word), draw(st.integers(1, 3)))
            new[place % len(new)] = changed
    return sanitise("".join(old)), sanitise("".join(new))
