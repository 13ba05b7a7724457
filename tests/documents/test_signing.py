"""The portal certifies, each signatory signs, the portal seals; a refusal leaves the file as it was."""

import asyncio
import io
import re
from collections.abc import Iterator

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import HTTPTimeStamper

from protocols.documents.authority import Authority
from protocols.documents.certificates import LIFETIME
from protocols.documents.errors import AuthorityError, SigningError
from protocols.documents.rendering import Rendered, field_for
from protocols.documents.signing import certify, seal, sign
from protocols.documents.verifying import verify
from tests.documents.conftest import AT, BASIS, signatory
from tests.documents.time_service import TimeService, running


def blocks(tool, pdf: bytes) -> list[str]:
    """What pdfsig says, a block a signature."""
    return tool(pdf, "pdfsig").split("Signature #")[1:]


def test_pdfsig_finds_every_signature_valid(sealed: bytes, tool) -> None:
    said = blocks(tool, sealed)
    assert len(said) == 6
    assert all("Signature is Valid." in block for block in said)
    assert all("Signature Type: ETSI.CAdES.detached" in block for block in said)


def test_the_seal_covers_the_total_document(sealed: bytes, tool) -> None:
    assert [("Total document signed" in block) for block in blocks(tool, sealed)] == [False] * 5 + [True]


def test_each_signature_names_person_post_and_organisation(sealed: bytes, parties, tool) -> None:
    for block, party in zip(blocks(tool, sealed)[1:5], parties, strict=True):
        assert f"Certificate Common Name: {party['signatory']['name']}\n" in block
        assert f"title={party['signatory']['post']}" in block
        assert f"O={party['legal_name']}" in block


def test_the_signed_file_is_sound_and_still_tagged(sealed: bytes, tool) -> None:
    assert "No syntax or stream encoding errors" in tool(sealed, "qpdf", "--check")
    assert re.search(r"Tagged:\s+yes", tool(sealed, "pdfinfo"))


def test_the_page_shows_name_post_organisation_authority_and_date(sealed: bytes, rendered: Rendered, parties) -> None:
    with pikepdf.open(io.BytesIO(sealed)) as file:
        fields = {str(field.T): field for field in file.Root.AcroForm.Fields}
        for party in parties:
            drawn = fields[field_for(party["key"])].AP.N.Resources.XObject["/Drawn"]
            assert drawn.Resources.Font
            assert len(drawn.read_bytes()) > 200
    assert rendered.boxes


def test_each_act_only_appends(rendered: Rendered, certified: bytes, all_signed: bytes, sealed: bytes) -> None:
    assert certified.startswith(rendered.pdf)
    assert all_signed.startswith(certified)
    assert sealed.startswith(all_signed)


def test_the_whole_chain_is_in_each_signature(sealed: bytes, authority: Authority) -> None:
    root = authority.trusted[0]
    for signature in PdfFileReader(io.BytesIO(sealed)).embedded_signatures:
        assert root in [certificate.dump() for certificate in signature.other_embedded_certs]


def test_signing_leaves_the_moment_given(certified: bytes, parties, authority: Authority, tool) -> None:
    signed = sign(certified, field_for(parties[0]["key"]), signatory(parties[0]), authority, AT)
    assert verify(signed, authority).signatures[1].at == AT


def test_signing_works_inside_an_event_loop(certified: bytes, parties, authority: Authority) -> None:
    async def act() -> bytes:
        return sign(certified, field_for(parties[0]["key"]), signatory(parties[0]), authority, AT)

    assert verify(asyncio.run(act()), authority).signatories[0].intact


def test_a_file_is_certified_once(certified: bytes, authority: Authority) -> None:
    with pytest.raises(SigningError, match="already holds a signature"):
        certify(certified, authority, at=AT)


def test_a_draft_cannot_be_certified(draft: Rendered, authority: Authority) -> None:
    with pytest.raises(SigningError, match="no signature box"):
        certify(draft.pdf, authority, at=AT)


def test_an_uncertified_file_is_not_signed(rendered: Rendered, parties, authority: Authority) -> None:
    with pytest.raises(SigningError, match="has not certified"):
        sign(rendered.pdf, field_for(parties[0]["key"]), signatory(parties[0]), authority, AT)


def test_a_party_signs_once(all_signed: bytes, parties, authority: Authority) -> None:
    with pytest.raises(SigningError, match="signed already"):
        sign(all_signed, field_for(parties[0]["key"]), signatory(parties[0]), authority, AT)


def test_a_stranger_has_no_box(certified: bytes, parties, authority: Authority) -> None:
    with pytest.raises(SigningError, match="no signature box named party-stranger"):
        sign(certified, "party-stranger", signatory(parties[0]), authority, AT)


@pytest.mark.parametrize("field", ["certification", "seal"])
def test_a_party_cannot_sign_in_the_portals_box(field: str, certified: bytes, parties, authority: Authority) -> None:
    with pytest.raises(SigningError, match="the portal's own"):
        sign(certified, field, signatory(parties[0]), authority, AT)


def test_the_seal_waits_for_every_party(certified: bytes, authority: Authority) -> None:
    with pytest.raises(SigningError, match="4 of the parties' signatures are still missing"):
        seal(certified, authority, at=AT)


def test_a_file_is_sealed_once(sealed: bytes, authority: Authority) -> None:
    with pytest.raises(SigningError, match="signed already"):
        seal(sealed, authority, at=AT)


@pytest.mark.parametrize("damage", [lambda b: b + b"\n%x", lambda b: b[:5000] + b"\0" + b[5001:], lambda b: b[:-3000]])
def test_an_altered_file_is_not_signed(damage, certified: bytes, parties, authority: Authority) -> None:
    with pytest.raises(SigningError):
        sign(damage(certified), field_for(parties[0]["key"]), signatory(parties[0]), authority, AT)


def test_a_file_certified_by_another_portal_is_not_signed(certified: bytes, parties, tmp_path) -> None:
    other = Authority.load_or_create(tmp_path, "another", at=AT)
    with pytest.raises(SigningError, match="has not certified"):
        sign(certified, field_for(parties[0]["key"]), signatory(parties[0]), other, AT)


def test_a_text_is_not_signed(parties, authority: Authority) -> None:
    with pytest.raises(SigningError, match="not a PDF"):
        sign(b"some words", field_for(parties[0]["key"]), signatory(parties[0]), authority, AT)


def test_the_authority_signed_under_is_kept_whole(sealed: bytes, authority: Authority) -> None:
    assert {one.basis for one in verify(sealed, authority).signatories} == {BASIS}


@pytest.fixture
def time_service() -> Iterator[TimeService]:
    with running() as service:
        yield service


def test_a_time_service_stamps_each_signature(certified, parties, authority, time_service) -> None:
    stamped = sign(
        certified,
        field_for(parties[0]["key"]),
        signatory(parties[0]),
        authority,
        AT,
        timestamper=HTTPTimeStamper(time_service.url),
    )
    last = PdfFileReader(io.BytesIO(stamped)).embedded_signatures[-1]
    added = [attribute["type"].native for attribute in last.signer_info["unsigned_attrs"]]
    assert "signature_time_stamp_token" in added
    assert verify(stamped, authority).signatories[0].intact


def test_a_time_service_that_is_down_stops_the_signature(certified, parties, authority) -> None:
    silent = HTTPTimeStamper("http://127.0.0.1:9/")
    with pytest.raises(SigningError, match="did not answer"):
        sign(certified, field_for(parties[0]["key"]), signatory(parties[0]), authority, AT,
             timestamper=silent)  # fmt: skip


def test_an_expired_authority_signs_nothing(certified: bytes, parties, authority: Authority) -> None:
    late = AT + LIFETIME
    with pytest.raises(AuthorityError, match="expired"):
        sign(certified, field_for(parties[0]["key"]), signatory(parties[0]), authority, late)
