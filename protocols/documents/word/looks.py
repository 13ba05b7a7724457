"""The styles that an agreement has beyond those of every Word file that the portal makes."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, Twips

from protocols.documents.impact.styling import BRAND, SOFT, WIDE, shading
from protocols.documents.word.numbers import CLAUSES, FIRST
from protocols.loader.word.marks import (
    CLAUSE_CONTINUED,
    CLAUSE_TEXT,
    INHERITED_SOURCE,
    OWN_BEGINS,
    SCHEDULE_BEGINS,
)

CONTENTS, STATE, QUOTE, INHERITED = "toc 1", "State of the text", "Clause quote", "EEF5F4"
AFTER_BORDER = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl",
    "w:rPr",
)  # fmt: skip
"""What the schema sets after a border, among the properties of a paragraph."""


def add_styles(document: Any) -> None:
    """Add the styles of clauses, contents and notes."""
    styles = document.styles
    for name in CLAUSES:
        _add(styles, name).quick_style = True
    for name in (CLAUSE_TEXT, CLAUSE_CONTINUED):
        _add(styles, name).paragraph_format.left_indent = Twips(FIRST)
    quote = _add(styles, QUOTE)
    quote.paragraph_format.left_indent, quote.font.italic = Twips(FIRST + 400), True
    contents = styles.add_style(CONTENTS, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    contents.base_style, contents.paragraph_format.space_after = styles["Normal"], Pt(3)
    stops = contents.paragraph_format.tab_stops
    stops.add_tab_stop(Twips(FIRST))
    stops.add_tab_stop(WIDE, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    for name in (INHERITED_SOURCE, OWN_BEGINS, SCHEDULE_BEGINS):
        note = _add(styles, name)
        note.font.size, note.font.bold, note.font.color.rgb = Pt(9), True, BRAND
        note.paragraph_format.left_indent = Twips(FIRST)
        note.paragraph_format.keep_with_next = True
        note.paragraph_format.space_before = Pt(6)
    styles[SCHEDULE_BEGINS].font.color.rgb = SOFT
    styles[SCHEDULE_BEGINS].font.bold = False
    state = _add(styles, STATE)
    state.font.size, state.font.bold = Pt(12), True
    _face_of_contents_heading(styles["TOC Heading"], styles["Heading 1"])


def _add(styles: Any, name: str) -> Any:
    made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.base_style = styles["Normal"]
    return made


def _face_of_contents_heading(contents: Any, heading: Any) -> None:
    """The heading of the contents looks like a clause's and is none: it has no number and no place in the outline."""
    contents.base_style = None
    contents.font.name, contents.font.size, contents.font.bold = "Arial", heading.font.size, True
    contents.font.color.rgb = BRAND
    contents.paragraph_format.space_after = Pt(10)


def tint(paragraph: Any) -> None:
    """Set a paragraph on the ground of inherited text, with its bar at the left."""
    properties = paragraph._p.get_or_add_pPr()
    edges = OxmlElement("w:pBdr")
    bar = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "24"), ("space", "6"), ("color", "7FA9A6")):
        bar.set(qn(f"w:{name}"), value)
    edges.append(bar)
    properties.insert_element_before(edges, *AFTER_BORDER)
    properties.insert_element_before(shading(INHERITED), *AFTER_BORDER[1:])
