"""A new authority in the place of the old one, in steps of which each is one rename: it may stop anywhere and go on.

The old root's certificate goes to `earlier/`, with a last revocation list, so that what it signed stays ours. The old
private keys are destroyed: a key that is gone can be neither stolen nor misused. Between the two renames there is no
`current/` for a moment; whoever opens the authority then finishes the rotation.
"""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from protocols.documents.authority import CURRENT, EARLIER, NEXT, PEM, Authority, create, write
from protocols.documents.certificates import make_crl
from protocols.documents.tokens import TokenPlace, open_token

RETIRED = "retired"


def rotate(
    directory: Path, passphrase: str, *, at: datetime | None = None, token: TokenPlace | None = None
) -> Authority:
    """Put a new authority in the old one's place and return it; with a token, its keys are made in there.

    Signings under way go on: a file certified under the old one is signed and sealed under the new. Raises
    AuthorityError where the keys cannot be opened, and then nothing has changed.
    """
    now = (at or datetime.now(UTC)).replace(microsecond=0)
    with _alone(directory):
        old = Authority.read(directory, passphrase, token=token)
        _destroy_retired(directory, token)  # of a rotation that stopped before it came to that
        _keep_root(directory / EARLIER, old, now)
        create(directory, passphrase.encode(), now, NEXT, token)
        (directory / CURRENT).rename(directory / f"{RETIRED}-{name_of(old)}")
        (directory / NEXT).rename(directory / CURRENT)
        _destroy_retired(directory, token)
    return Authority.load_or_create(directory, passphrase, at=now, token=token)


def name_of(authority: Authority) -> str:
    """A short name for an authority: the first figures of its certificate's fingerprint."""
    return authority.root.certificate.fingerprint(hashes.SHA256()).hex()[:16]


@contextmanager
def _alone(directory: Path) -> Iterator[None]:
    """One rotation at a time; a process that dies lets go."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (directory / ".rotating").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _destroy_retired(directory: Path, token: TokenPlace | None) -> None:
    for retired in directory.glob(f"{RETIRED}-*"):
        for path in retired.glob("*.pem") if token else ():
            public = x509.load_pem_x509_certificate(path.read_bytes()).public_key()
            if not isinstance(public, ec.EllipticCurvePublicKey):
                raise TypeError(f"{path} is not of a key on an elliptic curve, as every key of this portal is.")
            open_token(token).destroy(public)
        shutil.rmtree(retired)


def _keep_root(earlier: Path, old: Authority, now: datetime) -> None:
    """The old root's certificate and its last word on revocation, good as long as the root itself."""
    earlier.mkdir(exist_ok=True, mode=0o700)
    until = old.root.certificate.not_valid_after_utc
    last = make_crl(old.root.certificate, old.root.key, min(now, until), until)
    for path, content in (
        (earlier / f"{name_of(old)}.crl", last.public_bytes(PEM)),
        (earlier / f"{name_of(old)}.pem", old.public_certificate),
    ):
        path.unlink(missing_ok=True)
        write(path, content)
