"""The portal's own certificate authority: made on first run, or put in place by the operator.

A directory holds `current/` with `root.pem`, `root.key`, `seal.pem` and `seal.key` (keys encrypted under a passphrase,
or kept in a PKCS#11 token and not here). It may hold `earlier/`, with the `.pem` certificates of authorities now
retired: what they signed is still ours; each may have the last revocation list that it issued beside it, as `.crl`.
`time/` holds the `.pem` certificates of the time-stamping services whose stamps on archive copies are believed.
"""

import os
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from protocols.documents.certificates import Purpose, Statement, issue, make_crl, make_root, new_key, statement_in
from protocols.documents.errors import AuthorityError
from protocols.documents.tokens import TokenKey, TokenPlace, open_token

NAME = "Concordat"
CURRENT, EARLIER, TIME = "current", "earlier", "time"
NEXT = "next"  # a new authority, made and about to become current
CRL_LASTS = timedelta(days=31)
FILES = ("root.pem", "root.key", "seal.pem", "seal.key")
PEM, DER = serialization.Encoding.PEM, serialization.Encoding.DER


@dataclass(frozen=True)
class Holder:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Authority:
    """The root, the seal, and the roots of earlier authorities that are still trusted for what they once signed.

    `time` are the certificates of time-stamping services that are believed; `last_lists` the revocation lists that
    earlier authorities left when they were retired.
    """

    root: Holder
    seal: Holder
    earlier: tuple[x509.Certificate, ...] = ()
    time: tuple[x509.Certificate, ...] = ()
    last_lists: tuple[x509.CertificateRevocationList, ...] = ()

    @classmethod
    def load_or_create(
        cls, directory: Path, passphrase: str, *, at: datetime | None = None, token: TokenPlace | None = None
    ) -> Self:
        """Open the authority in a directory, making it where there is none: its keys in the token, if one is given.

        Safe when several processes start at once: each makes its own and one rename wins. Raises AuthorityError where
        the files are incomplete, do not belong together, have expired, or the passphrase does not open them.
        """
        now = at or datetime.now(UTC)
        if not passphrase:
            raise AuthorityError("The signing keys need a passphrase. Set CONCORDAT_KEY_PASSPHRASE.")
        try:
            if not (directory / CURRENT).exists():
                _finish_rotation(directory)
            if not (directory / CURRENT).exists():
                create(directory, passphrase.encode(), now, CURRENT, token)
            authority = cls._load(directory, passphrase.encode(), token)
        except OSError as problem:
            raise AuthorityError(f"The signing keys in {directory} cannot be used: {problem.strerror}.") from problem
        authority.require_current(now)
        return authority

    @classmethod
    def read(cls, directory: Path, passphrase: str, *, token: TokenPlace | None = None) -> Self:
        """The authority in a directory as it is, expired or not; raises AuthorityError where it cannot be opened."""
        try:
            return cls._load(directory, passphrase.encode(), token)
        except OSError as problem:
            raise AuthorityError(f"The signing keys in {directory} cannot be used: {problem.strerror}.") from problem

    @classmethod
    def _load(cls, directory: Path, passphrase: bytes, token: TokenPlace | None) -> Self:
        current = directory / CURRENT
        needed = [name for name in FILES if token is None or name.endswith(".pem")]
        missing = [name for name in needed if not (current / name).is_file()]
        if missing:
            raise AuthorityError(f"{current} has no {missing[0]}. Restore it from your backup; nothing can be signed.")
        root, seal = (_read_holder(current, name, passphrase, token) for name in ("root", "seal"))
        _check_pair(root, seal)
        return cls(
            root,
            seal,
            tuple(_read_certificate(path) for path in _files(directory / EARLIER, "pem")),
            tuple(one for path in _files(directory / TIME, "pem") for one in _read_certificates(path)),
            tuple(_read_list(path) for path in _files(directory / EARLIER, "crl")),
        )

    def require_current(self, at: datetime) -> None:
        """Raise AuthorityError where the root or the seal has expired, or has yet to begin."""
        for name, certificate in (("root", self.root.certificate), ("seal", self.seal.certificate)):
            if at > certificate.not_valid_after_utc:
                raise AuthorityError(
                    f"The {name} certificate expired on {_day(certificate.not_valid_after_utc)}. Run "
                    "`manage.py rotate_keys`: a new authority takes its place."
                )
            if at < certificate.not_valid_before_utc:
                begins = _day(certificate.not_valid_before_utc)
                raise AuthorityError(f"The {name} certificate begins on {begins}: is the clock right?")

    @property
    def trusted(self) -> tuple[bytes, ...]:
        """The certificates (DER) of this authority and of earlier ones."""
        return tuple(certificate.public_bytes(DER) for certificate in (self.root.certificate, *self.earlier))

    @property
    def public_certificate(self) -> bytes:
        """The root's certificate (PEM), for anyone who wants their own PDF reader to trust the portal."""
        return self.root.certificate.public_bytes(PEM)

    def revocation_lists(self, at: datetime) -> tuple[bytes, ...]:
        """What this authority and earlier ones say of certificates taken back (DER): none ever is."""
        own = make_crl(self.root.certificate, self.root.key, at, at + CRL_LASTS)
        return tuple(one.public_bytes(DER) for one in (own, *self.last_lists))

    def certify_signatory(self, statement: Statement, at: datetime) -> Holder:
        """A certificate and key for one signature. The key is never stored: it is gone when the signature is made."""
        key = new_key()
        certificate = issue(statement, key.public_key(), self.root.certificate, self.root.key, at)
        return Holder(certificate, key)


def _finish_rotation(directory: Path) -> None:
    """Where a rotation stopped before its last step, take that step; another process may have been first."""
    try:
        (directory / NEXT).rename(directory / CURRENT)
    except FileNotFoundError:
        return
    except OSError:
        if not (directory / CURRENT).exists():
            raise


def create(directory: Path, passphrase: bytes, now: datetime, place: str, token: TokenPlace | None) -> None:
    """Write a new authority beside its place and move it there in one step; another process may have been first.

    Its keys are made in the token, where there is one, and else written beside the certificates, encrypted.
    """
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    making = directory / f".making-{secrets.token_hex(8)}"
    making.mkdir(mode=0o700)
    made: list[ec.EllipticCurvePrivateKey] = []
    try:
        root_key, seal_key = made = [_made(f"{NAME} {name}", token) for name in ("root", "seal")]
        root = make_root(root_key, NAME, now)
        seal = issue(
            Statement(Purpose.SEAL, f"{NAME} seal", organisation=NAME), seal_key.public_key(), root, root_key, now
        )
        for name, certificate, key in (("root", root, root_key), ("seal", seal, seal_key)):
            write(making / f"{name}.pem", certificate.public_bytes(PEM))
            if not isinstance(key, TokenKey):
                write(making / f"{name}.key", _encrypted(key, passphrase))
        making.rename(directory / place)
    except OSError:
        for key in made:
            if isinstance(key, TokenKey):
                key.destroy()
        if not (directory / place).exists():
            raise
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _made(label: str, token: TokenPlace | None) -> ec.EllipticCurvePrivateKey:
    return open_token(token).new_key(label) if token else new_key()


def write(path: Path, content: bytes) -> None:
    """Write a new file for its owner's eyes alone, and wait until the disk has it."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _encrypted(key: ec.EllipticCurvePrivateKey, passphrase: bytes) -> bytes:
    return key.private_bytes(PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(passphrase))


def _files(directory: Path, ending: str) -> list[Path]:
    return sorted(directory.glob(f"*.{ending}")) if directory.is_dir() else []


def _read_certificates(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except ValueError as problem:
        raise AuthorityError(
            f"{path} holds no certificate. Put the time-stamping service's there, as PEM."
        ) from problem


def _read_list(path: Path) -> x509.CertificateRevocationList:
    try:
        return x509.load_pem_x509_crl(path.read_bytes())
    except ValueError as problem:
        raise AuthorityError(f"{path} is not a revocation list. Restore it from your backup.") from problem


def _read_certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except ValueError as problem:
        raise AuthorityError(f"{path} is not a certificate. Restore it from your backup.") from problem


def _read_holder(directory: Path, name: str, passphrase: bytes, token: TokenPlace | None) -> Holder:
    path = directory / f"{name}.key"
    if token and not path.exists():
        certificate = _read_certificate(directory / f"{name}.pem")
        return Holder(certificate, open_token(token).key_of(certificate))
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), passphrase)
    except (ValueError, TypeError) as problem:
        raise AuthorityError(f"The passphrase does not open {path}, or the file is damaged.") from problem
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise AuthorityError(f"{path} is not an elliptic-curve key. Concordat signs with P-256 keys.")
    certificate = _read_certificate(directory / f"{name}.pem")
    if certificate.public_key() != key.public_key():
        raise AuthorityError(f"{path} and its certificate do not belong together.")
    return Holder(certificate, key)


def _check_pair(root: Holder, seal: Holder) -> None:
    try:
        seal.certificate.verify_directly_issued_by(root.certificate)
    except Exception as problem:
        raise AuthorityError("The seal's certificate was not issued by the root beside it.") from problem
    statement = statement_in(seal.certificate.public_bytes(DER))
    if statement is None or statement.purpose is not Purpose.SEAL:
        raise AuthorityError("The seal's certificate is not one for sealing.")


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
