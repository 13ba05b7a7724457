"""Opening a Word file safely: how large it is and what is in it is known before anything is read.

A .docx is a ZIP archive of XML parts (ISO 29500). Refused are archives that would unfold beyond the limits, parts with
a document type (by which entities multiply), macros, passwords, and whatever is no .docx. What lies outside the file,
such as linked pictures and templates, is never fetched.
"""

import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from lxml import etree

from portal.file_kinds import FileKind, NotTaken, kind_of

MOST_BYTES = 10 * 1024 * 1024
"""The largest file that is read."""
MOST_PARTS = 2_000
MOST_UNFOLDED = 150 * 1024 * 1024
"""The most bytes that all parts together may unfold to, pictures with them; only the few parts below are unfolded."""
MOST_XML = 12 * 1024 * 1024
"""The most bytes of one part that is read: some thousand pages."""

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": WORD.encode(),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships":
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}  # fmt: skip
"""The strict spelling of the format, and the one that nearly all programs write."""
DAMAGED = (
    "is damaged, or not a Word file as word processors write it. Open it, save it again as .docx, and choose that."
)
BOMB = "would unfold to far more than any agreement holds. Save the text alone as a new .docx, and choose that."
ENTITIES = "declares a document type, which no word processor writes. Open it, save it again as .docx, and choose that."

Element = Any  # of lxml, which carries no types


@dataclass(frozen=True)
class WordFile:
    """The parts that are read. A part that the file has not is None; `links` are addresses by relationship.

    `outside` counts what the file would fetch from elsewhere, such as templates and pictures: it is not fetched.
    """

    document: Element
    styles: Element | None = None
    numbering: Element | None = None
    footnotes: Element | None = None
    endnotes: Element | None = None
    comments: Element | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    outside: int = 0


def open_word(content: bytes) -> WordFile:
    """Open a file. Raises NotTaken, whose sentence goes on from the file's name."""
    if len(content) > MOST_BYTES:
        raise NotTaken("is larger than 10 MB. Make its pictures smaller or take them out, and choose that.")
    kind = kind_of(content)
    if kind is not FileKind.DOCX:
        raise NotTaken(f"is not a Word file ({kind.label}). Save it as .docx, and choose that.")
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return _read(_Parts(archive))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, KeyError, ValueError):
        raise NotTaken(DAMAGED) from None


class _Parts:
    """The parts of an archive, once it is known how large they are."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        listed = archive.infolist()
        if len(listed) > MOST_PARTS or sum(one.file_size for one in listed) > MOST_UNFOLDED:
            raise NotTaken(BOMB)
        self.archive = archive
        self.names = {one.filename.lower(): one for one in listed}

    def xml(self, name: str) -> Element | None:
        """A part as XML; None where the file has none of that name."""
        listed = self.names.get(name.lstrip("/").lower())
        if listed is None:
            return None
        if listed.file_size > MOST_XML:
            raise NotTaken(BOMB)
        with self.archive.open(listed) as part:
            content = part.read(MOST_XML + 1)
        return parse(content)


def parse(content: bytes) -> Element:
    """The XML of a part, with nothing fetched and nothing multiplied. Raises NotTaken."""
    if len(content) > MOST_XML:
        raise NotTaken(BOMB)
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in content[:64]:
        raise NotTaken(DAMAGED)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NotTaken(ENTITIES)
    for strict, usual in STRICT.items():
        content = content.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        raise NotTaken(DAMAGED) from None
    if root.getroottree().docinfo.doctype:
        raise NotTaken(ENTITIES)
    return root


def _read(parts: _Parts) -> WordFile:
    main = _targets(parts, "_rels/.rels", "").get("officeDocument", "word/document.xml")
    folder = str(PurePosixPath(main).parent)
    relations = f"{folder}/_rels/{PurePosixPath(main).name}.rels"
    targets = _targets(parts, relations, folder)
    document = parts.xml(main)
    if document is None or document.find(f"{{{WORD}}}body") is None:
        raise NotTaken(DAMAGED)
    names = ("styles", "numbering", "footnotes", "endnotes", "comments")
    found = {name: parts.xml(targets[name]) for name in names if name in targets}
    outside = sum(_outside(parts, one) for one in (relations, f"{folder}/_rels/settings.xml.rels"))
    return WordFile(document, **found, links=_links(parts, relations), properties=_properties(parts), outside=outside)


def _targets(parts: _Parts, name: str, folder: str) -> dict[str, str]:
    """Where the parts of each kind are, for parts inside the file."""
    relations = parts.xml(name)
    inside = [] if relations is None else [one for one in relations if one.get("TargetMode") != "External"]
    found: dict[str, str] = {}
    for one in inside:
        target = one.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else str(PurePosixPath(folder) / target)
        found.setdefault(one.get("Type", "").rpartition("/")[2], path)
    return found


def _links(parts: _Parts, name: str) -> dict[str, str]:
    """The addresses that the text links to."""
    relations = parts.xml(name)
    external = [] if relations is None else [one for one in relations if one.get("TargetMode") == "External"]
    return {one.get("Id", ""): one.get("Target", "") for one in external if one.get("Type", "").endswith("/hyperlink")}


def _outside(parts: _Parts, name: str) -> int:
    """How many things a part would have fetched from elsewhere; a link is followed by people alone."""
    relations = parts.xml(name)
    external = [] if relations is None else [one for one in relations if one.get("TargetMode") == "External"]
    return sum(not one.get("Type", "").endswith("/hyperlink") for one in external)


def _properties(parts: _Parts) -> dict[str, str]:
    """The properties that a program added to the file."""
    root = parts.xml("docProps/custom.xml")
    return {} if root is None else {one.get("name", ""): "".join(one.itertext()) for one in root}
