"""What a file is: ours and whole, ours but unfinished, altered, or not ours. Whatever comes, it is a plain sentence."""

import io
from pathlib import Path

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter

from portal.audit.chain import canonical
from protocols.documents import verifying
from protocols.documents.authority import EARLIER, Authority
from protocols.documents.exporting import NoSnapshot, read_snapshot
from protocols.documents.inspecting import run_apart
from protocols.documents.rendering import Rendered, field_for
from protocols.documents.signing import _signer, certify, seal, sign
from protocols.documents.verifying import Finding, SignatureKind, Verification, verify
from tests.documents.conftest import AT, PASSPHRASE, sign_all, signatory
from tests.documents.sample_snapshot import sample_fingerprint, sample_snapshot


@pytest.fixture(scope="session")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Another portal's authority."""
    return Authority.load_or_create(tmp_path_factory.mktemp("stranger"), "another passphrase", at=AT)


def updated(pdf: bytes, change) -> bytes:
    """The file with a change appended in a revision of its own, as a PDF editor would leave it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def assert_altered(checked: Verification, reason: str = "") -> None:
    assert checked.finding is Finding.ALTERED
    assert not checked.whole
    assert checked.sentence == "This file has been altered since it was signed. Do not rely on it."
    assert any(reason in one for one in checked.reasons), checked.reasons


def test_a_sealed_file_is_ours_and_whole(sealed: bytes, authority: Authority) -> None:
    checked = verify(sealed, authority)
    assert checked.finding is Finding.OURS
    assert checked.whole
    assert checked.sealed
    assert checked.sentence == (
        "This file is ours and whole: SAM-0002 version 1, signed by 4 parties and sealed on 3 March 2027 at 10:42am."
    )


def test_it_says_by_whom_each_signature_was_made(sealed: bytes, parties, authority: Authority) -> None:
    checked = verify(sealed, authority)
    assert [one.kind for one in checked.signatures] == [
        SignatureKind.CERTIFICATION, *[SignatureKind.SIGNATORY] * 4, SignatureKind.SEAL,
    ]  # fmt: skip
    for one, party in zip(checked.signatories, parties, strict=True):
        assert (one.person, one.post) == (party["signatory"]["name"], party["signatory"]["post"])
        assert one.organisation == party["legal_name"]
        assert one.at == AT
        assert one.intact
        assert one.covers_whole_revision


def test_it_reads_what_the_file_is_from_the_snapshot_inside(sealed: bytes, authority: Authority) -> None:
    checked = verify(sealed, authority)
    assert (checked.reference, checked.version, checked.sha256) == ("SAM-0002", 1, sample_fingerprint())


def test_a_file_without_its_seal_is_ours_and_not_complete(sealed: bytes, all_signed: bytes, authority) -> None:
    checked = verify(sealed[: len(all_signed)], authority)  # the last signature cut off
    assert checked.finding is Finding.OURS
    assert not checked.whole
    assert not checked.sealed
    assert "not complete" in checked.sentence
    assert "The portal's closing seal is missing." in checked.reasons


def test_a_file_that_waits_for_signatures_is_not_complete(certified: bytes, parties, authority: Authority) -> None:
    one = sign(certified, field_for(parties[0]["key"]), signatory(parties[0]), authority, AT)
    checked = verify(one, authority)
    assert not checked.whole
    assert "signed by 1 party and unsealed" in checked.sentence
    assert "3 of its signature boxes are still empty." in checked.reasons


@pytest.mark.parametrize("part", range(24))
def test_one_changed_byte_anywhere_is_never_whole(part: int, sealed: bytes, authority: Authority) -> None:
    place = len(sealed) * (2 * part + 1) // 48
    changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
    checked = verify(changed, authority)
    assert not checked.whole
    assert checked.finding is not Finding.OURS
    assert checked.sentence.endswith(".")


def test_a_changed_letter_of_the_text_is_pinned_on_every_signature(sealed: bytes, authority: Authority) -> None:
    place = sealed.index(b"/Producer")
    checked = verify(sealed[:place] + b"/Producir" + sealed[place + 9 :], authority)
    assert_altered(checked, "the portal's certification covers are not the bytes that were signed")
    assert not any(one.intact for one in checked.signatures)


@pytest.mark.parametrize("share", [1, 10, 30, 50, 70, 90, 97, 99])
def test_a_file_cut_short_is_never_whole(share: int, sealed: bytes, authority: Authority) -> None:
    assert not verify(sealed[: len(sealed) * share // 100], authority).whole


@pytest.mark.parametrize("extra", [b" ", b"\n%%EOF\n", b"% a remark\n", b"\0" * 2000])
def test_bytes_after_the_seal_are_found(extra: bytes, sealed: bytes, authority: Authority) -> None:
    assert not verify(sealed + extra, authority).whole


def add_page(writer: IncrementalPdfFileWriter) -> None:
    page = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Page"),
            pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
            pdf_name("/Resources"): generic.DictionaryObject(),
        }
    )
    writer.insert_page(writer.add_object(page).get_object(), after=0)


def add_note(writer: IncrementalPdfFileWriter) -> None:
    note = generic.DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/FreeText"),
            pdf_name("/Rect"): generic.ArrayObject(map(generic.NumberObject, (50, 700, 400, 760))),
            pdf_name("/Contents"): generic.TextStringObject("and indemnify us"),
        }
    )
    writer.register_annotation(writer.root["/Pages"]["/Kids"].raw_get(0).reference, writer.add_object(note))


def drop_certification(writer: IncrementalPdfFileWriter) -> None:
    del writer.root["/Perms"]
    writer.update_root()


def change_attachment(writer: IncrementalPdfFileWriter) -> None:
    file = writer.root["/AF"][0]["/EF"].raw_get("/F")
    writer.mark_update(file.reference)
    file.get_object()._data = b"{}"
    file.get_object()._encoded_data = None


@pytest.mark.parametrize("change", [add_page, add_note, drop_certification, change_attachment])
@pytest.mark.parametrize("stage", ["certified", "all_signed", "sealed"])
def test_what_an_editor_appends_is_found_at_every_stage(change, stage: str, request, authority: Authority) -> None:
    checked = verify(updated(request.getfixturevalue(stage), change), authority)
    assert checked.finding is not Finding.OURS
    assert not checked.whole


def test_a_page_slipped_in_between_two_signatures_is_found(certified: bytes, parties, authority: Authority) -> None:
    one = sign(certified, field_for(parties[0]["key"]), signatory(parties[0]), authority, AT)
    forged = updated(one, add_note)
    statement_holder = authority.seal  # even somebody with our own seal in hand cannot make it whole
    meta = PdfSignatureMetadata(field_name="seal", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(forged))
    signer = PdfSigner(meta, signer=_signer(statement_holder, authority))
    closed = run_apart(signer.async_sign_pdf(writer)).getvalue()
    assert_altered(verify(closed, authority), "Something other than a signature was changed")


def test_a_strangers_signature_on_our_file_is_found(all_signed: bytes, stranger: Authority, authority) -> None:
    meta = PdfSignatureMetadata(field_name="seal", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(all_signed))
    closed = run_apart(PdfSigner(meta, signer=_signer(stranger.seal, stranger)).async_sign_pdf(writer)).getvalue()
    assert_altered(verify(closed, authority), "a signature that was not made here")


def test_a_file_wholly_signed_by_another_authority_is_not_ours(
    rendered: Rendered, parties, stranger, authority
) -> None:
    theirs = seal(sign_all(certify(rendered.pdf, stranger, at=AT), parties, stranger), stranger, at=AT)
    checked = verify(theirs, authority)
    assert verify(theirs, stranger).whole
    assert checked.finding is Finding.NOT_OURS
    assert "None of its signatures was made here" in checked.sentence
    assert {one.kind for one in checked.signatures} == {SignatureKind.STRANGER}
    assert checked.reference == ""


def test_our_signatory_without_our_certification_is_not_enough(rendered: Rendered, parties, authority) -> None:
    holder = authority.seal
    meta = PdfSignatureMetadata(field_name="seal", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(rendered.pdf))
    alone = run_apart(PdfSigner(meta, signer=_signer(holder, authority)).async_sign_pdf(writer)).getvalue()
    assert_altered(verify(alone, authority), "does not begin with the portal's certification")


def test_a_new_field_with_a_strangers_name_is_found(certified: bytes, stranger: Authority, authority) -> None:
    meta = PdfSignatureMetadata(field_name="extra", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
    writer = IncrementalPdfFileWriter(io.BytesIO(certified))
    signer = PdfSigner(meta, signer=_signer(stranger.seal, stranger), new_field_spec=SigFieldSpec("extra"))
    assert_altered(verify(run_apart(signer.async_sign_pdf(writer)).getvalue(), authority))


def test_an_unsigned_file_is_not_vouched_for(rendered: Rendered, draft: Rendered, authority: Authority) -> None:
    for pdf in (rendered.pdf, draft.pdf):
        checked = verify(pdf, authority)
        assert checked.finding is Finding.NOT_OURS
        assert "carries no signature" in checked.sentence


def encrypted(pdf: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as file:
        file.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def test_an_encrypted_file_is_said_to_be_so(sealed: bytes, authority: Authority) -> None:
    assert "encrypted" in verify(encrypted(sealed), authority).sentence


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"a letter", "not a PDF"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "not a PDF"),
        (b"%PDF-1.7\n", "damaged or cut short"),
        (b"%PDF-1.7\n" + b"\xff" * 5000 + b"\nstartxref\n99999\n%%EOF", "damaged or cut short"),
        (b"%PDF-1.7\nstartxref\n-5\n%%EOF", "damaged or cut short"),
    ],
)
def test_what_is_not_a_pdf_gets_a_plain_sentence(data: bytes, words: str, authority: Authority) -> None:
    checked = verify(data, authority)
    assert checked.finding is Finding.NOT_OURS
    assert words in checked.sentence


def test_a_file_over_the_limit_is_not_read(monkeypatch: pytest.MonkeyPatch, authority: Authority) -> None:
    monkeypatch.setattr(verifying, "inspect", lambda *_args: pytest.fail("it was read"))
    assert "larger than 60 MB" in verify(b"%PDF-" + b"\0" * verifying.LIMIT, authority).sentence


def test_a_fault_in_the_checks_themselves_is_no_verdict_of_ours(monkeypatch, sealed: bytes, authority) -> None:
    def fail(*_args: object) -> None:
        raise RecursionError

    monkeypatch.setattr(verifying, "inspect", fail)
    assert verify(sealed, authority).finding is Finding.NOT_OURS


def test_what_an_earlier_authority_signed_stays_ours(rendered: Rendered, parties, tmp_path: Path) -> None:
    keys = tmp_path / "keys"
    old = Authority.load_or_create(keys, PASSPHRASE, at=AT)
    pdf = seal(sign_all(certify(rendered.pdf, old, at=AT), parties, old), old, at=AT)
    (keys / EARLIER).mkdir()
    (keys / EARLIER / "2027.pem").write_bytes(old.public_certificate)
    (keys / "current").rename(tmp_path / "put-away")
    new = Authority.load_or_create(keys, PASSPHRASE, at=AT)
    assert new.public_certificate != old.public_certificate
    assert verify(pdf, new).whole


def test_the_snapshot_is_read_back_as_it_was(sealed: bytes) -> None:
    assert canonical(read_snapshot(sealed)) == canonical(sample_snapshot())


def test_a_file_without_a_snapshot_has_none(authority: Authority) -> None:
    blank = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(blank)
    with pytest.raises(NoSnapshot, match="carries no agreement"):
        read_snapshot(blank.getvalue())
    with pytest.raises(NoSnapshot, match="cannot be read"):
        read_snapshot(b"a letter")
