"""Contents as a field that Word and LibreOffice update, with the entries already in place.

The entries have no page numbers until they are updated (in Word: F9): nobody knows the pages before the file is drawn,
and a wrong number is worse than none.
"""

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from protocols.documents.impact.styling import put_style
from protocols.documents.word.looks import CONTENTS

FIELD = r' TOC \o "1-1" \h \z \u '


def contents_bookmark(anchor: str) -> str:
    """The contents' own bookmark of a heading: one that Word hides from its list of bookmarks."""
    return f"_Toc_{anchor.replace('-', '_')}"[:40]


def put_contents(document: Any, entries: Sequence[tuple[int, str, str]]) -> None:
    """Write the contents: each entry is a clause's number, its title and the anchor of its heading."""
    document.add_paragraph("Contents", style="TOC Heading")
    paragraph = None
    for place, (number, title, anchor) in enumerate(entries):
        paragraph = document.add_paragraph()
        put_style(paragraph, CONTENTS)
        if place == 0:
            _mark(paragraph, "begin")
            _instruction(paragraph)
            _mark(paragraph, "separate")
        link = OxmlElement("w:hyperlink")
        link.set(qn("w:anchor"), contents_bookmark(anchor))
        link.set(qn("w:history"), "1")
        link.append(paragraph.add_run(f"{number}\t{title}")._r)
        paragraph._p.append(link)
    if paragraph is not None:
        _mark(paragraph, "end")


def _mark(paragraph: Paragraph, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph: Paragraph) -> None:
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = FIELD
    paragraph.add_run()._r.append(text)
