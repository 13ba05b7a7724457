"""Which terms a clause defines, so that they can be linked to. Plain Python.

Anywhere, a paragraph or item defines what it begins with and says the meaning of: "serious harm means", "“X” means",
"X has the meaning given in"; and in quotation marks or bold, what it says to include. In a clause that is called
Definitions or Interpretation so do "X – meaning" and "X: meaning", and the rows of a table of two columns. A term is
the same whatever its capitals; where one is defined twice, the first stands.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from portal.richtext import plain

DEFINING_TITLE = re.compile(r"\b(definitions?|defined terms|interpretation|glossary)\b", re.I)
LONGEST = 6  # words in a term
ROW = re.compile(r"<tr\b[^>]*>(.*?)</tr>", re.S)
CELL = re.compile(r"<(t[dh])\b[^>]*>(.*?)</t[dh]>", re.S)
TABLE = re.compile(r"<table\b[^>]*>.*?</table>", re.S)
BOLD_TAG = re.compile(r"<(/?)strong>")
BOLD, PLAIN = "\ue000", "\ue001"  # of the private use area: nobody's letters
MARKS = re.compile(f"[{BOLD}{PLAIN}]")

# What may stand before a term: "In this protocol,".
LEAD = r"(?:(?:in|for the purposes of) (?:this|these|the)\b[^,:.;]{0,60},? )?(?:an? |the )?"
NAME = r"[^\W\d_][\w’'&/()-]*(?: [\w’'&/()-]+)*?"
MARKED = rf"[{BOLD}“‘\"']+(?P<marked>{NAME})[”’\"'{PLAIN}]+"
MEANS = r" (?:means?(?! that\b)|(?:has|have) the (?:same )?meanings?)\b"
SAYS = re.compile(rf"{LEAD}(?:{MARKED}(?:{MEANS}| includes?\b)|(?P<bare>{NAME}){MEANS})", re.I)
BESIDE = re.compile(rf"(?:an? |the )?(?:{MARKED}|(?P<bare>{NAME}))[{PLAIN}]?(?: [–—-] |: ?).*\w", re.I)
# Words that no term begins with: a sentence that begins with them says what something amounts to.
NO_TERM = frozenset(
    {
        "this", "that", "these", "those", "it", "they", "there", "which", "what", "such", "nothing", "something", "he",
        "she", "we", "you", "who", "by", "in", "if", "any", "all", "no", "not", "and", "or", "each", "every", "either",
        "neither", "as", "to", "where", "when",
    }
)  # fmt: skip
HEADS = frozenset({"term", "terms", "word", "words", "expression", "phrase", "definition"})


@lru_cache(maxsize=1024)
def terms_in(html: str, title: str = "") -> Mapping[str, str]:
    """The terms that a clause of that title defines, by the name that links to them bear.

    A page asks it of every clause, of which few have changed since the page before: the answers are kept.
    """
    found: dict[str, str] = {}
    for term in _terms(html, defining=is_defining(title)):
        found.setdefault(term_key(term), term)
    return found


def is_defining(title: str) -> bool:
    """Whether a clause of that title is there to define terms."""
    return DEFINING_TITLE.search(title) is not None


def term_key(term: str) -> str:
    """The name of a term in links."""
    return re.sub(r"\W+", "-", term.casefold()).strip("-")


def _terms(html: str, *, defining: bool) -> Iterator[str]:
    for line in _lines(html):
        found = SAYS.match(line) or (BESIDE.match(line) if defining else None)
        term = (found["marked"] or found["bare"] or "") if found else ""
        if _may_be(term):
            yield term
    if defining:
        yield from _of_rows(html)


def _lines(html: str) -> Iterator[str]:
    """The paragraphs and items, with what is bold marked; a table of a definitions clause is read by its rows."""
    marked = BOLD_TAG.sub(lambda tag: PLAIN if tag[1] else BOLD, TABLE.sub("\n", MARKS.sub("", html)))
    for line in plain(marked).splitlines():
        line = re.sub(rf"({BOLD}) |(:?)( ?){PLAIN}", lambda at: f" {BOLD}" if at[1] else f"{PLAIN}{at[2]}{at[3]}", line)
        yield " ".join(line.split())


def _of_rows(html: str) -> Iterator[str]:
    for row in ROW.findall(html):
        cells = [(tag, " ".join(plain(inner).split()).strip("“”‘’\"'")) for tag, inner in CELL.findall(row)]
        if len(cells) != 2 or all(tag == "th" for tag, _ in cells):
            continue
        term, meaning = cells[0][1], cells[1][1]
        if meaning and term.casefold() not in HEADS and _may_be(term):
            yield term


def _may_be(term: str) -> bool:
    words = term.split()
    return bool(words) and len(words) <= LONGEST and words[0].casefold() not in NO_TERM and bool(term_key(term))
