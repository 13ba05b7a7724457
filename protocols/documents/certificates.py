"""X.509 certificates of the portal's own authority: the root, the seal, and one for each signature.

What a certificate says in full (kind, person, post, organisation, authority) is in an extension of our own, signed by
the root with the rest. The subject's common name holds at most 64 bytes, too few for some public bodies and posts.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID, ObjectIdentifier

from protocols.kinds import SigningMethod

LIFETIME = timedelta(days=25 * 365)  # of the root; nothing that it signs outlives it
CLOCKS_DIFFER = timedelta(minutes=5)
# In the arc that ITU-T X.667 opens to everyone: 2.25 followed by a UUID as a number.
STATEMENT = ObjectIdentifier("2.25.118141919562927993899022050551019717252")
NAME_BYTES = 64  # X.520's upper bound for a common name


class Purpose(StrEnum):
    """What a certificate is for, told from the certificate and never from a field's name."""

    SEAL = "seal"
    SIGNATORY = "signatory"


@dataclass(frozen=True, slots=True)
class Statement:
    """What the portal states of the holder. For the seal only the purpose and the portal's name are given.

    `method` is the value of a `SigningMethod`: how the person was known. Certificates made before it was stated are all
    of people who were signed in.
    """

    purpose: Purpose
    person: str
    post: str = ""
    organisation: str = ""
    basis: str = ""
    method: str = SigningMethod.PORTAL.value


def new_key() -> ec.EllipticCurvePrivateKey:
    """A fresh private key on the P-256 curve, which every current PDF reader can check."""
    return ec.generate_private_key(ec.SECP256R1())


def make_root(key: ec.EllipticCurvePrivateKey, name: str, at: datetime) -> x509.Certificate:
    """The authority's own certificate, signed by itself."""
    subject = x509.Name([_named(NameOID.COMMON_NAME, f"{name} authority"), _named(NameOID.ORGANIZATION_NAME, name)])
    return (
        _builder(subject, subject, key.public_key(), at, at + LIFETIME)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def issue(
    statement: Statement,
    holder: ec.EllipticCurvePublicKey,
    root: x509.Certificate,
    root_key: ec.EllipticCurvePrivateKey,
    at: datetime,
) -> x509.Certificate:
    """A certificate for the seal or for one signature, good until the root itself ends."""
    parts = [
        (NameOID.COMMON_NAME, _holder(statement)),
        (NameOID.TITLE, statement.post),
        (NameOID.ORGANIZATION_NAME, statement.organisation),
    ]
    subject = x509.Name([_named(oid, value) for oid, value in parts if value])
    authority_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        _builder(subject, root.subject, holder, at, root.not_valid_after_utc)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(holder), critical=False)
        .add_extension(authority_id, critical=False)
        .add_extension(x509.UnrecognizedExtension(STATEMENT, _encode(statement)), critical=False)
        .sign(root_key, hashes.SHA256())
    )


def make_crl(
    root: x509.Certificate, root_key: ec.EllipticCurvePrivateKey, at: datetime, until: datetime
) -> x509.CertificateRevocationList:
    """The authority's word that it has taken back none of its certificates, for archives that are read without it."""
    key_id = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(root.subject)
        .last_update(at)
        .next_update(until)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .add_extension(key_id, critical=False)
        .sign(root_key, hashes.SHA256())
    )


def statement_in(certificate: bytes) -> Statement | None:
    """What the portal stated in a certificate (DER); None where it holds no statement of ours."""
    try:
        extensions = x509.load_der_x509_certificate(certificate).extensions
        value = extensions.get_extension_for_oid(STATEMENT).value
        said = json.loads(value.value[_header(value.value) :])  # type: ignore[attr-defined]
        return Statement(**{**said, "purpose": Purpose(said["purpose"])})
    except (x509.ExtensionNotFound, ValueError, KeyError, TypeError):
        return None


def _encode(statement: Statement) -> bytes:
    """The statement as a DER UTF8String of JSON."""
    text = json.dumps(asdict(statement), ensure_ascii=False, sort_keys=True).encode()
    if len(text) < 128:
        return bytes([0x0C, len(text)]) + text
    size = len(text).to_bytes((len(text).bit_length() + 7) // 8, "big")
    return bytes([0x0C, 0x80 | len(size)]) + size + text


def _header(value: bytes) -> int:
    """How many bytes of a DER UTF8String come before its text."""
    return 2 if value[1] < 128 else 2 + (value[1] & 0x7F)


def _holder(statement: Statement) -> str:
    """Who holds the key: the portal itself, where it records what somebody signed on paper."""
    if statement.method == SigningMethod.PAPER.value:
        return f"Recorded from paper: {statement.person}"
    return statement.person


def _named(oid: ObjectIdentifier, value: str) -> x509.NameAttribute[str]:
    short = value if len(value.encode()) <= NAME_BYTES else f"{_cut(value)}…"
    return x509.NameAttribute(oid, short)


def _cut(value: str) -> str:
    return value.encode()[: NAME_BYTES - 3].decode(errors="ignore").rstrip()


def _builder(
    subject: x509.Name, issuer: x509.Name, holder: ec.EllipticCurvePublicKey, start: datetime, end: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(holder)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - CLOCKS_DIFFER)
        .not_valid_after(end)
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
