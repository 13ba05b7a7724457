"""What can be done to a signed file: a byte changed in one of its parts, a revision appended, an end cut off."""

import io
import zipfile
from collections.abc import Callable

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter

from protocols.documents.anatomy import Anatomy
from protocols.documents.authority import Authority
from protocols.documents.inspecting import run_apart
from protocols.documents.revisions import Span, kept_together, spans
from protocols.documents.signing import _signer

Writer = IncrementalPdfFileWriter
Change = Callable[[Writer], None]


def flipped(pdf: bytes, place: int) -> bytes:
    """One bit of one byte changed."""
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def flipped_in(pdf: bytes, words: str) -> bytes:
    """One bit changed in the middle of the first part whose words begin so."""
    span = part(pdf, words)
    return flipped(pdf, (span.start + span.end) // 2)


def part(pdf: bytes, words: str) -> Span:
    """The first stretch of a file that holds such a part, by itself or together with others."""
    reader = PdfFileReader(io.BytesIO(pdf))
    anatomy = Anatomy(reader)
    laid = [span for span in spans(reader, pdf) if span.number is not None]
    for span in laid:
        if anatomy.word(span.number).startswith(words):
            return span
    for span in laid:
        if any(anatomy.word(number).startswith(words) for number in kept_together(reader, span.number)):
            return span
    raise LookupError(words)


def index_flipped(pdf: bytes) -> bytes:
    """One bit changed in the last index, which a reader begins with."""
    reader = PdfFileReader(io.BytesIO(pdf))
    last = [span for span in spans(reader, pdf) if span.number is None][-1]
    return flipped(pdf, pdf.index(b"stream", last.start) + 20)


def trailer_changed(pdf: bytes) -> bytes:
    """The number that says where the last index lies, changed."""
    place = pdf.rindex(b"startxref\n") + len(b"startxref\n")
    return flipped(pdf, place)


def signature_changed(pdf: bytes, number: int) -> bytes:
    """A digit changed in the number-th signature (from 0): in the last bytes of its value."""
    place = -1
    for _ in range(number + 1):
        place = pdf.index(b"/Contents <30", place + 1)
    end = pdf.index(b">", place)
    digits = pdf[place:end].rstrip(b"0")
    last = place + len(digits) - 20
    return pdf[:last] + (b"1" if pdf[last : last + 1] != b"1" else b"2") + pdf[last + 1 :]


def updated(pdf: bytes, *changes: Change) -> bytes:
    """The file with changes appended in a revision of its own, as a PDF editor would leave it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    for change in changes:
        change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def dictionary(**entries: generic.PdfObject) -> generic.DictionaryObject:
    return generic.DictionaryObject({pdf_name(f"/{key}"): value for key, value in entries.items()})


def numbers(*values: int) -> generic.ArrayObject:
    return generic.ArrayObject(map(generic.NumberObject, values))


def add_page(writer: Writer) -> None:
    page = dictionary(Type=pdf_name("/Page"), MediaBox=numbers(0, 0, 595, 842), Resources=dictionary())
    writer.insert_page(writer.add_object(page).get_object(), after=0)


def annotate(writer: Writer, **entries: generic.PdfObject) -> None:
    note = dictionary(Type=pdf_name("/Annot"), Rect=numbers(50, 700, 400, 760), **entries)
    writer.register_annotation(writer.root["/Pages"]["/Kids"].raw_get(0).reference, writer.add_object(note))


def add_note(writer: Writer) -> None:
    words = generic.TextStringObject("and indemnify us")
    annotate(writer, Subtype=pdf_name("/FreeText"), Contents=words)


def add_form_field(writer: Writer) -> None:
    words = generic.TextStringObject("amount")
    field = dictionary(FT=pdf_name("/Tx"), T=words, V=words)
    form = writer.root["/AcroForm"]
    form["/Fields"].append(writer.add_object(field))
    writer.mark_update(writer.root.raw_get("/AcroForm").reference)


def add_script(writer: Writer) -> None:
    action = dictionary(S=pdf_name("/JavaScript"), JS=generic.TextStringObject("app.alert(1)"))
    writer.root["/OpenAction"] = writer.add_object(action)
    writer.update_root()


def add_launch(writer: Writer) -> None:
    action = dictionary(S=pdf_name("/Launch"), F=generic.TextStringObject("calc.exe"))
    annotate(writer, Subtype=pdf_name("/Link"), A=writer.add_object(action))


def swap_attachment(writer: Writer) -> None:
    file = writer.root["/AF"][0]["/EF"].raw_get("/F")
    writer.mark_update(file.reference)
    file.get_object()._data = b"{}"
    file.get_object()._encoded_data = None


def retitle(writer: Writer) -> None:
    metadata = writer.root.raw_get("/Metadata")
    stream = metadata.get_object()
    stream._data = stream.data.replace(b"Violence", b"Peace   ")
    stream._encoded_data = None
    writer.mark_update(metadata.reference)


def restructure(writer: Writer) -> None:
    tree = writer.root["/StructTreeRoot"]
    tree["/K"] = generic.ArrayObject()
    writer.mark_update(writer.root.raw_get("/StructTreeRoot").reference)


def drop_certification(writer: Writer) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def also_signed(pdf: bytes, by: Authority, field: str, *, new: bool = False) -> bytes:
    """The file with a signature of anybody's seal in a box of it, or in a new one."""
    meta = PdfSignatureMetadata(field_name=field, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    spec = SigFieldSpec(field) if new else None
    signer = PdfSigner(meta, signer=_signer(by.seal, by), new_field_spec=spec)
    signed: bytes = run_apart(signer.async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)))).getvalue()
    return signed


def encrypted(pdf: bytes) -> bytes:
    return _saved(pdf, encryption=pikepdf.Encryption(owner="a", user="b"))


def rewritten(pdf: bytes) -> bytes:
    """The same pages as another program writes them."""
    return _saved(pdf, linearize=True)


def with_an_archive_behind(pdf: bytes) -> bytes:
    """A file that is a PDF to one program and a ZIP archive to another."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("other.txt", "something else")
    return pdf + out.getvalue()


def with_a_page_before(pdf: bytes) -> bytes:
    """A file that is a web page to one program and a PDF to another."""
    return b"<html><script>alert(1)</script><!--" + pdf


def _saved(pdf: bytes, **how: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(out, **how)
    return out.getvalue()
