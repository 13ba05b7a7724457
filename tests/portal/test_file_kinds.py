"""What a file is, told by its content alone; and names and sizes as people read them."""

import struct
import tracemalloc
from io import BytesIO
from zipfile import ZipFile

import pytest

from portal.file_kinds import NAME_LIMIT, FileKind, NotTaken, clean_name, kind_of, spoken_size, visible_name
from tests.legal_basis import small_files as small

TAKEN = {
    FileKind.PDF: small.PDF,
    FileKind.PNG: small.png(),
    FileKind.JPEG: small.JPEG,
    FileKind.DOCX: small.docx(),
    FileKind.XLSX: small.open_xml("xlsx"),
    FileKind.PPTX: small.open_xml("pptx"),
    FileKind.ODT: small.open_document("text"),
    FileKind.ODS: small.open_document("spreadsheet"),
    FileKind.ODP: small.open_document("presentation"),
}
WITH_MACROS = {
    "a macro project": small.open_xml("docx", more={"word/vbaProject.bin": b"x"}),
    "a macro project under another name": small.open_xml(
        "docx", types="wordprocessingml.document.main+xml application/vnd.ms-office.vbaProject"
    ),
    "a type that allows macros": small.open_xml("docx", types="application/vnd.ms-word.document.macroEnabled.main+xml"),
    "LibreOffice macros": small.open_document("text", **{"Basic/Standard/Module1.xml": "x"}),
    "LibreOffice scripts": small.open_document("text", **{"Scripts/python/module.py": "x"}),
}
REFUSED = {
    "empty": (b"", "is empty"),
    "a PDF cut short": (small.PDF[:-30], "damaged or cut short"),
    "a picture cut short": (small.png()[:-20], "damaged or cut short"),
    "a document cut short": (small.docx()[:-200], "damaged or cut short"),
    "text": (b"Dear all, the minutes are attached.", "Save it as PDF"),
    "a page": (b"<html><script>alert(1)</script></html>", "Save it as PDF"),
    "a drawing with script": (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "Save it as PDF"),
    "a program": (b"MZ\x90\x00" + b"\x00" * 80, "is a program"),
    "a scan in TIFF": (b"II*\x00" + b"\x00" * 80, "Save it as PNG"),
    "a photograph in HEIC": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 80, "Save it as PNG"),
    "Word of 1997": (small.OLD_OFFICE, "older format"),
    "a locked document": (small.OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "any archive": (small.zipped({"notes.txt": "x"}), "archive of other files"),
    "a document of no known kind": (small.open_xml("docx", types="wordprocessingml.template.main+xml"), "Save it as"),
    "a label without its content": (small.zipped({"mimetype": f"{small.ODF}text"}), "Save it as"),
    "a page after a PDF's beginning": (b"%PDF-1.4 <script>alert(1)</script>", "damaged or cut short"),
}


@pytest.mark.parametrize("kind", TAKEN)
def test_each_kind_is_told_by_its_content(kind):
    assert kind_of(TAKEN[kind]) is kind


def test_every_kind_is_tried():
    assert set(TAKEN) == set(FileKind)


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_taken_is_refused_with_what_to_do(what):
    content, words = REFUSED[what]
    with pytest.raises(NotTaken, match=words):
        kind_of(content)


@pytest.mark.parametrize("what", WITH_MACROS)
def test_what_may_hold_macros_is_refused(what):
    with pytest.raises(NotTaken, match="macros"):
        kind_of(WITH_MACROS[what])


def test_a_part_that_unfolds_is_read_no_further_than_the_limit():
    bomb = small.zipped({"[Content_Types].xml": b"\x00" * 200_000_000, "word/document.xml": b""})
    assert len(bomb) < 300_000
    tracemalloc.start()
    with pytest.raises(NotTaken):
        kind_of(bomb)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 10_000_000


def test_a_list_of_parts_that_is_longer_than_any_documents_is_not_read():
    names = {f"word/{number:090}.xml": b"" for number in range(8_000)}
    with pytest.raises(NotTaken, match="more parts"):
        kind_of(small.open_xml("docx", more=names))


def by_zip64(content: bytes, *, short_first: bool = False) -> bytes:
    """The same archive with its figures in Zip64, and in the usual place a lie; `short_first`: another lie before.

    That one is where the locator leads; the true record stands where Python's own reader takes it from.
    """
    at = content.rfind(b"PK\x05\x06")
    count, size, offset = struct.unpack_from("<H2L", content, at + 10)
    true, lie = (
        struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, one, offset) for one in (size, 100)
    )
    end = bytearray(content[at:])
    struct.pack_into("<L", end, 12, 100)
    records = lie + true if short_first else true
    return content[:at] + records + struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1) + bytes(end)


@pytest.mark.parametrize("short_first", [False, True])
def test_nor_is_one_whose_length_stands_where_long_archives_have_it(short_first):
    names = {f"word/{number:090}.xml": b"" for number in range(8_000)}
    with pytest.raises(NotTaken, match="more parts"):
        kind_of(by_zip64(small.open_xml("docx", more=names), short_first=short_first))
    assert kind_of(by_zip64(small.docx())) is FileKind.DOCX


def test_an_archive_that_lies_about_its_list_is_damaged():
    content = bytearray(small.docx())
    at = content.rfind(b"PK\x05\x06")
    struct.pack_into("<L", content, at + 16, 0xFFFFFFF0)
    with pytest.raises(NotTaken, match="damaged"):
        kind_of(bytes(content))


def test_two_parts_of_one_name_could_be_read_two_ways_and_are_refused():
    with pytest.warns(UserWarning, match="Duplicate name"):
        content = _twice()
    with pytest.raises(NotTaken, match="damaged"):
        kind_of(content)


def _twice() -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as archive:
        for said in ("one", "two"):
            archive.writestr("[Content_Types].xml", said)
    return held.getvalue()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("minutes.pdf", "minutes.pdf"),
        ("Minutes.PDF", "Minutes.PDF"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\dana\\minutes.pdf", "minutes.pdf"),
        ("letter\u202efdp.exe", "letterfdp.exe.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", "abSet-Cookie: x.pdf"),
        ("  two   spaces .pdf", "two spaces.pdf"),
        ("", "file.pdf"),
        ("...", "file.pdf"),
        (".pdf", "pdf.pdf"),
        ("Cofnodion y Cyngor \u2013 T\u0177.pdf", "Cofnodion y Cyngor \u2013 T\u0177.pdf"),
    ],
)
def test_a_name_is_made_fit_to_be_shown(given, kept):
    assert clean_name(given, FileKind.PDF) == kept


def test_a_long_name_is_cut_and_keeps_its_ending():
    assert len(clean_name("n" * 500 + ".pdf", FileKind.PDF)) == NAME_LIMIT
    assert visible_name("n" * 500 + ".pdf").endswith(".pdf")


@pytest.mark.parametrize(
    ("size", "said"),
    [(1, "1 byte"), (999, "999 bytes"), (1000, "1 kB"), (340_000, "333 kB"), (10 * 1024**2, "10 MB"),
     (10 * 1024**2 + 1, "10.1 MB"), (2_500_000, "2.4 MB")],
)  # fmt: skip
def test_a_size_is_said_as_people_say_it_and_never_too_small(size, said):
    assert spoken_size(size) == said
