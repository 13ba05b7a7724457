"""Signatures put into a PDF: the portal certifies, each signatory signs, the portal seals. Only ever by appending.

Each act first checks that the file is exactly as the act before left it, and otherwise signs nothing. There is no way
through this module by which an unsigned file comes out as a signed one.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from protocols.documents.appearances import Words, draw, portal_words, signatory_words
from protocols.documents.authority import Authority, Holder
from protocols.documents.certificates import Purpose, Statement
from protocols.documents.errors import SigningError
from protocols.documents.inspecting import Standing, Unreadable, look, run_apart
from protocols.documents.placing import box_size, stamp
from protocols.documents.rendering import CERTIFICATION, SEAL
from protocols.kinds import SigningMethod

LONGEST_SIGNATURE = 72  # bytes of an ECDSA signature by a P-256 key, as DER


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs: the person, the post they hold, the organisation they bind, and the authority they do it under.

    `method` says how they were known; what was signed on paper names the day and the fingerprint of its scan.
    """

    name: str
    post: str
    organisation: str
    basis: str
    method: SigningMethod = SigningMethod.PORTAL
    on_paper: date | None = None
    scan_sha256: str = ""

    @property
    def reason(self) -> str:
        """What the signature says of itself in any reader of PDFs."""
        said = f"{self.post}, for {self.organisation}. Authority: {self.basis}"
        if self.method is SigningMethod.PAPER:
            return f"Recorded from paper by the portal. {said}. SHA-256 of the scanned page: {self.scan_sha256}"
        return f"{said}. Known by: {self.method.label}" if self.method is not SigningMethod.PORTAL else said


def certify(
    pdf: bytes, authority: Authority, *, at: datetime | None = None, timestamper: TimeStamper | None = None
) -> bytes:
    """Certify a fresh file for signing: from now on signatures may be added, and nothing else.

    Raises SigningError where the file already holds a signature or has no fields to sign.
    """
    when = at or datetime.now(UTC)
    state = _inspected(pdf, authority, when)
    if state.signed_fields or state.unexplained:
        raise SigningError("This file already holds a signature. Only a fresh file can be certified.")
    _need_empty(state, CERTIFICATION)
    words = portal_words("Certified", ("Only signatures may be added.",), when)
    meta = _metadata(CERTIFICATION, "Concordat", "Certifies the text before it is signed", certify=True)
    return _put(pdf, state, meta, authority.seal, authority, words, when, timestamper)


def sign(
    pdf: bytes,
    field: str,
    signatory: Signatory,
    authority: Authority,
    at: datetime,
    *,
    timestamper: TimeStamper | None = None,
) -> bytes:
    """Put one party's signature in its field, under a certificate made for this signature alone.

    PAdES B-B, or B-T with a time stamper. Raises SigningError where the file is not certified, has been altered or
    sealed, or the field is signed already or is not there.
    """
    state = _untouched(pdf, authority, at)
    if field in (CERTIFICATION, SEAL):
        raise SigningError("That field is the portal's own. A party signs in its own box.")
    _need_empty(state, field)
    said = (signatory.name, signatory.post, signatory.organisation, signatory.basis)
    statement = Statement(Purpose.SIGNATORY, *said, method=signatory.method.value)
    words = signatory_words(*said, at, on_paper=signatory.on_paper)
    holder = authority.certify_signatory(statement, at)
    meta = _metadata(field, signatory.name, signatory.reason)
    return _put(pdf, state, meta, holder, authority, words, at, timestamper)


def seal(
    pdf: bytes,
    authority: Authority,
    *,
    at: datetime | None = None,
    timestamper: TimeStamper | None = None,
    closing: str = "Every party has signed.",
    unsigned: frozenset[str] = frozenset(),
) -> bytes:
    """Close the file with the portal's seal, once every party has signed. After it nothing may be added.

    `closing` is what the seal says on the page; `unsigned` names the boxes that stay empty, where the text binds those
    who have signed. Raises SigningError where any other party has yet to sign, or the file is not certified, altered
    or sealed already.
    """
    when = at or datetime.now(UTC)
    state = _untouched(pdf, authority, when)
    _need_empty(state, SEAL)
    waiting = {name for name in state.empty_fields if name != SEAL}
    if waiting != unsigned:
        missing = len(waiting ^ unsigned)
        raise SigningError(f"{missing} of the parties' signatures are still missing, so the file is not sealed.")
    words = portal_words("Sealed", (closing,), when)
    meta = _metadata(SEAL, "Concordat", "Closes the document after the last signature")
    return _put(pdf, state, meta, authority.seal, authority, words, when, timestamper)


def _inspected(pdf: bytes, authority: Authority, at: datetime) -> Standing:
    authority.require_current(at)
    try:
        return look(pdf, authority)
    except Unreadable as problem:
        raise SigningError(f"The file cannot be signed. {problem}") from problem


def _untouched(pdf: bytes, authority: Authority, at: datetime) -> Standing:
    """The file's state, where its last act was ours, is sound and covers every byte: so nothing has come between."""
    state = _inspected(pdf, authority, at)
    if state.first is None or not state.first.is_certification:
        raise SigningError("The portal has not certified this file, so it cannot be signed.")
    last = state.last
    if state.unexplained or last is None or last.statement is None or not (last.sound and last.covers_everything):
        raise SigningError("This file has been altered since the last signature, so it cannot be signed.")
    return state


def _need_empty(state: Standing, field: str) -> None:
    if field in state.signed_fields:
        raise SigningError("This box is signed already. A party signs once.")
    if field not in state.empty_fields:
        raise SigningError(f"The file has no signature box named {field}.")


def _metadata(field: str, name: str, reason: str, *, certify: bool = False) -> PdfSignatureMetadata:
    return PdfSignatureMetadata(
        field_name=field,
        name=name,
        reason=reason,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=certify,
        docmdp_permissions=MDPPerm.NO_CHANGES if field == SEAL else MDPPerm.FILL_FORMS,
    )


class _SignerAtAMoment(PdfSigner):
    """pyHanko's signer, with the moment of signing given instead of read from the clock as it works."""

    moment: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        """Begin as pyHanko does, at our moment."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


def _put(
    pdf: bytes,
    state: Standing,
    meta: PdfSignatureMetadata,
    holder: Holder,
    authority: Authority,
    words: Words,
    at: datetime,
    timestamper: TimeStamper | None,
) -> bytes:
    writer = IncrementalPdfFileWriter.from_reader(state.reader)
    style = stamp(draw(words, *box_size(writer.prev, str(meta.field_name))))
    signer = _SignerAtAMoment(meta, signer=_signer(holder, authority), timestamper=timestamper, stamp_style=style)
    signer.moment = at
    try:
        out = run_apart(signer.async_sign_pdf(writer, existing_fields_only=True))
    except TimestampRequestError as problem:
        raise SigningError("The time-stamping service did not answer, so nothing was signed. Try again.") from problem
    signed: bytes = out.getvalue()
    if not signed.startswith(pdf) or len(signed) <= len(pdf):
        raise SigningError("The signature was not added, so nothing was signed. Try again.")
    return signed


class _KeySigner(Signer):
    """Signs with a holder's key through that key alone, so that one in a token works like one in memory."""

    holder: Holder

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """An ECDSA signature of the data; of its greatest length where only the room for it is asked for."""
        if digest_algorithm != "sha256":
            raise SigningError("Signatures are made with SHA-256 alone.")
        return bytes(LONGEST_SIGNATURE) if dry_run else self.holder.key.sign(data, ec.ECDSA(hashes.SHA256()))


def _signer(holder: Holder, authority: Authority) -> Signer:
    """The signer, with the authority's certificate at hand so that the whole chain goes into the signature."""
    der = serialization.Encoding.DER
    chain = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    chain.register(asn1_x509.Certificate.load(authority.root.certificate.public_bytes(der)))
    certificate = asn1_x509.Certificate.load(holder.certificate.public_bytes(der))
    signer = _KeySigner(signing_cert=certificate, cert_registry=chain, embed_roots=True)
    signer.holder = holder
    return signer
