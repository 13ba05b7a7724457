"""PDF/UA-1 beside PDF/A-3a: what WeasyPrint, which makes one of the two at a time, leaves out of the other.

Tags, language, title and reading order are there for PDF/A-3a (level A) already. PDF/UA asks besides for words for each
link, and for its own identification, which PDF/A lets stand only where its namespace is described.
"""

from typing import Any

import pydyf  # type: ignore[import-untyped]

IDENTIFICATION = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
END = b"</rdf:RDF>"


def identify_accessible(pdf: pydyf.PDF) -> None:
    """Say in the metadata that the file follows PDF/UA-1."""
    number = int(pdf.catalog["Metadata"].split()[0])
    stream = pdf.objects[number].stream
    for place, part in enumerate(stream):
        if END in part:
            stream[place] = part.replace(END, IDENTIFICATION + END)


def describe_links(pdf: pydyf.PDF) -> None:
    """Give each link words that say where it leads; WeasyPrint gives the name of the anchor, which nobody would say."""
    for one in pdf.objects:
        if isinstance(one, dict) and one.get("Subtype") == "/Link":
            one["Contents"] = pydyf.String(_words(one))


def _words(link: dict[str, Any]) -> str:
    """Where a link leads: an address, or another place in the same file."""
    action = link.get("A")
    address = action.get("URI") if isinstance(action, dict) else None
    if isinstance(address, pydyf.String):
        return f"Link to {address.string}"
    return "Link to another place in this document"
