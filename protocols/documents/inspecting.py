"""A PDF's signatures as they stand, each checked by itself. What they add up to is for `verifying` and `signing`."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, enumerate_sig_fields
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from protocols.documents.anatomy import Anatomy
from protocols.documents.certificates import Purpose, Statement, statement_in
from protocols.documents.reading import Reader
from protocols.documents.revisions import Revision, revisions

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # its complaints about a stranger's file are not ours to log
logger = logging.getLogger(__name__)

Result = TypeVar("Result")
Parts = Mapping[str, tuple[int, ...]]
Status = PdfSignatureStatus | DocumentTimestampStatus


class Unreadable(Exception):
    """The bytes cannot be read as a PDF, for the reason given in its text."""


class Trusted(Protocol):
    """Whose word counts: an authority, or anything else that holds its certificates and nothing secret."""

    @property
    def trusted(self) -> tuple[bytes, ...]:
        """The certificates (DER) of the authority and of those before it."""

    @property
    def time(self) -> tuple[x509.Certificate, ...]:
        """The certificates of the time-stamping services that are believed."""


@dataclass(frozen=True, slots=True)
class Found:
    """One signature: where, whose, when, and what its own arithmetic says.

    `statement` is None where our authority did not issue the certificate. `sound` means that the bytes it covers are
    the bytes that were signed. `allowed` means that what was added after it was permitted (None where not examined).
    A `stamp` is a document time stamp: no signature, but a service's word that the file was so at that moment; it is
    sound where the service is one that the portal knows, and `service` is its name. `revision`, counted from 1, is the
    one that it closes, and `end` the first byte that it does not cover.
    """

    field: str
    statement: Statement | None
    at: datetime | None
    sound: bool
    covers_its_revision: bool
    covers_everything: bool
    forbids_changes: bool
    allowed: bool | None
    stamp: bool = False
    service: str = ""
    revision: int = 0
    end: int = 0

    @property
    def is_ours(self) -> bool:
        """Whether we answer for it: our authority certified the signer, or we know the time-stamping service."""
        return self.statement is not None or (self.stamp and self.sound)

    @property
    def is_certification(self) -> bool:
        """Whether this is the portal's certification, which allows signatures and nothing else."""
        return self.statement is not None and self.statement.purpose is Purpose.SEAL and self.forbids_changes


@dataclass(frozen=True, slots=True)
class Inspection:
    """All signatures in the order they were made, the names of the fields still empty, and the revisions.

    `parts` say what each revision after the first holds, in the order of `revisions`: words, and the numbers of the
    objects. They are told only where something is wrong, for it takes time.
    """

    signatures: tuple[Found, ...]
    empty_fields: tuple[str, ...]
    unexplained: int  # filled fields that are not signatures of a kind we know
    revisions: tuple[Revision, ...] = ()
    parts: tuple[Parts, ...] = ()

    @property
    def undisturbed(self) -> bool:
        """Whether every signature is ours and sound, covers its revision, and nothing but signatures was added."""
        found = self.signatures
        sound = all(one.is_ours and one.sound and one.covers_its_revision for one in found)
        return sound and bool(found) and found[-1].covers_everything and all(one.allowed is not False for one in found)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a file has come, for the next act of signing: its signed and empty fields, its first and last signature.

    Those between were examined when each next one was made, and the last covers every byte of them. `reader` is the
    file as it was opened for this look, so that whoever writes after it need not read it again.
    """

    reader: Reader
    signed_fields: tuple[str, ...]
    empty_fields: tuple[str, ...]
    unexplained: int
    first: Found | None
    last: Found | None


def look(data: bytes, authority: Trusted) -> Standing:
    """See how far a file has come, in a time that hardly grows with its signatures. Raises Unreadable."""
    reader, filled, empty, embedded = _signatures(data)
    first, last = (_examine(embedded[place], authority, with_changes=False) if embedded else None for place in (0, -1))
    return Standing(reader, tuple(str(one.fq_name) for one in embedded), empty, filled - len(embedded), first, last)


def _signatures(data: bytes) -> tuple[Reader, int, tuple[str, ...], list[EmbeddedPdfSignature]]:
    """A file opened, how many fields are filled, the names of the empty ones, and the signatures in their order."""
    reader = _open(data)
    try:
        filled = sum(1 for _ in enumerate_sig_fields(reader, filled_status=True))
        empty = tuple(name for name, _value, _field in enumerate_sig_fields(reader, filled_status=False))
        return reader, filled, empty, list(reader.embedded_signatures)
    except Exception as problem:
        raise Unreadable("Its signatures cannot be read: the file is damaged.") from problem


def inspect(data: bytes, authority: Trusted) -> Inspection:
    """Read every signature in a PDF, and what was added after the first.

    The latter is slow, and is left out where the signatures themselves show that the file was altered.
    Raises Unreadable.
    """
    reader, filled, empty, embedded = _signatures(data)
    found = [_examine(signature, authority, with_changes=False) for signature in embedded]
    if found and found[-1].covers_everything and all(one.sound for one in found):
        for place in {0, _last_signature(found)}:
            found[place] = _examine(embedded[place], authority, with_changes=True)
    seen = _revisions(reader, data)
    inspection = Inspection(tuple(found), empty, filled - len(embedded), seen)
    return inspection if inspection.undisturbed else replace(inspection, parts=_parts(reader, seen))


def _last_signature(found: Sequence[Found]) -> int:
    """The place of the last one that is not a time stamp."""
    return max((place for place, one in enumerate(found) if not one.stamp), default=0)


def _revisions(reader: PdfFileReader, data: bytes) -> tuple[Revision, ...]:
    """The revisions of a file; none for one too damaged for it."""
    try:
        return revisions(reader, data)
    except Exception:
        logger.info("The revisions of a file could not be told.", exc_info=True)
        return ()


def _parts(reader: PdfFileReader, seen: tuple[Revision, ...]) -> tuple[Parts, ...]:
    """What each revision after the first holds, in words."""
    anatomy = Anatomy(reader)
    return ({}, *(anatomy.summary(revision.objects) for revision in seen[1:])) if seen else ()


def run_apart(work: Coroutine[Any, Any, Result]) -> Result:
    """Run pyHanko's asynchronous work in a thread of its own, so that the caller may itself be inside an event loop."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(asyncio.run, work).result()


def _open(data: bytes) -> Reader:
    if b"%PDF-" not in data[:1024]:
        raise Unreadable("This is not a PDF.")
    try:
        reader = Reader(data)
        if reader.encrypted:
            raise Unreadable("This PDF is encrypted. Our signed agreements never are.")
        reader.root["/Pages"]
    except Unreadable:
        raise
    except Exception as problem:
        raise Unreadable("This PDF cannot be read: it is damaged or cut short.") from problem
    return reader


def _examine(signature: EmbeddedPdfSignature, authority: Trusted, *, with_changes: bool) -> Found:
    """Check one signature. Whatever goes wrong inside makes it unsound; it never stops the inspection."""
    statement: Statement | None = None
    at: datetime | None = None
    status: Status | None = None
    stamp = str(signature.sig_object_type) == "/DocTimeStamp"
    try:
        if stamp:
            at = signature.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
            status = run_apart(_validate_stamp(signature, authority, at))
        else:
            statement, at = stated(signature.signer_cert.dump(), authority.trusted), signature.self_reported_timestamp
            if statement is not None:
                status = run_apart(_validate(signature, authority, at, with_changes=with_changes))
    except Exception:
        logger.info("A signature could not be validated.", exc_info=True)
    found = _found(signature, statement, at, status, with_changes=with_changes and not stamp)
    return replace(found, stamp=True, service=_service(signature)) if stamp else found


def _service(signature: EmbeddedPdfSignature) -> str:
    try:
        said = signature.signer_cert.subject.native
        return str(said.get("common_name") or said.get("organization_name") or "a time-stamping service")
    except Exception:
        logger.info("A time stamp does not name its service.", exc_info=True)
        return "a time-stamping service"


async def _validate(
    signature: EmbeddedPdfSignature, authority: Trusted, at: datetime | None, *, with_changes: bool
) -> PdfSignatureStatus:
    context = _context(authority.trusted, at)
    return await async_validate_pdf_signature(signature, signer_validation_context=context, skip_diff=not with_changes)


async def _validate_stamp(
    signature: EmbeddedPdfSignature, authority: Trusted, at: datetime | None
) -> DocumentTimestampStatus:
    """A stamp is checked by the certificates of services that the portal knows, as they stood at its moment."""
    roots = tuple(one.public_bytes(Encoding.DER) for one in authority.time)
    return await async_validate_pdf_timestamp(signature, validation_context=_context(roots, at), skip_diff=True)


def _context(roots: Sequence[bytes], at: datetime | None) -> ValidationContext:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    loaded = [asn1_x509.Certificate.load(der) for der in roots]
    store.register_multiple(loaded)
    return ValidationContext(
        trust_roots=loaded, other_certs=store, moment=at, allow_fetching=False, revocation_mode="soft-fail"
    )


def _found(
    signature: EmbeddedPdfSignature,
    statement: Statement | None,
    at: datetime | None,
    status: Status | None,
    *,
    with_changes: bool,
) -> Found:
    coverage = (status and status.coverage) or SignatureCoverageLevel.UNCLEAR
    return Found(
        field=str(signature.fq_name),
        statement=statement,
        at=at,
        sound=status is not None and bool(status.intact and status.valid and status.trusted),
        covers_its_revision=coverage >= SignatureCoverageLevel.ENTIRE_REVISION,
        covers_everything=coverage is SignatureCoverageLevel.ENTIRE_FILE,
        forbids_changes=_certifies(signature),
        allowed=bool(status and status.docmdp_ok) if with_changes else None,
        revision=signature.signed_revision + 1,
        end=_covered(signature),
    )


def _covered(signature: EmbeddedPdfSignature) -> int:
    """The first byte that a signature says it does not cover; 0 where it does not say."""
    try:
        return int(signature.byte_range[2]) + int(signature.byte_range[3])
    except (LookupError, TypeError, ValueError):
        return 0


def _certifies(signature: EmbeddedPdfSignature) -> bool:
    try:
        perms = signature.reader.root["/Perms"].raw_get("/DocMDP")
        own = signature.sig_field.raw_get("/V")
        return perms.reference == own.reference and signature.docmdp_level is MDPPerm.FILL_FORMS
    except (PdfReadError, LookupError, AttributeError, ValueError, TypeError):
        return False


def stated(der: bytes, roots: Sequence[bytes]) -> Statement | None:
    """What a certificate (DER) states, where one of the roots issued it."""
    certificate = x509.load_der_x509_certificate(der)
    for trusted in roots:
        try:
            certificate.verify_directly_issued_by(x509.load_der_x509_certificate(trusted))
        except (InvalidSignature, ValueError, TypeError):  # not issued by this root: try the next
            continue
        return statement_in(der)
    return None
