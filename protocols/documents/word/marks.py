"""What a copy carries so that it is known again when it comes back: properties, bookmarks and names of styles.

Word and LibreOffice keep all three through editing and saving. None of it is trusted: it says where to look, and who
may do what is asked afresh.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

CUSTOM = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # ISO 29500-1, 22.3: properties that a program adds
LONGEST = 240  # characters in one property: Word cuts them at 255

REFERENCE, VERSION, TEXT, REVISIONS = (
    "Concordat reference", "Concordat version", "Concordat text", "Concordat revisions",
)  # fmt: skip
BOOKMARK = "section_"
# Paragraph styles that tell, when a copy comes back, whose words follow.
INHERITED_SOURCE, OWN_BEGINS, SCHEDULE_BEGINS = "Inherited from", "Own text", "Schedule"


@dataclass(frozen=True)
class CopyMarks:
    """Which text a copy was taken from: `revisions` are the clauses' by section id, `text` is the text's SHA-256."""

    reference: str
    version: int
    text: str
    revisions: Mapping[str, int] = field(default_factory=dict)

    def as_properties(self) -> dict[str, str]:
        """The properties of the file, none longer than Word keeps."""
        pairs = [f"{section}:{revision}" for section, revision in self.revisions.items()]
        numbers = (f"{REVISIONS} {number}" for number in count(1))
        known = {REFERENCE: self.reference, VERSION: str(self.version), TEXT: self.text}
        return known | dict(zip(numbers, _lines(pairs), strict=False))

    @classmethod
    def read(cls, properties: Mapping[str, str]) -> "CopyMarks | None":
        """The marks in a file's properties; None where it was not taken from a portal like this."""
        reference, version = properties.get(REFERENCE, ""), properties.get(VERSION, "")
        if not reference or not version.isascii() or not version.isdigit() or len(version) > 6:
            return None
        told = " ".join(value for name, value in properties.items() if name.startswith(REVISIONS)).split()
        pairs = (pair.rpartition(":") for pair in told)
        revisions = {name: int(number) for name, _, number in pairs if number.isascii() and number[:9].isdigit()}
        return cls(reference, int(version), properties.get(TEXT, ""), revisions)


def bookmark_name(section_id: str) -> str:
    """The bookmark of a section's heading: Word takes letters, digits and underscores, forty at most."""
    return BOOKMARK + section_id.replace("-", "_")[:30]


def put_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Set a bookmark round a paragraph's words. `number` is its own in the document."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    properties = paragraph._p.pPr
    paragraph._p.insert(0 if properties is None else 1, start)
    paragraph._p.append(end)


def put_properties(document: Any, properties: Mapping[str, str]) -> None:
    """Add properties of our own to the file."""
    root = etree.Element(f"{{{CUSTOM}}}Properties", nsmap={None: CUSTOM, "vt": VALUES})
    for number, (name, value) in enumerate(properties.items(), start=2):  # 1 is taken by the format itself
        one = etree.SubElement(root, f"{{{CUSTOM}}}property", fmtid=FORMAT_ID, pid=str(number), name=name)
        etree.SubElement(one, f"{{{VALUES}}}lpwstr").text = value
    content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), CUSTOM_TYPE, content, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _lines(words: Iterable[str]) -> list[str]:
    """Words in lines no longer than a property may be."""
    lines = [""]
    for word in words:
        if len(lines[-1]) + len(word) >= LONGEST:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [line for line in lines if line]
