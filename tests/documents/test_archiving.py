"""Archive copies: the signed file with what it takes to check it and a time stamp over all, and nothing else."""

import io
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import HTTPTimeStamper

from protocols.documents.archiving import Stamped, stamp_for_archive
from protocols.documents.authority import Authority
from protocols.documents.errors import SigningError
from protocols.documents.inspecting import run_apart
from protocols.documents.moments_asked import StampsWhereItWasTold
from protocols.documents.verifying import Finding, SignatureKind, verify
from tests.documents.time_service import NAME, TimeService


@pytest.fixture(scope="module")
def renewed(archived: Stamped, ours: Authority, service: TimeService) -> Stamped:
    return stamp_for_archive(archived.pdf, ours, HTTPTimeStamper(service.url))


def test_an_archive_copy_begins_with_the_signed_file_and_is_as_whole(archived, sealed, ours) -> None:
    found = verify(archived.pdf, ours)
    assert archived.pdf.startswith(sealed)
    assert (found.finding, found.whole, len(found.signatories)) == (Finding.OURS, True, 4)
    assert [one.person for one in found.signatures if one.kind is SignatureKind.TIMESTAMP] == [NAME]


def test_a_copy_stamped_again_begins_with_the_one_before(renewed, archived, ours) -> None:
    assert renewed.pdf.startswith(archived.pdf)
    found = verify(renewed.pdf, ours)
    assert (found.whole, [one.kind.value for one in found.signatures][-3:]) == (
        True,
        ["seal", "timestamp", "timestamp"],
    )


def test_it_says_how_long_the_services_certificate_is_good(archived, service) -> None:
    assert archived.good_until == service.certificate.not_valid_after_utc


def test_it_carries_the_certificates_and_the_authoritys_revocation_list(archived, ours) -> None:
    with pikepdf.open(io.BytesIO(archived.pdf)) as file:
        certificates = [one.read_bytes() for one in file.Root.DSS.Certs]
        lists = [x509.load_der_x509_crl(one.read_bytes()) for one in file.Root.DSS.CRLs]
    assert ours.time[0].public_bytes(Encoding.DER) in certificates
    assert [(one.issuer, len(one)) for one in lists] == [(ours.root.certificate.subject, 0)]
    assert lists[0].is_signature_valid(ours.root.certificate.public_key())


def test_other_programs_find_every_signature_as_valid_as_before(renewed, ours, tool, tmp_path: Path) -> None:
    """Pdfsig of Debian 12 checks no time stamps, but must find the signatures under them untouched."""
    said = tool(renewed.pdf, "pdfsig")
    assert said.count("Signature is Valid.") == 6
    trusted = []
    for place, one in enumerate((ours.root.certificate, *ours.time)):
        (tmp_path / f"{place}.pem").write_bytes(one.public_bytes(Encoding.PEM))
        trusted += ["--trust", str(tmp_path / f"{place}.pem")]
    (tmp_path / "copy.pdf").write_bytes(renewed.pdf)
    command = [Path(sys.executable).with_name("pyhanko"), "sign", "validate", "--pretty-print", "--no-revocation-check"]
    command += ["--validation-time", "2027-03-04T09:00:00+00:00"]
    done = subprocess.run(
        [*command, *trusted, str(tmp_path / "copy.pdf")], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("The signature is judged VALID.") == 6
    assert "All modifications relate to signature maintenance" in done.stdout
    assert "No syntax or stream encoding errors" in tool(renewed.pdf, "qpdf", "--check")


def test_a_service_that_is_not_known_stamps_nothing(sealed, authority, service) -> None:
    with pytest.raises(SigningError, match="none of those in time/"):
        stamp_for_archive(sealed, authority, HTTPTimeStamper(service.url))


def test_a_service_that_is_down_stamps_nothing(sealed, ours) -> None:
    with pytest.raises(SigningError, match="did not answer"):
        stamp_for_archive(sealed, ours, HTTPTimeStamper("http://127.0.0.1:9/"))


def test_a_service_that_leads_on_to_another_address_is_not_followed(sealed, ours, service) -> None:
    assert stamp_for_archive(sealed, ours, StampsWhereItWasTold(service.url)).pdf.startswith(sealed)
    with pytest.raises(SigningError, match="did not answer"):
        stamp_for_archive(sealed, ours, StampsWhereItWasTold(f"{service.url}leads-on"))


def test_only_a_sealed_file_is_stamped(all_signed, ours, service) -> None:
    with pytest.raises(SigningError, match="ours, whole and sealed"):
        stamp_for_archive(all_signed, ours, HTTPTimeStamper(service.url))


def test_a_stamp_by_a_service_that_is_not_known_is_no_part_of_our_file(archived, authority) -> None:
    assert "that this portal does not know" in verify(archived.pdf, authority).reasons[0]


def test_a_change_after_the_seal_is_not_covered_up_by_a_stamp(sealed, ours, service) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    writer.root["/Lang"] = generic.TextStringObject("fr")
    writer.update_root()
    changed = io.BytesIO()
    writer.write(changed)
    again = IncrementalPdfFileWriter(changed)
    stamped = run_apart(PdfTimeStamper(HTTPTimeStamper(service.url)).async_timestamp_pdf(again, "sha256")).getvalue()
    found = verify(stamped, ours)
    assert (found.finding, found.whole) == (Finding.ALTERED, False)


def test_a_byte_changed_under_a_stamp_is_found(archived, ours) -> None:
    middle = archived.pdf.index(b"stream") + 40
    damaged = archived.pdf[:middle] + bytes([archived.pdf[middle] ^ 1]) + archived.pdf[middle + 1 :]
    assert verify(damaged, ours).finding is not Finding.OURS
