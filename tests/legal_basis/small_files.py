"""Small real files of each kind, made here, and small ones that are not what they seem."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n"
    b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n98\n%%EOF\n"
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 20 + b"\xff\xd9"
MAIN = {
    "docx": ("/word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("/xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("/ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
ODF = "application/vnd.oasis.opendocument."
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def png() -> bytes:
    """One black pixel."""
    parts = ((b"IHDR", struct.pack(">2I5B", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    chunks = [struct.pack(">I", len(d)) + n + d + struct.pack(">I", zlib.crc32(n + d)) for n, d in parts]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def docx() -> bytes:
    """A document as a library writes it."""
    held = BytesIO()
    Document().save(held)
    return held.getvalue()


def zipped(parts: dict[str, bytes | str]) -> bytes:
    """An archive of these parts."""
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def open_xml(kind: str, *, more: dict[str, bytes | str] | None = None, types: str = "") -> bytes:
    """An office document with the parts that tell what it is."""
    name, main = MAIN[kind]
    said = f'<Override PartName="{name}" ContentType="application/vnd.openxmlformats-officedocument.{types or main}"/>'
    return zipped({"[Content_Types].xml": f"<Types>{said}</Types>", name[1:]: "<x/>", **(more or {})})


def open_document(kind: str, **more: bytes | str) -> bytes:
    """A LibreOffice document: text, spreadsheet or presentation."""
    return zipped({"mimetype": f"{ODF}{kind}", "content.xml": "<x/>", **more})
