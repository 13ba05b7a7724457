"""Signatures of ours left in a file that can no longer be read as a PDF, so that it can be told what it once was."""

import logging
import re
from collections.abc import Iterator

from asn1crypto import cms

from protocols.documents.certificates import Purpose, Statement
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
            at = next(
                (one["values"][0].native for one in signed["signer_infos"][0]["signed_attrs"] if _is_time(one)), None
            )
            said = _statement(signed, authority)
        except Exception:
            logger.info("What looked like a signature is none.", exc_info=True)
            continue
        if said is not None:
            kind = SignatureKind.SIGNATORY if said.purpose is Purpose.SIGNATORY else SignatureKind.SEAL
            words = (said.person, said.post, said.organisation, said.basis)
            found.append(CheckedSignature(kind, *words, at=at, covers_whole_revision=False, intact=False))
    return tuple(found)


def held(data: bytes) -> Iterator[bytes]:
    """The bytes of each signature, of the first few hundred, without the zeros that fill its place."""
    for number, match in enumerate(HELD.finditer(data)):
        if number == MOST:
            return
        digits = match.group(1)
        yield bytes.fromhex(digits[: len(digits) // 2 * 2].decode())


def _statement(signed: cms.SignedData, authority: Trusted) -> Statement | None:
    """What our authority stated of the signer, by the certificate whose number the signature names."""
    serial = signed["signer_infos"][0]["sid"].chosen["serial_number"].native
    for choice in signed["certificates"]:
        certificate = choice.chosen
        if certificate.serial_number == serial:
            return stated(certificate.dump(), tuple(authority.trusted))
    return None


def _is_time(attribute: cms.CMSAttribute) -> bool:
    return bool(attribute["type"].native == "signing_time")
