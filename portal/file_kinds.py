"""Telling what a file is by its content, never by its name or by what the sender says it is. Plain Python.

Taken are PDF, PNG, JPEG, and the documents of Word, Excel, PowerPoint and LibreOffice without macros. Of an archive,
only the list of its parts is read, and of one part at most `PART_LIMIT` bytes, so that a small file cannot unfold into
a large one. The formats: ISO 32000, ISO 10918, ISO 15948, ISO 29500 (Open Packaging), ISO 26300 and PKWARE's APPNOTE.
"""

import re
import struct
import unicodedata
import zipfile
import zlib
from enum import Enum
from io import BytesIO
from math import ceil
from pathlib import PurePosixPath

NAME_LIMIT = 150
"""The most characters that a file's name keeps, with its ending."""
PART_LIMIT = 1024 * 1024
"""The most bytes read of one part of an archive."""
LIST_LIMIT = 1024 * 1024
"""The most bytes that the list of an archive's parts may have: some ten thousand parts."""

TAKEN = "PDF, Word, Excel, PowerPoint, LibreOffice, PNG or JPEG"
END_OF_ARCHIVE = struct.Struct("<4s4H2LH")
ZIP64_RECORD = 56  # bytes
ODF_TYPE = "application/vnd.oasis.opendocument."
OPEN_XML = "application/vnd.openxmlformats-officedocument."
MAIN_PARTS = rb"wordprocessingml\.document|spreadsheetml\.sheet|presentationml\.presentation"
OPEN_XML_MAIN = re.compile(rb"officedocument\.(" + MAIN_PARTS + rb")\.main\+xml")


class NotTaken(Exception):
    """A file that is not taken; `str()` goes on from the file's name: "is empty. Choose one that is not."."""


class FileKind(Enum):
    """A kind of file that is taken: its word on a page, the endings it goes by, its media type."""

    PDF = ("PDF", (".pdf",), "application/pdf")
    PNG = ("PNG picture", (".png",), "image/png")
    JPEG = ("JPEG picture", (".jpg", ".jpeg"), "image/jpeg")
    DOCX = ("Word document", (".docx",), f"{OPEN_XML}wordprocessingml.document")
    XLSX = ("Excel workbook", (".xlsx",), f"{OPEN_XML}spreadsheetml.sheet")
    PPTX = ("PowerPoint presentation", (".pptx",), f"{OPEN_XML}presentationml.presentation")
    ODT = ("OpenDocument text", (".odt",), f"{ODF_TYPE}text")
    ODS = ("OpenDocument spreadsheet", (".ods",), f"{ODF_TYPE}spreadsheet")
    ODP = ("OpenDocument presentation", (".odp",), f"{ODF_TYPE}presentation")

    def __init__(self, label: str, endings: tuple[str, ...], media_type: str) -> None:
        self.label, self.endings, self.media_type = label, endings, media_type


ENDINGS = tuple(ending for kind in FileKind for ending in kind.endings)

_OTHER = "is not a file that can be taken. Save it as {taken}, and choose that."
_OLD_OFFICE = "is in the older format of Word, Excel or PowerPoint. Save it as .docx, .xlsx or .pptx, or as PDF."
_PICTURE = "is a picture in a format that not everybody can open. Save it as PNG, JPEG or PDF."
_MACROS = "may hold macros, which can do harm when it is opened. Save it without macros, or as PDF."
_LOCKED = "is protected with a password, so that others could not open it. Save it without one."
_DAMAGED = "is damaged or cut short. Open it, save it again, and choose that."
# How a file begins that many people will try, and what to do about it.
_BEGINNINGS = (
    (b"GIF8", _PICTURE), (b"II*\x00", _PICTURE), (b"MM\x00*", _PICTURE), (b"BM", _PICTURE), (b"RIFF", _PICTURE),
    (b"MZ", "is a program. Programs are not taken."),
)  # fmt: skip


def kind_of(content: bytes) -> FileKind:
    """The kind of file that a content is. Raises NotTaken for any other, and for what is empty, damaged or locked."""
    if not content:
        raise NotTaken("is empty. Choose one that holds something.")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"%PDF-"):
        return _whole(FileKind.PDF, re.search(rb"startxref\s+\d+\s+%%EOF", content[-2048:]) is not None)
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _whole(FileKind.PNG, content[12:16] == b"IHDR" and b"IEND\xaeB`\x82" in content[-64:])
    if content.startswith(b"\xff\xd8\xff"):
        return _whole(FileKind.JPEG, b"\xff\xd9" in content)
    if content.startswith(b"PK\x03\x04"):
        return _kind_of_archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise NotTaken(_LOCKED if "EncryptedPackage".encode("utf-16-le") in content else _OLD_OFFICE)
    raise NotTaken(_why_not(content))


def _whole(kind: FileKind, whole: bool) -> FileKind:
    if not whole:
        raise NotTaken(_DAMAGED)
    return kind


def _why_not(content: bytes) -> str:
    if content[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix", b"ftypavif"):
        return _PICTURE
    found = next((sentence for beginning, sentence in _BEGINNINGS if content.startswith(beginning)), _OTHER)
    return found.format(taken=TAKEN)


def _kind_of_archive(content: bytes) -> FileKind:
    """Which office document an archive is, from the list of its parts and the one part that says what it is."""
    _refuse_long_list(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = archive.namelist()
            if len(set(names)) != len(names):
                raise NotTaken(_DAMAGED)
            if any(part.flag_bits & 1 for part in archive.infolist()):
                raise NotTaken(_LOCKED)
            if "[Content_Types].xml" in names:
                return _open_xml(names, _part(archive, "[Content_Types].xml"))
            if "mimetype" in names:
                return _open_document(names, _part(archive, "mimetype"))
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError, OSError, struct.error):
        raise NotTaken(_DAMAGED) from None
    raise NotTaken("is an archive of other files. Take out the one that you mean, and choose that.")


def _refuse_long_list(content: bytes) -> None:
    """Refuse an archive whose list of parts is longer than any office document's, before the list is read."""
    at = content.rfind(b"PK\x05\x06", -65_557 if len(content) > 65_557 else 0)
    if at < 0 or len(content) < at + END_OF_ARCHIVE.size:
        raise NotTaken(_DAMAGED)
    size = END_OF_ARCHIVE.unpack_from(content, at)[5]
    locator = content[max(at - 20, 0) : at]
    if locator.startswith(b"PK\x06\x07"):  # Zip64 keeps its own, longer, figures
        size = max(0 if size == 0xFFFFFFFF else size, *_zip64_sizes(content, at - 20, locator))
    if size > LIST_LIMIT:
        raise NotTaken("holds more parts than any document would. Save it as PDF, and choose that.")


def _zip64_sizes(content: bytes, end: int, locator: bytes) -> list[int]:
    """The size of the list by Zip64: where its locator leads, and right before it, where some readers look instead."""
    (where,) = struct.unpack_from("<Q", locator, 8)
    records = [content[at : at + ZIP64_RECORD] for at in (where, max(end - ZIP64_RECORD, 0))]
    if any(len(record) < ZIP64_RECORD or not record.startswith(b"PK\x06\x06") for record in records):
        raise NotTaken(_DAMAGED)
    return [struct.unpack_from("<Q", record, 40)[0] for record in records]


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, as far as the limit goes; a longer one is no document of the usual kind."""
    with archive.open(name) as part:
        found = part.read(PART_LIMIT + 1)
    if len(found) > PART_LIMIT:
        raise NotTaken(_DAMAGED)
    return found


def _open_xml(names: list[str], types: bytes) -> FileKind:
    lowered = types.lower()
    held = any(name.lower().endswith("vbaproject.bin") for name in names)
    if held or b"macroenabled" in lowered or b"vbaproject" in lowered:
        raise NotTaken(_MACROS)
    main = {found.decode() for found in OPEN_XML_MAIN.findall(types)}
    kinds = [kind for kind in FileKind if kind.media_type.removeprefix(OPEN_XML) in main]
    if len(kinds) != 1:
        raise NotTaken(_OTHER.format(taken=TAKEN))
    return kinds[0]


def _open_document(names: list[str], said: bytes) -> FileKind:
    if any(name.startswith(("Basic/", "Scripts/")) for name in names):
        raise NotTaken(_MACROS)
    found = [kind for kind in FileKind if kind.media_type.encode() == said.strip()]
    if not found or "content.xml" not in names:
        raise NotTaken(_OTHER.format(taken=TAKEN))
    return found[0]


def visible_name(name: str) -> str:
    """The part of a name that can be shown: no folders, nothing that cannot be seen, and not too long.

    What turns the writing round (U+202E), which can make a program look like a letter, is taken out with the rest.
    """
    visible = "".join(sign for sign in unicodedata.normalize("NFC", name) if unicodedata.category(sign)[0] != "C")
    base = " ".join(re.split(r"[/\\]", visible)[-1].split()).strip(". ")
    ending = PurePosixPath(base).suffix[:10]
    return base if len(base) <= NAME_LIMIT else f"{base[: NAME_LIMIT - len(ending)].rstrip('. ')}{ending}"


def clean_name(name: str, kind: FileKind) -> str:
    """A name fit to be shown and to save under, with an ending of its kind."""
    base = visible_name(name)
    ending = PurePosixPath(base).suffix
    if ending.lower() in kind.endings:
        base = base[: -len(ending)]
    else:
        ending = kind.endings[0]
    return f"{base[: NAME_LIMIT - len(ending)].rstrip('. ') or 'file'}{ending}"


def spoken_size(size: int) -> str:
    """A size in bytes as people say it, such as 340 kB or 2.5 MB; rounded up, so that no more is taken than is said."""
    if size < 1000:
        return f"{size} byte{'' if size == 1 else 's'}"
    if size < 1000 * 1024:
        return f"{ceil(size / 1024)} kB"
    return f"{ceil(size * 10 / 1024**2) / 10:.1f}".removesuffix(".0") + " MB"
