"""A sealed file made fit for decades: what it takes to check it is put beside it, and a time stamp over all (B-LTA).

The seal forbids every later change but these two, which ISO 32000-2 (table 257) and ETSI EN 319 142-1 leave open under
every lock. They are appended: the archive copy begins with the bytes of the signed file.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.path import ValidationPath

from protocols.documents.authority import DER, Authority
from protocols.documents.errors import SigningError
from protocols.documents.inspecting import run_apart
from protocols.documents.verifying import verify

UNKNOWN = (
    "The time-stamping service's certificate is none of those in time/ beside the signing keys, so nothing was "
    "stamped. Put the certificate of its authority there."
)


@dataclass(frozen=True, slots=True)
class Stamped:
    """An archive copy, and until when the certificates of its newest time stamp are good."""

    pdf: bytes
    good_until: datetime


def stamp_for_archive(
    pdf: bytes, authority: Authority, timestamper: TimeStamper, *, at: datetime | None = None
) -> Stamped:
    """Append certificates, revocation lists and a document time stamp to a sealed file, or to an archive copy of one.

    Raises SigningError, and appends nothing, where the file is not ours and whole, the service does not answer, or its
    certificate is not known here.
    """
    if not verify(pdf, authority).whole:
        raise SigningError("Only a file that is ours, whole and sealed is stamped for the archive.")
    context = _context(authority, at or datetime.now(UTC))
    try:
        paths = run_apart(_paths(timestamper, context))
        out = run_apart(_appended(pdf, timestamper, context, paths))
    except TimestampRequestError as problem:
        raise SigningError("The time-stamping service did not answer, so nothing was stamped. Try again.") from problem
    except (PathBuildingError, PathValidationError) as problem:
        raise SigningError(UNKNOWN) from problem
    if not out.startswith(pdf) or not verify(out, authority).whole:
        raise SigningError("The time stamp was not added as it should be, so it is not kept. Try again.")
    return Stamped(out, min(one.not_valid_after for path in paths for one in path.iter_certs(include_root=True)))


def _context(authority: Authority, at: datetime) -> ValidationContext:
    """What the service is checked against; its own revocation lists are fetched where its certificates name any."""
    known = [asn1_x509.Certificate.load(one.public_bytes(DER)) for one in authority.time]
    ours = [asn1_x509.Certificate.load(one) for one in authority.trusted]
    return ValidationContext(
        trust_roots=known,
        other_certs=ours,
        crls=list(authority.revocation_lists(at.replace(microsecond=0))),
        allow_fetching=True,
        revocation_mode="soft-fail",
    )


async def _paths(timestamper: TimeStamper, context: ValidationContext) -> list[ValidationPath]:
    paths = timestamper.validation_paths(context)  # type: ignore[no-untyped-call]
    return [path async for path in paths]


async def _appended(
    pdf: bytes, timestamper: TimeStamper, context: ValidationContext, paths: Sequence[ValidationPath]
) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    first = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)  # the stamp covers all that is added
    out = await PdfTimeStamper(timestamper).async_timestamp_pdf(
        writer, "sha256", context, validation_paths=list(paths), dss_settings=first
    )
    stamped: bytes = out.getvalue()
    return stamped
