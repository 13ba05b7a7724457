"""How a signatory was known stands in the certificate, in the reason and on the page."""

from dataclasses import asdict, replace
from datetime import date
from io import BytesIO

import pikepdf
import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from protocols.documents import certificates
from protocols.documents.appearances import signatory_words
from protocols.documents.authority import Authority
from protocols.documents.certificates import Purpose, Statement, statement_in
from protocols.documents.rendering import field_for
from protocols.documents.signing import sign
from protocols.documents.verifying import verify
from protocols.kinds import SigningMethod
from tests.documents.conftest import AT, signatory

SCAN = "ab" * 32


def test_a_signature_recorded_from_paper_says_so_everywhere(certified, parties, authority: Authority, tool) -> None:
    party = parties[0]
    who = replace(signatory(party), method=SigningMethod.PAPER, on_paper=date(2027, 2, 28), scan_sha256=SCAN)
    signed = sign(certified, field_for(party["key"]), who, authority, AT)
    [found] = verify(signed, authority).signatories
    assert (found.person, found.method, found.intact) == (party["signatory"]["name"], "paper", True)
    said = tool(signed, "pdfsig")
    assert f"Certificate Common Name: Recorded from paper: {party['signatory']['name']}" in said
    with pikepdf.open(BytesIO(signed)) as file:
        [field] = [one for one in file.Root.AcroForm.Fields if str(one.T) == field_for(party["key"])]
        assert f"SHA-256 of the scanned page: {SCAN}" in str(field.V.Reason)


def test_the_box_of_a_signature_on_paper_says_when_and_that_it_was_recorded() -> None:
    words = signatory_words("Dana Obi", "Chair", "Wigan Council", "Minute 4", AT, on_paper=date(2027, 2, 28))
    assert words.when == "Signed on paper on 28 February 2027; scan attached. Recorded on 3 March 2027 at 10:42am"


def test_a_certificate_names_a_mailed_link_and_code(certified, parties, authority: Authority) -> None:
    who = replace(signatory(parties[0]), method=SigningMethod.LINK_AND_CODE)
    [found] = verify(sign(certified, field_for(parties[0]["key"]), who, authority, AT), authority).signatories
    assert found.method == "link_and_code"


def test_certificates_made_before_the_method_was_stated_are_of_people_signed_in(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    def as_before(statement: Statement) -> dict[str, str]:
        return {name: value for name, value in asdict(statement).items() if name != "method"}

    monkeypatch.setattr(certificates, "asdict", as_before)
    made = authority.certify_signatory(Statement(Purpose.SIGNATORY, "Dana Obi"), AT).certificate
    found = statement_in(made.public_bytes(Encoding.DER))
    assert found is not None
    assert (found.person, found.method) == ("Dana Obi", "portal")
