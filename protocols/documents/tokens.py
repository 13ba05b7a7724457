"""Private keys that stay in a PKCS#11 token (a hardware module, or SoftHSM): made in it, used in it, never read out."""

import hashlib
import threading
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NoReturn

import pkcs11
from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key
from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

from protocols.documents.errors import AuthorityError, SigningError

HALF = 32  # bytes of each of the two numbers of a P-256 signature


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where the keys are: the driver's path, the token's label and its PIN (never shown)."""

    module: str
    label: str
    pin: str = field(repr=False)


class Token:
    """An open session with a token. One thread at a time; opened again where it has broken off."""

    def __init__(self, place: TokenPlace) -> None:
        self._place, self._lock, self._open = place, threading.RLock(), None
        with self._lock:
            self._session()

    def new_key(self, label: str) -> "TokenKey":
        """A fresh P-256 key, made in the token and never to leave it; found again by the hash of its public half."""
        with self._lock:
            session = self._session()
            curve = {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}
            parameters = session.create_domain_parameters(pkcs11.KeyType.EC, curve, local=True)
            public, private = parameters.generate_keypair(
                store=True,
                label=label,
                private_template={pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False},
            )
            loaded = load_der_public_key(encode_ec_public_key(public))
            if not isinstance(loaded, ec.EllipticCurvePublicKey):
                raise TypeError("The token made another key than the one on an elliptic curve that was asked for.")
            for one in (public, private):
                one[pkcs11.Attribute.ID] = key_id(loaded)
        return TokenKey(self, loaded)

    def key_of(self, certificate: x509.Certificate) -> "TokenKey":
        """The key that belongs to a certificate. Raises AuthorityError where the token has none."""
        public = certificate.public_key()
        if not isinstance(public, ec.EllipticCurvePublicKey):
            raise AuthorityError("The certificate is not for an elliptic-curve key. Concordat signs with P-256 keys.")
        with self._lock:
            if self._find(public) is None:
                raise AuthorityError(
                    f"The token {self._place.label} has no key for the certificate in place. Restore its backup."
                )
        return TokenKey(self, public)

    def sign(self, public: ec.EllipticCurvePublicKey, data: bytes) -> bytes:
        """An ECDSA signature with SHA-256, as DER. Raises SigningError where the token does not make one."""
        digest = hashlib.sha256(data).digest()
        with self._lock:
            try:
                raw = self._signed(public, digest)
            except pkcs11.PKCS11Error:  # the session may have broken off: once more with a new one
                self._open = None
                raw = self._signed(public, digest)
        return encode_dss_signature(int.from_bytes(raw[:HALF], "big"), int.from_bytes(raw[HALF:], "big"))

    def destroy(self, public: ec.EllipticCurvePublicKey) -> None:
        """Take a key out of the token for good; one that is not there is gone already."""
        with self._lock:
            for found in list(self._session().get_objects({pkcs11.Attribute.ID: key_id(public)})):
                found.destroy()

    def _signed(self, public: ec.EllipticCurvePublicKey, digest: bytes) -> bytes:
        try:
            key = self._find(public)
        except AuthorityError as problem:
            raise SigningError(f"{problem.sentence} Nothing was signed.") from problem
        if key is None:
            raise SigningError("The token no longer has the signing key, so nothing was signed. Tell the operator.")
        raw: bytes = key.sign(digest, mechanism=pkcs11.Mechanism.ECDSA)
        return raw

    def _find(self, public: ec.EllipticCurvePublicKey) -> Any:
        wanted = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.PRIVATE_KEY, pkcs11.Attribute.ID: key_id(public)}
        return next(iter(list(self._session().get_objects(wanted))), None)

    def _session(self) -> Any:
        """The session, opened where it is not. Raises AuthorityError with what is wrong."""
        if self._open is None:
            self._open = _opened(self._place)
        return self._open


class TokenKey(ec.EllipticCurvePrivateKey):
    """A private key in a token, to be used wherever `cryptography` takes one; it cannot be read or copied."""

    def __init__(self, token: Token, public: ec.EllipticCurvePublicKey) -> None:
        self._token, self._public = token, public

    def sign(self, data: Any, signature_algorithm: ec.EllipticCurveSignatureAlgorithm) -> bytes:
        """Sign with SHA-256, in the token."""
        return self._token.sign(self._public, bytes(data))

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The public half."""
        return self._public

    @property
    def curve(self) -> ec.EllipticCurve:
        """P-256."""
        return self._public.curve

    @property
    def key_size(self) -> int:
        """Bits."""
        return self._public.key_size

    def destroy(self) -> None:
        """Take it out of the token for good."""
        self._token.destroy(self._public)

    def exchange(self, algorithm: ec.ECDH, peer_public_key: ec.EllipticCurvePublicKey) -> NoReturn:
        """Never: it is for signing."""
        raise AuthorityError("A signing key makes no shared secrets.")

    def private_numbers(self) -> NoReturn:
        """Never: it stays in the token."""
        raise AuthorityError("The key is in a token and cannot be read.")

    def private_bytes(self, encoding: Any, format: Any, encryption_algorithm: Any) -> NoReturn:
        """Never: it stays in the token."""
        raise AuthorityError("The key is in a token and cannot be read.")

    def __copy__(self) -> "TokenKey":
        return self

    def __deepcopy__(self, memo: Any) -> "TokenKey":
        return self


def key_id(public: ec.EllipticCurvePublicKey) -> bytes:
    """By what a key is found in its token: the SHA-1 of its public half, as certificates name their subject's key."""
    info = asn1_keys.PublicKeyInfo.load(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    identifier: bytes = info.sha1
    return identifier


@cache
def open_token(place: TokenPlace) -> Token:
    """The token at a place, opened once a process. Raises AuthorityError."""
    return Token(place)


def _opened(place: TokenPlace) -> Any:
    try:
        token = pkcs11.lib(place.module).get_token(token_label=place.label)
        return token.open(rw=True, user_pin=place.pin)
    except pkcs11.PinIncorrect as problem:
        raise AuthorityError("The token does not take the PIN in CONCORDAT_PKCS11_PIN.") from problem
    except pkcs11.NoSuchToken as problem:
        raise AuthorityError(f"There is no token named {place.label}. See CONCORDAT_PKCS11_TOKEN.") from problem
    except (pkcs11.PKCS11Error, RuntimeError) as problem:
        raise AuthorityError(f"The token cannot be opened by {place.module}: {type(problem).__name__}.") from problem
