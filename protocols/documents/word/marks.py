"""Setting the marks by which a copy is known again into the file: its properties, and a bookmark at each heading."""

from collections.abc import Mapping
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
