"""Files made to harm whoever reads them: bombs, loops, depths and numbers out of all proportion."""

import zlib

MEGABYTE = 1024 * 1024


def assembled(*objects: bytes, root: int = 1, size: int | None = None, extra: bytes = b"") -> bytes:
    """A PDF of numbered objects with a plain index."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    count = size or len(objects) + 1
    out += b"trailer\n<< /Size %d /Root %d 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (count, root, extra, start)
    return bytes(out)


SIGNED = b"/AcroForm << /SigFlags 3 /Fields [4 0 R] >>"
FIELD = b"<< /FT /Sig /T (seal) /V 5 0 R /Type /Annot /Subtype /Widget /Rect [0 0 0 0] >>"
SIGNATURE = (
    b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 10 20 30] /Contents <00> >>"
)
CATALOGUE = b"<< /Type /Catalog /Pages 2 0 R " + SIGNED + b" >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def bomb(megabytes: int = 256) -> bytes:
    """An object stream that holds the pages and unpacks to thousands of times its size."""
    squeeze = zlib.compressobj(9)
    chunk = b" " * MEGABYTE
    packed = b"".join(squeeze.compress(chunk) for _ in range(megabytes)) + squeeze.flush()
    packed = stream(b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", packed)
    return _in_object_stream(packed)


def nested_bomb() -> bytes:
    """A bomb inside a bomb: filters named one after the other."""
    inner = zlib.compress(b"\0" * (200 * MEGABYTE), 9)
    for _ in range(2):
        inner = zlib.compress(inner, 9)
    filters = b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"
    return _in_object_stream(stream(b"/Type /ObjStm /N 1 /First 4 " + filters, inner))


def _in_object_stream(container: bytes) -> bytes:
    """A file whose list of pages (object 2) lies in object 3, with an index that says so."""
    out = bytearray(b"%PDF-1.7\n")
    one = len(out)
    out += b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    three = len(out)
    out += b"3 0 obj\n" + container + b"\nendobj\n"
    four = len(out)
    rows = [(0, 0, 255), (1, one, 0), (2, 3, 0), (1, three, 0), (1, four, 0)]
    table = b"".join(bytes([kind]) + place.to_bytes(4, "big") + bytes([last]) for kind, place, last in rows)
    out += b"4 0 obj\n" + stream(b"/Type /XRef /Size 5 /W [1 4 1] /Root 1 0 R", table) + b"\nendobj\n"
    out += b"startxref\n%d\n%%%%EOF\n" % four
    return bytes(out)


def deep(levels: int = 200_000) -> bytes:
    """Lists inside lists."""
    return assembled(CATALOGUE, b"[" * levels + b"]" * levels, PAGE, FIELD, SIGNATURE)


def page_loop() -> bytes:
    """A list of pages that holds itself."""
    return assembled(CATALOGUE, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>", PAGE, FIELD, SIGNATURE)


def field_loop() -> bytes:
    """A form field that is its own child and parent."""
    field = b"<< /T (a) /Parent 4 0 R /Kids [4 0 R 4 0 R] >>"
    return assembled(CATALOGUE, PAGES, PAGE, field, SIGNATURE)


def index_loop() -> bytes:
    """An index that names itself as the one before it."""
    pdf = assembled(CATALOGUE, PAGES, PAGE, FIELD, SIGNATURE, extra=b"/Prev 0000000000 ")
    start = pdf.rindex(b"xref\n0 ")
    return pdf.replace(b"/Prev 0000000000", b"/Prev %010d" % start)


def huge_index() -> bytes:
    """An index that says it has thousands of millions of entries."""
    pdf = assembled(CATALOGUE, PAGES, PAGE, FIELD, SIGNATURE, size=4_000_000_000)
    return pdf.replace(b"xref\n0 6\n", b"xref\n0 4000000000\n", 1)


def many_objects(count: int = 300_000) -> bytes:
    """As many objects as fit, all of them fields of the form."""
    fields = b" ".join(b"%d 0 R" % number for number in range(4, count))
    catalogue = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [" + fields + b"] >> >>"
    return assembled(catalogue, PAGES, PAGE, *[b"<< /FT /Sig /T (a) >>"] * (count - 4))
