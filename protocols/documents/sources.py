"""The HTML that a document is set from, and what a browser would make of it; all else is in our own sheets."""

import re
from functools import cache

from weasyprint import CSS, HTML
from weasyprint.html import UA

NOTES = re.compile(r"^::(footnote|note)-.*$", re.MULTILINE)
MARKERS = re.compile(r"^::marker ", re.MULTILINE)


class Source(HTML):  # type: ignore[misc]
    """HTML without notes at the foot of a page, which nothing of ours has.

    WeasyPrint's own sheet gives six pseudo-elements to every element, five of them for notes; each has a style to be
    worked out, whether it is drawn or not.
    """

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_without_notes()]


@cache
def _without_notes() -> CSS:
    """WeasyPrint's own sheet, with markers for items of lists alone."""
    return CSS(string=MARKERS.sub("li::marker ", NOTES.sub("", UA)))
