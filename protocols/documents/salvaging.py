"""Signatures of ours left in a file that can no longer be read as a PDF, so that it can be told what it once was."""

import logging
import re
from collections.abc import Iterator
from datetime import datetime

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509

from protocols.documents.certificates import CLOCKS_DIFFER, Purpose, Statement
from protocols.documents.inspecting import Trusted, stated
from protocols.documents.verdicts import CheckedSignature, SignatureKind

HELD = re.compile(rb"<(30[0-9A-Fa-f]{1000,200000})>")  # a signature as a PDF holds it: DER, in hexadecimal digits
MOST = 200
logger = logging.getLogger(__name__)


def salvage(data: bytes, authority: Trusted) -> tuple[CheckedSignature, ...]:
    """The signatures made under our authority that can still be found, none of which can be relied on."""
    found = []
    for content in held(data):
        try:
            signed = cms.ContentInfo.load(content)["content"]
            certificate = _certificate(signed)
            said = stated(certificate.dump(), authority.trusted) if certificate else None
        except Exception:
            logger.info("What looked like a signature is none.", exc_info=True)
            continue
        if said is not None and certificate is not None:
            found.append(_told(said, certificate))
    return tuple(found)


def held(data: bytes) -> Iterator[bytes]:
    """The bytes of each signature, of the first few hundred, without the zeros that fill its place."""
    for number, match in enumerate(HELD.finditer(data)):
        if number == MOST:
            return
        digits = match.group(1)
        yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode())


def _certificate(signed: cms.SignedData) -> asn1_x509.Certificate | None:
    """The certificate whose number the signature names."""
    serial = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
    chosen = (choice.chosen for choice in signed["certificates"])
    return next((one for one in chosen if one.serial_number == serial), None)


def _told(said: Statement, certificate: asn1_x509.Certificate) -> CheckedSignature:
    """A signature by its certificate alone. A signatory's was made at the moment of signing, so it tells when."""
    signatory = said.purpose is Purpose.SIGNATORY
    begins: datetime = certificate["tbs_certificate"]["validity"]["not_before"].native
    return CheckedSignature(
        SignatureKind.SIGNATORY if signatory else SignatureKind.SEAL,
        said.person, said.post, said.organisation, said.basis, at=begins + CLOCKS_DIFFER if signatory else None,
        covers_whole_revision=False, intact=False, method=said.method,
    )  # fmt: skip
