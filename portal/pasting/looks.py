"""Looks that carry meaning, from styles and old elements to the tags that say so; and links without detours."""

import re
from urllib.parse import parse_qs, urlsplit

from lxml import etree

MEANT = {"b": "strong", "i": "em", "strike": "s", "del": "s", "ins": "u"}
STYLES = (
    ("strong", re.compile(r"(?<![-\w])font-weight\s*:\s*(bold|[6-9]00)", re.I)),
    ("em", re.compile(r"(?<![-\w])font-style\s*:\s*italic", re.I)),
    ("u", re.compile(r"(?<![-\w])text-decoration[^;:]*:[^;]*underline", re.I)),
    ("s", re.compile(r"(?<![-\w])text-decoration[^;:]*:[^;]*line-through", re.I)),
    ("sup", re.compile(r"(?<![-\w])vertical-align\s*:\s*super", re.I)),
    ("sub", re.compile(r"(?<![-\w])vertical-align\s*:\s*sub\b", re.I)),
)
NOT_BOLD = re.compile(r"(?<![-\w])font-weight\s*:\s*(normal|[1-5]00)", re.I)
WITHIN = re.compile(r"#(?:clause|term)-[\w.-]+$")  # a link to a clause of the protocol itself


def rename(one: etree._Element, tag: str) -> None:
    """The same element under another name."""
    one.tag = tag


def unwrap(one: etree._Element) -> None:
    """Take an element away and leave what is in it."""
    one.drop_tag()


def apply_looks(root: etree._Element) -> None:
    """Words that look bold, italic and so on are marked so; what only names a typeface is not."""
    for one in [found for found in root.iterdescendants() if isinstance(found.tag, str)]:
        style = one.get("style", "")
        if one.tag == "b" and NOT_BOLD.search(style):
            unwrap(one)  # Google Docs wraps everything in one of these
        elif one.tag in MEANT:
            rename(one, MEANT[one.tag])
        elif one.tag == "span":
            _mark(one, [tag for tag, looks in STYLES if looks.search(style)])


def _mark(span: etree._Element, tags: list[str]) -> None:
    """Put the marks inside the span, which goes later; an underlined link is underlined as every link is."""
    wanted = [tag for tag in tags if not (tag == "u" and _in_link(span))]
    for tag in wanted:
        mark = etree.SubElement(span, tag)
        mark.text, span.text = span.text, None
        for inner in list(span)[:-1]:
            mark.append(inner)


def _in_link(one: etree._Element) -> bool:
    return any(above.tag == "a" for above in one.iterancestors()) or one.find(".//a") is not None


def bare_links(root: etree._Element) -> None:
    """Links lead where they say: not over a search engine, nor to a bookmark that stayed behind in the document."""
    for link in list(root.iter("a")):
        href = link.get("href", "")
        try:
            parts = urlsplit(href)
        except ValueError:  # an address that none can be, such as http://[x
            unwrap(link)
            continue
        if parts.netloc.endswith("google.com") and parts.path == "/url":
            link.set("href", parse_qs(parts.query).get("q", [""])[0])
        elif not href or (href.startswith("#") and not WITHIN.match(href)):
            unwrap(link)
