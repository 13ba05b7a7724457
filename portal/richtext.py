"""Rich text from people: cleaned on the server, whatever the editor, a paste or a script sent."""

import html
import re

import nh3

LIMIT = 500_000  # characters of HTML in one section: about 150 pages
TAGS = {
    "p", "br", "strong", "em", "u", "s", "sub", "sup", "h3", "h4", "ul", "ol", "li", "blockquote",
    "a", "table", "thead", "tbody", "tr", "th", "td", "caption",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"}, "li": {"id"}, "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"},
}  # fmt: skip
ANCHOR = re.compile(r"(?:section-[\w.-]+/)?[pw][0-9a-f]{8,16}")
"""The id of a numbered paragraph that something links to; no other id is kept."""
SCHEMES = {"https", "http", "mailto"}


class TooLong(ValueError):
    """The text is longer than a section can hold."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"This text is {length:,} characters long, with its formatting. A section holds {LIMIT:,}. "
            "Split it over several sections, or attach the long part as an appendix."
        )


def sanitise(text: str) -> str:
    """Return the text with only the tags, attributes and links that a protocol may hold.

    Script, style, event handlers and unknown tags go; the words inside unknown tags stay.
    Raises TooLong above LIMIT characters.
    """
    clean = nh3.clean(
        text.replace("\x00", ""),
        tags=TAGS,
        attributes={**ATTRIBUTES, "*": set()},  # by itself nh3 lets `title` and `lang` through on every tag
        attribute_filter=_kept,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
        clean_content_tags={"script", "style", "title", "noscript", "iframe", "object", "svg", "math"},
    )
    if len(clean) > LIMIT:
        raise TooLong(len(clean))
    return clean


def _kept(_tag: str, name: str, value: str) -> str | None:
    """The value of an attribute that is allowed; None where it goes."""
    return value if name != "id" or ANCHOR.fullmatch(value) else None


def plain(text: str) -> str:
    """The words of a rich text, one paragraph a line."""
    broken = re.sub(r"</(p|li|h3|h4|tr|caption)>|<br\s*/?>", "\n", text)
    broken = re.sub(r"</t[dh]>", "\t", broken)
    bare = html.unescape(nh3.clean(broken, tags=set()))
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in bare.splitlines())
    return "\n".join(line for line in lines if line)
