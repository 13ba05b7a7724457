"""What is worked out once is what pydyf works out each time."""

import io

import pikepdf
import pydyf  # type: ignore[import-untyped]
import weasyprint

from protocols.documents.settling import settle

THREE = (
    "<html lang='en-GB'><title>Three</title><body><p>One<p style='break-before: page'>Two, <a href='#here'>three</a>"
)


def written(finisher) -> bytes:
    document = weasyprint.HTML(string=f"{THREE}<p id='here' style='break-before: page'>Three").render()
    return document.write_pdf(pdf_identifier=b"the same", finisher=finisher)


def unpacked(pdf: bytes) -> bytes:
    """The file with every stream as it was before it was compressed."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(
            out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True,
        )  # fmt: skip
    return out.getvalue()


def test_a_settled_file_holds_byte_for_byte_what_it_would_have_held():
    settled, as_pydyf_writes = written(lambda _document, pdf: settle(pdf)), written(None)
    assert unpacked(settled) == unpacked(as_pydyf_writes)
    assert b"Three" in unpacked(settled)
    assert len(settled) < len(as_pydyf_writes) * 1.05


def test_each_object_is_worked_out_once(monkeypatch):
    asked: list[int] = []
    data = pydyf.Stream.data.fget
    counted = property(lambda stream: asked.append(id(stream)) or data(stream))
    monkeypatch.setattr(pydyf.Stream, "data", counted)
    written(lambda _document, pdf: settle(pdf))
    once = len(asked)
    asked.clear()
    written(None)
    assert once < len(asked)


def test_pages_added_after_they_were_first_named_are_named():
    pdf = pydyf.PDF()
    for number in (3, 4):
        pdf.add_page(pydyf.Dictionary({"Type": "/Page"}))
        assert pdf.page_references[-1] == f"{number} 0 R".encode()
    pdf.write(io.BytesIO())
    assert pdf.page_references == (b"3 0 R", b"4 0 R")
